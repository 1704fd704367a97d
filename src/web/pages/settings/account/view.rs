//! The account settings: the username, the email address, and the password.

use askama::Template;

use crate::domain::accounts::user::{Email, User};
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::account::form::AccountForm;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::{Layout, Section};

/// The account settings page.
#[derive(Template)]
#[template(path = "settings/account.html")]
pub(crate) struct AccountPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The user.
    pub(crate) user: &'a User,
    /// The form as stored or typed. The page never repeats passwords.
    pub(crate) form: &'a AccountForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// A message that confirms the last action.
    pub(crate) notice: Option<&'static str>,
    /// Whether a mail server is configured. Without one, addresses can't be confirmed.
    pub(crate) sends_mail: bool,
}

impl AccountPage<'_> {
    fn confirmed(&self) -> Option<&str> {
        self.user.confirmed_email().map(Email::as_str)
    }

    fn pending(&self) -> Option<&str> {
        self.user.pending_email().map(Email::as_str)
    }
}
