//! The form that creates an API token.

use serde::Deserialize;
use validator::Validate;

use crate::domain::accounts::token::{Lifetime, Scope, TokenName};
use crate::web::form::validate;

/// The form that creates an API token.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct NewTokenForm {
    /// The user's name for the token.
    #[validate(custom(function = "validate::<TokenName>"))]
    pub name: String,
    /// What the token allows: [`Scope::as_str`].
    #[validate(custom(function = "validate::<Scope>"))]
    pub scope: String,
    /// The lifetime of the token: [`Lifetime::as_str`].
    #[validate(custom(function = "validate::<Lifetime>"))]
    pub expires: String,
}

impl NewTokenForm {
    /// Returns the initial form, with the least privileges.
    pub fn blank() -> Self {
        Self {
            name: String::new(),
            scope: Scope::Read.as_str().to_owned(),
            expires: Lifetime::default().as_str().to_owned(),
        }
    }
}
