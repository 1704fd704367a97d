//! The calendar of a month, and the totals below it.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::logs::MonthLogs;
use crate::domain::days::calendar::{weekdays, weeks};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Parts;
use crate::domain::days::summary::{TypeTotal, totals};
use crate::domain::settings::Settings;
use crate::domain::year::balances::TypeBalance;
use crate::locale::{full_date, month_and_year, month_name};
use crate::web::views::format::{
    PartView, TypeBadge, plain_number, two_digits, weekday_name, weekday_short,
};
use crate::web::views::totals::TotalView;

/// A month as a table.
pub(crate) struct MonthCalendar<'a> {
    pub(crate) name: &'static str,
    pub(crate) year: i32,
    /// The name and the year, such as `November 2026`.
    pub(crate) title: String,
    /// The month, such as `2026-11`.
    pub(crate) month: String,
    pub(crate) previous: Option<AdjacentMonth>,
    pub(crate) next: Option<AdjacentMonth>,
    /// The short and full names of the weekdays, in the order of the columns.
    pub(crate) columns: [(&'static str, &'static str); 7],
    pub(crate) weeks: Vec<WeekRow<'a>>,
    pub(crate) totals: Vec<TotalView<'a>>,
    chosen: Day,
}

/// The previous or next month.
pub(crate) struct AdjacentMonth {
    pub(crate) month: Month,
    pub(crate) name: &'static str,
}

impl From<Month> for AdjacentMonth {
    fn from(month: Month) -> Self {
        Self { month, name: month_name(month.number()) }
    }
}

/// A row of the table, with its ISO week number.
pub(crate) struct WeekRow<'a> {
    pub(crate) number: u32,
    pub(crate) cells: [Cell<'a>; 7],
}

/// A cell of the table.
pub(crate) enum Cell<'a> {
    /// A day of this month.
    Inside(DayCell<'a>),
    /// A day of an adjacent month.
    Neighbor(DayCell<'a>),
    /// The day number of a date outside the supported range.
    Beyond(&'static str),
}

/// A day, and what is logged on it.
#[expect(clippy::struct_excessive_bools, reason = "each is a separate mark")]
pub(crate) struct DayCell<'a> {
    pub(crate) day: Day,
    /// The day number, `1` to `31`.
    pub(crate) number: &'static str,
    /// The day number with two digits, `01` to `31`.
    pub(crate) key: &'static str,
    pub(crate) is_today: bool,
    pub(crate) is_chosen: bool,
    /// Whether the day isn't a working day.
    pub(crate) is_off: bool,
    /// Whether the day has an entry and is in the future.
    pub(crate) is_planned: bool,
    pub(crate) is_halved: bool,
    pub(crate) notes: &'a str,
    pub(crate) is_empty: bool,
    /// The version of the entry, or 0 without one.
    pub(crate) version: u32,
    pub(crate) parts: [Option<PartView<'a>>; 2],
}

impl<'a> MonthCalendar<'a> {
    pub(crate) fn new(
        settings: &'a Settings,
        logs: &'a MonthLogs,
        balances: &[TypeBalance<'a>],
        (today, chosen): (Day, Day),
    ) -> Self {
        let log = &logs.shown;
        let month = log.month;
        let rows = weeks(month, settings.first_weekday());
        let cell = |date| build_cell(settings, logs, (today, chosen), date);
        Self {
            name: month_name(month.number()),
            year: month.year(),
            title: month_and_year(month.first_day().date()).to_string(),
            month: month.to_string(),
            previous: month.previous().map(AdjacentMonth::from),
            next: month.next().map(AdjacentMonth::from),
            columns: weekdays(settings.first_weekday())
                .map(|day| (weekday_short(day), weekday_name(day))),
            weeks: rows
                .into_iter()
                .map(|week| WeekRow { number: week.number, cells: week.days.map(cell) })
                .collect(),
            totals: totals(&settings.types, log.iter(), today)
                .iter()
                .filter_map(|total| month_total(total, balances))
                .collect(),
            chosen,
        }
    }

    /// Returns the cell of the selected day.
    pub(crate) fn chosen_cell(&self) -> Option<&DayCell<'a>> {
        let key = two_digits(self.chosen.number());
        self.weeks.iter().flat_map(|week| &week.cells).find_map(|cell| match cell {
            Cell::Inside(day) if day.key == key => Some(day),
            _ => None,
        })
    }
}

impl DayCell<'_> {
    /// Returns the date in words.
    pub(crate) fn date(&self) -> impl fmt::Display {
        full_date(self.day.date())
    }
}

fn build_cell<'a>(
    settings: &'a Settings,
    logs: &'a MonthLogs,
    (today, chosen): (Day, Day),
    date: NaiveDate,
) -> Cell<'a> {
    let number = plain_number(date.day());
    let Ok(day) = Day::from_date(date) else { return Cell::Beyond(number) };
    let entry = logs.get(day);
    let cell = DayCell {
        day,
        number,
        key: two_digits(day.number()),
        is_today: day == today,
        is_chosen: day == chosen,
        is_off: !settings.schedules.is_working_day(day),
        is_planned: entry.is_some() && day > today,
        is_halved: entry.is_some_and(|entry| !matches!(entry.content.parts, Parts::Whole(_))),
        notes: entry.map_or("", |entry| entry.content.notes.as_str()),
        is_empty: entry.is_none(),
        version: entry.map_or(0, |entry| entry.version),
        parts: entry
            .map_or([None; 2], |entry| PartView::from_parts(&settings.types, &entry.content.parts)),
    };
    if day.month() == logs.shown.month { Cell::Inside(cell) } else { Cell::Neighbor(cell) }
}

/// Returns `None` for a type without entries and without an allowance, unless it is a built-in type
/// that isn't archived.
fn month_total<'a>(total: &TypeTotal<'a>, balances: &[TypeBalance<'a>]) -> Option<TotalView<'a>> {
    let day_type = total.day_type;
    let balance = balances.iter().find(|of| of.day_type.slug == day_type.slug);
    let even_zero = day_type.slug.is_built_in() && day_type.is_offered() || balance.is_some();
    let badge = TypeBadge::new(day_type);
    let view = TotalView::new(badge, total.actual, total.planned).with_balance(balance);
    (even_zero || !view.is_zero).then_some(view)
}
