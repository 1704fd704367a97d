//! All documents of a store, one at a time: the content of a backup, and of a copy from one store
//! to another.

use std::fmt;

use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::accounts::auth_event::{AuthEvent, EVENT_RETENTION};
use crate::domain::accounts::one_time_links::{
    CONFIRMATION_LIFETIME, EmailConfirmation, MAX_RESET_LIFETIME, PasswordReset,
};
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::throttle::{MAX_RESET_AFTER, Throttle};
use crate::domain::accounts::token::Token;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::admin::audit::AuditEntry;
use crate::domain::admin::invitation::{INVITATION_LIFETIME, Invitation};
use crate::domain::days::change::Change;
use crate::domain::days::month_log::MonthLog;
use crate::domain::exchange::feed::Feed;
use crate::domain::exchange::upload::{UPLOAD_RETENTION, UploadChunk, UploadHead};
use crate::domain::notifications::outbox::Queued;
use crate::domain::values::text::plural;

/// Deserializes one document into the requested type.
pub trait ReadDocument {
    /// The error if the document can't be deserialized.
    type Error;

    /// Deserializes the document.
    ///
    /// # Errors
    /// Fails if it isn't a document of type `D`.
    fn read<D: DeserializeOwned>(self) -> Result<D, Self::Error>;
}

/// Defines [`Record`] and [`RecordKind`], which have the same variants. Each line contains the
/// document's type, and its name in singular and plural. `owned` returns the user it belongs to,
/// and `ends` the time when it expires.
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

        /// The kinds of documents. Kinds that others refer to come first, and those with the
        /// shortest lifetime last.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RecordKind {
            $($(#[$doc])* $kind,)+
        }

        impl Record {
            /// Returns the kind of the document.
            pub fn kind(&self) -> RecordKind {
                match self { $(Self::$kind(_) => RecordKind::$kind,)+ }
            }

            /// Returns the user that the document belongs to.
            pub fn user_id(&self) -> Option<UserId> {
                match self {
                    $(Self::$kind(_document) => None$(.or({
                        let $owned = _document;
                        $user_id
                    }))?,)+
                }
            }

            /// Returns the time from which a store may remove the document.
            pub fn ends_at(&self) -> Option<Timestamp> {
                match self {
                    $(Self::$kind(_document) => None$(.or({
                        let $ending = _document;
                        $end
                    }))?,)+
                }
            }
        }

        impl RecordKind {
            /// All kinds, in order.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// Returns the kind that owns documents of this kind: users, or `None`. Owned documents
            /// are removed with their owner.
            pub fn owner(self) -> Option<Self> {
                let owned: &[&str] = match self { $(Self::$kind => &[$(stringify!($owned))?],)+ };
                (!owned.is_empty()).then_some(Self::User)
            }

            /// Returns whether a store removes documents of this kind once they expire.
            pub fn expires(self) -> bool {
                let ending: &[&str] = match self { $(Self::$kind => &[$(stringify!($ending))?],)+ };
                !ending.is_empty()
            }

            /// Deserializes a document of this kind.
            ///
            /// # Errors
            /// Fails if it isn't a document of this kind.
            pub fn read<R: ReadDocument>(self, from: R) -> Result<Record, R::Error> {
                match self { $(Self::$kind => Ok(Record::$kind(from.read()?)),)+ }
            }

            /// Formats a number of documents of this kind, such as `1,000 users`.
            pub fn count(self, number: u64) -> String {
                match self { $(Self::$kind => format_count(number, $one, $many),)+ }
            }
        }
    };
}

records! {
    /// A user account.
    User(User), "user", "users";
    /// The entries of one user in one month.
    Month(MonthLog), "month", "months",
        owned |log| Some(log.user_id);
    /// A change to one or more days.
    Change(Change), "change", "changes",
        owned |change| Some(change.user_id);
    /// A calendar feed.
    Feed(Feed), "calendar feed", "calendar feeds",
        owned |feed| Some(feed.user_id);
    /// An API token.
    Token(Token), "token", "tokens",
        owned |token| Some(token.user_id),
        ends |token| token.forgotten_at();
    /// An entry of the audit log.
    Audit(AuditEntry), "entry of the audit log", "entries of the audit log";
    /// The key that signs cookies.
    CookieKey(CookieKey), "cookie key", "cookie keys";
    /// A message in the outbox.
    Message(Queued), "message", "messages",
        owned |queued| queued.user_id;
    /// A counter of attempts.
    Attempts(Attempts), "count of attempts", "counts of attempts",
        ends |attempts| Some(attempts.count.expires_at);
    /// Authentication events of one kind, for one name from one network within an hour.
    AuthEvent(AuthEvent), "record of logins", "records of logins",
        ends |event| Some(event.expires_at);
    /// A login session.
    Session(LoginSession), "login", "logins",
        owned |session| Some(session.user_id),
        ends |session| Some(session.expires_at);
    /// A link to sign up with.
    Invitation(Invitation), "invitation", "invitations",
        owned |invitation| invitation.user_id,
        ends |invitation| Some(invitation.expires_at);
    /// A link that confirms an email address.
    EmailConfirmation(EmailConfirmation), "link to confirm an address", "links to confirm an address",
        owned |link| Some(link.user_id),
        ends |link| Some(link.expires_at);
    /// An uploaded file that waits for confirmation.
    Upload(UploadHead), "upload", "uploads",
        owned |upload| Some(upload.user_id),
        ends |upload| Some(upload.expires_at);
    /// A part of an uploaded file.
    UploadChunk(UploadChunk), "part of an upload", "parts of uploads",
        owned |chunk| Some(chunk.user_id),
        ends |chunk| Some(chunk.expires_at);
    /// A password reset link.
    PasswordReset(PasswordReset), "link to a new password", "links to a new password",
        owned |link| Some(link.user_id),
        ends |link| Some(link.expires_at);
}

impl RecordKind {
    /// The kinds that a backup contains. Restoring the others could revive ended sessions, make
    /// used links work again, or resend messages.
    pub const PERMANENT: &[Self] =
        &[Self::User, Self::Month, Self::Change, Self::Feed, Self::Token, Self::Audit];
}

impl RecordKind {
    /// Returns how long documents of this kind last at most. A document that expires later was
    /// stored while the clock was ahead. `None` if documents of this kind last until they are
    /// deleted, or for as long as a setting says.
    pub fn max_lifetime(self) -> Option<TimeDelta> {
        match self {
            Self::Attempts => Some(MAX_RESET_AFTER),
            Self::AuthEvent => Some(EVENT_RETENTION),
            Self::PasswordReset => Some(MAX_RESET_LIFETIME),
            Self::EmailConfirmation => Some(CONFIRMATION_LIFETIME),
            Self::Invitation => Some(INVITATION_LIFETIME),
            Self::Upload | Self::UploadChunk => Some(UPLOAD_RETENTION),
            _ => None,
        }
    }
}

/// The key that signs cookies: 64 bytes in base64. Debug output is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CookieKey(pub String);

impl fmt::Debug for CookieKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CookieKey(..)")
    }
}

/// The number of attempts recorded under a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// The action that is limited, and who attempted it.
    #[serde(alias = "_id")]
    pub key: String,
    /// The number of attempts, and the limit derived from it.
    #[serde(flatten)]
    pub count: Throttle,
}

impl Record {
    /// Returns whether a store may have removed the document by the given time.
    pub fn has_ended(&self, by: Timestamp) -> bool {
        self.ends_at().is_some_and(|end| end <= by)
    }
}

/// Formats a number with thousands separators, followed by the noun.
fn format_count(number: u64, one: &str, many: &str) -> String {
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
    fn formats_counts() {
        for (number, expected) in [
            (0, "0 users"),
            (1, "1 user"),
            (999, "999 users"),
            (1000, "1,000 users"),
            (1_234_567, "1,234,567 users"),
        ] {
            assert_eq!(RecordKind::User.count(number), expected);
        }
    }

    #[test]
    fn debug_output_contains_no_cookie_key() {
        let record = Record::CookieKey(Box::new(CookieKey("secret".to_owned())));
        assert!(!format!("{record:?}").contains("secret"));
    }

    #[test]
    fn backups_contain_no_sessions_and_start_with_what_others_refer_to() {
        assert!(!RecordKind::PERMANENT.contains(&RecordKind::Session));
        assert!(RecordKind::ALL.starts_with(RecordKind::PERMANENT));
    }
}
