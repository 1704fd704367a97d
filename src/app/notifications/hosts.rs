//! The allowlist of hosts for webhooks.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// The hosts that webhooks may use, each with its port if that isn't 443.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookHosts(Vec<String>);

impl FromStr for WebhookHosts {
    type Err = String;

    /// Parses a comma-separated list.
    fn from_str(text: &str) -> Result<Self, String> {
        let hosts = text.split(',').map(str::trim).filter(|host| !host.is_empty());
        let hosts = hosts.map(|host| {
            parse_host(host)
                .ok_or_else(|| format!("{host} is not a host name such as hooks.slack.com"))
        });
        hosts.collect::<Result<_, _>>().map(Self)
    }
}

/// Parses a host name with an optional port. Nothing else may be entered, such as a path.
fn parse_host(text: &str) -> Option<String> {
    let url = Url::parse(&format!("https://{text}/")).ok()?;
    let is_all = |name: &String| url.as_str() == format!("https://{name}/");
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:".contains(c);
    authority(&url).filter(is_all).filter(|name| name.chars().all(is_plain))
}

impl WebhookHosts {
    /// Returns whether the list contains this host, in the form returned by [`authority`].
    pub(super) fn contains(&self, authority: &str) -> bool {
        self.0.iter().any(|host| host == authority)
    }
}

impl fmt::Display for WebhookHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" or "))
    }
}

/// Returns the host name of a URL, with the port if it isn't the default. Returns `None` for IP
/// addresses: they are connected to without being resolved, and so would bypass the check of
/// resolved addresses.
pub(super) fn authority(url: &Url) -> Option<String> {
    let Some(Host::Domain(host)) = url.host() else { return None };
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_accepts_only_host_names() {
        assert_eq!("a.example,b.example:8443".parse::<WebhookHosts>().unwrap().0.len(), 2);
        for wrong in [
            "127.0.0.1",
            "[::1]",
            "https://a.example",
            "a.example/x",
            "0x7f.1",
            "a b",
            "a.example#x",
            "a.example?x",
            "ada@a.example",
            "a%2c",
        ] {
            assert!(wrong.parse::<WebhookHosts>().is_err(), "{wrong}");
        }
    }
}
