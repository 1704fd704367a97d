//! Sends email through an SMTP server.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as EmailMessage};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use crate::domain::accounts::user::Email;
use crate::domain::notifications::outbox::MessageId;

/// The timeout for submitting an email, including the connection.
const TIMEOUT: Duration = Duration::from_secs(20);

const SUBMISSION: u16 = 587;
const SUBMISSION_OVER_TLS: u16 = 465;

/// How a connection to the SMTP server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TlsMode {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS. If the server doesn't offer it, nothing is sent.
    StartTls,
    /// No encryption, because the server runs on the same host.
    Loopback,
}

/// The address and login of an SMTP server.
#[derive(Clone)]
pub(crate) struct SmtpServer {
    host: String,
    port: u16,
    tls_mode: TlsMode,
    login: Option<(String, SecretString)>,
}

impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmtpServer({}:{}, {:?})", self.host, self.port, self.tls_mode)
    }
}

/// Omits the login.
impl fmt::Display for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls_mode == TlsMode::Tls { "smtps" } else { "smtp" };
        let brackets = if self.host.contains(':') { ("[", "]") } else { ("", "") };
        write!(f, "{scheme}://{}{}{}:{}", brackets.0, self.host, brackets.1, self.port)
    }
}

impl FromStr for SmtpServer {
    type Err = &'static str;

    /// Parses `smtp://` or `smtps://USER:PASSWORD@HOST:PORT`. With `?tls=required`, STARTTLS is
    /// also required for a server on the same host.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "must look like smtp://user:password@mail.example.org:587 or smtps://...";
        let url = Url::parse(text).map_err(|_| wrong)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(wrong)?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let is_loopback = host == "localhost"
            || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        let (tls_mode, port) = match (url.scheme(), url.query()) {
            ("smtps", None) => (TlsMode::Tls, SUBMISSION_OVER_TLS),
            ("smtp", None) if is_loopback => (TlsMode::Loopback, SUBMISSION),
            ("smtp", None | Some("tls=required")) => (TlsMode::StartTls, SUBMISSION),
            _ => return Err(wrong),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(wrong);
        }
        let plain = |text: &str| percent_decode_str(text).decode_utf8().map(String::from);
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return Err("needs a user and a password, or neither"),
            (user, Some(password)) => {
                let password = plain(password).map(SecretString::from);
                let both = plain(user).ok().zip(password.ok());
                Some(both.ok_or("has a user or a password that is not UTF-8")?)
            }
        };
        Ok(Self { host, port: url.port().unwrap_or(port), tls_mode, login })
    }
}

/// The settings for sending email.
#[derive(Debug, Clone)]
pub(crate) struct MailSettings {
    /// The SMTP server.
    pub(crate) server: SmtpServer,
    /// The sender.
    pub(crate) from: Mailbox,
    /// The base URL of links.
    pub(crate) public_url: Url,
}

/// The reason an email wasn't accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MailError {
    /// A temporary failure, with a short reason.
    Temporary(String),
    /// A permanent failure, with a reason.
    Permanent(String),
}

/// Sends email through the SMTP server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    server: String,
    from: Mailbox,
    public_url: Url,
}

impl Mailer {
    /// Creates a mailer without connecting.
    ///
    /// # Errors
    /// Fails if TLS can't be set up, for example because the system has no root certificates.
    pub(crate) fn new(settings: MailSettings) -> Result<Self, lettre::transport::smtp::Error> {
        let MailSettings { server, from, public_url } = settings;
        let address = server.to_string();
        let tls = || TlsParameters::new(server.host.clone());
        let tls = match server.tls_mode {
            TlsMode::Tls => Tls::Wrapper(tls()?),
            TlsMode::StartTls => Tls::Required(tls()?),
            TlsMode::Loopback => Tls::None,
        };
        let own_name = match public_url.host() {
            Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
            Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
            Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
            None => ClientId::default(),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host)
            .port(server.port)
            .tls(tls)
            .hello_name(own_name)
            .timeout(Some(TIMEOUT));
        if let Some((user, password)) = server.login {
            let password = password.expose_secret().to_owned();
            transport = transport.credentials(Credentials::new(user, password));
        }
        Ok(Self { transport: transport.build(), server: address, from, public_url })
    }

    /// Returns the URL of the SMTP server without its login.
    pub(crate) fn server(&self) -> &str {
        &self.server
    }

    /// Returns the public URL of a page, with a token in its query.
    pub(super) fn link(&self, path: &str, token: &str) -> String {
        self.link_with(path, "token", token)
    }

    /// Returns the public URL of a page, with a token in the query parameter `name`.
    pub(super) fn link_with(&self, path: &str, name: &str, token: &str) -> String {
        let mut link = self.public_url.clone();
        link.set_path(path);
        link.query_pairs_mut().append_pair(name, token);
        link.into()
    }

    /// Returns the base URL of the site.
    pub(super) fn public_url(&self) -> &Url {
        &self.public_url
    }

    /// Sends an email. Its `Message-ID` is derived from the queued message, so that duplicates can
    /// be recognized.
    pub(super) async fn send(
        &self,
        id: MessageId,
        to: &Email,
        subject: &str,
        text: String,
    ) -> Result<(), MailError> {
        let message = self.build_message(id, to, subject, text).map_err(|error| {
            MailError::Permanent(format!("the address cannot be written to: {error}"))
        })?;
        match tokio::time::timeout(TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(map_error(&error)),
            Err(_) => Err(MailError::Temporary("the mail server took too long".to_owned())),
        }
    }

    fn build_message(
        &self,
        id: MessageId,
        to: &Email,
        subject: &str,
        text: String,
    ) -> Result<EmailMessage, Box<dyn std::error::Error + Send + Sync>> {
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let automatic = HeaderValue::new(automatic, "auto-generated".to_owned());
        let message = EmailMessage::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.as_str().parse()?))
            .subject(subject)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .raw_header(automatic);
        Ok(message.body(text)?)
    }
}

/// Classifies an SMTP error. A 5xx reply is permanent, except for authentication errors (530–539),
/// which an administrator can fix. The message only contains the code, because the server's text
/// may contain the address.
fn map_error(error: &lettre::transport::smtp::Error) -> MailError {
    let Some(code) = error.status().map(u16::from) else {
        let kind = if error.is_timeout() { "took too long" } else { "could not be reached" };
        return MailError::Temporary(format!("the mail server {kind}"));
    };
    let reason = format!("the mail server answered {code}");
    let is_auth_error = matches!(code, 530..540);
    if error.is_permanent() && !is_auth_error {
        MailError::Permanent(reason)
    } else {
        MailError::Temporary(reason)
    }
}

#[cfg(test)]
mod addresses;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(url: &str) -> Option<(String, u16, TlsMode)> {
        let server: SmtpServer = url.parse().ok()?;
        Some((server.host, server.port, server.tls_mode))
    }

    #[test]
    fn only_loopback_is_unencrypted() {
        for (url, host, port, tls_mode) in [
            ("smtp://mail.example.org", "mail.example.org", 587, TlsMode::StartTls),
            ("smtp://mail.example.org:25/", "mail.example.org", 25, TlsMode::StartTls),
            ("smtp://192.0.2.1:25", "192.0.2.1", 25, TlsMode::StartTls),
            ("smtps://mail.example.org", "mail.example.org", 465, TlsMode::Tls),
            ("smtps://localhost", "localhost", 465, TlsMode::Tls),
            ("smtp://localhost:25", "localhost", 25, TlsMode::Loopback),
            ("smtp://127.0.0.1:25", "127.0.0.1", 25, TlsMode::Loopback),
            ("smtp://[::1]:25", "::1", 25, TlsMode::Loopback),
            ("smtp://localhost:25?tls=required", "localhost", 25, TlsMode::StartTls),
            ("smtp://localhost.evil.example", "localhost.evil.example", 587, TlsMode::StartTls),
        ] {
            assert_eq!(read(url), Some((host.to_owned(), port, tls_mode)), "{url}");
        }
        for wrong in [
            "mail.example.org:587",
            "http://mail.example.org",
            "smtp://",
            "smtp://mail.example.org?tls=none",
            "smtp://mail.example.org/path",
            "smtp://user@mail.example.org",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_login_is_parsed_but_not_printed() {
        let server: SmtpServer = "smtps://log%40x:p%3A%2Fw@mail.example.org".parse().unwrap();
        let (user, password) = server.login.as_ref().unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("log@x", "p:/w"));
        assert_eq!(format!("{server:?}"), "SmtpServer(mail.example.org:465, Tls)");
        assert_eq!(server.to_string(), "smtps://mail.example.org:465");
    }
}
