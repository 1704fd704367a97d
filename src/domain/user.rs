//! A person with an account.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::password::PasswordHash;
use super::settings::Settings;
use super::text::{identifier, serde_as_string};

identifier! {
    /// Names a user in every document; never changes.
    UserId
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

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("That does not look like an e-mail address.")]
pub struct EmailError;

/// An e-mail address, as far as its form can tell: something on both sides of an `@`, no white
/// space, at most 254 characters (RFC 5321, 4.5.3.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let plain =
            text.len() <= 254 && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        let sides = text.rsplit_once('@');
        let both = sides.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
        (plain && both).then(|| Self(text.to_owned())).ok_or(EmailError)
    }
}

serde_as_string!(Email);

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps their own record.
    User,
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
    /// Not yet confirmed to be theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
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
            password_hash,
            role: Role::User,
            settings: Settings::default(),
            created_at: now,
            disabled_at: None,
        }
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
    fn emails() {
        for (input, fits) in [
            ("ada@example.org", true),
            ("a@b", true),
            ("ada", false),
            ("@example.org", false),
            ("ada@", false),
            ("a da@example.org", false),
            ("ada@example.org\r\nBcc: x@y", false),
        ] {
            assert_eq!(input.parse::<Email>().is_ok(), fits, "{input}");
        }
    }
}
