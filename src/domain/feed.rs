//! A calendar feed: an address under which a person's days can be read by other programs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::id::UserId;
use super::text::{serde_as_string, squeeze};
use super::unseen;

pub use super::id::FeedId;
use crate::domain::problem::{Coded, Params, code_point};

/// The most feeds of one person.
pub const MAX_FEEDS: usize = 10;

/// The most characters the name of a feed has.
pub const MAX_NAME: usize = 60;

/// SHA-256 of the secret in a feed's address, in hex. The secret itself is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(String);

impl TokenHash {
    /// Takes the 64 hex digits.
    pub fn from_hex(hex: String) -> Self {
        Self(hex)
    }
}

impl fmt::Display for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not the name of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FeedNameError {
    /// Nothing but white space.
    #[error("feed_name.empty")]
    Empty,
    /// Longer than [`MAX_NAME`].
    #[error("feed_name.too_long")]
    TooLong,
    /// Holds a control character.
    #[error("feed_name.control")]
    ControlCharacter,
    /// Holds a character that nobody sees.
    #[error("feed_name.invisible")]
    Invisible(char),
}

impl Coded for FeedNameError {
    fn params(&self) -> Params {
        match self {
            Self::TooLong => vec![("max", MAX_NAME.to_string())],
            Self::Invisible(character) => vec![("character", code_point(*character))],
            _ => Params::new(),
        }
    }
}

/// What a person calls a feed: 1 to 60 characters, none of them control characters or invisible,
/// single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedName(String);

impl FeedName {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FeedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for FeedName {
    type Err = FeedNameError;

    fn from_str(text: &str) -> Result<Self, FeedNameError> {
        let name = stored(text)?;
        unseen::check(name.as_str()).map_err(FeedNameError::Invisible)?;
        Ok(name)
    }
}

/// Takes what is stored: invisible characters were once let in.
fn stored(text: &str) -> Result<FeedName, FeedNameError> {
    let name = squeeze(text);
    if name.is_empty() {
        Err(FeedNameError::Empty)
    } else if name.chars().any(char::is_control) {
        Err(FeedNameError::ControlCharacter)
    } else if name.chars().count() > MAX_NAME {
        Err(FeedNameError::TooLong)
    } else {
        Ok(FeedName(name))
    }
}

serde_as_string!(FeedName, stored);

/// How much a feed tells; each level tells what the one before it does, and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    /// Whether the person works or is away.
    Presence,
    /// The type of each day.
    Type,
    /// Type and location.
    Location,
    /// Type, location and notes.
    Notes,
}

/// A text names no level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("feed.detail")]
pub struct UnknownDetail;

impl Coded for UnknownDetail {}

impl Detail {
    /// All levels, the one that tells least first.
    pub const ALL: [Self; 4] = [Self::Presence, Self::Type, Self::Location, Self::Notes];

    /// Its name in forms and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Type => "type",
            Self::Location => "location",
            Self::Notes => "notes",
        }
    }
}

impl FromStr for Detail {
    type Err = UnknownDetail;

    fn from_str(text: &str) -> Result<Self, UnknownDetail> {
        Self::ALL.into_iter().find(|detail| detail.as_str() == text).ok_or(UnknownDetail)
    }
}

/// A calendar feed of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Finds it.
    pub token_hash: TokenHash,
    /// Names it to its owner.
    pub id: FeedId,
    /// Whose days it tells.
    pub user_id: UserId,
    /// What the person calls it.
    pub name: FeedName,
    /// How much it tells.
    pub detail: Detail,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last read, to the hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let longest = "é".repeat(MAX_NAME);
        for (input, expected) in [
            ("  The \t team\n", Ok("The team")),
            (longest.as_str(), Ok(longest.as_str())),
            ("", Err(FeedNameError::Empty)),
            (" \t ", Err(FeedNameError::Empty)),
            ("a\u{7}b", Err(FeedNameError::ControlCharacter)),
        ] {
            let read = input.parse::<FeedName>().map(|name| name.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{input:?}");
        }
        assert_eq!(format!("{longest}x").parse::<FeedName>(), Err(FeedNameError::TooLong));
    }

    #[test]
    fn each_level_is_read_as_it_is_written_and_kept() {
        for detail in Detail::ALL {
            assert_eq!(detail.as_str().parse(), Ok(detail));
            assert_eq!(serde_json::to_value(detail).unwrap(), detail.as_str());
        }
        assert_eq!("everything".parse::<Detail>(), Err(UnknownDetail));
        assert!(Detail::Presence < Detail::Type && Detail::Location < Detail::Notes);
    }
}
