//! The hosts that webhooks may be on.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// The hosts that webhooks may be on, each with a port where that is not 443.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookHosts(Vec<String>);

impl FromStr for WebhookHosts {
    type Err = String;

    /// Reads a list separated by commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let hosts = text.split(',').map(str::trim).filter(|host| !host.is_empty());
        let hosts = hosts.map(|host| {
            let url = Url::parse(&format!("https://{host}/")).ok();
            let url = url.filter(|url| url.path() == "/" && url.username().is_empty());
            let authority = url.as_ref().and_then(authority);
            authority.ok_or_else(|| format!("{host} is no host name such as hooks.slack.com"))
        });
        hosts.collect::<Result<_, _>>().map(Self)
    }
}

impl WebhookHosts {
    /// Whether this is one of them, as [`authority`] gives it.
    pub(super) fn contain(&self, authority: &str) -> bool {
        self.0.iter().any(|host| host == authority)
    }
}

impl fmt::Display for WebhookHosts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" or "))
    }
}

/// A host that is a name, and the port where it is not the scheme's own. Numbers are no names: they
/// would be connected to without being resolved, and so without being checked.
pub(super) fn authority(url: &Url) -> Option<String> {
    let Some(Host::Domain(host)) = url.host() else { return None };
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_names() {
        assert_eq!("a.example,b.example:8443".parse::<WebhookHosts>().unwrap().0.len(), 2);
        for wrong in ["127.0.0.1", "[::1]", "https://a.example", "a.example/x", "0x7f.1", "a b"] {
            assert!(wrong.parse::<WebhookHosts>().is_err(), "{wrong}");
        }
    }
}
