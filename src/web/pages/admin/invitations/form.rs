//! The form that creates an invitation.

use serde::Deserialize;
use validator::Validate;

use crate::domain::accounts::user::Email;
use crate::domain::admin::invitation::InvitationNote;
use crate::web::form::{validate, validate_optional};

/// The form that creates an invitation.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct InvitationForm {
    /// The address to email the link to. If empty, the page shows the link.
    #[validate(custom(function = "validate_optional::<Email>"))]
    pub(crate) email: String,
    /// A note that identifies the invitation, shown to admins.
    #[validate(custom(function = "validate::<InvitationNote>"))]
    pub(crate) note: String,
}
