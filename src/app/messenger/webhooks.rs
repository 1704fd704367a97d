//! Webhooks: which addresses may be one, and sending a line to it.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::Url;

use super::address::is_public;
use super::hosts::{WebhookHosts, authority};
use crate::domain::problem::{Coded, Params, params};
use crate::domain::webhook::Webhook;

/// How long sending a line may take in all, resolving the name included.
const LIMIT: Duration = Duration::from_secs(5);

/// The longest address taken.
const MAX_CHARS: usize = 1000;

/// Why an address cannot be a webhook.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// No web address, or not a whole one.
    #[error("webhook.no_address")]
    NoAddress,
    /// Longer than [`MAX_CHARS`].
    #[error("webhook.too_long")]
    TooLong,
    /// Not encrypted, or nothing of the web.
    #[error("webhook.not_https")]
    NotHttps(String),
    /// Somebody's name, or password.
    #[error("webhook.credentials")]
    Credentials,
    /// Another host.
    #[error("webhook.host")]
    Host {
        /// As in the address.
        host: String,
        /// Where they may go.
        allowed: WebhookHosts,
    },
}

impl Coded for WebhookError {
    fn params(&self) -> Params {
        match self {
            Self::TooLong => params([("max", &MAX_CHARS)]),
            Self::NotHttps(scheme) => params([("scheme", scheme)]),
            Self::Host { host, allowed } => params([("host", host), ("allowed", allowed)]),
            Self::NoAddress | Self::Credentials => Params::new(),
        }
    }
}

/// Why a line did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Its host is no longer among those that webhooks may be on.
    #[error("webhook.host_gone")]
    Host,
    /// Its host leads to an address that is not of the public internet.
    #[error("webhook.no_public_address")]
    Address,
    /// No answer in time.
    #[error("webhook.timeout")]
    Timeout,
    /// No connection, or one that broke.
    #[error("webhook.unreachable")]
    Unreachable,
    /// Anything but a success, a redirect among it.
    #[error("webhook.answered")]
    Answered(u16),
}

impl Coded for SendError {
    fn params(&self) -> Params {
        match self {
            Self::Timeout => params([("seconds", &LIMIT.as_secs())]),
            Self::Answered(status) => params([("status", status)]),
            Self::Host | Self::Address | Self::Unreachable => Params::new(),
        }
    }
}

/// Which addresses are connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Those of the public internet, over https.
    Public,
    /// This machine's own too, and over plain http. For tests: no setting leads here.
    Loopback,
}

impl Reach {
    fn allows(self, address: IpAddr) -> bool {
        is_public(address) || (self == Self::Loopback && address.is_loopback())
    }
}

/// TLS with servers whose certificates the public authorities vouch for.
pub fn public_tls() -> rustls::ClientConfig {
    // What mail and MongoDB use too. Another may have been chosen before; that one is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}

/// Sends lines to webhooks.
#[derive(Clone)]
pub struct Webhooks {
    client: reqwest::Client,
    hosts: WebhookHosts,
    reach: Reach,
}

impl Webhooks {
    /// The hosts that lines may go to.
    pub fn hosts(&self) -> &WebhookHosts {
        &self.hosts
    }

    /// A sender to these hosts. It follows no redirects, and connects to no address but one that
    /// was checked after the host's name was resolved.
    ///
    /// # Errors
    /// When the system's random numbers or TLS cannot be used.
    pub fn new(hosts: WebhookHosts, reach: Reach) -> io::Result<Self> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(public_tls())
            .https_only(reach == Reach::Public)
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .user_agent("worklog")
            .timeout(LIMIT)
            .pool_max_idle_per_host(0)
            .dns_resolver(CheckedAddresses(reach))
            .build()
            .map_err(io::Error::other)?;
        Ok(Self { client, hosts, reach })
    }

    /// Takes an address as typed, if lines may go there.
    pub fn check(&self, text: &str) -> Result<Webhook, WebhookError> {
        let text = text.trim();
        if text.chars().count() > MAX_CHARS {
            return Err(WebhookError::TooLong);
        }
        let url = Url::parse(text).ok().filter(Url::has_host).ok_or(WebhookError::NoAddress)?;
        let plain_allowed = self.reach == Reach::Loopback && url.scheme() == "http";
        if !(url.scheme() == "https" || plain_allowed) {
            return Err(WebhookError::NotHttps(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebhookError::Credentials);
        }
        match authority(&url) {
            Some(host) if self.hosts.contain(&host) => Ok(Webhook::from_url(url.into())),
            _ => {
                let host = url.host_str().unwrap_or_default();
                let host = url.port().map_or(host.to_owned(), |port| format!("{host}:{port}"));
                Err(WebhookError::Host { host, allowed: self.hosts.clone() })
            }
        }
    }

    /// Sends a line, with the `traceparent` of the trace that it is part of. Of the answer nothing but
    /// the status is read.
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
        let answer = request.send().await.map_err(|error| meaning(&error))?;
        let status = answer.status();
        if status.is_success() { Ok(()) } else { Err(SendError::Answered(status.as_u16())) }
    }
}

fn meaning(error: &reqwest::Error) -> SendError {
    let error: &(dyn std::error::Error + 'static) = error;
    let mut causes = std::iter::successors(Some(error), |cause| cause.source());
    if causes.any(<dyn std::error::Error>::is::<NoPublicAddress>) {
        SendError::Address
    } else if error.downcast_ref().is_some_and(reqwest::Error::is_timeout) {
        SendError::Timeout
    } else {
        SendError::Unreachable
    }
}

#[derive(Debug, thiserror::Error)]
#[error("no public address")]
struct NoPublicAddress;

/// Resolves names, and gives those addresses that may be connected to. What is connected to is what
/// was checked here: a name that leads elsewhere a moment later changes nothing.
struct CheckedAddresses(Reach);

impl Resolve for CheckedAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let allowed: Vec<_> = found.filter(|address| reach.allows(address.ip())).collect();
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
        Webhooks::new(hosts.parse().unwrap(), Reach::Public).unwrap()
    }

    #[test]
    fn only_https_to_the_hosts_listed() {
        let webhooks = webhooks("hooks.slack.com, chat.example.org:8443");
        let host = |host: &str| {
            let allowed = webhooks.hosts.clone();
            Err(WebhookError::Host { host: host.to_owned(), allowed })
        };
        let scheme = |scheme: &str| Err(WebhookError::NotHttps(scheme.to_owned()));
        let long = format!("https://hooks.slack.com/{}", "x".repeat(MAX_CHARS));
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
            ("hooks.slack.com/x", Err(WebhookError::NoAddress)),
            ("hooks.slack.com:443/x", Err(WebhookError::NoAddress)),
            ("mailto:ada@example.org", Err(WebhookError::NoAddress)),
            ("https://", Err(WebhookError::NoAddress)),
            ("", Err(WebhookError::NoAddress)),
            (&long, Err(WebhookError::TooLong)),
        ] {
            assert_eq!(webhooks.check(text).map(|_| ()), expected, "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_not_connected_to() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let host = format!("localhost:{}", listener.local_addr().unwrap().port());
        let webhooks = webhooks(&host);
        let webhook = webhooks.check(&format!("https://{host}/x")).unwrap();
        assert_eq!(webhooks.send(&webhook, "Hello.", None).await, Err(SendError::Address));
        listener.set_nonblocking(true).unwrap();
        assert!(listener.accept().is_err(), "a connection was made");
    }
}
