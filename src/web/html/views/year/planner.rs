//! Every day of a year, a month a row (a column on a phone), weekdays below one another.
//!
//! A page has 366 of them, so nothing is allocated for a day.

use super::looks;
use crate::domain::brief::{Brief, BriefDay};
use crate::domain::calendar::weekdays;
use crate::domain::day::{Day, Month, Year};
use crate::domain::settings::Settings;
use crate::web::html::views::words::{
    AFTERNOON, Look, MORNING, month_short, plain_number, two_digits, weekday_name,
};

/// How many days a row has room for: six days before a month's first, and 31.
const COLUMNS: usize = 37;

/// The classes of a day, from its marks: off, planned, today; whole or both halves, morning alone,
/// afternoon alone.
const CLASSES: [[&str; 3]; 8] = [
    ["", "am", "pm"],
    ["off", "off am", "off pm"],
    ["planned", "planned am", "planned pm"],
    ["off planned", "off planned am", "off planned pm"],
    ["now", "now am", "now pm"],
    ["off now", "off now am", "off now pm"],
    ["planned now", "planned now am", "planned now pm"],
    ["off planned now", "off planned now am", "off planned now pm"],
];

/// The days of a year.
pub(super) struct Planner<'a> {
    /// The first letters of the weekdays above the columns.
    pub(super) columns: [&'static str; COLUMNS],
    pub(super) months: Vec<MonthRow<'a>>,
}

/// A month.
pub(super) struct MonthRow<'a> {
    pub(super) name: &'static str,
    /// Its first three letters.
    pub(super) short: &'static str,
    /// `2026-11`
    pub(super) month: String,
    /// How many columns are free before its first day.
    pub(super) lead: u32,
    pub(super) days: Vec<PlannedCell<'a>>,
}

/// A day.
pub(super) struct PlannedCell<'a> {
    /// `01` to `31`.
    pub(super) key: &'static str,
    /// `1` to `31`.
    pub(super) number: &'static str,
    pub(super) weekday: &'static str,
    pub(super) class: &'static str,
    pub(super) is_today: bool,
    pub(super) is_planned: bool,
    pub(super) slots: [Option<Slot<'a>>; 2],
}

/// A filled part of a day.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    /// Empty for a whole day; `morning ` or `afternoon ` goes before the label.
    pub(super) when: &'static str,
    pub(super) look: Look<'a>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(settings: &'a Settings, brief: &'a Brief, year: Year, today: Day) -> Self {
        let looks = looks(&settings.types, brief);
        let row = |month: Month| {
            let days = brief.between(month.first_day(), month.last_day());
            MonthRow {
                name: month.name(),
                short: month_short(month),
                month: month.to_string(),
                lead: month.first_day().weekday().days_since(settings.week_start.weekday()),
                days: cells(settings, &looks, month, days, today),
            }
        };
        let week = weekdays(settings.week_start).map(|day| &weekday_name(day)[..1]);
        Self {
            columns: std::array::from_fn(|column| week[column % 7]),
            months: (1..=12).filter_map(|number| year.month(number)).map(row).collect(),
        }
    }
}

fn cells<'a>(
    settings: &Settings,
    looks: &[Look<'a>],
    month: Month,
    logged: &[BriefDay],
    today: Day,
) -> Vec<PlannedCell<'a>> {
    let mut logged = logged.iter().peekable();
    let days = (1..=month.length()).filter_map(|number| month.day(number));
    days.map(|day| {
        let entry = logged.next_if(|logged| logged.day == day);
        let is_off = !settings.working_days.contains(day.weekday());
        cell(looks, day, entry, (is_off, today))
    })
    .collect()
}

fn cell<'a>(
    looks: &[Look<'a>],
    day: Day,
    entry: Option<&BriefDay>,
    (is_off, today): (bool, Day),
) -> PlannedCell<'a> {
    let (is_today, is_planned) = (day == today, entry.is_some() && day > today);
    let filled = entry.map_or([None; 2], |entry| entry.slots);
    let when = entry.map_or([""; 2], when);
    let slot = |at: usize| filled[at].map(|part| (when[at], looks[part.day_type]));
    let slots = [slot(0), slot(1)].map(|slot| slot.map(|(when, look)| Slot { when, look }));
    let half = match (entry.is_some_and(|entry| entry.is_whole), &slots) {
        (false, [Some(_), None]) => 1,
        (false, [None, Some(_)]) => 2,
        _ => 0,
    };
    let marks = usize::from(is_off) + 2 * usize::from(is_planned) + 4 * usize::from(is_today);
    PlannedCell {
        key: two_digits(day.number()),
        number: plain_number(day.number()),
        weekday: weekday_name(day.weekday()),
        class: CLASSES[marks][half],
        is_today,
        is_planned,
        slots,
    }
}

fn when(entry: &BriefDay) -> [&'static str; 2] {
    if entry.is_whole { ["", ""] } else { [MORNING, AFTERNOON] }
}
