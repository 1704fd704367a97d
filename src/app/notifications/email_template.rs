//! The subjects and bodies of emails, in the current language.

use url::Url;

use crate::app::accounts::sessions::format_browser;
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, Username};
use crate::domain::notifications::outbox::NewBrowserLogin;
use crate::locale::{medium_date, t};

/// The subject and plain text of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EmailContent {
    pub(super) subject: &'static str,
    pub(super) text: String,
}

/// Returns the email with the password reset link, for a reset that the user requested.
pub(super) fn forgotten_password(username: &Username, link: &str) -> EmailContent {
    EmailContent { subject: t::email_reset_subject(), text: t::email_reset(link, username) + "\n" }
}

/// Returns the email with the password reset link, for a reset that an admin requested.
pub(super) fn reset_by_admin(username: &Username, link: &str) -> EmailContent {
    let text = t::email_reset_by_admin(link, username) + "\n";
    EmailContent { subject: t::email_reset_subject(), text }
}

/// Returns the invitation email with a sign-up link.
pub(super) fn invitation(link: &str) -> EmailContent {
    let text = t::email_invitation(link) + "\n";
    EmailContent { subject: t::email_invitation_subject(), text }
}

/// Returns the email with a link to confirm an address.
pub(super) fn confirm_email(username: &Username, link: &str) -> EmailContent {
    let text = t::email_confirm(link, username) + "\n";
    EmailContent { subject: t::email_confirm_subject(), text }
}

/// Returns the notification that the password was changed.
pub(super) fn password_changed(username: &Username, site: &Url) -> EmailContent {
    let link = format!("{site}password/forgot");
    let text = t::email_password_changed(link, username) + "\n";
    EmailContent { subject: t::email_password_changed_subject(), text }
}

/// Returns the notification of a changed email address, which is sent to the previous address.
pub(super) fn email_changed(username: &Username) -> EmailContent {
    let text = t::email_changed(username) + "\n";
    EmailContent { subject: t::email_changed_subject(), text }
}

/// Returns the notification of a login from a new browser.
pub(super) fn new_browser(
    user: &User,
    login: &NewBrowserLogin,
    at: Timestamp,
    site: &Url,
) -> EmailContent {
    let zone = user.settings.time_zone;
    let time = t::date_and_time(medium_date(zone.date(at)), zone.local(at).format("%H:%M"));
    let browser = format_browser(&login.user_agent);
    let (link, network) = (format!("{site}settings/sessions"), &login.network);
    let text = t::email_new_browser(browser, link, network, time, &user.username, zone) + "\n";
    EmailContent { subject: t::email_new_browser_subject(), text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn each_fact_about_a_login_has_its_own_line() {
        for language in Language::ALL {
            let email =
                || t::email_new_browser("Firefox", "/", "10.0.0.0/24", "12:00", "ada", "UTC");
            let text = language.with(email);
            let facts: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
            assert_eq!(facts.len(), 3, "{text}");
            let ends = facts.iter().zip(["12:00 (UTC)", ": Firefox", ": 10.0.0.0/24"]);
            assert!(ends.into_iter().all(|(fact, end)| fact.ends_with(end)), "{text}");
        }
    }
}
