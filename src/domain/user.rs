//! A person with an account.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::outbox::Message;
use super::password::PasswordHash;
use super::settings::Settings;
use super::text::{identifier, serde_as_string};

pub use super::email::{Email, EmailError, EmailKey};

identifier! {
    /// Names a user in every document; never changes.
    UserId
}

impl UserId {
    /// The user that an import creates for a MongoDB `ObjectId`, in hexadecimal: the same each time,
    /// so that repeating the import finds the account, and ordered by time, as all are.
    pub fn imported(object_id: &str) -> Option<Self> {
        let id = u128::from_str_radix(object_id, 16).ok().filter(|_| object_id.len() == 24)?;
        let millis = u64::try_from(id >> 64).ok()? * 1000;
        // The other eight bytes, around the two that hold UUID's version and variant.
        let (bytes, mut rest) = (id.to_be_bytes(), [0; 10]);
        rest[1] = bytes[8];
        rest[3..].copy_from_slice(&bytes[9..]);
        Some(Self(uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()))
    }
}

/// Why a text is not a username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// Shorter than 3 or longer than 64 characters.
    #[error("A username has 3 to 64 characters.")]
    Length,
    /// Holds something else than the characters allowed.
    #[error("A username has letters a to z, digits, dots, hyphens and underscores.")]
    Characters,
}

/// The name a person logs in with: 3 to 64 of `A-Z`, `a-z`, `0-9`, `.`, `_` and `-`.
///
/// Other letters are left out so that no two names look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// What is unique among users.
    pub fn key(&self) -> UsernameKey {
        UsernameKey(self.0.to_ascii_lowercase())
    }

    /// The name as the person writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Username {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, UsernameError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if !(3..=64).contains(&text.chars().count()) {
            Err(UsernameError::Length)
        } else if text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(UsernameError::Characters)
        }
    }
}

serde_as_string!(Username);

/// A username without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UsernameKey(String);

impl UsernameKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps their own record.
    User,
    /// Also looks after the accounts of others, and sees nothing of what they logged.
    Admin,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Names the user in every document.
    pub id: UserId,
    /// As the person writes it.
    pub username: Username,
    /// Unique among users.
    pub username_key: UsernameKey,
    /// Their address, which counts once it is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Set once `email` is confirmed to be theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_key: Option<EmailKey>,
    /// Takes the place of a confirmed `email` once it is confirmed itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_email: Option<Email>,
    /// Proves the password.
    pub password_hash: PasswordHash,
    /// What the user may do.
    pub role: Role,
    /// How the person wants it.
    pub settings: Settings,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Set while the account is closed for logins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Timestamp>,
}

impl User {
    /// A new account with default settings.
    pub fn new(
        username: Username,
        email: Option<Email>,
        password_hash: PasswordHash,
        now: Timestamp,
    ) -> Self {
        Self {
            id: UserId::new(),
            username_key: username.key(),
            username,
            email,
            email_key: None,
            new_email: None,
            password_hash,
            role: Role::User,
            settings: Settings::default(),
            created_at: now,
            disabled_at: None,
        }
    }

    /// Whether they are an admin whose account is open.
    pub fn is_active_admin(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }

    /// The address that is known to be theirs.
    pub fn confirmed_email(&self) -> Option<&Email> {
        self.email.as_ref().filter(|_| self.email_key.is_some())
    }

    /// The address that waits to be confirmed.
    pub fn pending_email(&self) -> Option<&Email> {
        if self.email_key.is_some() { self.new_email.as_ref() } else { self.email.as_ref() }
    }

    /// Wants another address, or none. A confirmed one stays until the new one is confirmed; taken
    /// away, it is gone at once. Gives what is to be told.
    pub fn want_email(&mut self, wanted: Option<Email>) -> Option<Message> {
        let Some(wanted) = wanted else {
            let told = self.confirmed_email().map(|to| Message::EmailChanged { to: to.clone() });
            (self.email, self.email_key, self.new_email) = (None, None, None);
            return told;
        };
        if self.confirmed_email() == Some(&wanted) {
            self.new_email = None;
            return None;
        }
        let place = if self.email_key.is_some() { &mut self.new_email } else { &mut self.email };
        *place = Some(wanted.clone());
        Some(Message::ConfirmEmail { email: wanted })
    }

    /// Takes the address that waits to be confirmed as theirs; gives what is to be told to the one
    /// that it replaces.
    pub fn confirm_email(&mut self) -> Option<Message> {
        let confirmed = self.pending_email().cloned()?;
        let told = self.confirmed_email().map(|to| Message::EmailChanged { to: to.clone() });
        self.email_key = Some(confirmed.key());
        self.email = Some(confirmed);
        self.new_email = None;
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames() {
        let longest = "x".repeat(64);
        for (input, expected) in [
            ("ada", Ok(())),
            ("Ada.Lovelace_1-2", Ok(())),
            (longest.as_str(), Ok(())),
            ("ab", Err(UsernameError::Length)),
            ("", Err(UsernameError::Length)),
            ("ada lovelace", Err(UsernameError::Characters)),
            ("аda", Err(UsernameError::Characters)),
            ("a/b", Err(UsernameError::Characters)),
        ] {
            assert_eq!(input.parse::<Username>().map(|_| ()), expected, "{input}");
        }
        assert!("x".repeat(65).parse::<Username>().is_err());
        let keys = ["ADA", "ada"].map(|name| name.parse::<Username>().unwrap().key());
        assert_eq!(keys[0], keys[1]);
    }

    #[test]
    fn an_import_finds_its_user_again() {
        let id = |text: &str| UserId::imported(text).map(|id| id.to_string());
        let expected = "01a224c7-8fe0-703e-802e-c45f5f7e8f46";
        assert_eq!(id("6b0b76ac3e2ec45f5f7e8f46").as_deref(), Some(expected));
        assert_ne!(id("6b0b76ac3f2ec45f5f7e8f46").as_deref(), Some(expected));
        assert_eq!((id("6b0b76ac3e2ec45f5f7e8f4"), id("zb0b76ac3e2ec45f5f7e8f46")), (None, None));
    }

    fn email(text: &str) -> Email {
        text.parse().unwrap()
    }

    fn ada(address: Option<&str>) -> User {
        let hash = PasswordHash::from_phc("$argon2id$".to_owned());
        let now = "2026-11-18T12:00:00Z".parse().unwrap();
        User::new("ada".parse().unwrap(), address.map(email), hash, now)
    }

    #[test]
    fn an_address_counts_once_it_is_confirmed() {
        let mut ada = ada(Some("Ada@example.org"));
        assert_eq!(ada.confirmed_email(), None);
        assert_eq!(ada.confirm_email(), None, "nobody is to be told of a first address");
        assert_eq!(ada.email_key.as_ref().unwrap().as_str(), "ada@example.org");
        assert_eq!((ada.confirmed_email(), ada.pending_email()), (ada.email.as_ref(), None));
        let before = ada.clone();
        assert_eq!(ada.confirm_email(), None);
        assert_eq!(ada, before);
    }

    #[test]
    fn a_new_address_leaves_the_confirmed_one_until_it_is_confirmed() {
        let mut ada = ada(Some("ada@example.org"));
        let asked = |text: &str| Some(Message::ConfirmEmail { email: email(text) });
        let told = |text: &str| Some(Message::EmailChanged { to: email(text) });
        let want = |ada: &mut User, text: &str| ada.want_email(Some(email(text)));
        assert_eq!(want(&mut ada, "typo@example.org"), asked("typo@example.org"));
        assert_eq!(ada.email, Some(email("typo@example.org")), "none was confirmed");
        want(&mut ada, "ada@example.org");
        ada.confirm_email();
        assert_eq!(want(&mut ada, "new@example.org"), asked("new@example.org"));
        assert_eq!(ada.confirmed_email(), Some(&email("ada@example.org")));
        assert_eq!(ada.pending_email(), Some(&email("new@example.org")));
        assert_eq!(want(&mut ada, "ada@example.org"), None);
        assert_eq!(ada.pending_email(), None, "the person thought better of it");
        want(&mut ada, "new@example.org");
        assert_eq!(ada.confirm_email(), told("ada@example.org"));
        assert_eq!(ada.confirmed_email(), Some(&email("new@example.org")));
        assert_eq!(ada.want_email(None), told("new@example.org"));
        assert_eq!((ada.email, ada.email_key, ada.new_email), (None, None, None));
    }
}
