//! Invitations: those that are open, and the form that makes one.

use askama::Template;

use super::AdminPart;
use crate::domain::Timestamp;
use crate::domain::invitation::{Invitation, InvitationId};
use crate::domain::time_zone::TimeZone;
use crate::domain::user::Email;
use crate::web::form::FieldErrors;
use crate::web::html::forms::InvitationForm;
use crate::web::html::views::words::{plain_count, short_date};
use crate::web::html::views::{Chrome, Section, assets};
use crate::web::site::Signup;

/// The open invitations, and the form.
#[derive(Template)]
#[template(path = "admin/invitations.html")]
pub struct InvitationsPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Which of the admin's pages it is.
    pub here: AdminPart,
    /// Those that can be used.
    pub invitations: &'a [Invitation],
    /// Who may sign up.
    pub signup: Signup,
    /// Whether letters can be sent.
    pub sends_mail: bool,
    /// When the page is made.
    pub now: Timestamp,
    /// Where the admin is.
    pub zone: TimeZone,
    /// What was typed: `email`, `note`.
    pub form: &'a InvitationForm,
    /// What is wrong with it.
    pub errors: &'a FieldErrors,
    /// The invitation that has just been made.
    pub made: Option<MadeInvitation<'a>>,
    /// Something to say above all.
    pub notice: Option<&'a str>,
}

/// An invitation with its link, shown once.
#[derive(Debug, Clone, Copy)]
pub struct MadeInvitation<'a> {
    /// The link.
    pub address: &'a str,
}

/// An invitation as listed.
struct InvitationRow<'a> {
    id: InvitationId,
    number: String,
    name: &'a str,
    facts: Vec<String>,
}

impl InvitationsPage<'_> {
    fn rows(&self) -> impl Iterator<Item = InvitationRow<'_>> {
        self.invitations.iter().map(|open| {
            let email = open.email.as_ref().map(Email::as_str);
            let note = Some(open.note.as_str()).filter(|note| !note.is_empty());
            // Whether the letter got there is the mail server's to know.
            let sent = email.map(|email| format!("by mail to {email}"));
            let made = format!("made {}", short_date(open.created_at, self.zone));
            InvitationRow {
                id: open.id,
                number: open.id.short(),
                name: note.or(email).unwrap_or("Anybody with the link"),
                facts: sent.into_iter().chain([made, self.ends(open)]).collect(),
            }
        })
    }

    fn ends(&self, open: &Invitation) -> String {
        match (self.zone.date(open.expires_at) - self.zone.date(self.now)).num_days() {
            ..=0 => "expires today".to_owned(),
            days => {
                let days = usize::try_from(days).unwrap_or_default();
                format!("expires in {}", plain_count(days, "day", "days"))
            }
        }
    }
}
