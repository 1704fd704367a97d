//! A calendar feed: an address under which a person's days can be read by other programs.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::Timestamp;
use super::id::UserId;
use super::problem::Coded;
use super::secret_hash::SecretHash;
use super::short_text::{Rules, short_text};
use super::text::{named_variants, unknown};

pub use super::id::FeedId;

/// The most feeds of one person.
pub const MAX_FEEDS: usize = 10;

/// The most characters the name of a feed has.
const MAX_NAME: usize = 60;

short_text!(
    /// What a person calls a feed: 1 to 60 characters, none of them control characters or invisible,
    /// single spaces.
    FeedName,
    Rules { subject: "feed_name", max: MAX_NAME, may_be_empty: false }
);

/// How much a feed tells; each level tells what the one before it does, and more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_ty = UnknownDetail, parse_err_fn = unknown)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, thiserror::Error)]
#[error("feed.detail")]
pub struct UnknownDetail;

impl Coded for UnknownDetail {}

named_variants!(Detail);

/// A calendar feed of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Finds it.
    pub token_hash: SecretHash,
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
    use crate::domain::short_text::assert_read;

    #[test]
    fn names() {
        let longest = "é".repeat(MAX_NAME);
        for (input, expected) in [
            ("  The \t team\n", Ok("The team")),
            (longest.as_str(), Ok(longest.as_str())),
            ("", Err("feed_name.empty")),
            (" \t ", Err("feed_name.empty")),
            ("a\u{7}b", Err("feed_name.control")),
            (format!("{longest}x").as_str(), Err("feed_name.too_long")),
        ] {
            assert_read::<FeedName>(input, expected);
        }
    }

    #[test]
    fn each_level_is_read_as_it_is_written_and_kept() {
        for detail in Detail::ALL.iter().copied() {
            assert_eq!(detail.as_str().parse(), Ok(detail));
            assert_eq!(serde_json::to_value(detail).unwrap(), detail.as_str());
        }
        assert_eq!("everything".parse::<Detail>(), Err(UnknownDetail));
        assert!(Detail::Presence < Detail::Type && Detail::Location < Detail::Notes);
    }
}
