//! The list of users, and the page of one user.

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::admin::{ResultPage, UserDetails};
use crate::domain::Timestamp;
use crate::domain::accounts::user::{Role, UserId};
use crate::domain::admin::UserSummary;
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::admin::audit::view::{AuditLine, audit_lines};
use crate::web::pages::admin::menu::{AdminPart, format_recent};
use crate::web::views::choices::NO_ERROR;
use crate::web::views::format::format_short_date;
use crate::web::views::{Layout, Section};

/// The user list page.
#[derive(Template)]
#[template(path = "admin/users.html")]
pub(crate) struct UsersPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: AdminPart,
    /// The users on this page.
    pub(crate) users: &'a ResultPage<UserSummary>,
    /// The username prefix to filter by, as typed.
    pub(crate) typed: &'a str,
    /// Whether this is the first page.
    pub(crate) is_first: bool,
    /// The current time.
    pub(crate) now: Timestamp,
    /// The admin's time zone.
    pub(crate) zone: TimeZone,
}

/// A user in the list.
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
            since: format_short_date(user.created_at, zone),
            seen: user
                .last_seen_at
                .map_or_else(|| "–".to_owned(), |at| format_recent(at, now, zone)),
            address: if user.has_address { t::users_confirmed() } else { "–" },
        }
    }
}

impl UsersPage<'_> {
    fn rows(&self) -> impl Iterator<Item = UserRow<'_>> {
        self.users.rows.iter().map(|user| UserRow::new(user, self.now, self.zone))
    }

    /// Returns the path of the next page.
    fn next(&self) -> Option<String> {
        let last = self.users.rows.last().filter(|_| self.users.more)?;
        Some(format!("{}&after={}", self.first(), last.username))
    }

    /// Returns the path of the first page.
    fn first(&self) -> String {
        format!("/admin/users?name={}", utf8_percent_encode(self.typed, NON_ALPHANUMERIC))
    }
}

/// The data of a user's page.
pub(crate) struct UserPageInput<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The user, and the parts of the account that admins may see.
    pub(crate) insight: &'a UserDetails,
    /// Whether the user is the admin who views the page.
    pub(crate) is_oneself: bool,
    /// The username of the admin who views the page.
    pub(crate) own_name: &'a str,
    /// Whether a mail server is configured.
    pub(crate) sends_mail: bool,
    /// The current time.
    pub(crate) now: Timestamp,
    /// The admin's time zone.
    pub(crate) zone: TimeZone,
    /// The errors of the form that asks for the admin's password.
    pub(crate) errors: &'a FieldErrors,
    /// The password reset link just created.
    pub(crate) link: Option<&'a str>,
    /// A message that confirms the last action.
    pub(crate) notice: Option<&'static str>,
    /// The reason why the last action was rejected.
    pub(crate) refusal: Option<&'a str>,
}

/// The page of one user, with the actions that an admin can take.
#[derive(Template)]
#[template(path = "admin/user.html")]
pub(crate) struct UserPage<'a> {
    layout: Layout<'a>,
    current: AdminPart,
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
    log: Vec<AuditLine<'a>>,
}

impl<'a> UserPage<'a> {
    /// Formats a user for display.
    pub(crate) fn new(input: UserPageInput<'a>) -> Self {
        let UserDetails { user, tokens, feeds, log } = input.insight;
        let (now, zone) = (input.now, input.zone);
        Self {
            layout: input.layout,
            current: AdminPart::Users,
            user: UserRow::new(user, now, zone),
            disabled: user.disabled_at.map(|at| format_short_date(at, zone)),
            programs: t::user_programs_count(*feeds, *tokens),
            is_oneself: input.is_oneself,
            own_name: input.own_name,
            can_mail: input.sends_mail && user.has_address && user.disabled_at.is_none(),
            errors: input.errors,
            link: input.link,
            notice: input.notice,
            refusal: input.refusal,
            log: audit_lines(log, zone),
        }
    }
}
