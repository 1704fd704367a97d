//! The view of the authentication events.

use std::borrow::Cow;

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::app::admin::ResultPage;
use crate::domain::accounts::auth_event::{AuthEvent, AuthEventKind};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::assets;
use crate::web::pages::admin::menu::AdminPart;
use crate::web::views::format::format_short_date_time;
use crate::web::views::{Layout, Section};

/// The page of authentication events.
#[derive(Template)]
#[template(path = "admin/events.html")]
pub(crate) struct EventsPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: AdminPart,
    /// The records on the page, newest first.
    pub(crate) events: &'a ResultPage<AuthEvent>,
    /// Whether this is the first page, with the newest records.
    pub(crate) is_newest: bool,
    /// The admin's time zone.
    pub(crate) zone: TimeZone,
}

/// A record, ready to display.
pub(crate) struct EventLine<'a> {
    pub(crate) when: String,
    pub(crate) what: String,
    pub(crate) name: &'a str,
    /// The network. Empty if unknown.
    pub(crate) source: Cow<'a, str>,
}

impl EventsPage<'_> {
    fn lines(&self) -> Vec<EventLine<'_>> {
        self.events.rows.iter().map(|event| event_line(event, self.zone)).collect()
    }

    /// Returns the path of the next page, with older records.
    fn older(&self) -> Option<String> {
        let last = self.events.rows.last().filter(|_| self.events.more)?;
        let position = last.position().to_string();
        Some(format!("/admin/events?after={}", utf8_percent_encode(&position, NON_ALPHANUMERIC)))
    }
}

fn event_line(event: &AuthEvent, zone: TimeZone) -> EventLine<'_> {
    let what = match event.kind {
        AuthEventKind::Failed => t::logins_failed(event.count),
        AuthEventKind::Throttled => t::logins_throttled(event.count),
        AuthEventKind::Reset => t::logins_reset(event.count),
        AuthEventKind::NewBrowser => t::logins_new_browser(event.count),
        AuthEventKind::ThrottledReset => t::logins_throttled_reset(event.count),
        AuthEventKind::ThrottledResetRequest => t::logins_throttled_reset_request(event.count),
        AuthEventKind::ThrottledSignup => t::logins_throttled_signup(event.count),
        AuthEventKind::Other => t::logins_other(event.count),
    };
    let when = format_short_date_time(event.last_at, zone);
    let network = event.network.as_str();
    let source = match (event.name.is_empty(), network.is_empty()) {
        (true, true) => t::logins_others().into(),
        (true, false) if !event.kind.is_of_network() => t::logins_names(network).into(),
        _ => network.into(),
    };
    EventLine { when, what, name: &event.name, source }
}
