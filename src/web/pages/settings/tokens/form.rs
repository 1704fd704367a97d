//! The form that creates an API token.

use serde::Deserialize;
use validator::Validate;

use crate::domain::accounts::token::{Lifetime, Scope, TokenName};
use crate::web::form::validate;

/// The form that creates an API token.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct NewTokenForm {
    /// The user's name for the token.
    #[validate(custom(function = "validate::<TokenName>"))]
    pub(crate) name: String,
    /// What the token allows: [`Scope::as_str`].
    #[validate(custom(function = "validate::<Scope>"))]
    pub(crate) scope: String,
    /// The lifetime of the token: [`Lifetime::as_str`].
    #[validate(custom(function = "validate::<Lifetime>"))]
    pub(crate) expires: String,
}

impl NewTokenForm {
    /// Returns the initial form, with the least privileges.
    pub(crate) fn blank() -> Self {
        Self {
            name: String::new(),
            scope: Scope::Read.as_str().to_owned(),
            expires: Lifetime::default().as_str().to_owned(),
        }
    }
}
