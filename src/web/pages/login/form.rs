//! The login form and its query.

use serde::Deserialize;
use validator::Validate;

use crate::web::form::{deserialize_checkbox, deserialize_query_flag, validate_not_blank};
use crate::web::site_config::SiteConfig;

/// The login form.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct LoginForm {
    /// The username.
    #[validate(custom(function = "validate_not_blank", code = "username.missing"))]
    pub(crate) username: String,
    /// The password.
    #[validate(length(min = 1, code = "password.missing"))]
    pub(crate) password: String,
    /// Whether to stay logged in.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) remember: bool,
    /// The path to redirect to after the login.
    pub(crate) next: String,
    /// The encoded body of a form that was sent after the session had expired. Empty if there is
    /// none.
    pub(crate) kept: String,
}

impl LoginForm {
    /// Returns the initial form. Over plain HTTP, users are probably trying the server out.
    pub(crate) fn blank(site: &SiteConfig) -> Self {
        Self { remember: site.is_secure(), ..Self::default() }
    }
}

/// The query of the login page.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct LoginQuery {
    /// The path to redirect to after the login.
    pub(crate) next: String,
    /// Whether a session expired.
    #[serde(deserialize_with = "deserialize_query_flag")]
    pub(crate) ended: bool,
}
