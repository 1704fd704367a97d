//! The forms that delete days or the account.

use serde::Deserialize;
use validator::Validate;

use crate::web::form::yes;

/// Deletes a year, or everything logged.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct DeleteDaysForm {
    /// The year, where it is one.
    pub year: String,
    /// Whether the person confirms it.
    #[serde(deserialize_with = "yes")]
    pub confirm: bool,
    /// The fingerprint of what was shown.
    pub seen: String,
}

/// Deletes the account.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct DeleteAccountForm {
    /// The current password.
    #[validate(length(min = 1, code = "password.missing"))]
    pub password: String,
}

/// What the page of the data says.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct DataQuery {
    /// How many entries were just deleted.
    pub deleted: String,
}
