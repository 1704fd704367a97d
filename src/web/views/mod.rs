//! View models and their rendering: domain values formatted as text, and the templates for them.
//!
//! All functions are pure and know nothing of requests. A fragment renders a block or an included
//! template of its page, so that the two can't drift apart.

pub(crate) mod allowance;
pub(crate) mod choices;
pub(crate) mod day_changes;
pub(crate) mod day_content;
pub(crate) mod day_lines;
pub(crate) mod format;
pub(crate) mod log_today;
pub(crate) mod menu;
pub(crate) mod message;
pub(crate) mod overdrafts;
pub(crate) mod question;
pub(crate) mod session_hint;
pub(crate) mod settings_conflict;
pub(crate) mod toast;
pub(crate) mod totals;

pub(crate) use log_today::LogToday;

use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::entry::Parts;
use crate::web::theme::Theme;

/// The section of the site that the navigation marks as current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// The month and its days.
    Month,
    /// The year.
    Year,
    /// The settings.
    Settings,
    /// The search.
    Search,
    /// The admin pages.
    Admin,
    /// No section.
    None,
}

/// The layout around every page.
#[derive(Debug, Clone)]
pub(crate) struct Layout<'a> {
    /// The title of the page.
    pub(crate) title: String,
    /// The username, if logged in.
    pub(crate) username: Option<&'a str>,
    /// Whether the user is an admin.
    pub(crate) is_admin: bool,
    /// The section of the page.
    pub(crate) section: Section,
    /// Whether anyone may sign up.
    pub(crate) signup_open: bool,
    /// The button that logs today, if logged in.
    pub(crate) log_today: Option<LogToday<'a>>,
    /// The theme that was chosen in this browser.
    pub(crate) theme: Theme,
    /// The notice that nothing can be saved at the moment.
    pub(crate) outage: Option<&'static str>,
}

impl<'a> Layout<'a> {
    /// Creates the layout around a page, for a user or for visitors who aren't logged in. `today` is
    /// the date in the user's time zone, with what is logged on it. Without it, there is no button
    /// that logs today.
    pub(crate) fn new(
        title: impl Into<String>,
        user: Option<&'a User>,
        section: Section,
        today: Option<(Day, Option<Parts>)>,
    ) -> Self {
        Self {
            title: title.into(),
            username: user.map(|user| user.username.as_str()),
            is_admin: user.is_some_and(User::is_active_admin),
            section,
            signup_open: false,
            log_today: user
                .zip(today)
                .map(|(user, (day, parts))| LogToday::new(&user.settings, day, parts.as_ref())),
            theme: Theme::default(),
            outage: None,
        }
    }
}
