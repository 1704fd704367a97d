//! Login sessions.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::values::clock_error::is_ahead;
use crate::domain::values::id::UserId;
use crate::domain::values::secret_hash::SecretHash;

/// The maximum number of sessions per user.
pub const MAX_SESSIONS: usize = 50;

/// How long an entered password confirms who the user is.
const PASSWORD_VALIDITY: TimeDelta = TimeDelta::minutes(10);

/// Returns whether a password entered at `entered` still confirms who the user is. A time in the
/// future, from when the clock was ahead, doesn't.
pub(crate) fn is_recent_password(entered: Timestamp, now: Timestamp) -> bool {
    now - entered < PASSWORD_VALIDITY && !is_ahead(entered, now)
}

/// One login of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginSession {
    /// The hash of the session key, by which stores find the login.
    pub key_hash: SecretHash,
    /// The user who is logged in.
    pub user_id: UserId,
    /// The values that the pages store in the session, each as JSON.
    pub data: BTreeMap<String, String>,
    /// When the user logged in.
    pub created_at: Timestamp,
    /// When the user was last seen, to the minute.
    pub last_seen_at: Timestamp,
    /// When the login expires, unless it is used again.
    pub expires_at: Timestamp,
    /// The browser's `User-Agent` header.
    pub user_agent: String,
}

impl LoginSession {
    /// The key in `data` of the form that was submitted after the session expired.
    pub const PENDING_FORM: &'static str = "kept_form";

    /// The key in `data` of the forms of previews.
    pub const PREVIEWS: &'static str = "previews";

    /// The keys in `data` of submitted forms.
    pub const FORMS: [&'static str; 2] = [Self::PENDING_FORM, Self::PREVIEWS];

    /// Returns the ID of the session on the sessions page.
    pub fn id(&self) -> SessionId {
        Self::id_of(&self.key_hash)
    }

    /// Returns the ID of the session with this key.
    pub fn id_of(key: &SecretHash) -> SessionId {
        SessionId(SecretHash::new(&key.to_string()).to_string())
    }

    /// Applies what a request changed in the data. Other requests may have changed it, too: their
    /// changes to other keys are kept, and a list of forms is only replaced if it is still the one
    /// that the request read. Otherwise, forms that were deleted meanwhile would return.
    pub fn merge_data(
        &mut self,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) {
        for (key, value) in after {
            let old = before.get(key);
            let is_form = Self::FORMS.contains(&key.as_str());
            if old != Some(value) && (!is_form || self.data.get(key) == old) {
                self.data.insert(key.clone(), value.clone());
            }
        }
        self.data.retain(|key, _| after.contains_key(key) || !before.contains_key(key));
    }

    /// Corrects a session that was last seen while the clock was ahead: it lasts as long as if it
    /// had been seen now.
    pub fn date_back(&mut self, now: Timestamp) {
        self.touch(now, now + (self.expires_at - self.last_seen_at));
    }

    /// Records when the session was last used and when it now expires. Also corrects the start of
    /// a session that started while the clock was ahead.
    pub fn touch(&mut self, seen: Timestamp, expires: Timestamp) {
        self.created_at = self.created_at.min(seen);
        self.last_seen_at = seen;
        self.expires_at = expires;
    }

    /// Returns those of a user's sessions that must end when another one starts: the least recently
    /// used ones over [`MAX_SESSIONS`]. Sessions that have expired by `now` end first.
    pub fn surplus(mut sessions: Vec<Self>, now: Timestamp) -> Vec<SecretHash> {
        sessions.sort_by_key(|session| Reverse((session.expires_at > now, session.last_seen_at)));
        sessions.into_iter().skip(MAX_SESSIONS - 1).map(|session| session.key_hash).collect()
    }
}

/// Identifies a session on the sessions page. Grants no access: it is a hash of the stored hash of
/// the key, so neither can be derived from it. Sessions of 1.0.0 have one too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionId(String);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The error for a string that isn't a session ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoSessionId;

impl FromStr for SessionId {
    type Err = NoSessionId;

    fn from_str(text: &str) -> Result<Self, NoSessionId> {
        let is_hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        let is_id = text.len() == 64 && text.bytes().all(is_hex);
        is_id.then(|| Self(text.to_owned())).ok_or(NoSessionId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        "2026-11-18T12:00:00Z".parse::<Timestamp>().unwrap() + TimeDelta::minutes(minutes)
    }

    fn session(name: &str, seen: i64, expires: i64) -> LoginSession {
        LoginSession {
            key_hash: SecretHash::new(name),
            user_id: UserId::new(),
            data: BTreeMap::new(),
            created_at: at(-9999),
            last_seen_at: at(seen),
            expires_at: at(expires),
            user_agent: String::new(),
        }
    }

    #[test]
    fn a_password_confirms_for_ten_minutes() {
        for (entered, expected) in [(0, true), (-9, true), (-10, false), (1, true), (2, false)] {
            assert_eq!(is_recent_password(at(entered), at(0)), expected, "{entered}");
        }
    }

    #[test]
    fn expired_and_then_unused_sessions_end_when_there_are_too_many() {
        let others = (0..49).map(|number| session(&number.to_string(), -number, 60));
        let others: Vec<_> = others.collect();
        let surplus = |more: &[LoginSession]| {
            LoginSession::surplus([others.as_slice(), more].concat(), at(0))
        };
        assert_eq!(surplus(&[]), []);
        assert_eq!(surplus(&[session("new", 0, 60)]), [SecretHash::new("48")]);
        let expired = session("expired", -1, 0);
        assert_eq!(surplus(std::slice::from_ref(&expired)), [SecretHash::new("expired")]);
        let old = session("old", -60, 60);
        let expected = ["old", "expired"].map(SecretHash::new);
        assert_eq!(surplus(&[expired, old]), expected);
    }

    #[test]
    fn an_id_contains_neither_the_key_nor_its_hash() {
        let session = session("a key", 0, 60);
        let id = session.id().to_string();
        assert_eq!(id.len(), 64);
        assert_ne!(id, session.key_hash.to_string());
        assert_eq!(id.parse(), Ok(session.id()));
        for other in ["", "others", &id[1..], &id.to_uppercase(), &format!("{id} ")] {
            assert_eq!(other.parse::<SessionId>(), Err(NoSessionId), "{other}");
        }
    }

    #[test]
    fn touching_corrects_a_start_in_the_future() {
        let mut session = LoginSession { created_at: at(500), ..session("a", 500, 520) };
        session.date_back(at(0));
        assert_eq!(session.created_at, at(0));
        assert_eq!((session.last_seen_at, session.expires_at), (at(0), at(20)));
        session.touch(at(5), at(25));
        assert_eq!((session.created_at, session.last_seen_at), (at(0), at(5)));
    }
}
