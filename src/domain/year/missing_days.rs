//! Missing days: working days by the schedule, since the first entry and up to today, with nothing
//! logged. A working day with an empty half counts as half a missing day.

use super::digest::{DigestDay, YearDigest};
use crate::domain::allowances::Employment;
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::days::schedule::Schedules;

/// A run of working days within one month that are empty, or half empty. Days off within the run,
/// such as a weekend, don't interrupt it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingRun {
    /// The first missing day.
    pub first: Day,
    /// The last missing day.
    pub last: Day,
    /// The number of missing days.
    pub days: HalfDays,
}

/// Returns the runs of missing days in a year, in order. No day outside the employment is missing.
pub fn missing_runs(
    digest: &YearDigest,
    schedules: &Schedules,
    employment: Employment,
    year: Year,
    today: Day,
) -> Vec<MissingRun> {
    let mut runs: Vec<MissingRun> = Vec::new();
    let Some(first) = begins(digest, year) else { return runs };
    let last = today.min(year.last_day());
    let mut logged = digest.between(first, last).iter().peekable();
    let mut is_running = false;
    let mut next = Some(first);
    while let Some(day) = next.filter(|day| *day <= last) {
        next = day.next();
        is_running &= day.number() != 1;
        let entry = logged.next_if(|logged| logged.day == day);
        let missing = entry.map_or(HalfDays(2), DigestDay::missing);
        let is_expected = schedules.is_working_day(day) && employment.includes(day);
        if missing > HalfDays(0) && is_expected {
            match runs.last_mut().filter(|_| is_running) {
                Some(run) => {
                    run.last = day;
                    run.days += missing;
                }
                None => runs.push(MissingRun { first: day, last: day, days: missing }),
            }
            is_running = true;
        } else if entry.is_some() {
            is_running = false;
        }
    }
    runs
}

/// Returns the first day of the year on which an entry is expected, if any.
fn begins(digest: &YearDigest, year: Year) -> Option<Day> {
    if digest.began_before {
        return Some(year.first_day());
    }
    digest.days.first().map(|first| first.day.max(year.first_day()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::days::schedule::{Schedule, ScheduleEdit};
    use crate::domain::days::week::Weekdays;
    use crate::domain::year::digest::tests::{any_days, brief_of};

    fn find_runs(days: &[(&str, &str)], year: &str, today: &str) -> Vec<String> {
        let digest = brief_of(&format!("{year}-01"), days);
        let (year, today) = (year.parse().unwrap(), today.parse().unwrap());
        let all = missing_runs(&digest, &Schedules::default(), Employment::default(), year, today);
        let describe = |run: &MissingRun| match run.days {
            HalfDays(2) => run.first.to_string(),
            days => format!("{}..{} {days}", run.first, &run.last.to_string()[8..]),
        };
        all.iter().map(describe).collect()
    }

    #[test]
    fn runs_span_weekends_but_not_months() {
        let days = [("2026-01-27", "office"), ("2026-02-03", "office"), ("2026-02-07", "office")];
        assert_eq!(
            find_runs(&days, "2026", "2026-02-11"),
            ["2026-01-28..30 3", "2026-02-02", "2026-02-04..06 3", "2026-02-09..11 3"]
        );
    }

    #[test]
    fn missing_days_start_after_the_first_entry_and_end_today() {
        let first = [("2026-11-12", "office")];
        assert_eq!(find_runs(&first, "2026", "2026-11-18"), ["2026-11-13..18 4"]);
        assert_eq!(find_runs(&first, "2025", "2026-11-18"), [""; 0]);
        assert_eq!(find_runs(&first, "2027", "2026-11-18"), [""; 0]);
        assert_eq!(find_runs(&first, "2027", "2027-01-04"), ["2027-01-01..04 2"]);
        assert_eq!(find_runs(&first, "2026", "2026-11-11"), [""; 0]);
        assert_eq!(find_runs(&[], "2026", "2026-11-18"), [""; 0]);
        let before = [("2025-06-02", "office"), ("2026-01-05", "office")];
        assert_eq!(find_runs(&before, "2026", "2026-01-06"), ["2026-01-01..02 2", "2026-01-06"]);
    }

    #[test]
    fn no_day_outside_the_employment_is_missing() {
        let digest = brief_of("2026-01", &[("2026-06-01", "office"), ("2026-12-01", "office")]);
        let (from, until) = ("2026-07-01".parse().ok(), "2026-12-03".parse().ok());
        let employment = Employment { from, until };
        let (year, today) = ("2026".parse().unwrap(), "2027-01-10".parse().unwrap());
        let runs = missing_runs(&digest, &Schedules::default(), employment, year, today);
        let ends = [runs.first(), runs.last()].map(|run| run.unwrap());
        assert_eq!(ends.map(|run| run.first.to_string()), ["2026-07-01", "2026-12-02"]);
        assert_eq!(ends[1].last.to_string(), "2026-12-03");
    }

    /// Today counts like earlier days, with half a day if one half is logged. Planned halves don't.
    #[test]
    fn an_empty_half_of_a_working_day_is_half_a_missing_day() {
        let days = [
            ("2026-12-23", "vacation"),
            ("2026-12-24", "+holiday"),
            ("2026-12-25", "holiday"),
            ("2026-12-26", "office+"),
            ("2026-12-28", "office+sick"),
            ("2026-12-30", "office+"),
            ("2026-12-31", "+holiday"),
        ];
        for (today, expected) in [
            ("2026-12-23", &[][..]),
            ("2026-12-24", &["2026-12-24..24 0.5"]),
            ("2026-12-28", &["2026-12-24..24 0.5"]),
            ("2026-12-30", &["2026-12-24..24 0.5", "2026-12-29..30 1.5"]),
            ("2027-01-01", &["2026-12-24..24 0.5", "2026-12-29..31 2"]),
        ] {
            assert_eq!(find_runs(&days, "2026", today), expected, "{today}");
        }
    }

    /// Friday is a working day from 2026-12-28 on.
    #[test]
    fn halves_are_missing_on_the_working_days_of_the_schedule_in_force() {
        let schedule = |from: Option<&str>, working_days: &[&str]| Schedule {
            from: from.map(|from| from.parse().unwrap()),
            working_days: Weekdays::parse(working_days).unwrap(),
            ..Schedule::default()
        };
        let mut schedules = Schedules::from(schedule(None, &["mon", "tue", "wed", "thu"]));
        let later = schedule(Some("2026-12-28"), &["mon", "tue", "wed", "thu", "fri"]);
        let edit = ScheduleEdit::Put { replaced: None, schedule: Box::new(later) };
        schedules.apply(&edit).unwrap();
        let days = [
            ("2026-12-23", "office"),
            ("2026-12-24", "+holiday"),
            ("2026-12-25", "+holiday"),
            ("2026-12-28", "office"),
            ("2026-12-29", "office"),
            ("2026-12-30", "office"),
            ("2026-12-31", "office"),
            ("2027-01-01", "+holiday"),
        ];
        let today = "2027-01-02".parse().unwrap();
        let missing = |year: &str| {
            let digest = brief_of(&format!("{year}-01"), &days);
            let runs = missing_runs(
                &digest,
                &schedules,
                Employment::default(),
                year.parse().unwrap(),
                today,
            );
            runs.iter().map(|run| (run.first.to_string(), run.days)).collect::<Vec<_>>()
        };
        assert_eq!(missing("2026"), [("2026-12-24".to_owned(), HalfDays(1))], "not the 25th");
        assert_eq!(missing("2027"), [("2027-01-01".to_owned(), HalfDays(1))]);
    }

    #[test]
    fn finds_missing_days_at_the_limits_of_the_supported_dates() {
        assert_eq!(
            find_runs(&[("2100-12-29", "office")], "2100", "2100-12-31"),
            ["2100-12-30..31 2"]
        );
        assert_eq!(find_runs(&[("1970-01-01", "office")], "1970", "1970-01-02"), ["1970-01-02"]);
    }

    proptest! {
        #[test]
        fn each_expected_half_is_either_logged_or_in_one_gap(days in any_days(), today in 0u64..1500) {
            let days: Vec<_> = days.iter().map(|(d, t)| (d.as_str(), t.as_str())).collect();
            let start: Day = "2024-01-01".parse().unwrap();
            let today = Day::from_date(start.date() + chrono::Days::new(today)).unwrap();
            let working = Schedules::default();
            for name in ["2024", "2025", "2026", "2027"] {
                let digest = brief_of(&format!("{name}-01"), &days);
                let year: Year = name.parse().unwrap();
                let all = missing_runs(&digest, &working, Employment::default(), year, today);
                let halves = |day: &Day| {
                    let logged = digest.days.iter().find(|logged| logged.day == *day);
                    logged.map_or(2, |logged| 2 - logged.parts().map(|(_, worth)| worth.0).sum::<u32>())
                };
                let mut within: Vec<Day> = Vec::new();
                for run in &all {
                    prop_assert_eq!(run.first.month(), run.last.month());
                    let inside = (run.first.number()..=run.last.number())
                        .filter_map(|number| run.first.month().day(number))
                        .filter(|day| working.is_working_day(*day) && halves(day) > 0);
                    let before = within.len();
                    within.extend(inside);
                    prop_assert_eq!(within[before..].iter().map(halves).sum::<u32>(), run.days.0);
                }
                let first = days.first().map(|(first, _)| first.parse::<Day>().unwrap());
                let expected: Vec<Day> = (1..=12)
                    .filter_map(|number| year.month(number))
                    .flat_map(|month| (1..=31).filter_map(move |number| month.day(number)))
                    .filter(|day| first.is_some_and(|first| *day >= first) && *day <= today)
                    .filter(|day| working.is_working_day(*day))
                    .filter(|day| halves(day) > 0)
                    .collect();
                prop_assert_eq!(within, expected);
            }
        }
    }
}
