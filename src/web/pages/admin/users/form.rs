//! The query of the user list and the form of a user.

use serde::Deserialize;
use validator::Validate;

/// The form that changes an account.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct UserActForm {
    /// The action, such as `disable`.
    pub(crate) act: String,
    /// The admin's own password, required for `grant` and `reset`.
    pub(crate) password: String,
}

/// The query of the list of users.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct UsersQuery {
    /// The prefix of the usernames to list.
    pub(crate) name: String,
    /// The last username of the previous page. Empty on the first page.
    pub(crate) after: String,
}
