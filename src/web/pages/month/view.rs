//! The month page: the calendar, with the form of the selected day next to it.

use askama::Template;

use super::calendar::{Cell, MonthCalendar};
use super::logs::MonthLogs;
use super::panel::{Panel, PanelInput};
use super::setup::SetupChecklist;
use crate::domain::accounts::user::User;
use crate::domain::days::day::Day;
use crate::domain::days::week::WeekStart;
use crate::domain::types::DayTypes;
use crate::domain::year::balances::TypeBalance;
use crate::locale::t;
use crate::web::assets;
use crate::web::views::choices::TypeOption;
use crate::web::views::toast::Toast;
use crate::web::views::{Layout, Section};

/// The data of the month page.
pub(crate) struct MonthInput<'a> {
    /// The user who owns the month.
    pub(crate) user: &'a User,
    /// The month, and its neighbors.
    pub(crate) logs: &'a MonthLogs,
    /// The balances of the allowance year that contains the month.
    pub(crate) balances: &'a [TypeBalance<'a>],
    /// Today, in the user's time zone.
    pub(crate) today: Day,
    /// The selected day, which must be in the month.
    pub(crate) panel: PanelInput<'a>,
    /// The layout around the page.
    pub(crate) layout: Layout<'a>,
}

/// The month page.
#[derive(Template)]
#[template(path = "month/page.html")]
pub(crate) struct MonthPage<'a> {
    layout: Layout<'a>,
    calendar: MonthCalendar<'a>,
    panel: Panel<'a>,
    is_this_month: bool,
    /// The range for the link to a bulk edit: from the selected day to the end of its week.
    several: (Day, Day),
    /// The checklist of new users.
    setup: SetupChecklist,
    /// The types that the selection bar offers.
    bar_types: Vec<TypeOption<'a>>,
    has_usual_week: bool,
    toast: Option<Toast>,
}

impl<'a> MonthPage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(input: MonthInput<'a>) -> Self {
        let MonthInput { user, logs, balances, today, panel, layout } = input;
        let log = &logs.shown;
        debug_assert_eq!(panel.day.month(), log.month);
        let day = panel.day;
        let is_this_month = log.month == today.month();
        Self {
            layout,
            calendar: MonthCalendar::new(&user.settings, logs, balances, (today, day)),
            panel: Panel::new(&user.settings, log.get(panel.day), today, panel),
            is_this_month,
            several: (day, week_end(day, user.settings.first_weekday())),
            setup: SetupChecklist::new(&user.settings, is_this_month && logs.is_empty()),
            bar_types: offered_types(&user.settings.types),
            has_usual_week: user.settings.schedules.has_usual_week(),
            toast: None,
        }
    }

    /// Adds a message about a change.
    pub(crate) fn with_toast(self, toast: Option<Toast>) -> Self {
        Self { toast, ..self }
    }

    /// Renders `<title>` and `<main>`, for navigation by htmx.
    pub(crate) fn main_fragment(&self) -> Result<String, askama::Error> {
        let Self { layout, calendar, panel, is_this_month, several, setup, toast, .. } = self;
        let (is_this_month, several) = (*is_this_month, *several);
        MainFragment { layout, calendar, panel, is_this_month, several, setup, toast }.render()
    }

    /// Renders the day's panel and everything else that shows the day, for htmx after a change.
    pub(crate) fn saved_fragment(&self) -> Result<String, askama::Error> {
        let Self { layout, calendar, panel, toast, .. } = self;
        SavedFragment { layout, calendar, panel, toast }.render()
    }

    /// Renders the day's panel, for htmx if the form is invalid.
    pub(crate) fn panel_fragment(&self) -> Result<String, askama::Error> {
        PanelFragment { panel: &self.panel }.render()
    }
}

#[derive(Template)]
#[template(path = "month/moved.html")]
struct MainFragment<'p, 'a> {
    layout: &'p Layout<'a>,
    calendar: &'p MonthCalendar<'a>,
    panel: &'p Panel<'a>,
    is_this_month: bool,
    several: (Day, Day),
    setup: &'p SetupChecklist,
    toast: &'p Option<Toast>,
}

fn offered_types(types: &DayTypes) -> Vec<TypeOption<'_>> {
    let offered = types.iter().filter(|known| known.is_offered());
    offered.map(|known| TypeOption { key: known.key(), ..TypeOption::new(known, "") }).collect()
}

/// Returns the last day of the week that contains a day, within the supported range.
fn week_end(day: Day, start: WeekStart) -> Day {
    let left = 6 - day.weekday().days_since(start.weekday());
    (0..left).fold(day, |day, _| day.next().unwrap_or(day))
}

#[derive(Template)]
#[template(path = "month/saved.html")]
struct SavedFragment<'p, 'a> {
    layout: &'p Layout<'a>,
    calendar: &'p MonthCalendar<'a>,
    panel: &'p Panel<'a>,
    toast: &'p Option<Toast>,
}

#[derive(Template)]
#[template(path = "month/panel.html")]
struct PanelFragment<'p, 'a> {
    panel: &'p Panel<'a>,
}
