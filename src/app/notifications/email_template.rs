//! The subjects and bodies of emails.

use url::Url;

use crate::domain::accounts::user::Username;

/// The subject and plain text of an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EmailContent {
    pub(super) subject: &'static str,
    pub(super) text: String,
}

/// Returns the email with the password reset link, for a reset that the user requested.
pub(super) fn forgotten_password(username: &Username, link: &str) -> EmailContent {
    let subject = "Choose a new password for Worklog";
    let text = format!(
        "Somebody, probably you, asked for a new password for the account “{username}”.\n\
         Choose it here within 30 minutes:\n\n\
         {link}\n\n\
         The link works once. If you did not ask, do nothing: your password stays as it is.\n"
    );
    EmailContent { subject, text }
}

/// Returns the email with the password reset link, for a reset that an admin requested.
pub(super) fn reset_by_admin(username: &Username, link: &str) -> EmailContent {
    let subject = "Choose a new password for Worklog";
    let text = format!(
        "An admin of Worklog sends you this link, with which you choose a new password for the\n\
         account “{username}” within 30 minutes:\n\n\
         {link}\n\n\
         The link works once. If you do nothing, your password stays as it is.\n"
    );
    EmailContent { subject, text }
}

/// Returns the invitation email with a sign-up link.
pub(super) fn invitation(link: &str) -> EmailContent {
    let subject = "You are invited to Worklog";
    let text = format!(
        "You are invited to Worklog, which keeps a record of where and how you spend your working\n\
         days. Sign up here within seven days:\n\n\
         {link}\n\n\
         The link works once. If you do not know of this, do nothing: without your yes there is no\n\
         account.\n"
    );
    EmailContent { subject, text }
}

/// Returns the email with a link to confirm an address.
pub(super) fn confirm_email(username: &Username, link: &str) -> EmailContent {
    let subject = "Confirm your address for Worklog";
    let text = format!(
        "This address was given for the account “{username}”. If it is yours, confirm it here\n\
         within a day:\n\n\
         {link}\n\n\
         If you do not know of this, do nothing: without your yes the address is not used.\n"
    );
    EmailContent { subject, text }
}

/// Returns the notification that the password was changed.
pub(super) fn password_changed(username: &Username, site: &Url) -> EmailContent {
    let subject = "Your password for Worklog was changed";
    let text = format!(
        "The password of the account “{username}” was changed, and everybody who was logged in to\n\
         it was logged out.\n\n\
         If that was not you, ask for a new password now:\n\n\
         {site}password/forgot\n"
    );
    EmailContent { subject, text }
}

/// Returns the notification of a changed email address, which is sent to the previous address.
pub(super) fn email_changed(username: &Username) -> EmailContent {
    let subject = "Your address for Worklog was changed";
    let text = format!(
        "The account “{username}” no longer uses this address: another was confirmed for it, or\n\
         this one was removed.\n\n\
         If that was not you, tell whoever runs the server.\n"
    );
    EmailContent { subject, text }
}
