//! The forms that create and revoke a calendar feed.

use serde::Deserialize;
use validator::Validate;

use crate::domain::exchange::feed::{Detail, FeedName};
use crate::web::form::validate;

/// The form that creates a calendar feed.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct FeedForm {
    /// The user's name for the feed.
    #[validate(custom(function = "validate::<FeedName>"))]
    pub(crate) name: String,
    /// The level of detail that the feed shares.
    #[validate(custom(function = "validate::<Detail>"))]
    pub(crate) detail: String,
}

impl FeedForm {
    /// Returns the initial form, which shares only types.
    pub(crate) fn blank() -> Self {
        Self { name: String::new(), detail: Detail::Type.as_str().to_owned() }
    }
}

/// The form that revokes a calendar feed.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct RevokeFeedForm {
    /// The ID of the feed.
    pub(crate) id: String,
}
