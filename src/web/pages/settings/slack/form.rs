//! The form of the Slack webhook.

use serde::Deserialize;
use validator::Validate;

/// The form that sets, tests, or removes the Slack webhook.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct SlackForm {
    /// The action: `save`, `test`, or `remove`.
    pub(crate) act: String,
    /// The URL of the webhook.
    pub(crate) slack: String,
    /// The version of the webhook that the page showed.
    pub(crate) version: String,
}
