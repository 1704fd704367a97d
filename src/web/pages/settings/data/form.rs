//! The forms that delete days or the account.

use serde::Deserialize;
use validator::Validate;

use crate::web::form::deserialize_yes;

/// The form that deletes a year or all entries.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct DeleteDaysForm {
    /// The year. Empty to delete all entries.
    pub(crate) year: String,
    /// Whether the user confirms the deletion.
    #[serde(deserialize_with = "deserialize_yes")]
    pub(crate) confirm: bool,
    /// The fingerprint of the entries that the page showed.
    pub(crate) seen: String,
}

/// The form that deletes the account.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct DeleteAccountForm {
    /// The current password.
    #[validate(length(min = 1, code = "password.missing"))]
    pub(crate) password: String,
}

/// The query of the data settings page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DataQuery {
    /// The number of entries that were just deleted.
    pub(crate) deleted: String,
}
