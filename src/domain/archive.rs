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
use super::text::plural;
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

/// Defines [`Record`] and [`Kind`], which have the same variants. Each names its document and the words for
/// one and for many; `owned` returns the user it belongs to, `ends` when it expires.
macro_rules! records {
    ($(
        $(#[$doc:meta])*
        $kind:ident($document:ty), $one:literal, $many:literal
        $(, owned |$owned:ident| $user_id:expr)?
        $(, ends |$ending:ident| $end:expr)?;
    )+) => {
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

            /// Returns the user whose document it is.
            pub fn user_id(&self) -> Option<UserId> {
                match self {
                    $(Self::$kind(_document) => None$(.or({
                        let $owned = _document;
                        $user_id
                    }))?,)+
                }
            }

            /// Returns from when on a store may remove it by itself.
            pub fn ends_at(&self) -> Option<Timestamp> {
                match self {
                    $(Self::$kind(_document) => None$(.or({
                        let $ending = _document;
                        $end
                    }))?,)+
                }
            }
        }

        impl Kind {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Returns the kind of document that it belongs to, and is removed with: users, if any.
            pub fn owner(self) -> Option<Self> {
                let owned: &[&str] = match self { $(Self::$kind => &[$(stringify!($owned))?],)+ };
                (!owned.is_empty()).then_some(Self::User)
            }

            /// Whether a store removes documents of this kind by itself once they have expired.
            pub fn expires(self) -> bool {
                let ending: &[&str] = match self { $(Self::$kind => &[$(stringify!($ending))?],)+ };
                !ending.is_empty()
            }

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
    Month(MonthLog), "month", "months",
        owned |log| Some(log.user_id);
    /// What one act changed.
    Change(Change), "change", "changes",
        owned |change| Some(change.user_id);
    /// A calendar feed.
    Feed(Feed), "calendar feed", "calendar feeds",
        owned |feed| Some(feed.user_id);
    /// A token of the API.
    Token(Token), "token", "tokens",
        owned |token| Some(token.user_id),
        ends |token| token.forgotten_at();
    /// An entry of the log of what admins did.
    Audit(AuditEntry), "entry of the audit log", "entries of the audit log";
    /// What cookies are signed with.
    CookieKey(CookieKey), "cookie key", "cookie keys";
    /// A message that waits to go out.
    Message(Queued), "message", "messages",
        owned |queued| queued.user_id;
    /// A count of attempts.
    Attempts(Attempts), "count of attempts", "counts of attempts",
        ends |attempts| Some(attempts.count.expires_at);
    /// A login.
    Session(LoginSession), "login", "logins",
        owned |session| Some(session.user_id),
        ends |session| Some(session.expires_at);
    /// A link to sign up with.
    Invitation(Invitation), "invitation", "invitations",
        owned |invitation| invitation.user_id,
        ends |invitation| Some(invitation.expires_at);
    /// A link that confirms an address.
    EmailConfirmation(EmailConfirmation), "link to confirm an address", "links to confirm an address",
        owned |link| Some(link.user_id),
        ends |link| Some(link.expires_at);
    /// A file sent in that waits for a yes.
    Upload(Upload), "upload", "uploads",
        owned |upload| Some(upload.user_id),
        ends |upload| Some(upload.expires_at);
    /// A link to a new password.
    PasswordReset(PasswordReset), "link to a new password", "links to a new password",
        owned |link| Some(link.user_id),
        ends |link| Some(link.expires_at);
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
    /// Whether a store may have forgotten it by then.
    pub fn has_ended(&self, by: Timestamp) -> bool {
        self.ends_at().is_some_and(|end| end <= by)
    }
}

/// A number with its noun, thousands apart.
fn words(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), plural(number, one, many))
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
