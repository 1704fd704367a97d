//! Authentication events: wrong passwords, attempts that exceeded a limit, resets, and logins with
//! new browsers. Admins recognize an attack by them, which requires neither names nor full addresses.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::attempts;
use crate::domain::Timestamp;

/// How long events are kept.
pub const EVENT_RETENTION: TimeDelta = TimeDelta::days(90);

/// What happened.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum AuthEventKind {
    /// A wrong password, or a username that doesn't exist.
    Failed,
    /// A login that exceeded a limit.
    Throttled,
    /// A password that was reset with a link.
    Reset,
    /// A login with a browser in which the user hadn't logged in before.
    NewBrowser,
    /// A password for a reset link that exceeded a limit.
    ThrottledReset,
    /// A request for a reset link that exceeded a limit.
    ThrottledResetRequest,
    /// A sign-up that exceeded a limit.
    ThrottledSignup,
    /// A kind that only a newer version knows, which may use the database during an update.
    #[serde(other)]
    Other,
}

impl AuthEventKind {
    /// Returns the name in the log and in metrics.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns whether these events may have no username because the limit of a network was exceeded,
    /// whatever the username.
    pub fn is_of_network(self) -> bool {
        matches!(self, Self::Throttled | Self::ThrottledResetRequest | Self::ThrottledSignup)
    }
}

/// The key of the hashes of usernames, without which they can't be guessed. Debug output is
/// redacted.
#[derive(Clone)]
pub struct NameKey([u8; 32]);

impl NameKey {
    /// Derives the key from the one that signs cookies.
    pub fn derive(cookie_key: &[u8]) -> Self {
        Self(Sha256::new().chain_update(b"auth events:").chain_update(cookie_key).finalize().into())
    }

    /// Returns the hash of a username, as typed: 64 bits, in hexadecimal.
    pub fn hash(&self, username: &str) -> String {
        let name: String = username.chars().take(254).collect();
        let digest = Sha256::new().chain_update(self.0).chain_update(name.to_lowercase());
        hex::encode(&digest.finalize()[..8])
    }
}

impl fmt::Debug for NameKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameKey(..)")
    }
}

/// The events of one kind, for one username from one network, within an hour on one server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthEvent {
    /// The key, which is random. While events are added, the key remains, so writing the record again
    /// replaces it.
    #[serde(alias = "_id")]
    pub key: String,
    /// What happened.
    pub kind: AuthEventKind,
    /// The hash of the username. Empty if an attempt exceeded the limit of its network, whatever the
    /// username, or if there were too many records.
    pub name: String,
    /// The network: an IPv4 /24 or an IPv6 /48. Empty if unknown.
    pub network: String,
    /// How often it happened.
    pub count: u32,
    /// When it happened first.
    pub first_at: Timestamp,
    /// When it happened last.
    pub last_at: Timestamp,
    /// When the record is deleted.
    pub expires_at: Timestamp,
}

/// What the events of a record have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventGroup {
    /// The hour, in hours since 1970.
    pub hour: i64,
    /// What happened.
    pub kind: AuthEventKind,
    /// The hash of the username.
    pub name: String,
    /// The network.
    pub network: String,
}

impl AuthEvent {
    /// Returns the record of one event.
    pub fn new(kind: AuthEventKind, name: String, address: Option<IpAddr>, at: Timestamp) -> Self {
        let key = Uuid::new_v4().simple().to_string();
        let network = address.map(attempts::truncated).unwrap_or_default();
        let expires_at = at + EVENT_RETENTION;
        Self { key, kind, name, network, count: 1, first_at: at, last_at: at, expires_at }
    }

    /// Returns the position in the list.
    pub fn position(&self) -> EventPosition {
        EventPosition { expires_at: self.expires_at, key: self.key.clone() }
    }

    /// Returns what further events must have in common with this one to be added to it.
    pub fn group(&self) -> EventGroup {
        let hour = self.first_at.timestamp().div_euclid(3600);
        EventGroup { hour, kind: self.kind, name: self.name.clone(), network: self.network.clone() }
    }

    /// Returns the event without its username.
    #[must_use]
    pub fn without_name(self) -> Self {
        Self { name: String::new(), ..self }
    }

    /// Returns the event without its network.
    #[must_use]
    pub fn without_network(self) -> Self {
        Self { network: String::new(), ..self }
    }

    /// Adds a later event of the same group.
    pub fn add(&mut self, later: &Self) {
        self.count = self.count.saturating_add(later.count);
        self.last_at = later.last_at;
        self.expires_at = later.expires_at;
    }
}

/// A position in the list of events, which begins with the one that happened last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPosition {
    /// When the record at this position expires: a constant time after it last happened.
    pub expires_at: Timestamp,
    /// The record's key.
    pub key: String,
}

impl fmt::Display for EventPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.expires_at.timestamp_millis(), self.key)
    }
}

/// The error for a string that isn't a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoEventPosition;

impl FromStr for EventPosition {
    type Err = NoEventPosition;

    fn from_str(text: &str) -> Result<Self, NoEventPosition> {
        let (millis, key) = text.split_once('.').ok_or(NoEventPosition)?;
        let millis = millis.parse().map_err(|_| NoEventPosition)?;
        let expires_at = Timestamp::from_timestamp_millis(millis).ok_or(NoEventPosition)?;
        Ok(Self { expires_at, key: key.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(at: &str, address: &str) -> AuthEvent {
        let address = Some(address.parse().unwrap());
        AuthEvent::new(AuthEventKind::Failed, "ab".to_owned(), address, at.parse().unwrap())
    }

    #[test]
    fn events_of_one_hour_and_network_share_a_record() {
        let first = event("2026-11-18T12:00:00Z", "192.0.2.7");
        let second = event("2026-11-18T12:59:59Z", "192.0.2.200");
        assert_eq!((first.network.as_str(), first.group()), ("192.0.2.0/24", second.group()));
        let mut both = first.clone();
        both.add(&second);
        assert_eq!((both.count, both.first_at, both.last_at), (2, first.first_at, second.last_at));
        assert_eq!((&both.key, both.group()), (&first.key, first.group()));
        assert_eq!(both.expires_at, second.last_at + EVENT_RETENTION);
        let later = event("2026-11-18T13:00:00Z", "192.0.2.7");
        assert_ne!(later.group(), first.group(), "another hour");
        let other = event("2026-11-18T12:00:00Z", "2001:db8:1:2::3");
        assert_eq!(other.network, "2001:db8:1::/48");
        assert_ne!(other.group(), first.group());
    }

    #[test]
    fn positions_round_trip() {
        let position = event("2026-11-18T12:00:00Z", "2001:db8:1:2::3").position();
        assert_eq!(position.to_string().parse(), Ok(position));
        for other in ["", ".", "x.y", "99999999999999999999.y", "9223372036854775807.y"] {
            assert_eq!(other.parse::<EventPosition>(), Err(NoEventPosition), "{other}");
        }
    }

    #[test]
    fn kinds_of_newer_versions_are_read() {
        let mut stored = serde_json::to_value(event("2026-11-18T12:00:00Z", "192.0.2.7")).unwrap();
        assert_eq!(stored["kind"], "failed");
        stored["kind"] = "throttled_elsewhere".into();
        let read: AuthEvent = serde_json::from_value(stored).unwrap();
        assert_eq!((read.kind, read.name.as_str()), (AuthEventKind::Other, "ab"));
    }

    #[test]
    fn names_are_hashed_with_a_key() {
        let (one, other) = (NameKey::derive(b"one"), NameKey::derive(b"other"));
        assert_eq!(one.hash("Ada"), one.hash("ada"));
        assert_ne!(one.hash("ada"), one.hash("bob"));
        assert_ne!(one.hash("ada"), other.hash("ada"));
        assert_eq!(format!("{one:?}"), "NameKey(..)");
    }
}
