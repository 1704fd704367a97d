//! Missing days: working days by the schedule, since the first entry and up to today, with nothing
//! logged.

use super::digest::YearDigest;
use crate::domain::days::day::{Day, Year};
use crate::domain::days::schedule::Schedules;

/// A run of working days within one month with nothing logged. Days off within the run, such as a
/// weekend, don't interrupt it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The first missing day.
    pub first: Day,
    /// The last missing day.
    pub last: Day,
    /// The number of missing days.
    pub days: u32,
}

/// Returns the runs of missing days in a year, in order.
pub fn gaps(brief: &YearDigest, schedules: &Schedules, year: Year, today: Day) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = Vec::new();
    let Some(first) = begins(brief, year) else { return gaps };
    let last = today.min(year.last_day());
    let mut logged = brief.between(first, last).iter().map(|logged| logged.day).peekable();
    let mut is_running = false;
    let mut next = Some(first);
    while let Some(day) = next.filter(|day| *day <= last) {
        next = day.next();
        is_running &= day.number() != 1;
        if logged.next_if_eq(&day).is_some() {
            is_running = false;
        } else if schedules.is_working_day(day) {
            match gaps.last_mut().filter(|_| is_running) {
                Some(gap) => (gap.last, gap.days) = (day, gap.days + 1),
                None => gaps.push(Gap { first: day, last: day, days: 1 }),
            }
            is_running = true;
        }
    }
    gaps
}

/// Returns the first day of the year on which an entry is expected, if any.
fn begins(brief: &YearDigest, year: Year) -> Option<Day> {
    if brief.began_before {
        return Some(year.first_day());
    }
    brief.days.first().map(|first| first.day.max(year.first_day()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::year::digest::tests::{any_days, brief_of};

    fn found(days: &[(&str, &str)], year: &str, today: &str) -> Vec<String> {
        let brief = brief_of(&format!("{year}-01"), days);
        let (year, today) = (year.parse().unwrap(), today.parse().unwrap());
        let all = gaps(&brief, &Schedules::default(), year, today);
        let words = |gap: &Gap| match gap.days {
            1 => gap.first.to_string(),
            days => format!("{}..{} {days}", gap.first, &gap.last.to_string()[8..]),
        };
        all.iter().map(words).collect()
    }

    #[test]
    fn gaps_span_weekends_but_not_months() {
        let days = [("2026-01-27", "office"), ("2026-02-03", "+office"), ("2026-02-07", "office")];
        assert_eq!(
            found(&days, "2026", "2026-02-11"),
            ["2026-01-28..30 3", "2026-02-02", "2026-02-04..06 3", "2026-02-09..11 3"]
        );
    }

    #[test]
    fn gaps_start_after_the_first_entry_and_end_today() {
        let first = [("2026-11-12", "office")];
        assert_eq!(found(&first, "2026", "2026-11-18"), ["2026-11-13..18 4"]);
        assert_eq!(found(&first, "2025", "2026-11-18"), [""; 0]);
        assert_eq!(found(&first, "2027", "2026-11-18"), [""; 0]);
        assert_eq!(found(&first, "2027", "2027-01-04"), ["2027-01-01..04 2"]);
        assert_eq!(found(&first, "2026", "2026-11-11"), [""; 0]);
        assert_eq!(found(&[], "2026", "2026-11-18"), [""; 0]);
        let before = [("2025-06-02", "office"), ("2026-01-05", "office")];
        assert_eq!(found(&before, "2026", "2026-01-06"), ["2026-01-01..02 2", "2026-01-06"]);
    }

    #[test]
    fn finds_gaps_at_the_limits_of_the_supported_dates() {
        assert_eq!(found(&[("2100-12-29", "office")], "2100", "2100-12-31"), ["2100-12-30..31 2"]);
        assert_eq!(found(&[("1970-01-01", "office")], "1970", "1970-01-02"), ["1970-01-02"]);
    }

    proptest! {
        #[test]
        fn each_expected_day_is_either_logged_or_in_one_gap(days in any_days(), today in 0u64..1500) {
            let days: Vec<_> = days.iter().map(|(d, t)| (d.as_str(), t.as_str())).collect();
            let start: Day = "2024-01-01".parse().unwrap();
            let today = Day::from_date(start.date() + chrono::Days::new(today)).unwrap();
            let working = Schedules::default();
            for name in ["2024", "2025", "2026", "2027"] {
                let brief = brief_of(&format!("{name}-01"), &days);
                let year: Year = name.parse().unwrap();
                let all = gaps(&brief, &working, year, today);
                let mut within: Vec<Day> = Vec::new();
                for gap in &all {
                    prop_assert_eq!(gap.first.month(), gap.last.month());
                    let inside = (gap.first.number()..=gap.last.number())
                        .filter_map(|number| gap.first.month().day(number))
                        .filter(|day| working.is_working_day(*day));
                    let before = within.len();
                    within.extend(inside);
                    prop_assert_eq!(within.len() - before, gap.days as usize);
                }
                let first = days.first().map(|(first, _)| first.parse::<Day>().unwrap());
                let expected: Vec<Day> = (1..=12)
                    .filter_map(|number| year.month(number))
                    .flat_map(|month| (1..=31).filter_map(move |number| month.day(number)))
                    .filter(|day| first.is_some_and(|first| *day >= first) && *day <= today)
                    .filter(|day| working.is_working_day(*day))
                    .filter(|day| brief.days.iter().all(|logged| logged.day != *day))
                    .collect();
                prop_assert_eq!(within, expected);
            }
        }
    }
}
