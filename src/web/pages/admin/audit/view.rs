//! The audit log, with each entry as a sentence.

use std::borrow::Cow;

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::admin::AuditLog;
use crate::domain::accounts::user::UserId;
use crate::domain::admin::audit::{Actor, AuditAction, AuditEntry};
use crate::domain::admin::invitation::InvitationId;
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
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
    pub(crate) pieces: Vec<AuditPiece<'a>>,
}

/// A piece of a sentence: a text, and the user who is mentioned after it.
pub(crate) struct AuditPiece<'a> {
    pub(crate) text: String,
    pub(crate) user: Option<UserLink<'a>>,
}

/// Characters that no text contains. They mark the users until the sentence is split.
const WHO: char = '\u{1}';
const WHOM: char = '\u{2}';

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
        None => UserLink { id: None, name: t::audit_deleted_account().into() },
    };
    let who = match entry.actor {
        Actor::CommandLine => UserLink { id: None, name: t::audit_command_line().into() },
        Actor::User(id) => somebody(id),
    };
    let pieces = split(&sentence(entry), who, entry.about.map(somebody));
    AuditLine { when: format_short_date_time(entry.at, zone), pieces }
}

/// Returns the sentence about an entry, with [`WHO`] and [`WHOM`] for the users.
fn sentence(entry: &AuditEntry) -> String {
    let number = entry.invitation.map(InvitationId::short).unwrap_or_default();
    match entry.deed {
        AuditAction::UserAdded => t::audit_user_added(WHO, WHOM),
        AuditAction::PasswordSet => t::audit_password_set(WHO, WHOM),
        AuditAction::Disabled => t::audit_disabled(WHO, WHOM),
        AuditAction::Enabled => t::audit_enabled(WHO, WHOM),
        AuditAction::AdminGranted => t::audit_admin_granted(WHO, WHOM),
        AuditAction::AdminWithdrawn => t::audit_admin_withdrawn(WHO, WHOM),
        AuditAction::ResetLinkShown => t::audit_reset_link_shown(WHO, WHOM),
        AuditAction::ResetLinkMailed => t::audit_reset_link_mailed(WHO, WHOM),
        AuditAction::Invited => t::audit_invited(number, WHO),
        AuditAction::InvitationRevoked => t::audit_invitation_revoked(number, WHO),
        AuditAction::InvitationUsed if entry.about.is_some() => {
            t::audit_invitation_of_used(number, WHO, WHOM)
        }
        AuditAction::InvitationUsed => t::audit_invitation_used(number, WHO),
    }
}

/// Splits a sentence after each user.
fn split<'a>(sentence: &str, who: UserLink<'a>, whom: Option<UserLink<'a>>) -> Vec<AuditPiece<'a>> {
    let (mut who, mut whom) = (Some(who), whom);
    let piece = |piece: &str| {
        let user = if piece.ends_with(WHO) {
            who.take()
        } else if piece.ends_with(WHOM) {
            whom.take()
        } else {
            None
        };
        AuditPiece { text: piece.trim_end_matches([WHO, WHOM]).to_owned(), user }
    };
    sentence.split_inclusive([WHO, WHOM]).map(piece).collect()
}
