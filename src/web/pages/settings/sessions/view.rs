//! The sessions.

use askama::Template;

use crate::domain::accounts::browser::BrowserName;
use crate::domain::accounts::session::{LoginSession, SessionId};
use crate::domain::values::secret_hash::SecretHash;
use crate::domain::values::time_zone::TimeZone;
use crate::locale::t;
use crate::web::assets;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::sessions::form::EndSessionsForm;
use crate::web::views::format::format_short_date_time;
use crate::web::views::{Layout, Section};

/// The sessions page.
#[derive(Template)]
#[template(path = "settings/sessions.html")]
pub(crate) struct SessionsPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The user's sessions, most recently used first.
    pub(crate) sessions: &'a [LoginSession],
    /// The hash of the current session's key.
    pub(crate) own: &'a SecretHash,
    /// The user's time zone.
    pub(crate) zone: TimeZone,
    /// A message at the top of the page.
    pub(crate) notice: Option<&'a str>,
}

/// A session in the list.
struct SessionRow {
    id: SessionId,
    browser: String,
    is_current: bool,
    first_seen: String,
    last_seen: String,
}

impl SessionsPage<'_> {
    /// Returns the current session and then the others.
    fn rows(&self) -> impl Iterator<Item = SessionRow> {
        let own = self.sessions.iter().filter(move |session| self.is_own(session));
        let others = self.sessions.iter().filter(move |session| !self.is_own(session));
        own.chain(others).map(move |session| SessionRow {
            id: session.id(),
            browser: format_browser(BrowserName::from_user_agent(&session.user_agent)),
            is_current: self.is_own(session),
            first_seen: format_short_date_time(session.created_at, self.zone),
            last_seen: format_short_date_time(session.last_seen_at, self.zone),
        })
    }

    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !self.is_own(session))
    }

    fn is_own(&self, session: &LoginSession) -> bool {
        session.key_hash == *self.own
    }
}

fn format_browser(name: BrowserName<'_>) -> String {
    match (name.program, name.system) {
        (Some(program), Some(system)) => t::sessions_browser(program, system),
        (Some(program), None) => program.to_owned(),
        (None, Some(system)) => t::sessions_browser_unknown_system(system),
        (None, None) => t::sessions_browser_unknown().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_far_as_known() {
        for (program, system, expected) in [
            (Some("Firefox"), Some("Linux"), "Firefox on Linux"),
            (Some("curl"), None, "curl"),
            (None, Some("Windows"), "Unknown browser on Windows"),
            (None, None, "Unknown browser"),
        ] {
            assert_eq!(format_browser(BrowserName { program, system }), expected);
        }
    }
}
