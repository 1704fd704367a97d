//! The invitations that can be used, and the form that creates one.

use askama::Template;

use crate::domain::Timestamp;
use crate::domain::accounts::user::Email;
use crate::domain::admin::invitation::{Invitation, InvitationId};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::admin::invitations::form::InvitationForm;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::site_config::SignupPolicy;
use crate::web::views::format::format_short_date;
use crate::web::views::{Layout, Section};

/// The invitations page.
#[derive(Template)]
#[template(path = "admin/invitations.html")]
pub(crate) struct InvitationsPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: AdminPart,
    /// The invitations that can be used.
    pub(crate) invitations: &'a [Invitation],
    /// Who may sign up.
    pub(crate) signup: SignupPolicy,
    /// Whether a mail server is configured.
    pub(crate) sends_mail: bool,
    /// The current time.
    pub(crate) now: Timestamp,
    /// The admin's time zone.
    pub(crate) zone: TimeZone,
    /// The form as typed.
    pub(crate) form: &'a InvitationForm,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
    /// The invitation just created, if it wasn't emailed.
    pub(crate) created: Option<CreatedInvitation<'a>>,
    /// A message at the top of the page.
    pub(crate) notice: Option<&'a str>,
}

/// An invitation with its link, which is only shown once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CreatedInvitation<'a> {
    /// The link.
    pub(crate) address: &'a str,
}

/// An invitation in the list.
struct InvitationRow<'a> {
    id: InvitationId,
    number: String,
    name: &'a str,
    facts: Vec<String>,
}

/// Returns the note, the email address, or a text for an invitation without either.
pub(super) fn invitation_name(open: &Invitation) -> &str {
    let note = Some(open.note.as_str()).filter(|note| !note.is_empty());
    note.or(open.email.as_ref().map(Email::as_str)).unwrap_or(t::invitations_anyone())
}

impl InvitationsPage<'_> {
    fn rows(&self) -> impl Iterator<Item = InvitationRow<'_>> {
        self.invitations.iter().map(|open| {
            let email = open.email.as_ref().map(Email::as_str);
            // Only the mail server knows whether the email was delivered.
            let sent = email.map(t::invitations_emailed);
            let created = t::invitations_created_on(format_short_date(open.created_at, self.zone));
            InvitationRow {
                id: open.id,
                number: open.id.short(),
                name: invitation_name(open),
                facts: sent.into_iter().chain([created, self.ends(open)]).collect(),
            }
        })
    }

    fn ends(&self, open: &Invitation) -> String {
        let days = self.zone.date(open.expires_at) - self.zone.date(self.now);
        t::invitations_expires(days.num_days().max(0))
    }
}
