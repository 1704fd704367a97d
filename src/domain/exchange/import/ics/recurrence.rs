//! Expands yearly recurrence rules (RFC 5545, 3.3.10) for chosen years. `weekly` expands weekly ones.
//!
//! Everything is computed in UTC and with dates only. Rules that would make the crate search for an
//! occurrence that never comes are rejected.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate, TimeZone as _};
use rrule::{RRule, RRuleSet, Tz, Unvalidated};

use super::super::ics_dates::IcsDate;
use super::super::source::MAX_RECORDS;
use super::series::SeriesStart;
use crate::domain::values::problem::Problem;

/// The maximum length of a rule in bytes.
const MAX_RULE: usize = 500;

/// The earliest year in which a series with a number of occurrences may start.
const FIRST_YEAR: i32 = 1600;

/// The number of days of each month in a leap year.
const MONTH_LENGTHS: [i32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The work left for the rules of a file: years visited and occurrences found. It bounds the time
/// and memory that a file with many or dense rules takes.
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

/// A yearly rule without its end.
struct YearlyRule {
    /// The rule without `UNTIL`.
    text: String,
    /// The last day of the series.
    until: Option<NaiveDate>,
    interval: i32,
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
    let unreadable = || Problem::new("ics.rule").with("rule", rule);
    check_length(rule)?;
    let start = series.first_day().ok_or_else(unreadable)?;
    let yearly = parse(rule, series, start)?;
    let end = yearly.until.map_or(*range.end(), |until| until.min(*range.end()));
    // Without a count, the years before the range don't matter.
    let first = if yearly.has_count || yearly.interval != 1 {
        start
    } else {
        start.with_year(start.year().max(range.start().year() - 1)).unwrap_or(start)
    };
    if first > end {
        return Ok(Vec::new());
    }
    if first.year() < FIRST_YEAR {
        return Err(unreadable());
    }
    budget
        .spend(usize::try_from((end.year() - first.year()) / yearly.interval).unwrap_or(0) + 1)?;
    let utc = |date: NaiveDate| {
        Tz::UTC.with_ymd_and_hms(date.year(), date.month(), date.day(), 0, 0, 0).single()
    };
    let (first, end) = utc(first).zip(utc(end)).ok_or_else(unreadable)?;
    let rule: RRule<Unvalidated> = yearly.text.parse().map_err(|_| unreadable())?;
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

/// Fails if a rule is too long.
pub(super) fn check_length(rule: &str) -> Result<(), Problem> {
    let fits = rule.len() <= MAX_RULE && rule.is_ascii();
    if fits { Ok(()) } else { Err("ics.rule_too_long".into()) }
}

/// Parses a rule and checks that it occurs at all.
fn parse(rule: &str, series: SeriesStart, start: NaiveDate) -> Result<YearlyRule, Problem> {
    let unreadable = || Problem::new("ics.rule").with("rule", rule);
    let (mut kept, mut until, mut interval, mut has_count) = (Vec::new(), None, 1, false);
    let (mut months, mut days, mut weekdays) = (Vec::new(), Vec::new(), Vec::new());
    let numbers = |list: &str| -> Result<Vec<i32>, Problem> {
        list.split(',').map(|number| number.trim().parse().map_err(|_| unreadable())).collect()
    };
    for part in rule.trim().trim_end_matches(';').to_ascii_uppercase().split(';') {
        let (name, value) = part.split_once('=').ok_or_else(unreadable)?;
        match name.trim() {
            "FREQ" if value.trim() == "YEARLY" => {}
            "FREQ" => return Err("ics.frequency".into()),
            "UNTIL" => {
                let last = IcsDate::parse(value).and_then(|until| series.last_day(until));
                until = Some(last.ok_or_else(unreadable)?);
                continue;
            }
            "INTERVAL" => interval = value.trim().parse().map_err(|_| unreadable())?,
            "COUNT" => has_count = true,
            "WKST" => {}
            "BYMONTH" => months = numbers(value)?,
            "BYMONTHDAY" => days = numbers(value)?,
            "BYDAY" => weekdays = value.split(',').map(nth).collect(),
            // Times of day don't matter to a day.
            "BYHOUR" | "BYMINUTE" | "BYSECOND" => continue,
            _ => return Err(unreadable()),
        }
        kept.push(format!("{}={}", name.trim(), value.replace(' ', "")));
    }
    if days.is_empty() && weekdays.is_empty() {
        days.push(start.day().cast_signed());
        if months.is_empty() {
            months.push(start.month().cast_signed());
        }
    }
    let starts_on_leap_day = (start.month(), start.day()) == (2, 29);
    let can_occur = occurs(&months, &days, &weekdays, interval == 1 || starts_on_leap_day);
    if !(1..=100).contains(&interval) || !can_occur {
        return Err(unreadable());
    }
    Ok(YearlyRule { text: kept.join(";"), until, interval, has_count })
}

/// Returns the number before a weekday, such as -1 for `-1MO`, or 0 without one.
fn nth(weekday: &str) -> i32 {
    let weekday = weekday.trim();
    weekday.get(..weekday.len().saturating_sub(2)).and_then(|nth| nth.parse().ok()).unwrap_or(0)
}

/// Returns whether a rule with these months, days of the month, and numbers of weekdays occurs
/// within a few years. `leap_days` says whether the series reaches leap years.
fn occurs(months: &[i32], days: &[i32], weekdays: &[i32], leap_days: bool) -> bool {
    let length = |month: i32| {
        let month = usize::try_from(month - 1).unwrap_or(usize::MAX);
        let length = MONTH_LENGTHS.get(month).copied().unwrap_or(0);
        if month == 1 && !leap_days { 28 } else { length }
    };
    let longest = if months.is_empty() {
        31
    } else {
        months.iter().map(|month| length(*month)).max().unwrap_or(0)
    };
    let has_nth = weekdays.iter().any(|nth| *nth != 0);
    let most_weekdays = if months.is_empty() { 53 } else { 5 };
    let reachable = |nth: &i32| nth.abs() <= most_weekdays;
    let has_day = days.is_empty() || days.iter().any(|day| (1..=longest).contains(&day.abs()));
    let is_simple = !has_nth || days.is_empty();
    longest > 0 && has_day && is_simple && weekdays.iter().all(reachable)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn series(start: NaiveDate) -> SeriesStart {
        SeriesStart { start: IcsDate::Date(start), zone: None }
    }

    fn years(first: i32, last: i32) -> RangeInclusive<NaiveDate> {
        date(&format!("{first}-01-01"))..=date(&format!("{last}-12-31"))
    }

    fn occurrences(rule: &str, start: &str) -> Result<Vec<String>, Problem> {
        let start = series(date(start));
        let days = expand(rule, start, &years(2026, 2028), &mut RuleBudget::default())?;
        Ok(days.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn expands_yearly_rules() {
        for (rule, start, expected) in [
            ("FREQ=YEARLY", "1970-12-25", &["2026-12-25", "2027-12-25", "2028-12-25"][..]),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
                "1970-11-26",
                &["2026-11-26", "2027-11-25", "2028-11-23"],
            ),
            (
                "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
                "2020-05-25",
                &["2026-05-25", "2027-05-31", "2028-05-29"],
            ),
            (
                "FREQ=YEARLY;BYMONTH=1,12;BYMONTHDAY=-1;UNTIL=20270201",
                "2026-12-31",
                &["2026-12-31", "2027-01-31"],
            ),
            ("FREQ=YEARLY;UNTIL=20271225T235959Z", "2020-12-25", &["2026-12-25", "2027-12-25"]),
            ("FREQ=YEARLY;COUNT=3", "2025-05-01", &["2026-05-01", "2027-05-01"]),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                "2020-11-03",
                &["2028-11-07"],
            ),
            ("FREQ=YEARLY", "2024-02-29", &["2028-02-29"]),
            (
                "freq=yearly;interval=1;wkst=SU;byhour=9;",
                "2027-03-08",
                &["2027-03-08", "2028-03-08"],
            ),
            ("FREQ=YEARLY", "2029-01-01", &[]),
            ("FREQ=YEARLY;UNTIL=20251231", "2020-01-01", &[]),
        ] {
            assert_eq!(
                occurrences(rule, start).as_deref(),
                Ok(&expected.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>()[..]),
                "{rule} {start}"
            );
        }
    }

    #[test]
    fn rejects_rules_that_are_not_yearly_or_never_occur() {
        for (rule, code) in [
            ("FREQ=SECONDLY", "ics.frequency"),
            ("FREQ=DAILY;COUNT=3", "ics.frequency"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "ics.rule"),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=2", "ics.rule"),
            ("FREQ=YEARLY;BYMONTH=13", "ics.rule"),
            ("FREQ=YEARLY;BYMONTH=1;BYDAY=20MO", "ics.rule"),
            ("FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=20", "ics.rule"),
            ("FREQ=YEARLY;INTERVAL=0", "ics.rule"),
            ("FREQ=YEARLY;BYYEARDAY=366;INTERVAL=3", "ics.rule"),
            ("FREQ=YEARLY;UNTIL=never", "ics.rule"),
            ("FREQ=YEARLY;COUNT=x", "ics.rule"),
            ("YEARLY", "ics.rule"),
            ("", "ics.rule"),
        ] {
            assert_eq!(occurrences(rule, "2025-01-01").unwrap_err().code, code, "{rule}");
        }
        let long = format!("FREQ=YEARLY;BYMONTH={}", "1,".repeat(300));
        assert_eq!(occurrences(&long, "2025-01-01").unwrap_err().code, "ics.rule_too_long");
    }

    #[test]
    fn the_work_for_a_file_is_limited() {
        let dense = "FREQ=YEARLY;COUNT=4000000000;BYDAY=MO,TU,WE,TH,FR,SA,SU";
        let mut budget = RuleBudget::default();
        let start = series(date("1600-01-01"));
        let mut expand = || expand(dense, start, &years(2026, 2026), &mut budget);
        let problem = (0..3).find_map(|_| expand().err()).unwrap();
        assert_eq!(problem.code, "ics.too_many_repeats");
    }

    proptest! {
        #[test]
        fn hostile_rules_neither_panic_nor_hang(
            parts in prop::collection::vec(
                "(FREQ=YEARLY|INTERVAL=[0-9]{1,6}|COUNT=[0-9]{1,12}|UNTIL=[0-9]{8}|WKST=[A-Z]{2}|BYMONTH=(-?[0-9]{1,3},?){1,4}|BYMONTHDAY=(-?[0-9]{1,3},?){1,4}|BYDAY=(-?[0-9]{0,2}(MO|SU|XX|A),?){1,3}|BYSETPOS=1|BYEASTER=0|[A-Z=;,]{0,9})",
                0..6,
            ),
            year in 1..9999_i32,
            day in 1..366_u32,
        ) {
            let start = NaiveDate::from_yo_opt(year, day).unwrap();
            let rule = format!("FREQ=YEARLY;{}", parts.join(";"));
            let mut budget = RuleBudget::of(2_000);
            if let Ok(days) = expand(&rule, series(start), &years(2026, 2030), &mut budget) {
                prop_assert!(days.iter().all(|day| (2026..=2030).contains(&day.year())));
            }
        }
    }
}
