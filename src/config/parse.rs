//! Parsers of single settings.

use std::time::Duration;

use actix_web::cookie::Key;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The longest lifetime of a session: 100 years. A sum of times must not overflow.
const MAX_LIFETIME: Duration = Duration::from_hours(100 * 365 * 24);

/// Parses the lifetime of a session.
pub(super) fn parse_lifetime(text: &str) -> Result<Duration, String> {
    let lifetime = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    let is_short = lifetime <= MAX_LIFETIME;
    is_short.then_some(lifetime).ok_or_else(|| "must be at most 100 years".to_owned())
}

/// Parses the key that signs cookies: 64 bytes in base64.
pub(super) fn parse_secret_key(text: &str) -> Result<Key, &'static str> {
    let bytes = STANDARD.decode(text).map_err(|_| "is not base64")?;
    if bytes.len() == 64 { Ok(Key::from(&bytes)) } else { Err("must be 64 bytes") }
}

/// Parses the public URL: `http` or `https`, with a host and without a path.
pub(super) fn parse_public_url(text: &str) -> Result<url::Url, &'static str> {
    let wrong = "must look like https://log.example.org";
    let url: url::Url = text.parse().map_err(|_| wrong)?;
    let plain = matches!(url.scheme(), "http" | "https") && url.path() == "/";
    if plain && url.has_host() { Ok(url) } else { Err(wrong) }
}

/// Parses the URL of an OpenTelemetry collector: `http` or `https`, without credentials, query, or
/// fragment.
pub(super) fn parse_collector_url(text: &str) -> Result<url::Url, &'static str> {
    let wrong = "must look like http://collector.example.org:4318";
    let url: url::Url = text.parse().map_err(|_| wrong)?;
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let plain = url.query().is_none() && url.fragment().is_none() && is_anonymous;
    let is_one = matches!(url.scheme(), "http" | "https") && url.has_host() && plain;
    is_one.then_some(url).ok_or(wrong)
}

/// Parses a maximum, which must be at least 1.
pub(super) fn parse_maximum(text: &str) -> Result<usize, &'static str> {
    let maximum = text.parse::<usize>().ok().filter(|maximum| *maximum > 0);
    maximum.ok_or("must be a whole number of at least 1")
}

/// Parses a comma-separated list of IP addresses and networks.
pub(super) fn parse_networks(text: &str) -> Result<Vec<ipnet::IpNet>, String> {
    text.split(',').map(str::trim).filter(|text| !text.is_empty()).map(parse_network).collect()
}

fn parse_network(text: &str) -> Result<ipnet::IpNet, String> {
    let address = text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| format!("{text} is not an IP address or network"))
}

/// Parses a comma-separated list of origins, each in the exact form that browsers send.
pub(super) fn parse_origins(text: &str) -> Result<Vec<String>, String> {
    let origins = text.split(',').map(str::trim).filter(|text| !text.is_empty());
    let origins = origins.map(|text| {
        let origin = text.parse::<url::Url>().ok().map(|url| url.origin().ascii_serialization());
        let is_one = origin.is_some_and(|origin| origin == text && text.starts_with("http"));
        is_one
            .then(|| text.to_owned())
            .ok_or_else(|| format!("{text} is not an origin such as https://board.example.org"))
    });
    origins.collect()
}
