//! The audit log, with each entry as a sentence.

use std::borrow::Cow;

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::admin::Log;
use crate::domain::accounts::user::UserId;
use crate::domain::admin::audit::{Actor, AuditEntry, Deed};
use crate::domain::admin::invitation::InvitationId;
use crate::domain::values::time_zone::TimeZone;
use crate::web::assets;
use crate::web::pages::admin::menu::{AdminPart, when};
use crate::web::views::{Chrome, Section};

/// The page of the audit log.
#[derive(Template)]
#[template(path = "admin/audit.html")]
pub struct AuditPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The current page in the navigation.
    pub here: AdminPart,
    /// The entries on the page, newest first.
    pub log: &'a Log,
    /// The username to filter by, as typed.
    pub typed: &'a str,
    /// Whether no user has that name.
    pub is_nobody: bool,
    /// Whether this is the first page, with the newest entries.
    pub is_newest: bool,
    /// The admin's time zone.
    pub zone: TimeZone,
}

/// A user mentioned in an entry. Without an ID, the name isn't a link.
pub(crate) struct Somebody<'a> {
    pub(crate) id: Option<UserId>,
    pub(crate) name: Cow<'a, str>,
}

/// An entry as a sentence, such as “ada made ben an admin”.
pub(crate) struct Line<'a> {
    pub(crate) when: String,
    pub(crate) who: Somebody<'a>,
    pub(crate) did: String,
    pub(crate) whom: Option<Somebody<'a>>,
    pub(crate) how: &'static str,
}

impl AuditPage<'_> {
    fn lines(&self) -> Vec<Line<'_>> {
        lines(self.log, self.zone)
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
pub(crate) fn lines(log: &Log, zone: TimeZone) -> Vec<Line<'_>> {
    log.entries.rows.iter().map(|entry| line(log, entry, zone)).collect()
}

fn line<'a>(log: &'a Log, entry: &AuditEntry, zone: TimeZone) -> Line<'a> {
    let somebody = |id: UserId| match log.names.get(&id) {
        Some(name) => Somebody { id: Some(id), name: name.as_str().into() },
        None => Somebody { id: None, name: "a deleted account".into() },
    };
    let number = entry.invitation.map(InvitationId::short).unwrap_or_default();
    let (did, how) = match entry.deed {
        Deed::UserAdded => ("made the account of".to_owned(), ""),
        Deed::PasswordSet => ("set a new password for".to_owned(), ""),
        Deed::Disabled => ("disabled".to_owned(), ""),
        Deed::Enabled => ("enabled".to_owned(), ""),
        Deed::AdminGranted => ("made".to_owned(), "an admin"),
        Deed::AdminWithdrawn => ("took the role of admin from".to_owned(), ""),
        Deed::ResetLinkShown => ("made a link to a new password for".to_owned(), ""),
        Deed::ResetLinkMailed => ("mailed a link to a new password to".to_owned(), ""),
        Deed::Invited => (format!("made invitation {number}"), ""),
        Deed::InvitationRevoked => (format!("took back invitation {number}"), ""),
        Deed::InvitationUsed if entry.about.is_some() => {
            (format!("signed up by invitation {number} of"), "")
        }
        Deed::InvitationUsed => (format!("signed up by invitation {number}"), ""),
    };
    let who = match entry.actor {
        Actor::CommandLine => Somebody { id: None, name: "The command line".into() },
        Actor::User(id) => somebody(id),
    };
    Line { when: when(entry.at, zone), who, did, whom: entry.about.map(somebody), how }
}
