//! The users, and one of them.

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::audit::{Line, lines};
use super::{AdminPart, lately};
use crate::app::admin::{Insight, Page};
use crate::domain::Timestamp;
use crate::domain::admin::UserSummary;
use crate::domain::time_zone::TimeZone;
use crate::domain::user::{Role, UserId};
use crate::web::form::FieldErrors;
use crate::web::html::views::words::{plain_count, short_date};
use crate::web::html::views::{Chrome, Section, assets};

/// A page of the users.
#[derive(Template)]
#[template(path = "admin/users.html")]
pub struct UsersPage<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Which of the admin's pages it is.
    pub here: AdminPart,
    /// Those on the page.
    pub found: &'a Page<UserSummary>,
    /// How names begin, as typed.
    pub typed: &'a str,
    /// Whether no page comes before it.
    pub is_first: bool,
    /// When the page is made.
    pub now: Timestamp,
    /// Where the admin is.
    pub zone: TimeZone,
}

/// A user as listed.
struct UserRow<'a> {
    id: UserId,
    name: &'a str,
    is_admin: bool,
    is_disabled: bool,
    since: String,
    seen: String,
    address: &'static str,
}

impl<'a> UserRow<'a> {
    fn new(user: &'a UserSummary, now: Timestamp, zone: TimeZone) -> Self {
        Self {
            id: user.id,
            name: user.username.as_str(),
            is_admin: user.role == Role::Admin,
            is_disabled: user.disabled_at.is_some(),
            since: short_date(user.created_at, zone),
            seen: user.last_seen_at.map_or_else(|| "–".to_owned(), |at| lately(at, now, zone)),
            address: if user.has_address { "confirmed" } else { "–" },
        }
    }
}

impl UsersPage<'_> {
    fn rows(&self) -> impl Iterator<Item = UserRow<'_>> {
        self.found.rows.iter().map(|user| UserRow::new(user, self.now, self.zone))
    }

    /// Where the next page is.
    fn next(&self) -> Option<String> {
        let last = self.found.rows.last().filter(|_| self.found.more)?;
        Some(format!("{}&after={}", self.first(), last.username))
    }

    /// Where the first page is.
    fn first(&self) -> String {
        format!("/admin/users?name={}", utf8_percent_encode(self.typed, NON_ALPHANUMERIC))
    }
}

/// What there is to show of a user.
pub struct UserPageInput<'a> {
    /// Around the page.
    pub chrome: Chrome<'a>,
    /// Who it is.
    pub insight: &'a Insight,
    /// Whether it is the admin who looks.
    pub is_oneself: bool,
    /// What the admin is called.
    pub own_name: &'a str,
    /// Whether letters can be sent.
    pub sends_mail: bool,
    /// When the page is made.
    pub now: Timestamp,
    /// Where the admin is.
    pub zone: TimeZone,
    /// What is wrong with the password given.
    pub errors: &'a FieldErrors,
    /// A link to a new password that has just been made.
    pub link: Option<&'a str>,
    /// What was just done.
    pub notice: Option<&'static str>,
    /// Why something was not done.
    pub refusal: Option<&'a str>,
}

/// One user, and what can be done.
#[derive(Template)]
#[template(path = "admin/user.html")]
pub struct UserPage<'a> {
    chrome: Chrome<'a>,
    here: AdminPart,
    user: UserRow<'a>,
    disabled: Option<String>,
    programs: String,
    is_oneself: bool,
    own_name: &'a str,
    can_mail: bool,
    errors: &'a FieldErrors,
    link: Option<&'a str>,
    notice: Option<&'static str>,
    refusal: Option<&'a str>,
    log: Vec<Line<'a>>,
}

impl<'a> UserPage<'a> {
    /// Puts a user into words.
    pub fn new(input: UserPageInput<'a>) -> Self {
        let Insight { user, tokens, feeds, log } = input.insight;
        let (now, zone) = (input.now, input.zone);
        let tokens = plain_count(*tokens, "API token", "API tokens");
        let feeds = plain_count(*feeds, "calendar feed", "calendar feeds");
        Self {
            chrome: input.chrome,
            here: AdminPart::Users,
            user: UserRow::new(user, now, zone),
            disabled: user.disabled_at.map(|at| short_date(at, zone)),
            programs: format!("{tokens}, {feeds}"),
            is_oneself: input.is_oneself,
            own_name: input.own_name,
            can_mail: input.sends_mail && user.has_address && user.disabled_at.is_none(),
            errors: input.errors,
            link: input.link,
            notice: input.notice,
            refusal: input.refusal,
            log: lines(log, zone),
        }
    }
}
