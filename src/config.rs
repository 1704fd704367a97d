//! The settings of the program: read once, checked whole, passed in.

use std::fmt;
use std::fs;
use std::net::SocketAddr;

use actix_web::cookie::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tracing_subscriber::filter::Targets;

use crate::app::{Limits, SessionLengths};
use crate::storage::DatabaseUrl;
use crate::web::site::{Signup, Site};

/// The settings as given, by flag or environment. Each secret can come from a file.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// Address and port to serve on
    #[arg(long, env = "WORKLOG_LISTEN", default_value = "127.0.0.1:8080", global = true)]
    listen: String,
    /// Where the record is kept: a file, or `mongodb://HOST/DATABASE?replicaSet=NAME`
    #[arg(long, env = "WORKLOG_DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,
    /// A file that holds the database URL
    #[arg(long, env = "WORKLOG_DATABASE_URL_FILE", global = true)]
    database_url_file: Option<String>,
    /// Where people reach it, such as `https://log.example.org`. Decides Secure cookies and the
    /// hosts answered; unset: any host, plain http
    #[arg(long, env = "WORKLOG_PUBLIC_URL", global = true)]
    public_url: Option<String>,
    /// Signs cookies: 64 bytes in base64. Unset: made once and kept in the database
    #[arg(long, env = "WORKLOG_SECRET_KEY", global = true, hide_env_values = true)]
    secret_key: Option<String>,
    /// A file that holds the secret key
    #[arg(long, env = "WORKLOG_SECRET_KEY_FILE", global = true)]
    secret_key_file: Option<String>,
    /// Who may sign up: open or closed
    #[arg(long, env = "WORKLOG_SIGNUP", default_value = "open", global = true)]
    signup: String,
    /// How long a login lasts without a request
    #[arg(long, env = "WORKLOG_SESSION_IDLE", default_value = "20m", global = true)]
    session_idle: String,
    /// How long a remembered login lasts without a request
    #[arg(long, env = "WORKLOG_SESSION_REMEMBER", default_value = "30d", global = true)]
    session_remember: String,
    /// Whether logins and sign-ups are limited here: on or off
    #[arg(long, env = "WORKLOG_RATE_LIMITS", default_value = "on", global = true)]
    rate_limits: String,
    /// Networks of proxies whose X-Forwarded-For is believed, separated by commas
    #[arg(long, env = "WORKLOG_TRUSTED_PROXIES", default_value = "", global = true)]
    trusted_proxies: String,
    /// What to log, such as info or worklog=debug
    #[arg(long, env = "WORKLOG_LOG", default_value = "info", global = true)]
    log: String,
    /// How to log: text or json
    #[arg(long, env = "WORKLOG_LOG_FORMAT", default_value = "text", global = true)]
    log_format: String,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs, one object a line.
    Json,
}

/// The settings, checked.
#[derive(Clone)]
pub struct Config {
    /// Where to serve.
    pub listen: SocketAddr,
    /// Where the record is kept.
    pub database: DatabaseUrl,
    /// How it is reached.
    pub site: Site,
    /// Signs cookies; none: the one in the store.
    pub secret_key: Option<Key>,
    /// How long logins last.
    pub session_lengths: SessionLengths,
    /// Whether attempts are limited.
    pub limits: Limits,
    /// What to log.
    pub log: Targets,
    /// How to log.
    pub log_format: LogFormat,
}

/// Everything that is wrong with the settings.
#[derive(Debug, PartialEq, Eq)]
pub struct Problems(Vec<String>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("These settings are wrong:")?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for Problems {}

impl Problems {
    fn take<T, E: fmt::Display>(&mut self, name: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.0.push(format!("{name}: {error}"))).ok()
    }

    fn choice<T: Copy>(&mut self, name: &str, text: &str, choices: &[(&str, T)]) -> Option<T> {
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
        self.take(name, found.ok_or_else(|| format!("must be {}", words.join(" or "))))
    }

    /// A secret, given itself or as a file.
    fn secret(&mut self, name: &str, given: Option<&str>, file: Option<&str>) -> Option<String> {
        match (given.filter(|text| !text.is_empty()), file) {
            (Some(_), Some(_)) => {
                self.0.push(format!("{name} and {name}_FILE: give one of them"));
                None
            }
            (Some(secret), None) => Some(secret.to_owned()),
            (None, Some(file)) => {
                let read = fs::read_to_string(file).map(|text| text.trim().to_owned());
                self.take(&format!("{name}_FILE"), read.map_err(|e| format!("{file}: {e}")))
            }
            (None, None) => None,
        }
    }
}

impl Settings {
    /// Checks all of them.
    ///
    /// # Errors
    /// Every problem there is.
    pub fn check(&self) -> Result<Config, Problems> {
        let mut problems = Problems(Vec::new());
        let p = &mut problems;
        let listen = p.take("WORKLOG_LISTEN", self.listen.parse::<SocketAddr>());
        let url = (self.database_url.as_deref(), self.database_url_file.as_deref());
        let url = p.secret("WORKLOG_DATABASE_URL", url.0, url.1);
        let url = url.unwrap_or_else(|| "data/worklog.db".to_owned());
        let database = p.take("WORKLOG_DATABASE_URL", url.parse::<DatabaseUrl>());
        let key = (self.secret_key.as_deref(), self.secret_key_file.as_deref());
        let key = p.secret("WORKLOG_SECRET_KEY", key.0, key.1);
        let secret_key = key.and_then(|key| p.take("WORKLOG_SECRET_KEY", secret_key(&key)));
        let public_url = self.public_url.as_deref().filter(|url| !url.is_empty());
        let public_url = public_url.and_then(|url| p.take("WORKLOG_PUBLIC_URL", public(url)));
        let choices = [("open", Signup::Open), ("closed", Signup::Closed)];
        let signup = p.choice("WORKLOG_SIGNUP", &self.signup, &choices);
        let idle = p.take("WORKLOG_SESSION_IDLE", humantime::parse_duration(&self.session_idle));
        let remember = humantime::parse_duration(&self.session_remember);
        let remember = p.take("WORKLOG_SESSION_REMEMBER", remember);
        let choices = [("on", Limits::On), ("off", Limits::Off)];
        let limits = p.choice("WORKLOG_RATE_LIMITS", &self.rate_limits, &choices);
        let networks = self.trusted_proxies.split(',').map(str::trim).filter(|n| !n.is_empty());
        let trusted_proxies = networks.map(network).collect::<Result<Vec<_>, _>>();
        let trusted_proxies = p.take("WORKLOG_TRUSTED_PROXIES", trusted_proxies);
        let choices = [("text", LogFormat::Text), ("json", LogFormat::Json)];
        let log_format = p.choice("WORKLOG_LOG_FORMAT", &self.log_format, &choices);
        let log = p.take("WORKLOG_LOG", self.log.parse::<Targets>());
        let config = || {
            Some(Config {
                listen: listen?,
                database: database?,
                site: Site { public_url, signup: signup?, trusted_proxies: trusted_proxies? },
                secret_key,
                session_lengths: SessionLengths { idle: idle?, remember: remember? },
                limits: limits?,
                log: log?,
                log_format: log_format?,
            })
        };
        config().filter(|_| problems.0.is_empty()).ok_or(problems)
    }
}

fn secret_key(text: &str) -> Result<Key, &'static str> {
    let bytes = STANDARD.decode(text).map_err(|_| "is not base64")?;
    if bytes.len() == 64 { Ok(Key::from(&bytes)) } else { Err("must be 64 bytes") }
}

fn public(text: &str) -> Result<url::Url, &'static str> {
    let wrong = "must look like https://log.example.org";
    let url: url::Url = text.parse().map_err(|_| wrong)?;
    let plain = matches!(url.scheme(), "http" | "https") && url.path() == "/";
    if plain && url.has_host() { Ok(url) } else { Err(wrong) }
}

fn network(text: &str) -> Result<ipnet::IpNet, String> {
    let address = text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| format!("{text} is no address or network"))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: Settings,
    }

    fn check(arguments: &[&str]) -> Result<Config, Problems> {
        let line = [&["worklog"], arguments].concat();
        Line::try_parse_from(line).unwrap().settings.check()
    }

    #[test]
    fn the_defaults_are_those_of_the_design() {
        let config = check(&[]).ok().unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database.to_string(), "data/worklog.db");
        assert_eq!(config.session_lengths.idle.as_secs(), 20 * 60);
        assert_eq!(config.session_lengths.remember.as_secs(), 30 * 24 * 60 * 60);
    }

    #[test]
    fn all_problems_are_told_at_once() {
        let wrong = [
            "--listen=here",
            "--signup=maybe",
            "--session-idle=soon",
            "--public-url=ftp://x",
            "--secret-key=c2hvcnQ=",
            "--trusted-proxies=10.0.0.0/8,nowhere",
            "--log-format=xml",
            "--log=worklog=loudly",
        ];
        let problems = check(&wrong).err().unwrap();
        assert_eq!(problems.0.len(), wrong.len(), "{problems}");
    }

    #[test]
    fn a_secret_can_come_from_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("url");
        fs::write(&path, "other.db\n").unwrap();
        let file = format!("--database-url-file={}", path.display());
        assert_eq!(check(&[&file]).ok().unwrap().database.to_string(), "other.db");
        assert!(check(&[&file, "--database-url=x.db"]).is_err());
        assert!(check(&["--secret-key-file=/nowhere"]).is_err());
    }
}
