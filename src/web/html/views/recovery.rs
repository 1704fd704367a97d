//! The pages for those who forgot their password, and the one that confirms an address.

use askama::Template;

use super::{Chrome, Section, assets};
use crate::web::form::FieldErrors;
use crate::web::html::forms::ForgotForm;

/// Asks whose password was forgotten.
#[derive(Template)]
#[template(path = "forgot.html")]
pub struct ForgotPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// What was typed: `username`, which may be an address.
    pub form: &'a ForgotForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// Whether letters can be sent; where not, only the admin can help.
    pub sends_mail: bool,
    /// Whether a link was just asked for.
    pub asked: bool,
}

/// Chooses a new password by a link.
#[derive(Template)]
#[template(path = "reset.html")]
pub struct ResetPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Whose password it is.
    pub account: &'a str,
    /// The link's token.
    pub token: &'a str,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
}

/// Asks for a yes to an address. Opening the link alone confirms nothing: programs that look into
/// mail open links too.
#[derive(Template)]
#[template(path = "confirm.html")]
pub struct ConfirmPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Whose address it is to be.
    pub account: &'a str,
    /// The address.
    pub email: &'a str,
    /// The link's token.
    pub token: &'a str,
}
