//! Expands weekly recurrence rules (RFC 5545, 3.3.10) for chosen years. They are simple enough to
//! visit the weeks in which a series occurs, without searching.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::super::ics_dates::IcsDate;
use super::recurrence::{self, RuleBudget};
use super::series::SeriesStart;
use crate::domain::values::problem::Problem;

/// The maximum number of weeks from one week of a series to the next.
const MAX_INTERVAL: u64 = 520;

/// A weekly rule.
struct WeeklyRule {
    /// The number of weeks from one week to the next.
    interval: u64,
    /// The last day of the series.
    until: Option<NaiveDate>,
    /// The number of occurrences.
    count: Option<usize>,
    /// The weekdays, Monday first. Empty for that of the start.
    weekdays: Vec<Weekday>,
    first_weekday: Weekday,
}

/// Returns whether a rule is weekly.
pub(super) fn is_weekly(rule: &str) -> bool {
    let mut parts = rule.split(';').filter_map(|part| part.split_once('='));
    parts.any(|(name, value)| {
        name.trim().eq_ignore_ascii_case("FREQ") && value.trim().eq_ignore_ascii_case("WEEKLY")
    })
}

/// Returns the days within `range` on which a series occurs.
pub(super) fn expand(
    rule: &str,
    series: SeriesStart,
    range: &RangeInclusive<NaiveDate>,
    budget: &mut RuleBudget,
) -> Result<Vec<NaiveDate>, Problem> {
    recurrence::check_length(rule)?;
    let unreadable = || Problem::new("ics.rule").with("rule", rule);
    let start = series.first_day().ok_or_else(unreadable)?;
    let weekly = WeeklyRule::parse(rule, series).ok_or_else(unreadable)?;
    let end = weekly.until.map_or(*range.end(), |until| until.min(*range.end()));
    let weekdays =
        if weekly.weekdays.is_empty() { &[start.weekday()][..] } else { &weekly.weekdays };
    let mut week = start.week(weekly.first_weekday).checked_first_day().ok_or_else(unreadable)?;
    if weekly.count.is_none() {
        // The weeks before the range don't matter.
        week = weekly.last_week_before(week, *range.start()).ok_or_else(unreadable)?;
    }
    let (mut days, mut left) = (Vec::new(), weekly.count.unwrap_or(usize::MAX));
    while week <= end && left > 0 {
        budget.spend(1)?;
        let offset = |weekday: &Weekday| u64::from(weekday.days_since(weekly.first_weekday));
        let dates =
            weekdays.iter().filter_map(|weekday| week.checked_add_days(Days::new(offset(weekday))));
        let mut dates: Vec<NaiveDate> = dates.filter(|date| (start..=end).contains(date)).collect();
        dates.sort_unstable();
        dates.truncate(left);
        left -= dates.len();
        days.extend(dates.into_iter().filter(|date| range.contains(date)));
        week = week.checked_add_days(Days::new(7 * weekly.interval)).ok_or_else(unreadable)?;
    }
    budget.spend(days.len())?;
    Ok(days)
}

impl WeeklyRule {
    /// Parses a rule. Returns `None` if it contains anything that isn't supported.
    fn parse(rule: &str, series: SeriesStart) -> Option<Self> {
        let mut weekly = Self {
            interval: 1,
            until: None,
            count: None,
            weekdays: Vec::new(),
            first_weekday: Weekday::Mon,
        };
        for part in rule.trim().trim_end_matches(';').to_ascii_uppercase().split(';') {
            let (name, value) = part.split_once('=')?;
            let value = value.trim();
            match name.trim() {
                // Times of day don't matter to a day.
                "FREQ" | "BYHOUR" | "BYMINUTE" | "BYSECOND" => {}
                "UNTIL" => weekly.until = Some(series.last_day(IcsDate::parse(value)?)?),
                "COUNT" => weekly.count = Some(value.parse().ok()?),
                "INTERVAL" => {
                    let interval = value.parse().ok();
                    weekly.interval =
                        interval.filter(|weeks| (1..=MAX_INTERVAL).contains(weeks))?;
                }
                "WKST" => weekly.first_weekday = weekday(value)?,
                "BYDAY" => {
                    weekly.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?;
                    weekly.weekdays.sort_by_key(Weekday::num_days_from_monday);
                    weekly.weekdays.dedup();
                }
                _ => return None,
            }
        }
        Some(weekly)
    }

    /// Returns the last week of the series that starts on or before a date, or the first week if it
    /// is later.
    fn last_week_before(&self, first: NaiveDate, date: NaiveDate) -> Option<NaiveDate> {
        let weeks = u64::try_from((date - first).num_weeks()).unwrap_or(0);
        first.checked_add_days(Days::new(7 * (weeks - weeks % self.interval)))
    }
}

/// Parses a weekday such as `MO`.
fn weekday(text: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("MO", Weekday::Mon),
        ("TU", Weekday::Tue),
        ("WE", Weekday::Wed),
        ("TH", Weekday::Thu),
        ("FR", Weekday::Fri),
        ("SA", Weekday::Sat),
        ("SU", Weekday::Sun),
    ];
    NAMES.into_iter().find(|(name, _)| *name == text.trim()).map(|(_, weekday)| weekday)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn occurrences(rule: &str, start: NaiveDate, budget: usize) -> Result<Vec<NaiveDate>, Problem> {
        let start = SeriesStart { start: IcsDate::Date(start), zone: None };
        let year = date("2026-01-01")..=date("2026-12-31");
        expand(rule, start, &year, &mut RuleBudget::of(budget))
    }

    #[test]
    fn expands_weekly_rules() {
        let weeks = |first: &str, days: i64, count: i64| -> Vec<String> {
            (0..count)
                .map(|at| (date(first) + chrono::TimeDelta::days(days * at)).to_string())
                .collect()
        };
        let list = |days: &[&str]| days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
        for (rule, start, expected) in [
            ("FREQ=WEEKLY", "2024-01-01", weeks("2026-01-05", 7, 52)),
            ("FREQ=WEEKLY;BYDAY=TH", "2026-11-26", weeks("2026-11-26", 7, 6)),
            ("FREQ=WEEKLY;INTERVAL=2", "2025-12-15", weeks("2026-01-12", 14, 26)),
            (
                "FREQ=WEEKLY;BYDAY=FR,MO;UNTIL=20261211",
                "2026-11-27",
                list(&["2026-11-27", "2026-11-30", "2026-12-04", "2026-12-07", "2026-12-11"]),
            ),
            ("FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU", "2025-12-30", list(&["2026-01-05", "2026-01-06"])),
            // RFC 5545, 3.8.5.3: the start of the week matters.
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
                "2026-08-04",
                list(&["2026-08-04", "2026-08-09", "2026-08-18", "2026-08-23"]),
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
                "2026-08-04",
                list(&["2026-08-04", "2026-08-16", "2026-08-18", "2026-08-30"]),
            ),
            (
                "freq=weekly;byhour=9;until=20260112T235959Z;",
                "2026-01-05",
                weeks("2026-01-05", 7, 2),
            ),
            ("FREQ=WEEKLY", "2027-01-04", Vec::new()),
            ("FREQ=WEEKLY;UNTIL=20251231", "2020-01-06", Vec::new()),
        ] {
            assert!(is_weekly(rule));
            let days = occurrences(rule, date(start), 1_000).unwrap();
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            assert_eq!(days, expected, "{rule} {start}");
        }
        for rule in
            ["BYDAY=1MO", "BYDAY=", "INTERVAL=0", "COUNT=x", "BYMONTH=1", "UNTIL=never", "x"]
        {
            let rule = format!("FREQ=WEEKLY;{rule}");
            let problem = occurrences(&rule, date("2026-01-05"), 1_000).unwrap_err();
            assert_eq!(problem.code, "ics.rule", "{rule}");
        }
        assert!(!is_weekly("FREQ=DAILY") && !is_weekly("FREQ=YEARLY;BYDAY=MO"));
    }

    #[test]
    fn the_work_is_limited() {
        let dense = "FREQ=WEEKLY;COUNT=4000000000";
        let problem = occurrences(dense, date("0001-01-01"), 50_000).unwrap_err();
        assert_eq!(problem.code, "ics.too_many_repeats");
    }

    proptest! {
        #[test]
        fn hostile_rules_neither_panic_nor_hang(
            parts in prop::collection::vec(
                "(INTERVAL=[0-9]{1,20}|COUNT=[0-9]{1,12}|UNTIL=[0-9]{8}|WKST=(MO|SU|XX)|BYDAY=(-?[0-9]{0,2}(MO|SU|XX|A),?){1,3}|[A-Z=;,]{0,9})",
                0..6,
            ),
            year in 1..9999_i32,
            day in 1..366_u32,
        ) {
            let start = NaiveDate::from_yo_opt(year, day).unwrap();
            let rule = format!("FREQ=WEEKLY;{}", parts.join(";"));
            if let Ok(days) = occurrences(&rule, start, 2_000) {
                prop_assert!(days.iter().all(|day| day.year() == 2026 && *day >= start));
                prop_assert!(days.is_sorted());
            }
        }
    }
}
