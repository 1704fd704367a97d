//! The configuration of the site that pages and middleware depend on.

use std::net::IpAddr;
use std::sync::Once;

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderMap};
use ipnet::IpNet;
use url::Url;

use super::private_hosts::is_private_host;

/// The header in which a proxy names the client.
pub(crate) const FORWARDED_FOR: &str = "x-forwarded-for";

/// Returns whether one of these networks contains an address.
pub(crate) fn is_in_networks(address: IpAddr, networks: &[IpNet]) -> bool {
    let address = address.to_canonical();
    networks.iter().any(|network| network.contains(&address))
}

/// Who may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignupPolicy {
    /// Anyone.
    Open,
    /// People with an invitation.
    Invite,
    /// No one. An administrator creates accounts with `worklog user add`.
    Closed,
}

/// The public URL, sign-up mode, and trusted networks and origins.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    /// The URL by which users reach the server. `None` accepts any host that isn't public, over
    /// plain HTTP.
    pub public_url: Option<Url>,
    /// Who may sign up.
    pub signup: SignupPolicy,
    /// The networks of the proxies whose `X-Forwarded-For` is trusted.
    pub trusted_proxies: Vec<IpNet>,
    /// The origins whose pages may call the API with a token.
    pub api_origins: Vec<String>,
}

impl SiteConfig {
    /// Returns whether users reach the server over HTTPS.
    pub(crate) fn is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    /// Returns the absolute URL of a path: below the public URL or, if it isn't set, the request's
    /// host.
    fn build_url(&self, path: &str, host: &str) -> String {
        let public = self.public_url.as_ref().and_then(|url| url.join(path).ok());
        public.map_or_else(|| format!("http://{host}{path}"), String::from)
    }

    /// Returns the absolute URL of a path, for use outside the pages.
    pub(crate) fn absolute_url(&self, path: &str, request: &HttpRequest) -> String {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        self.build_url(path, host.unwrap_or_default())
    }

    /// Returns whether anyone may sign up.
    pub(crate) fn signup_open(&self) -> bool {
        self.signup == SignupPolicy::Open
    }

    /// Returns the IP address of the client: `peer` or, if that is a trusted proxy, the last
    /// address in `forwarded` (the lines of `X-Forwarded-For`) that isn't one.
    pub(crate) fn client_ip<'a>(
        &self,
        peer: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'a str>,
    ) -> IpAddr {
        if !self.is_trusted(peer) {
            return peer;
        }
        let hops = forwarded.rev().flat_map(|line| line.rsplit(','));
        let mut client = peer;
        for hop in hops {
            let Ok(address) = hop.trim().parse() else { break };
            client = address;
            if !self.is_trusted(address) {
                break;
            }
        }
        client
    }

    /// Returns whether this is the address of a trusted proxy.
    fn is_trusted(&self, address: IpAddr) -> bool {
        is_in_networks(address, &self.trusted_proxies)
    }

    /// Logs once if a peer that isn't a trusted proxy sends `X-Forwarded-For`. If it is the
    /// server's reverse proxy after all, all clients share its address, and with it their limits.
    pub(crate) fn warn_of_untrusted_proxy(&self, peer: Option<IpAddr>, headers: &HeaderMap) {
        static WARNING: Once = Once::new();
        if headers.contains_key(FORWARDED_FOR) && peer.is_some_and(|peer| !self.is_trusted(peer)) {
            WARNING.call_once(|| {
                tracing::warn!(
                    "ignored X-Forwarded-For from an untrusted peer; if it is your reverse proxy, \
                     add its address to WORKLOG_TRUSTED_PROXIES"
                );
            });
        }
    }

    /// Returns whether a `Host`, including its port, belongs to this site.
    pub(crate) fn is_known_host(&self, host: &str) -> bool {
        match &self.public_url {
            Some(url) => authority(url).is_some_and(|known| known.eq_ignore_ascii_case(host)),
            None => is_private_host(host),
        }
    }

    /// Returns whether an `Origin` belongs to this site or to the request's host.
    pub(crate) fn is_own_origin(&self, origin: &str, host: &str) -> bool {
        let Some(origin) = Url::parse(origin).ok().as_ref().and_then(authority) else {
            return false;
        };
        origin.eq_ignore_ascii_case(host)
            || self.public_url.as_ref().and_then(authority).is_some_and(|own| own == origin)
    }
}

/// Returns the host and, unless it is the scheme's default, the port.
fn authority(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(public_url: Option<&str>, proxies: &[&str]) -> SiteConfig {
        SiteConfig {
            public_url: public_url.map(|url| url.parse().unwrap()),
            signup: SignupPolicy::Open,
            trusted_proxies: proxies.iter().map(|network| network.parse().unwrap()).collect(),
            api_origins: Vec::new(),
        }
    }

    #[test]
    fn only_trusted_proxies_set_the_client_address() {
        let behind = site(None, &["10.0.0.0/8", "::1/128"]);
        for (peer, forwarded, expected) in [
            ("192.0.2.1", vec!["198.51.100.9"], "192.0.2.1"),
            ("10.0.0.1", vec!["198.51.100.9"], "198.51.100.9"),
            ("10.0.0.1", vec!["203.0.113.5, 198.51.100.9, 10.2.3.4"], "198.51.100.9"),
            ("10.0.0.1", vec!["203.0.113.5", "198.51.100.9"], "198.51.100.9"),
            ("10.0.0.1", vec!["198.51.100.9, nonsense"], "10.0.0.1"),
            ("10.0.0.1", vec![], "10.0.0.1"),
            ("::ffff:10.0.0.1", vec!["2001:db8::1"], "2001:db8::1"),
        ] {
            let client = behind.client_ip(peer.parse().unwrap(), forwarded.clone().into_iter());
            assert_eq!(client, expected.parse::<IpAddr>().unwrap(), "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn absolute_urls_use_the_public_url_or_the_host() {
        let address =
            |public: Option<&str>| site(public, &[]).build_url("/feed/x.ics", "home:8080");
        assert_eq!(address(None), "http://home:8080/feed/x.ics");
        let public = address(Some("https://log.example.org"));
        assert_eq!(public, "https://log.example.org/feed/x.ics");
    }

    #[test]
    fn hosts_and_origins_of_the_site_are_recognized() {
        let open = site(None, &[]);
        let public = site(Some("https://log.example.org"), &[]);
        assert!(open.is_known_host("anything:8080"));
        assert!(!open.is_known_host("log.example.org"));
        assert!(public.is_known_host("LOG.example.org"));
        assert!(!public.is_known_host("log.example.org:8080"));
        assert!(!public.is_known_host("evil.example"));
        assert!(open.is_own_origin("http://127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(!open.is_own_origin("http://127.0.0.1:8081", "127.0.0.1:8080"));
        assert!(!open.is_own_origin("null", "127.0.0.1:8080"));
        assert!(public.is_own_origin("https://log.example.org", "10.0.0.3:8080"));
        assert!(!public.is_own_origin("https://log.example.org.evil", "log.example.org"));
    }
}
