//! The program's settings: read once, checked together, and passed in.

mod errors;
#[cfg(test)]
mod fuzz;
mod limits;
mod mail;
mod parse;
mod report;

use std::ffi::OsStr;
use std::net::SocketAddr;

use actix_web::cookie::Key;
use clap::builder::Resettable;
use secrecy::{ExposeSecret, SecretString};
use tracing_subscriber::filter::Targets;
use url::Url;

use crate::app::notifications::{Mailer, WebhookHosts};
use crate::app::{BreachedList, RateLimiting, SessionLifetimes};
use crate::domain::accounts::site_names::SiteNames;
use crate::storage::DatabaseUrl;
use crate::web::ConnectionLimits;
use crate::web::site_config::{SignupPolicy, SiteConfig};
pub use errors::ConfigErrors;
use limits::site_names;
use parse::{
    parse_collector_url, parse_networks, parse_origins, parse_public_url, parse_secret_key,
};

/// The unchecked settings, from flags and environment variables. Each secret can also be read
/// from a file.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct ConfigArgs {
    /// Address and port to listen on
    #[arg(long, env = "WORKLOG_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Path of the database file (default: data/worklog.db), or a `mongodb://` URL
    #[arg(long, env = "WORKLOG_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    database_url: Option<SecretString>,
    /// File that contains the database URL
    #[arg(long, env = "WORKLOG_DATABASE_URL_FILE", value_name = "FILE")]
    database_url_file: Option<String>,
    /// URL that people use, such as `https://log.example.org`. With https, cookies are Secure.
    /// Requests for other hosts are rejected
    #[arg(long, env = "WORKLOG_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Key that signs cookies: 64 bytes in base64 (default: generated, kept in the database)
    #[arg(long, env = "WORKLOG_SECRET_KEY", value_name = "KEY", hide_env_values = true)]
    secret_key: Option<SecretString>,
    /// File that contains the secret key
    #[arg(long, env = "WORKLOG_SECRET_KEY_FILE", value_name = "FILE")]
    secret_key_file: Option<String>,
    /// Who can sign up: open (everyone), invite (people with an invitation link), or closed (nobody)
    #[arg(long, env = "WORKLOG_SIGNUP", value_name = "POLICY", default_value = "open")]
    signup: String,
    /// List of breached passwords to reject: the SHA-1 hashes of Have I Been Pwned, sorted by hash
    /// (default: no list)
    #[arg(long, env = "WORKLOG_BREACHED_PASSWORDS", value_name = "FILE")]
    breached_passwords: Option<String>,
    /// How long a session lasts without a request
    #[arg(long, env = "WORKLOG_SESSION_IDLE", value_name = "TIME", default_value = "20m")]
    session_idle: String,
    /// How long a session lasts without a request if the user chose to stay logged in
    #[arg(long, env = "WORKLOG_SESSION_REMEMBER", value_name = "TIME", default_value = "30d")]
    session_remember: String,
    /// How long a session lasts after the login if the user chose to stay logged in
    #[arg(long, env = "WORKLOG_SESSION_MAX", value_name = "TIME", default_value = "180d")]
    session_max: String,
    /// How long a session lasts after the login if the user didn't
    #[arg(long, env = "WORKLOG_SESSION_MAX_UNREMEMBERED", value_name = "TIME")]
    #[arg(default_value = "12h")]
    session_max_unremembered: String,
    /// Mail server, such as `smtp://user:password@mail.example.org:587` (STARTTLS) or smtps://
    /// (default: no email)
    #[arg(long, env = "WORKLOG_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Option<SecretString>,
    /// File that contains the URL of the mail server
    #[arg(long, env = "WORKLOG_SMTP_URL_FILE", value_name = "FILE")]
    smtp_url_file: Option<String>,
    /// Sender address, such as `Worklog <log@example.org>`
    #[arg(long, env = "WORKLOG_MAIL_FROM", value_name = "SENDER")]
    mail_from: Option<String>,
    /// Hosts allowed for webhooks, separated by commas
    #[arg(
        long,
        env = "WORKLOG_SLACK_HOSTS",
        value_name = "HOSTS",
        default_value = "hooks.slack.com"
    )]
    slack_hosts: String,
    /// Rate limits for logins, sign-ups, and API calls: on, or off if a proxy already limits them
    #[arg(long, env = "WORKLOG_RATE_LIMITS", value_name = "CHOICE", default_value = "on")]
    rate_limits: String,
    /// Addresses or networks of proxies whose X-Forwarded-For is trusted, separated by commas
    /// (default: none)
    #[arg(long, env = "WORKLOG_TRUSTED_PROXIES", value_name = "NETWORKS")]
    #[arg(default_value = "", hide_default_value = true)]
    trusted_proxies: String,
    /// Maximum number of open connections. Further ones are refused
    #[arg(long, env = "WORKLOG_MAX_CONNECTIONS", value_name = "NUMBER", default_value = "4096")]
    max_connections: String,
    /// Maximum number of open connections from one IPv4 address or IPv6 /64; 2 and 4 times as many
    /// from a /56 and a /48. Trusted proxies are exempt
    #[arg(long, env = "WORKLOG_MAX_CONNECTIONS_PER_ADDRESS", value_name = "NUMBER")]
    #[arg(default_value = "256")]
    max_connections_per_address: String,
    /// Origins whose pages may call the API with a token, such as `https://board.example.org`,
    /// separated by commas (default: none)
    #[arg(long, env = "WORKLOG_CORS_ORIGINS", value_name = "ORIGINS")]
    #[arg(default_value = "", hide_default_value = true)]
    cors_origins: String,
    /// Address and port for Prometheus metrics, at /metrics without authentication (default: no
    /// metrics)
    #[arg(long, env = "WORKLOG_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<String>,
    /// OpenTelemetry collector for traces (OTLP over HTTP), such as
    /// `http://collector.example.org:4318` (default: no traces)
    #[arg(long, env = "WORKLOG_OTLP_ENDPOINT", value_name = "URL")]
    otlp_endpoint: Option<String>,
    /// Log level: error, warn, info, debug, or trace, also per module, such as info,mongodb=debug
    #[arg(long, env = "WORKLOG_LOG", value_name = "LEVEL", default_value = "info")]
    log: String,
    /// Log format: text or json
    #[arg(long, env = "WORKLOG_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    log_format: String,
}

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// Text for people to read.
    Text,
    /// One JSON object per line, for programs to read.
    Json,
}

/// The validated settings.
#[derive(Clone)]
pub struct Config {
    /// The address and port of the server.
    pub listen: SocketAddr,
    /// The address and port of the metrics listener. `None` turns it off.
    pub metrics_listen: Option<SocketAddr>,
    /// The URL of the database.
    pub database: DatabaseUrl,
    /// The server's public URL, sign-up policy, trusted proxies, and allowed origins.
    pub site: SiteConfig,
    /// The key that signs cookies. `None` uses the one in the database.
    pub(crate) secret_key: Option<Key>,
    /// The names of the site, which passwords must not consist of.
    pub site_names: SiteNames,
    /// The passwords to reject. `None` if no list is configured.
    pub breached_passwords: Option<BreachedList>,
    /// How long sessions last.
    pub session_lifetimes: SessionLifetimes,
    /// Whether logins, sign-ups, and API calls are rate-limited.
    pub limits: RateLimiting,
    /// The limits on connections.
    pub connections: ConnectionLimits,
    /// Sends email. `None` if email isn't configured.
    pub mailer: Option<Mailer>,
    /// The hosts that webhook URLs may have.
    pub slack_hosts: WebhookHosts,
    /// The OpenTelemetry collector that receives traces. `None` turns tracing off.
    pub(crate) otlp_endpoint: Option<Url>,
    /// The log level of each module.
    pub log: Targets,
    /// The format of log lines.
    pub(crate) log_format: LogFormat,
}

/// Treats empty environment variables as unset, in every command. Compose files and manifests often
/// set variables to an empty string.
pub fn ignore_empty_variables(command: clap::Command) -> clap::Command {
    let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    let command = command.mut_args(|argument| {
        if argument.get_env().is_some_and(is_empty) {
            argument.env(Resettable::Reset)
        } else {
            argument
        }
    });
    command.mut_subcommands(ignore_empty_variables)
}

impl ConfigArgs {
    /// Checks all settings.
    ///
    /// # Errors
    /// Returns every problem found, not only the first.
    pub fn check(&self) -> Result<Config, ConfigErrors> {
        let mut problems = ConfigErrors::default();
        let p = &mut problems;
        let listen = p.ok_or_record("WORKLOG_LISTEN", self.listen.parse::<SocketAddr>());
        let metrics_listen = self.metrics_listen(p, listen);
        let database = self.database(p);
        let (key, file) = (self.secret_key.as_ref(), self.secret_key_file.as_deref());
        let key = p.secret("WORKLOG_SECRET_KEY", key, file);
        let secret_key = key.and_then(|key| {
            p.ok_or_record("WORKLOG_SECRET_KEY", parse_secret_key(key.expose_secret()))
        });
        let public_url = self.public_url.as_deref();
        let public_url =
            public_url.and_then(|url| p.ok_or_record("WORKLOG_PUBLIC_URL", parse_public_url(url)));
        let site = self.site(p, public_url.clone());
        let breached_passwords = self.breached_passwords(p);
        let session_lifetimes = self.session_lifetimes(p);
        let choices = [("on", RateLimiting::On), ("off", RateLimiting::Off)];
        let limits = p.choice("WORKLOG_RATE_LIMITS", &self.rate_limits, &choices);
        let connections = self.connections(p);
        let mailer = self.mailer(p, public_url.as_ref());
        let slack_hosts = p.ok_or_record("WORKLOG_SLACK_HOSTS", self.slack_hosts.parse());
        let endpoint = self.otlp_endpoint.as_deref();
        let otlp_endpoint = endpoint.and_then(|endpoint| {
            p.ok_or_record("WORKLOG_OTLP_ENDPOINT", parse_collector_url(endpoint))
        });
        let choices = [("text", LogFormat::Text), ("json", LogFormat::Json)];
        let log_format = p.choice("WORKLOG_LOG_FORMAT", &self.log_format, &choices);
        let log = p.ok_or_record("WORKLOG_LOG", self.log.parse::<Targets>());
        let config = || {
            Some(Config {
                listen: listen?,
                metrics_listen,
                database: database?,
                site: site?,
                secret_key,
                site_names: public_url.as_ref().map(site_names).unwrap_or_default(),
                breached_passwords,
                session_lifetimes: session_lifetimes?,
                limits: limits?,
                connections: connections?,
                mailer,
                slack_hosts: slack_hosts?,
                otlp_endpoint,
                log: log?,
                log_format: log_format?,
            })
        };
        config().filter(|_| problems.0.is_empty()).ok_or(problems)
    }

    fn database(&self, p: &mut ConfigErrors) -> Option<DatabaseUrl> {
        let (url, file) = (self.database_url.as_ref(), self.database_url_file.as_deref());
        let url = p.secret("WORKLOG_DATABASE_URL", url, file);
        let url = url.unwrap_or_else(|| "data/worklog.db".into());
        p.ok_or_record("WORKLOG_DATABASE_URL", url.expose_secret().parse())
    }

    fn site(&self, p: &mut ConfigErrors, public_url: Option<Url>) -> Option<SiteConfig> {
        let choices = [
            ("open", SignupPolicy::Open),
            ("invite", SignupPolicy::Invite),
            ("closed", SignupPolicy::Closed),
        ];
        let signup = p.choice("WORKLOG_SIGNUP", &self.signup, &choices);
        let trusted_proxies =
            p.ok_or_record("WORKLOG_TRUSTED_PROXIES", parse_networks(&self.trusted_proxies));
        let api_origins = p.ok_or_record("WORKLOG_CORS_ORIGINS", parse_origins(&self.cors_origins));
        let (signup, trusted_proxies) = (signup?, trusted_proxies?);
        Some(SiteConfig { public_url, signup, trusted_proxies, api_origins: api_origins? })
    }

    /// Returns the address of the metrics listener. It must differ from the server's, because
    /// metrics are served without authentication.
    fn metrics_listen(
        &self,
        p: &mut ConfigErrors,
        listen: Option<SocketAddr>,
    ) -> Option<SocketAddr> {
        const NAME: &str = "WORKLOG_METRICS_LISTEN";
        let address =
            p.ok_or_record(NAME, self.metrics_listen.as_deref()?.parse::<SocketAddr>())?;
        let is_wildcard = |address: SocketAddr| address.ip().is_unspecified();
        let collides = listen.is_some_and(|listen| {
            let is_same_ip =
                listen.ip() == address.ip() || is_wildcard(listen) || is_wildcard(address);
            is_same_ip && listen.port() == address.port() && listen.port() != 0
        });
        let metrics_address = (!collides).then_some(address);
        p.ok_or_record(NAME, metrics_address.ok_or("must differ from WORKLOG_LISTEN"))
    }

    fn mailer(&self, p: &mut ConfigErrors, public_url: Option<&Url>) -> Option<Mailer> {
        let (server, file) = (self.smtp_url.as_ref(), self.smtp_url_file.as_deref());
        let server = p.secret("WORKLOG_SMTP_URL", server, file);
        let server = server.as_ref().map(ExposeSecret::expose_secret);
        mail::mailer(p, server, self.mail_from.as_deref(), public_url)
    }
}

#[cfg(test)]
mod tests;
