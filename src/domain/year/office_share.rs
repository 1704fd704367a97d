//! The share of office days among worked days, up to today. Days without work (vacation, holiday,
//! sick) don't count.

#[cfg(test)]
mod tests;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::digest::YearDigest;
use super::totals::percent;
use crate::domain::days::day::{Day, Month, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::days::week::WeekStart;
use crate::domain::types::{DayTypes, TypeKind};
use crate::domain::values::text::named_variants;

/// The period that a share covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[derive(VariantArray, IntoStaticStr, EnumString, Display)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "self-explanatory names")]
pub enum SharePeriod {
    Week,
    #[default]
    Month,
    Quarter,
    /// The twelve weeks ending with each week.
    #[strum(serialize = "12-weeks")]
    TwelveWeeks,
}

named_variants!(SharePeriod);

/// A period within which a share is calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShareWindow {
    /// The number of the month, quarter, or week. For twelve weeks, the number of the last week.
    pub number: u32,
    /// The first day. May be outside the year, and outside the supported dates.
    pub first: NaiveDate,
    /// The last day. May be outside the year, and outside the supported dates.
    pub last: NaiveDate,
    /// The day from which the share is shown: the first day, or for twelve weeks the first day of
    /// the last week.
    pub told_from: NaiveDate,
}

/// The share of office days in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficeShare {
    /// The window.
    pub window: ShareWindow,
    /// The office days.
    pub office: HalfDays,
    /// The worked days, including office days.
    pub worked: HalfDays,
}

impl OfficeShare {
    /// Returns the share in percent, or `None` if no days were worked.
    pub fn percent(&self) -> Option<u32> {
        percent(self.office, self.worked)
    }
}

/// Returns the windows of a year. A week belongs to the year of its Thursday, as in ISO 8601.
pub fn windows(year: Year, span: SharePeriod, start: WeekStart) -> Vec<ShareWindow> {
    match span {
        SharePeriod::Week => weeks(year, start, 0),
        SharePeriod::TwelveWeeks => weeks(year, start, 11),
        SharePeriod::Month => runs_of_months(year, 1),
        SharePeriod::Quarter => runs_of_months(year, 3),
    }
}

/// Returns the window that is a whole year.
pub fn whole(year: Year) -> ShareWindow {
    let (first, last) = (year.first_day().date(), year.last_day().date());
    ShareWindow { number: 1, first, last, told_from: first }
}

fn runs_of_months(year: Year, length: u32) -> Vec<ShareWindow> {
    let run = |number: u32| {
        let first = year.month((number - 1) * length + 1)?.first_day().date();
        let last = year.month(number * length)?.last_day().date();
        Some(ShareWindow { number, first, last, told_from: first })
    };
    (1..=12 / length).filter_map(run).collect()
}

fn weeks(year: Year, start: WeekStart, before: u64) -> Vec<ShareWindow> {
    let new_year = year.first_day().date();
    let wait = Weekday::Thu.days_since(new_year.weekday());
    let thursdays = (new_year + Days::new(wait.into())).iter_weeks();
    let lead = Days::new(Weekday::Thu.days_since(start.weekday()).into());
    thursdays
        .take_while(|thursday| thursday.year() == year.number())
        .map(|thursday| {
            let first = thursday - lead;
            ShareWindow {
                number: thursday.iso_week().week(),
                first: first - Days::new(before * 7),
                last: first + Days::new(6),
                told_from: first,
            }
        })
        .collect()
}

/// Returns the first and last month required for the shares of a year, and for the year itself.
pub fn months_needed(year: Year, span: SharePeriod, start: WeekStart) -> (Month, Month) {
    let windows = windows(year, span, start);
    let within = |date, end: Day| Day::from_date(date).unwrap_or(end);
    let first = windows.first().map(|window| within(window.first, year.first_day()));
    let last = windows.last().map(|window| within(window.last, year.last_day()));
    (
        first.map_or(year.first_day(), |first| first.min(year.first_day())).month(),
        last.map_or(year.last_day(), |last| last.max(year.last_day())).month(),
    )
}

/// Returns the share of each window that has started.
pub fn shares(
    digest: &YearDigest,
    types: &DayTypes,
    windows: impl IntoIterator<Item = ShareWindow>,
    today: Day,
) -> Vec<OfficeShare> {
    let counts = |slug| {
        let found = types.get(slug).filter(|found| found.kind == TypeKind::Work);
        (found.is_some(), found.is_some_and(|found| found.slug.as_str() == "office"))
    };
    let counts: Vec<(bool, bool)> = digest.types.iter().map(counts).collect();
    let started = windows.into_iter().filter(|window| window.told_from <= today.date());
    let share = |window: ShareWindow| {
        let (mut office, mut worked) = (HalfDays(0), HalfDays(0));
        for logged in digest.between_dates(window.first, window.last.min(today.date())) {
            for (part, worth) in logged.parts() {
                let (is_work, is_office) = counts[part.day_type];
                worked += HalfDays(if is_work { worth.0 } else { 0 });
                office += HalfDays(if is_office { worth.0 } else { 0 });
            }
        }
        OfficeShare { window, office, worked }
    };
    started.map(share).collect()
}
