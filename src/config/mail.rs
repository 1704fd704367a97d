//! The email settings, which are only valid together.

use lettre::message::Mailbox;
use url::Url;

use super::ConfigErrors;
use crate::app::notifications::{MailSettings, Mailer, SmtpServer};

/// Returns the mailer if email is configured. This requires a server, a sender, and the public URL,
/// which is the base of the links in messages.
pub(super) fn mailer(
    problems: &mut ConfigErrors,
    server: Option<&str>,
    from: Option<&str>,
    public_url: Option<&Url>,
) -> Option<Mailer> {
    let (Some(server), Some(from)) = (server, from) else {
        if server.is_some() || from.is_some() {
            problems.add("WORKLOG_SMTP_URL and WORKLOG_MAIL_FROM: set both or neither");
        }
        return None;
    };
    let server = problems.ok_or_record("WORKLOG_SMTP_URL", server.parse::<SmtpServer>());
    let wrong = "must look like log@example.org or Worklog <log@example.org>";
    let from =
        problems.ok_or_record("WORKLOG_MAIL_FROM", from.parse::<Mailbox>().map_err(|_| wrong));
    if public_url.is_none() {
        problems.add("WORKLOG_PUBLIC_URL: required for the links in emails");
    }
    let settings = MailSettings { server: server?, from: from?, public_url: public_url?.clone() };
    problems.ok_or_record("WORKLOG_SMTP_URL", Mailer::new(settings))
}
