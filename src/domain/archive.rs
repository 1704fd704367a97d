//! All that a store holds, a document at a time: what a backup is made of and what moves from one
//! store to another.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::audit::AuditEntry;
use super::change::Change;
use super::feed::Feed;
use super::invitation::Invitation;
use super::month_log::MonthLog;
use super::outbox::Queued;
use super::proof::{EmailConfirmation, PasswordReset};
use super::session::LoginSession;
use super::throttle::Throttle;
use super::token::Token;
use super::upload::Upload;
use super::user::{User, UserId};

/// Reads one document of whatever type is asked for.
pub trait Read {
    /// Why it cannot be read.
    type Error;

    /// Reads it.
    ///
    /// # Errors
    /// When it is no such document.
    fn read<D: DeserializeOwned>(self) -> Result<D, Self::Error>;
}

/// Makes [`Record`] and [`Kind`], which have the same variants.
macro_rules! records {
    ($($(#[$doc:meta])* $kind:ident($document:ty), $one:literal, $many:literal;)+) => {
        /// One document of a store.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Record {
            $($(#[$doc])* $kind(Box<$document>),)+
        }

        /// The kinds of documents. Those that others refer to come first, those that end soonest last.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind {
            $($(#[$doc])* $kind,)+
        }

        impl Record {
            /// What kind of document it is.
            pub fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind,)+ }
            }
        }

        impl Kind {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Reads a document of this kind.
            ///
            /// # Errors
            /// When it is none.
            pub fn read<R: Read>(self, from: R) -> Result<Record, R::Error> {
                match self { $(Self::$kind => Ok(Record::$kind(from.read()?)),)+ }
            }

            /// So many of them, in words.
            pub fn count(self, number: u64) -> String {
                match self { $(Self::$kind => words(number, $one, $many),)+ }
            }
        }
    };
}

records! {
    /// A person with an account.
    User(User), "user", "users";
    /// The entries of one user in one month.
    Month(MonthLog), "month", "months";
    /// What one act changed.
    Change(Change), "change", "changes";
    /// A calendar feed.
    Feed(Feed), "calendar feed", "calendar feeds";
    /// A token of the API.
    Token(Token), "token", "tokens";
    /// An entry of the log of what admins did.
    Audit(AuditEntry), "entry of the audit log", "entries of the audit log";
    /// What cookies are signed with.
    CookieKey(CookieKey), "cookie key", "cookie keys";
    /// A message that waits to go out.
    Message(Queued), "message", "messages";
    /// A count of attempts.
    Attempts(Attempts), "count of attempts", "counts of attempts";
    /// A login.
    Session(LoginSession), "login", "logins";
    /// A link to sign up with.
    Invitation(Invitation), "invitation", "invitations";
    /// A link that confirms an address.
    EmailConfirmation(EmailConfirmation), "link to confirm an address", "links to confirm an address";
    /// A file sent in that waits for a yes.
    Upload(Upload), "upload", "uploads";
    /// A link to a new password.
    PasswordReset(PasswordReset), "link to a new password", "links to a new password";
}

impl Kind {
    /// What a backup holds. Brought back later, the others would let in whoever has logged out since,
    /// make links of one use work again, or send what was sent.
    pub const LASTING: &[Self] =
        &[Self::User, Self::Month, Self::Change, Self::Feed, Self::Token, Self::Audit];
}

/// What cookies are signed with, 64 bytes in base64; not shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CookieKey(pub String);

impl fmt::Debug for CookieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CookieKey(..)")
    }
}

/// The count of attempts under a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// What was attempted by whom.
    #[serde(alias = "_id")]
    pub key: String,
    /// How often, and what follows from it.
    #[serde(flatten)]
    pub count: Throttle,
}

impl Record {
    /// Whose document it is: of a user's own, the user; `None` of what is nobody's.
    pub fn user_id(&self) -> Option<UserId> {
        match self {
            Self::User(user) => Some(user.id),
            Self::Month(log) => Some(log.user_id),
            Self::Change(change) => Some(change.user_id),
            Self::Feed(feed) => Some(feed.user_id),
            Self::Token(token) => Some(token.user_id),
            Self::Message(queued) => queued.user_id,
            Self::Session(session) => Some(session.user_id),
            Self::Invitation(invitation) => invitation.user_id,
            Self::EmailConfirmation(link) => Some(link.user_id),
            Self::Upload(upload) => Some(upload.user_id),
            Self::PasswordReset(link) => Some(link.user_id),
            Self::Audit(_) | Self::CookieKey(_) | Self::Attempts(_) => None,
        }
    }

    /// From when on a store may forget it by itself.
    pub fn ends_at(&self) -> Option<Timestamp> {
        match self {
            Self::Token(token) => token.forgotten_at(),
            Self::Session(session) => Some(session.expires_at),
            Self::Attempts(attempts) => Some(attempts.count.expires_at),
            Self::Invitation(invitation) => Some(invitation.expires_at),
            Self::EmailConfirmation(link) => Some(link.expires_at),
            Self::Upload(upload) => Some(upload.expires_at),
            Self::PasswordReset(link) => Some(link.expires_at),
            Self::User(_)
            | Self::Month(_)
            | Self::Change(_)
            | Self::Feed(_)
            | Self::Audit(_)
            | Self::CookieKey(_)
            | Self::Message(_) => None,
        }
    }

    /// Whether a store may have forgotten it by then.
    pub fn has_ended(&self, by: Timestamp) -> bool {
        self.ends_at().is_some_and(|end| end <= by)
    }
}

/// A number with its noun, thousands apart.
fn words(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_words() {
        for (number, expected) in [
            (0, "0 users"),
            (1, "1 user"),
            (999, "999 users"),
            (1000, "1,000 users"),
            (1_234_567, "1,234,567 users"),
        ] {
            assert_eq!(Kind::User.count(number), expected);
        }
    }

    #[test]
    fn a_cookie_key_is_not_shown() {
        let record = Record::CookieKey(Box::new(CookieKey("secret".to_owned())));
        assert!(!format!("{record:?}").contains("secret"));
    }

    #[test]
    fn what_lasts_does_not_end_before_its_owner_could_miss_it() {
        assert!(!Kind::LASTING.contains(&Kind::Session));
        assert!(Kind::ALL.starts_with(Kind::LASTING));
    }
}
