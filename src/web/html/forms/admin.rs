//! The forms and queries of the admin pages.

use serde::Deserialize;
use validator::Validate;

use crate::domain::invitation::InvitationNote;
use crate::domain::user::Email;
use crate::web::form::{optional, valid};

/// The form that creates an invitation.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct InvitationForm {
    /// The address to email the link to. If empty, the page shows the link.
    #[validate(custom(function = "optional::<Email>"))]
    pub email: String,
    /// A note that identifies the invitation, shown to admins.
    #[validate(custom(function = "valid::<InvitationNote>"))]
    pub note: String,
}

/// The form that changes an account.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct UserActForm {
    /// The action, such as `disable`.
    pub act: String,
    /// The admin's own password, required for `grant` and `reset`.
    pub password: String,
}

/// The query of the list of users.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct UsersQuery {
    /// The prefix of the usernames to list.
    pub name: String,
    /// The last username of the previous page. Empty on the first page.
    pub after: String,
}

/// The query of the audit log.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// The username of the actor or affected user. Empty for all users.
    pub user: String,
    /// The ID of the last entry of the previous page. Empty on the first page.
    pub before: String,
}
