//! Calendar feeds: secret URLs at which other programs can read a user's days.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::Timestamp;
use crate::domain::values::id::UserId;
use crate::domain::values::problem::Coded;
use crate::domain::values::secret_hash::SecretHash;
use crate::domain::values::short_text::{TextRules, short_text};
use crate::domain::values::text::{named_variants, unknown};

pub use crate::domain::values::id::FeedId;

/// The maximum number of feeds per user.
pub const MAX_FEEDS: usize = 10;

/// The maximum length of a feed's name, in characters.
const MAX_NAME: usize = 60;

short_text!(
    /// The name of a feed: 1 to 60 characters, none of which are control or invisible characters.
    /// Runs of whitespace become one space.
    FeedName,
    TextRules { subject: "feed_name", max: MAX_NAME, may_be_empty: false }
);

/// How much a feed reveals. Each level includes the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_ty = UnknownDetail, parse_err_fn = unknown)]
pub enum Detail {
    /// Whether the user works or is away.
    Presence,
    /// The type of each day.
    Type,
    /// Type and location.
    Location,
    /// Type, location, and notes.
    Notes,
}

/// The error for a string that isn't a level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, thiserror::Error)]
#[error("feed.detail")]
pub struct UnknownDetail;

impl Coded for UnknownDetail {}

named_variants!(Detail);

/// A calendar feed of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The hash of the token in the feed's URL, by which stores find the feed.
    pub token_hash: SecretHash,
    /// The feed's ID, which the settings page uses.
    pub id: FeedId,
    /// The user whose days it contains.
    pub user_id: UserId,
    /// The name that the user chose.
    pub name: FeedName,
    /// How much it reveals.
    pub detail: Detail,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last fetched, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::values::short_text::assert_read;

    #[test]
    fn parses_names() {
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
    fn levels_round_trip_through_text_and_json() {
        for detail in Detail::ALL.iter().copied() {
            assert_eq!(detail.as_str().parse(), Ok(detail));
            assert_eq!(serde_json::to_value(detail).unwrap(), detail.as_str());
        }
        assert_eq!("everything".parse::<Detail>(), Err(UnknownDetail));
        assert!(Detail::Presence < Detail::Type && Detail::Location < Detail::Notes);
    }
}
