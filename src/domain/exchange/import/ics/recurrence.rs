//! Expands yearly and weekly recurrence rules (RFC 5545, 3.3.10) for chosen years.
//!
//! Everything is computed in UTC and with dates only. Rules that would make the crate search for an
//! occurrence that never comes are rejected.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, TimeZone as _};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::super::ics_dates::IcsDate;
use super::super::source::MAX_RECORDS;
use super::series::SeriesStart;
use crate::domain::values::problem::Problem;

#[cfg(test)]
mod tests;

/// The maximum length of a rule in bytes.
const MAX_RULE: usize = 500;

/// The earliest year in which a series with a number of occurrences may start.
const FIRST_YEAR: i32 = 1600;

/// The number of days of each month in a leap year.
const MONTH_LENGTHS: [i32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The work left for the rules of a file: years or weeks visited, and occurrences found. It bounds
/// the time and memory that a file with many or dense rules takes.
#[derive(Debug)]
pub(super) struct RuleBudget(usize);

impl Default for RuleBudget {
    fn default() -> Self {
        Self(MAX_RECORDS)
    }
}

impl RuleBudget {
    #[cfg(test)]
    pub(super) fn of(steps: usize) -> Self {
        Self(steps)
    }

    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Problem> {
        self.0 = self.0.checked_sub(steps).ok_or("ics.too_many_repeats")?;
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frequency {
    Yearly,
    Weekly,
}

impl Frequency {
    /// Parses the value of `FREQ`. Returns `None` for one that isn't supported.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "YEARLY" => Some(Self::Yearly),
            "WEEKLY" => Some(Self::Weekly),
            _ => None,
        }
    }
}

/// A rule without its end.
struct Rule {
    /// The rule without `UNTIL`.
    text: String,
    frequency: Frequency,
    /// The last day of the series.
    until: Option<NaiveDate>,
    /// The number of years or weeks from one to the next.
    interval: u16,
    has_count: bool,
}

/// Returns the days within `range` on which a series occurs. Its first day is that of `series`, unless
/// the rule excludes it.
pub(super) fn expand(
    rule: &str,
    series: SeriesStart,
    range: &RangeInclusive<NaiveDate>,
    budget: &mut RuleBudget,
) -> Result<Vec<NaiveDate>, Problem> {
    if rule.len() > MAX_RULE || !rule.is_ascii() {
        return Err("ics.rule_too_long".into());
    }
    let unreadable = || Problem::new("ics.rule").with("rule", rule);
    let start = series.first_day().ok_or_else(unreadable)?;
    let parsed = parse(rule, series, start)?;
    let end = parsed.until.map_or(*range.end(), |until| until.min(*range.end()));
    let first = parsed.first_relevant(start, *range.start());
    if first > end {
        return Ok(Vec::new());
    }
    if first.year() < FIRST_YEAR {
        return Err(unreadable());
    }
    budget.spend(parsed.steps(first, end))?;
    let utc = |date: NaiveDate| {
        Tz::UTC.with_ymd_and_hms(date.year(), date.month(), date.day(), 0, 0, 0).single()
    };
    let (first, end) = utc(first).zip(utc(end)).ok_or_else(unreadable)?;
    let rule: RRule<Unvalidated> = parsed.text.parse().map_err(|_| unreadable())?;
    let rule = rule.until(end).validate(first).map_err(|_| unreadable())?;
    let mut days = Vec::new();
    for occurrence in &RRuleSet::new(first).rrule(rule).limit() {
        budget.spend(1)?;
        let day = occurrence.date_naive();
        if range.contains(&day) && day >= start {
            days.push(day);
        }
    }
    Ok(days)
}

impl Rule {
    /// Returns the day from which the series has the same occurrences on and after `date` as from its
    /// `start`. Without a count, earlier years or weeks don't matter.
    fn first_relevant(&self, start: NaiveDate, date: NaiveDate) -> NaiveDate {
        let later = match self.frequency {
            _ if self.has_count => None,
            Frequency::Yearly if self.interval == 1 => {
                start.with_year(start.year().max(date.year() - 1))
            }
            Frequency::Yearly => None,
            Frequency::Weekly => {
                let weeks = u64::try_from((date - start).num_weeks()).unwrap_or(0);
                start.checked_add_days(Days::new(7 * (weeks - weeks % u64::from(self.interval))))
            }
        };
        later.unwrap_or(start)
    }

    /// Returns the number of years or weeks to visit.
    fn steps(&self, first: NaiveDate, end: NaiveDate) -> usize {
        let periods = match self.frequency {
            Frequency::Yearly => i64::from(end.year() - first.year()),
            Frequency::Weekly => (end - first).num_weeks(),
        };
        usize::try_from(periods / i64::from(self.interval)).unwrap_or(0) + 1
    }
}

/// Parses a rule and checks that it occurs at all.
fn parse(rule: &str, series: SeriesStart, start: NaiveDate) -> Result<Rule, Problem> {
    let unreadable = || Problem::new("ics.rule").with("rule", rule);
    let (mut kept, mut frequency) = (Vec::new(), Frequency::Yearly);
    let (mut until, mut interval, mut has_count) = (None, 1, false);
    let mut filters = Filters::default();
    let numbers = |list: &str| -> Result<Vec<i32>, Problem> {
        list.split(',').map(|number| number.trim().parse().map_err(|_| unreadable())).collect()
    };
    for part in rule.trim().trim_end_matches(';').to_ascii_uppercase().split(';') {
        let (name, value) = part.split_once('=').ok_or_else(unreadable)?;
        match name.trim() {
            "FREQ" => frequency = Frequency::parse(value.trim()).ok_or("ics.frequency")?,
            "UNTIL" => {
                let last = IcsDate::parse(value).and_then(|until| series.last_day(until));
                until = Some(last.ok_or_else(unreadable)?);
                continue;
            }
            "INTERVAL" => interval = value.trim().parse().map_err(|_| unreadable())?,
            "COUNT" => has_count = true,
            "WKST" => {}
            "BYMONTH" => filters.months = numbers(value)?,
            "BYMONTHDAY" => filters.days = numbers(value)?,
            "BYDAY" => filters.weekdays = value.split(',').map(nth).collect(),
            // Times of day don't matter to a day.
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => continue,
            _ => return Err(unreadable()),
        }
        kept.push(format!("{}={}", name.trim(), value.replace(' ', "")));
    }
    let can_occur = match frequency {
        Frequency::Weekly => (1..=520).contains(&interval) && filters.occur_weekly(),
        Frequency::Yearly => (1..=100).contains(&interval) && filters.occur_yearly(start, interval),
    };
    let text = kept.join(";");
    can_occur.then_some(Rule { text, frequency, until, interval, has_count }).ok_or_else(unreadable)
}

/// What limits a rule to certain days.
#[derive(Default)]
struct Filters {
    months: Vec<i32>,
    /// Days of the month, from its end if negative.
    days: Vec<i32>,
    /// The numbers before weekdays; see [`nth`].
    weekdays: Vec<i32>,
}

impl Filters {
    /// Returns whether a weekly rule occurs in every week.
    fn occur_weekly(&self) -> bool {
        let has_no_nth = self.weekdays.iter().all(|nth| *nth == 0);
        has_no_nth && self.months.is_empty() && self.days.is_empty()
    }

    /// Returns whether a yearly rule occurs within a few years.
    fn occur_yearly(mut self, start: NaiveDate, interval: u16) -> bool {
        if self.days.is_empty() && self.weekdays.is_empty() {
            self.days.push(start.day().cast_signed());
            if self.months.is_empty() {
                self.months.push(start.month().cast_signed());
            }
        }
        let reaches_leap_years = interval == 1 || (start.month(), start.day()) == (2, 29);
        let longest = if self.months.is_empty() {
            31
        } else {
            let lengths = self.months.iter().map(|month| month_length(*month, reaches_leap_years));
            lengths.max().unwrap_or(0)
        };
        let is_reachable = |day: &i32| (1..=longest).contains(&day.abs());
        let has_day = self.days.is_empty() || self.days.iter().any(is_reachable);
        let has_nth = self.weekdays.iter().any(|nth| *nth != 0);
        let most_weekdays = if self.months.is_empty() { 53 } else { 5 };
        let has_weekdays = self.weekdays.iter().all(|nth| nth.abs() <= most_weekdays);
        longest > 0 && has_day && has_weekdays && (!has_nth || self.days.is_empty())
    }
}

/// Returns the number of days of a month, or 0 if it doesn't exist.
fn month_length(month: i32, in_leap_year: bool) -> i32 {
    let index = usize::try_from(month - 1).unwrap_or(usize::MAX);
    let length = MONTH_LENGTHS.get(index).copied().unwrap_or(0);
    if month == 2 && !in_leap_year { 28 } else { length }
}

/// Returns the number before a weekday, such as -1 for `-1MO`, or 0 without one.
fn nth(weekday: &str) -> i32 {
    let weekday = weekday.trim();
    weekday.get(..weekday.len().saturating_sub(2)).and_then(|nth| nth.parse().ok()).unwrap_or(0)
}
