//! Usernames.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::values::problem::Coded;
use crate::domain::values::text::serde_as_string;

/// Why a string isn't a valid username.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UsernameError {
    /// It has fewer than 3 or more than 64 characters.
    #[error("username.length")]
    Length,
    /// It contains a character that isn't allowed.
    #[error("username.characters")]
    Characters,
    /// A new account can't have it.
    #[error("username.reserved")]
    Reserved,
}

impl Coded for UsernameError {}

/// The name that a user logs in with: 3 to 64 characters from `A-Z`, `a-z`, `0-9`, `.`, `_`, and
/// `-`.
///
/// Other letters aren't allowed, because they would let different names look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Returns the key, which is unique among users.
    pub fn key(&self) -> UsernameKey {
        UsernameKey(self.0.to_ascii_lowercase())
    }

    /// Returns the name as the user writes it.
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

/// The names that new accounts can't have, in lowercase. `PUT /api/v1/user/create` creates an
/// account, so a user with this name couldn't change their days at their own path.
const RESERVED: [&str; 1] = ["create"];

/// The username of an account to create. It isn't reserved.
///
/// Accounts that were created before a name was reserved keep it, so [`Username`] accepts all names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUsername(Username);

impl Deref for NewUsername {
    type Target = Username;

    fn deref(&self) -> &Username {
        &self.0
    }
}

impl From<NewUsername> for Username {
    fn from(new: NewUsername) -> Self {
        new.0
    }
}

impl FromStr for NewUsername {
    type Err = UsernameError;

    fn from_str(text: &str) -> Result<Self, UsernameError> {
        let username: Username = text.parse()?;
        let is_reserved = RESERVED.contains(&username.key().as_str());
        if is_reserved { Err(UsernameError::Reserved) } else { Ok(Self(username)) }
    }
}

/// A username in lowercase, for case-insensitive comparison.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UsernameKey(String);

impl UsernameKey {
    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_usernames() {
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
    fn new_accounts_cannot_have_reserved_names() {
        for (input, expected) in [
            ("create", Err(UsernameError::Reserved)),
            ("Create", Err(UsernameError::Reserved)),
            ("CREATE", Err(UsernameError::Reserved)),
            ("created", Ok("created")),
            ("ab", Err(UsernameError::Length)),
            ("a/b", Err(UsernameError::Characters)),
        ] {
            let parsed = input.parse::<NewUsername>();
            assert_eq!(parsed.as_ref().map(|name| name.as_str()).map_err(|e| *e), expected);
        }
        assert!("create".parse::<Username>().is_ok(), "existing accounts keep the name");
    }
}
