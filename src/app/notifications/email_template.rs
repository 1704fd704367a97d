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
    let subject = "Reset your Worklog password";
    let text = format!(
        "Someone, probably you, requested a new password for the account “{username}”.\n\
         Choose it here within 30 minutes:\n\n\
         {link}\n\n\
         The link works once. If you didn’t request it, ignore this email: your password won’t\n\
         change.\n"
    );
    EmailContent { subject, text }
}

/// Returns the email with the password reset link, for a reset that an admin requested.
pub(super) fn reset_by_admin(username: &Username, link: &str) -> EmailContent {
    let subject = "Reset your Worklog password";
    let text = format!(
        "A Worklog admin sent you this link to choose a new password for the account\n\
         “{username}” within 30 minutes:\n\n\
         {link}\n\n\
         The link works once. If you ignore this email, your password won’t change.\n"
    );
    EmailContent { subject, text }
}

/// Returns the invitation email with a sign-up link.
pub(super) fn invitation(link: &str) -> EmailContent {
    let subject = "You are invited to Worklog";
    let text = format!(
        "You’re invited to Worklog, where you log your working days, locations, and days off.\n\
         Sign up here within seven days:\n\n\
         {link}\n\n\
         The link works once. If you didn’t expect this invitation, ignore this email.\n"
    );
    EmailContent { subject, text }
}

/// Returns the email with a link to confirm an address.
pub(super) fn confirm_email(username: &Username, link: &str) -> EmailContent {
    let subject = "Confirm your email address for Worklog";
    let text = format!(
        "This address was entered for the account “{username}”. If that was you, confirm it here\n\
         within 24 hours:\n\n\
         {link}\n\n\
         If it wasn’t you, ignore this email: the address won’t be used.\n"
    );
    EmailContent { subject, text }
}

/// Returns the notification that the password was changed.
pub(super) fn password_changed(username: &Username, site: &Url) -> EmailContent {
    let subject = "Your Worklog password was changed";
    let text = format!(
        "The password of the account “{username}” was changed, and all its other sessions were\n\
         logged out.\n\n\
         If this wasn’t you, reset your password now:\n\n\
         {site}password/forgot\n"
    );
    EmailContent { subject, text }
}

/// Returns the notification of a changed email address, which is sent to the previous address.
pub(super) fn email_changed(username: &Username) -> EmailContent {
    let subject = "Your Worklog email address was changed";
    let text = format!(
        "The account “{username}” no longer uses this address. It was removed, or another address\n\
         was confirmed.\n\n\
         If this wasn’t you, contact your admin.\n"
    );
    EmailContent { subject, text }
}
