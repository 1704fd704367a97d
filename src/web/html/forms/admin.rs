//! The forms and queries of the admin's pages.

use serde::Deserialize;
use validator::Validate;

use crate::domain::invitation::InvitationNote;
use crate::domain::user::Email;
use crate::web::form::{optional, valid};

/// Invites somebody.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct InvitationForm {
    /// Where to send the link; empty to hand it over.
    #[validate(custom(function = "optional::<Email>"))]
    pub email: String,
    /// Whom it is for, shown to admins.
    #[validate(custom(function = "valid::<InvitationNote>"))]
    pub note: String,
}

/// Changes an account.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct UserActForm {
    /// What to do.
    pub act: String,
    /// The admin's own password, where it lets somebody into an account.
    pub password: String,
}

/// A page of the users.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct UsersQuery {
    /// How names begin.
    pub name: String,
    /// The last name of the page before.
    pub after: String,
}

/// A page of the audit log.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    /// The name of the user whom it is about.
    pub user: String,
    /// The last entry of the page before.
    pub before: String,
}
