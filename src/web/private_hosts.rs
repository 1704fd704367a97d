//! Recognizes hosts that no public DNS name can have.
//!
//! Without a public URL, only these are accepted, against DNS rebinding: a page at a public name,
//! such as `evil.example`, has that name's address changed to the server's, and could then read and
//! change everything, because for the browser both have the same origin.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Domains that can't be registered: multicast DNS (RFC 6762), home networks (RFC 8375), private
/// networks (reserved by ICANN in 2024), and one that many routers use.
const PRIVATE_DOMAINS: [&str; 4] = [".local", ".home.arpa", ".internal", ".lan"];

/// Returns whether a `Host`, with or without a port, is an IP address, a single label such as
/// `localhost`, or a name in a private domain.
pub(super) fn is_private_host(host: &str) -> bool {
    if let Some((address, port)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return is_port && address.parse::<Ipv6Addr>().is_ok();
    }
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    let is_private = !name.contains('.')
        || name.parse::<Ipv4Addr>().is_ok()
        || PRIVATE_DOMAINS.iter().any(|domain| name.ends_with(domain));
    is_private && name.split('.').all(is_label) && (port.is_empty() || is_port(port))
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// Returns whether a label has only the characters of host names, and underscores, which the names
/// of containers contain.
fn is_label(label: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !label.is_empty() && label.bytes().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_without_a_public_name_are_private() {
        for (host, expected) in [
            ("127.0.0.1", true),
            ("203.0.113.9:8080", true),
            ("[::1]", true),
            ("[2001:DB8::1]:8080", true),
            ("localhost", true),
            ("LocalHost.:8080", true),
            ("my_server:80", true),
            ("nas.LOCAL", true),
            ("a.b.home.arpa.", true),
            ("log.corp.internal:443", true),
            ("router.lan", true),
            ("log.example.org", false),
            ("127.0.0.1.evil.example", false),
            ("evil.notlocal", false),
            ("evilhome.arpa", false),
            ("home.arpa", false),
            (".local", false),
            ("a..local", false),
            ("localhost..", false),
            ("localhost:+80", false),
            ("localhost:65536", false),
            ("localhost:80:80", false),
            ("[::1]8080", false),
            ("[127.0.0.1]", false),
            ("[fe80::1%25eth0]", false),
            ("::1", false),
            ("ada@nas.local", false),
            ("evil.example/.local", false),
            ("n\u{e4}s.local", false),
            ("", false),
            (".", false),
            (":80", false),
        ] {
            assert_eq!(is_private_host(host), expected, "{host}");
        }
    }
}
