//! Webhooks: validating their URLs and sending messages to them.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::Url;

use super::hosts::{WebhookHosts, authority};
use super::ssrf_guard::is_public;
use crate::domain::settings::webhook::Webhook;
use crate::domain::values::problem::{Coded, Params, params};

/// The timeout for sending a message, including name resolution.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The maximum length of a URL, in characters, as entered and as stored, where others than ASCII are
/// encoded.
const MAX_CHARS: usize = 1000;

/// The reason a webhook URL was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The text isn't a complete URL.
    #[error("webhook.no_address")]
    InvalidUrl,
    /// The text is longer than `MAX_CHARS`.
    #[error("webhook.too_long")]
    TooLong,
    /// The scheme isn't `https`. Contains the scheme.
    #[error("webhook.not_https")]
    NotHttps(String),
    /// The URL contains a username or a password.
    #[error("webhook.credentials")]
    Credentials,
    /// The host isn't in the allowlist.
    #[error("webhook.host")]
    Host {
        /// The host in the URL.
        host: String,
        /// The allowed hosts.
        allowed: WebhookHosts,
    },
}

impl Coded for WebhookError {
    fn params(&self) -> Params {
        match self {
            Self::TooLong => params([("max", &MAX_CHARS)]),
            Self::NotHttps(scheme) => params([("scheme", scheme)]),
            Self::Host { host, allowed } => params([("host", host), ("allowed", allowed)]),
            Self::InvalidUrl | Self::Credentials => Params::new(),
        }
    }
}

/// The reason a message couldn't be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The host is no longer in the allowlist.
    #[error("webhook.host_gone")]
    HostNotAllowed,
    /// The host has no address on the public internet.
    #[error("webhook.no_public_address")]
    NoPublicAddress,
    /// The webhook didn't respond in time.
    #[error("webhook.timeout")]
    Timeout,
    /// The connection couldn't be established, or was lost.
    #[error("webhook.unreachable")]
    Unreachable,
    /// The response wasn't successful. Redirects count as failures. Contains the status code.
    #[error("webhook.answered")]
    Status(u16),
}

impl Coded for SendError {
    fn params(&self) -> Params {
        match self {
            Self::Timeout => params([("seconds", &TIMEOUT.as_secs())]),
            Self::Status(status) => params([("status", status)]),
            Self::HostNotAllowed | Self::NoPublicAddress | Self::Unreachable => Params::new(),
        }
    }
}

/// The addresses that webhooks may connect to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressPolicy {
    /// Addresses on the public internet, over HTTPS.
    Public,
    /// Loopback addresses too, and plain HTTP. For tests only: no setting enables it.
    Loopback,
}

impl AddressPolicy {
    fn allows(self, address: IpAddr) -> bool {
        is_public(address) || (self == Self::Loopback && address.is_loopback())
    }
}

/// Returns a TLS configuration that trusts the public certificate authorities.
pub(crate) fn public_tls() -> rustls::ClientConfig {
    // Mail and MongoDB use the same provider. If another one is already installed, it is used
    // instead.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}

/// Sends messages to webhooks.
#[derive(Clone)]
pub struct Webhooks {
    client: reqwest::Client,
    hosts: WebhookHosts,
    address_policy: AddressPolicy,
}

impl Webhooks {
    /// Returns the allowed hosts.
    pub fn hosts(&self) -> &WebhookHosts {
        &self.hosts
    }

    /// Creates a client for these hosts. It doesn't follow redirects, and connects only to
    /// addresses that were checked after name resolution.
    ///
    /// # Errors
    /// Fails if the system's random number generator or TLS can't be initialized.
    pub fn new(hosts: WebhookHosts, address_policy: AddressPolicy) -> io::Result<Self> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(public_tls())
            .https_only(address_policy == AddressPolicy::Public)
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .user_agent("worklog")
            .timeout(TIMEOUT)
            .pool_max_idle_per_host(0)
            .dns_resolver(FilteringResolver(address_policy))
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { client, hosts, address_policy })
    }

    /// Parses a URL entered by the user and checks that messages may be sent to it.
    pub fn check(&self, text: &str) -> Result<Webhook, WebhookError> {
        let text = text.trim();
        if text.chars().count() > MAX_CHARS {
            return Err(WebhookError::TooLong);
        }
        let url = Url::parse(text).ok().filter(Url::has_host).ok_or(WebhookError::InvalidUrl)?;
        if url.as_str().len() > MAX_CHARS {
            return Err(WebhookError::TooLong);
        }
        let plain_allowed =
            self.address_policy == AddressPolicy::Loopback && url.scheme() == "http";
        if !(url.scheme() == "https" || plain_allowed) {
            return Err(WebhookError::NotHttps(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebhookError::Credentials);
        }
        match authority(&url) {
            Some(host) if self.hosts.contains(&host) => Ok(Webhook::from_url(url.into())),
            _ => {
                let host = url.host_str().unwrap_or_default();
                let host = url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
                Err(WebhookError::Host { host, allowed: self.hosts.clone() })
            }
        }
    }

    /// Sends a message, with the `traceparent` of the request that caused it. Only the status of
    /// the response is read.
    pub async fn send(
        &self,
        webhook: &Webhook,
        line: &str,
        trace: Option<&str>,
    ) -> Result<(), SendError> {
        let body = serde_json::json!({ "text": line, "mrkdwn": false }).to_string();
        let request = self.client.post(webhook.secret());
        let request = request.header("Content-Type", "application/json").body(body);
        let request =
            trace.into_iter().fold(request, |request, trace| request.header("traceparent", trace));
        let response = request.send().await.map_err(|error| map_error(&error))?;
        let status = response.status();
        if status.is_success() { Ok(()) } else { Err(SendError::Status(status.as_u16())) }
    }
}

fn map_error(error: &reqwest::Error) -> SendError {
    let error: &(dyn std::error::Error + 'static) = error;
    let mut causes = std::iter::successors(Some(error), |cause| cause.source());
    if causes.any(<dyn std::error::Error>::is::<NoPublicAddress>) {
        SendError::NoPublicAddress
    } else if error.downcast_ref().is_some_and(reqwest::Error::is_timeout) {
        SendError::Timeout
    } else {
        SendError::Unreachable
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no public address")]
struct NoPublicAddress;

/// Resolves names and returns only addresses that may be connected to. The client connects to
/// exactly these addresses, so a name that resolves differently a moment later (DNS rebinding)
/// can't bypass the check.
struct FilteringResolver(AddressPolicy);

impl Resolve for FilteringResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let address_policy = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<_> =
                found.filter(|address| address_policy.allows(address.ip())).collect();
            if allowed.is_empty() {
                return Err(NoPublicAddress.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webhooks(hosts: &str) -> Webhooks {
        Webhooks::new(hosts.parse().unwrap(), AddressPolicy::Public).unwrap()
    }

    #[test]
    fn check_accepts_only_https_to_allowed_hosts() {
        let webhooks = webhooks("hooks.slack.com, chat.example.org:8443");
        let host = |host: &str| {
            let allowed = webhooks.hosts.clone();
            Err(WebhookError::Host { host: host.to_owned(), allowed })
        };
        let scheme = |scheme: &str| Err(WebhookError::NotHttps(scheme.to_owned()));
        let long = format!("https://hooks.slack.com/{}", "x".repeat(MAX_CHARS));
        let encoded = format!("https://hooks.slack.com/{}", "\u{fc}".repeat(400));
        for (text, expected) in [
            ("https://hooks.slack.com/services/T0/B0/x", Ok(())),
            ("  https://HOOKS.slack.com:443/services/x\n", Ok(())),
            ("https://chat.example.org:8443/hooks/x", Ok(())),
            ("https://chat.example.org/hooks/x", host("chat.example.org")),
            ("https://hooks.slack.com:8443/x", host("hooks.slack.com:8443")),
            ("https://hooks.slack.com.evil.example/x", host("hooks.slack.com.evil.example")),
            ("https://hooks.slack.com./x", host("hooks.slack.com.")),
            ("https://evil.example/hooks.slack.com", host("evil.example")),
            ("https://127.0.0.1/x", host("127.0.0.1")),
            ("https://2130706433/x", host("127.0.0.1")),
            ("https://[::1]/x", host("[::1]")),
            ("https://hooks.slack.com@evil.example/x", Err(WebhookError::Credentials)),
            ("https://ada:secret@hooks.slack.com/x", Err(WebhookError::Credentials)),
            ("http://hooks.slack.com/x", scheme("http")),
            ("ftp://hooks.slack.com/x", scheme("ftp")),
            ("hooks.slack.com/x", Err(WebhookError::InvalidUrl)),
            ("hooks.slack.com:443/x", Err(WebhookError::InvalidUrl)),
            ("mailto:ada@example.org", Err(WebhookError::InvalidUrl)),
            ("https://", Err(WebhookError::InvalidUrl)),
            ("", Err(WebhookError::InvalidUrl)),
            (&long, Err(WebhookError::TooLong)),
            (&encoded, Err(WebhookError::TooLong)),
        ] {
            assert_eq!(webhooks.check(text).map(|_| ()), expected, "{text}");
        }
    }

    #[tokio::test]
    async fn names_that_resolve_to_loopback_are_not_connected_to() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let host = format!("localhost:{}", listener.local_addr().unwrap().port());
        let webhooks = webhooks(&host);
        let webhook = webhooks.check(&format!("https://{host}/x")).unwrap();
        assert_eq!(webhooks.send(&webhook, "Hello.", None).await, Err(SendError::NoPublicAddress));
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "a connection was made");
    }
}
