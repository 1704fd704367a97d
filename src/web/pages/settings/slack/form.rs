//! The form of the Slack webhook.

use serde::Deserialize;
use validator::Validate;

/// The form that sets, tests, or removes the Slack webhook.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct SlackForm {
    /// The action: `save`, `test`, or `remove`.
    pub act: String,
    /// The URL of the webhook.
    pub slack: String,
    /// The version of the webhook that the page showed.
    pub version: String,
}
