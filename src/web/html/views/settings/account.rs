//! Who the person is here: name, address, password.

use askama::Template;

use super::SettingsPart;
use crate::domain::user::{Email, User};
use crate::web::form::FieldErrors;
use crate::web::html::forms::AccountForm;
use crate::web::html::views::{Chrome, Section, assets};

/// Name, address, password.
#[derive(Template)]
#[template(path = "settings/account.html")]
pub struct AccountPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Which part of the settings it is.
    pub here: SettingsPart,
    /// Whose account.
    pub user: &'a User,
    /// What is stored or was typed: `email`; passwords are never shown again.
    pub form: &'a AccountForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// What was just done.
    pub notice: Option<&'static str>,
    /// Whether letters can be sent; where not, no address can be confirmed.
    pub sends_mail: bool,
}

impl AccountPage<'_> {
    fn confirmed(&self) -> Option<&str> {
        self.user.confirmed_email().map(Email::as_str)
    }

    fn pending(&self) -> Option<&str> {
        self.user.pending_email().map(Email::as_str)
    }
}
