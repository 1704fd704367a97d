//! The month page: the calendar, and the chosen day beside it.

use askama::Template;

use super::calendar::{Calendar, Cell};
use super::panel::{Panel, PanelInput};
use super::words::long_date;
use super::{Chrome, Section, assets};
use crate::domain::day::Day;
use crate::domain::month_log::MonthLog;
use crate::domain::user::User;

/// What the month page is made of.
pub struct MonthInput<'a> {
    /// Whose month it is.
    pub user: &'a User,
    /// The month.
    pub log: &'a MonthLog,
    /// The day that it is for the person.
    pub today: Day,
    /// The chosen day, which lies in the month.
    pub panel: PanelInput<'a>,
}

/// The month page.
#[derive(Template)]
#[template(path = "month/page.html")]
pub struct MonthPage<'a> {
    chrome: Chrome<'a>,
    calendar: Calendar<'a>,
    panel: Panel<'a>,
    is_this_month: bool,
}

impl<'a> MonthPage<'a> {
    /// Puts the page into words.
    pub fn new(input: MonthInput<'a>) -> Self {
        let MonthInput { user, log, today, panel } = input;
        debug_assert_eq!(panel.day.month(), log.month);
        Self {
            chrome: Chrome {
                title: long_date(panel.day),
                username: Some(user.username.as_str()),
                section: Section::Month,
                signup_open: false,
            },
            calendar: Calendar::new(&user.settings, log, today, panel.day),
            panel: Panel::new(&user.settings, log.get(panel.day), today, panel),
            is_this_month: log.month == today.month(),
        }
    }

    /// For htmx navigation: `<title>` and `<main>`.
    pub fn main_fragment(&self) -> Result<String, askama::Error> {
        let Self { chrome, calendar, panel, is_this_month } = self;
        Moved { chrome, calendar, panel, is_this_month: *is_this_month }.render()
    }

    /// For htmx after a change: the day's panel, and what else shows the day.
    pub fn saved_fragment(&self) -> Result<String, askama::Error> {
        let Self { chrome, calendar, panel, .. } = self;
        Saved { chrome, calendar, panel }.render()
    }

    /// For htmx when a change was refused: the day's panel.
    pub fn panel_fragment(&self) -> Result<String, askama::Error> {
        Refused { panel: &self.panel }.render()
    }
}

#[derive(Template)]
#[template(path = "month/moved.html")]
struct Moved<'p, 'a> {
    chrome: &'p Chrome<'a>,
    calendar: &'p Calendar<'a>,
    panel: &'p Panel<'a>,
    is_this_month: bool,
}

#[derive(Template)]
#[template(path = "month/saved.html")]
struct Saved<'p, 'a> {
    chrome: &'p Chrome<'a>,
    calendar: &'p Calendar<'a>,
    panel: &'p Panel<'a>,
}

#[derive(Template)]
#[template(path = "month/panel.html")]
struct Refused<'p, 'a> {
    panel: &'p Panel<'a>,
}
