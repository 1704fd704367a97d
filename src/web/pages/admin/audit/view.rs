//! The audit log, with each entry as a sentence.

use std::borrow::Cow;

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::admin::AuditLog;
use crate::domain::accounts::user::UserId;
use crate::domain::admin::audit::{Actor, AuditAction, AuditEntry};
use crate::domain::admin::invitation::InvitationId;
use crate::domain::values::time_zone::TimeZone;
use crate::web::assets;
use crate::web::messages;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::views::format::format_short_date_time;
use crate::web::views::{Layout, Section};

/// The audit log page.
#[derive(Template)]
#[template(path = "admin/audit.html")]
pub(crate) struct AuditPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: AdminPart,
    /// The entries on the page, newest first.
    pub(crate) log: &'a AuditLog,
    /// The username to filter by, as typed.
    pub(crate) typed: &'a str,
    /// Whether no user has that name.
    pub(crate) is_nobody: bool,
    /// Whether this is the first page, with the newest entries.
    pub(crate) is_newest: bool,
    /// The admin's time zone.
    pub(crate) zone: TimeZone,
}

/// A user mentioned in an entry. Without an ID, the name isn't a link.
pub(crate) struct UserLink<'a> {
    pub(crate) id: Option<UserId>,
    pub(crate) name: Cow<'a, str>,
}

/// An entry as a sentence, such as “ada made ben an admin”.
pub(crate) struct AuditLine<'a> {
    pub(crate) when: String,
    pub(crate) who: UserLink<'a>,
    pub(crate) did: String,
    pub(crate) whom: Option<UserLink<'a>>,
    pub(crate) how: &'static str,
}

impl AuditPage<'_> {
    fn error(&self) -> Option<&'static str> {
        self.is_nobody.then(|| messages::text("audit.nobody"))
    }

    fn lines(&self) -> Vec<AuditLine<'_>> {
        audit_lines(self.log, self.zone)
    }

    /// Returns the path of the next page, with older entries.
    fn older(&self) -> Option<String> {
        let last = self.log.entries.rows.last().filter(|_| self.log.entries.more)?;
        Some(format!("{}&before={}", self.newest(), last.id))
    }

    /// Returns the path of the newest entries.
    fn newest(&self) -> String {
        format!("/admin/audit?user={}", utf8_percent_encode(self.typed, NON_ALPHANUMERIC))
    }
}

/// Converts entries to sentences.
pub(crate) fn audit_lines(log: &AuditLog, zone: TimeZone) -> Vec<AuditLine<'_>> {
    log.entries.rows.iter().map(|entry| audit_line(log, entry, zone)).collect()
}

fn audit_line<'a>(log: &'a AuditLog, entry: &AuditEntry, zone: TimeZone) -> AuditLine<'a> {
    let somebody = |id: UserId| match log.names.get(&id) {
        Some(name) => UserLink { id: Some(id), name: name.as_str().into() },
        None => UserLink { id: None, name: "a deleted account".into() },
    };
    let number = entry.invitation.map(InvitationId::short).unwrap_or_default();
    let (did, how) = match entry.deed {
        AuditAction::UserAdded => ("created the account of".to_owned(), ""),
        AuditAction::PasswordSet => ("set a new password for".to_owned(), ""),
        AuditAction::Disabled => ("disabled".to_owned(), ""),
        AuditAction::Enabled => ("enabled".to_owned(), ""),
        AuditAction::AdminGranted => ("made".to_owned(), "an admin"),
        AuditAction::AdminWithdrawn => ("removed the admin role from".to_owned(), ""),
        AuditAction::ResetLinkShown => ("created a password reset link for".to_owned(), ""),
        AuditAction::ResetLinkMailed => ("emailed a password reset link to".to_owned(), ""),
        AuditAction::Invited => (format!("created invitation {number}"), ""),
        AuditAction::InvitationRevoked => (format!("revoked invitation {number}"), ""),
        AuditAction::InvitationUsed if entry.about.is_some() => {
            (format!("signed up by invitation {number} of"), "")
        }
        AuditAction::InvitationUsed => (format!("signed up by invitation {number}"), ""),
    };
    let who = match entry.actor {
        Actor::CommandLine => UserLink { id: None, name: "The command line".into() },
        Actor::User(id) => somebody(id),
    };
    AuditLine {
        when: format_short_date_time(entry.at, zone),
        who,
        did,
        whom: entry.about.map(somebody),
        how,
    }
}
