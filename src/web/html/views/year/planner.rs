//! Every day of a year, a month a row (a column on a phone), weekdays below one another.
//!
//! A page has 366 of them, so nothing is allocated for a day.

use super::looks;
use crate::domain::brief::{Brief, BriefDay};
use crate::domain::calendar::weekdays;
use crate::domain::day::{Day, Month, Year};
use crate::domain::settings::Settings;
use crate::domain::week::WorkingDays;
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
    working_days: WorkingDays,
    today: Day,
    looks: Vec<Look<'a>>,
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
    of: Month,
    logged: &'a [BriefDay],
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
        let row = |month: Month| MonthRow {
            name: month.name(),
            short: month_short(month),
            month: month.to_string(),
            lead: month.first_day().weekday().days_since(settings.week_start.weekday()),
            of: month,
            logged: brief.between(month.first_day(), month.last_day()),
        };
        let week = weekdays(settings.week_start).map(|day| &weekday_name(day)[..1]);
        Self {
            columns: std::array::from_fn(|column| week[column % 7]),
            months: (1..=12).filter_map(|number| year.month(number)).map(row).collect(),
            working_days: settings.working_days,
            today,
            looks: looks(&settings.types, brief),
        }
    }

    /// The days of one of its months, put into words one after another as the template asks.
    pub(super) fn days(&self, month: &MonthRow<'a>) -> impl Iterator<Item = PlannedCell<'a>> {
        let mut logged = month.logged.iter().peekable();
        let of = month.of;
        let days = (1..=of.length()).filter_map(move |number| of.day(number));
        days.map(move |day| self.cell(day, logged.next_if(|logged| logged.day == day)))
    }

    fn cell(&self, day: Day, entry: Option<&BriefDay>) -> PlannedCell<'a> {
        let is_off = !self.working_days.contains(day.weekday());
        let (is_today, is_planned) = (day == self.today, entry.is_some() && day > self.today);
        let when = entry.map_or([""; 2], when);
        let filled = entry.map_or([None; 2], |entry| entry.slots);
        let slot = |at: usize| {
            filled[at].map(|part| Slot { when: when[at], look: self.looks[part.day_type] })
        };
        let slots = [slot(0), slot(1)];
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
}

fn when(entry: &BriefDay) -> [&'static str; 2] {
    if entry.is_whole { ["", ""] } else { [MORNING, AFTERNOON] }
}
