//! The share of office days among worked days. Days that nobody works (vacation, holiday, sick, off)
//! are left out, and so are days after today.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::brief::Brief;
use super::day::{Day, Month, Year};
use super::entry::HalfDays;
use super::types::{DayTypes, Kind};
use super::week::WeekStart;
use super::year_totals::percent;

/// What the share is worked out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Span {
    Week,
    #[default]
    Month,
    Quarter,
    /// The twelve weeks that end with each week.
    TwelveWeeks,
}

/// There is no such span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The office share is told by week, month, quarter or twelve weeks.")]
pub struct NoSpan;

impl Span {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::TwelveWeeks];
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::TwelveWeeks => "12-weeks",
        })
    }
}

impl FromStr for Span {
    type Err = NoSpan;

    fn from_str(text: &str) -> Result<Self, NoSpan> {
        Self::ALL.into_iter().find(|span| span.to_string() == text).ok_or(NoSpan)
    }
}

/// A stretch of days within which the share is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The number of the month, the quarter, or the week (of twelve weeks: the last).
    pub number: u32,
    /// The first day. May lie outside the year, and the record.
    pub first: NaiveDate,
    /// The last day. May lie outside the year, and the record.
    pub last: NaiveDate,
    /// The day from which it is told: the first, or of twelve weeks the first of the last.
    pub told_from: NaiveDate,
}

/// The share within a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The window.
    pub window: Window,
    /// Office days.
    pub office: HalfDays,
    /// Worked days, office days among them.
    pub worked: HalfDays,
}

impl Share {
    /// In percent; `None` when nothing was worked.
    pub fn percent(&self) -> Option<u32> {
        percent(self.office, self.worked)
    }
}

/// The windows of a year. A week belongs to the year of its Thursday, as in ISO 8601.
pub fn windows(year: Year, span: Span, start: WeekStart) -> Vec<Window> {
    match span {
        Span::Week => weeks(year, start, 0),
        Span::TwelveWeeks => weeks(year, start, 11),
        Span::Month => runs_of_months(year, 1),
        Span::Quarter => runs_of_months(year, 3),
    }
}

fn runs_of_months(year: Year, length: u32) -> Vec<Window> {
    let run = |number: u32| {
        let first = year.month((number - 1) * length + 1)?.first_day().date();
        let last = year.month(number * length)?.last_day().date();
        Some(Window { number, first, last, told_from: first })
    };
    (1..=12 / length).filter_map(run).collect()
}

fn weeks(year: Year, start: WeekStart, before: u64) -> Vec<Window> {
    let new_year = year.first_day().date();
    let wait = Weekday::Thu.days_since(new_year.weekday());
    let thursdays = (new_year + Days::new(wait.into())).iter_weeks();
    let lead = Days::new(Weekday::Thu.days_since(start.weekday()).into());
    thursdays
        .take_while(|thursday| thursday.year() == year.number())
        .map(|thursday| {
            let first = thursday - lead;
            Window {
                number: thursday.iso_week().week(),
                first: first - Days::new(before * 7),
                last: first + Days::new(6),
                told_from: first,
            }
        })
        .collect()
}

/// The months that have to be known for the shares of a year, and for its own days.
pub fn reach(year: Year, span: Span, start: WeekStart) -> (Month, Month) {
    let windows = windows(year, span, start);
    let within = |date, end: Day| Day::from_date(date).unwrap_or(end);
    let first = windows.first().map(|window| within(window.first, year.first_day()));
    let last = windows.last().map(|window| within(window.last, year.last_day()));
    (
        first.map_or(year.first_day(), |first| first.min(year.first_day())).month(),
        last.map_or(year.last_day(), |last| last.max(year.last_day())).month(),
    )
}

/// The share in each window that has begun.
pub fn shares(
    brief: &Brief,
    types: &DayTypes,
    windows: impl IntoIterator<Item = Window>,
    today: Day,
) -> Vec<Share> {
    let counts = |slug| {
        let found = types.get(slug).filter(|found| found.kind == Kind::Work);
        (found.is_some(), found.is_some_and(|found| found.slug.as_str() == "office"))
    };
    let counts: Vec<(bool, bool)> = brief.types.iter().map(counts).collect();
    let begun = windows.into_iter().filter(|window| window.told_from <= today.date());
    let share = |window: Window| {
        let (mut office, mut worked) = (HalfDays(0), HalfDays(0));
        for logged in brief.between_dates(window.first, window.last.min(today.date())) {
            for (part, worth) in logged.parts() {
                let (is_work, is_office) = counts[part.day_type];
                worked += HalfDays(if is_work { worth.0 } else { 0 });
                office += HalfDays(if is_office { worth.0 } else { 0 });
            }
        }
        Share { window, office, worked }
    };
    begun.map(share).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::brief::tests::{any_days, brief_of};

    fn year(text: &str) -> Year {
        text.parse().unwrap()
    }

    #[test]
    fn spans_are_read_as_they_are_written() {
        for span in Span::ALL {
            assert_eq!(span.to_string().parse(), Ok(span));
        }
        assert_eq!("day".parse::<Span>(), Err(NoSpan));
    }

    #[test]
    fn windows_cover_the_year() {
        for (name, span, start, count, first, last) in [
            ("2026", Span::Month, WeekStart::Monday, 12, "2026-01-01..01-31", "2026-12-01..12-31"),
            ("2024", Span::Quarter, WeekStart::Monday, 4, "2024-01-01..03-31", "2024-10-01..12-31"),
            ("2026", Span::Week, WeekStart::Monday, 53, "2025-12-29..01-04", "2026-12-28..01-03"),
            ("2026", Span::Week, WeekStart::Sunday, 53, "2025-12-28..01-03", "2026-12-27..01-02"),
            ("2025", Span::Week, WeekStart::Saturday, 52, "2024-12-28..01-03", "2025-12-20..12-26"),
            (
                "2025",
                Span::TwelveWeeks,
                WeekStart::Monday,
                52,
                "2024-10-14..01-05",
                "2025-10-06..12-28",
            ),
        ] {
            let found = windows(year(name), span, start);
            let words =
                |window: &Window| format!("{}..{}", window.first, window.last.format("%m-%d"));
            assert_eq!(found.len(), count, "{name} {span}");
            assert_eq!(words(&found[0]), first, "{name} {span}");
            assert_eq!(words(found.last().unwrap()), last, "{name} {span}");
        }
    }

    #[test]
    fn only_the_months_that_count_are_read() {
        for (name, span, expected) in [
            ("2026", Span::Month, "2026-01 2026-12"),
            ("2026", Span::Quarter, "2026-01 2026-12"),
            ("2026", Span::Week, "2025-12 2027-01"),
            ("2025", Span::TwelveWeeks, "2024-10 2025-12"),
            ("1970", Span::TwelveWeeks, "1970-01 1971-01"),
            ("2100", Span::Week, "2100-01 2100-12"),
        ] {
            let (from, to) = reach(year(name), span, WeekStart::Monday);
            assert_eq!(format!("{from} {to}"), expected, "{name} {span}");
        }
    }

    #[test]
    fn only_work_up_to_today_counts() {
        let brief = brief_of(
            "2025-10",
            &[
                ("2025-12-22", "remote"),
                ("2026-01-05", "office"),
                ("2026-01-06", "remote+office"),
                ("2026-01-07", "vacation"),
                ("2026-01-08", "sick+office"),
                ("2026-01-09", "holiday"),
                ("2026-01-12", "jury"),
                ("2026-02-02", "vacation"),
                ("2026-02-16", "office"),
            ],
        );
        let types = DayTypes::default();
        let today = "2026-02-13".parse().unwrap();
        for (span, expected) in [
            (Span::Month, vec!["1: 2 of 2.5, 80", "2: 0 of 0, -"]),
            (Span::Quarter, vec!["1: 2 of 2.5, 80"]),
        ] {
            assert_eq!(told(&brief, &types, span, today), expected);
        }
        let weeks = told(&brief, &types, Span::Week, today);
        assert_eq!(weeks[..3], ["1: 0 of 0, -", "2: 2 of 2.5, 80", "3: 0 of 0, -"]);
        assert_eq!(weeks.len(), 7);
        let rolling = told(&brief, &types, Span::TwelveWeeks, today);
        assert_eq!(rolling[..2], ["1: 0 of 1, 0", "2: 2 of 3.5, 57"]);
        assert_eq!(rolling.len(), 7);
    }

    fn told(brief: &Brief, types: &DayTypes, span: Span, today: Day) -> Vec<String> {
        let windows = windows(year("2026"), span, WeekStart::Monday);
        let words = |share: &Share| {
            let percent = share.percent().map_or("-".to_owned(), |percent| percent.to_string());
            format!("{}: {} of {}, {percent}", share.window.number, share.office, share.worked)
        };
        shares(brief, types, windows, today).iter().map(words).collect()
    }

    fn any_start() -> impl Strategy<Value = WeekStart> {
        prop::sample::select(WeekStart::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn every_day_lies_in_one_window_of_its_span(number in 1970i32..=2100, start in any_start()) {
            let year = year(&number.to_string());
            for span in [Span::Week, Span::Month, Span::Quarter] {
                let all = windows(year, span, start);
                for pair in all.windows(2) {
                    prop_assert_eq!(pair[0].last.succ_opt(), Some(pair[1].first));
                }
                if let (Some(next), Span::Week) = (year.next(), span) {
                    let next = windows(next, span, start);
                    prop_assert_eq!(all.last().unwrap().last.succ_opt(), Some(next[0].first));
                }
            }
            for window in windows(year, Span::TwelveWeeks, start) {
                prop_assert_eq!((window.last - window.first).num_days(), 83);
            }
        }

        #[test]
        fn a_share_is_a_part_of_what_was_worked(days in any_days(), start in any_start(), today in 0u64..1500) {
            let days: Vec<_> = days.iter().map(|(d, t)| (d.as_str(), t.as_str())).collect();
            let brief = brief_of("2024-01", &days);
            let first: Day = "2024-01-01".parse().unwrap();
            let today = Day::from_date(first.date() + Days::new(today)).unwrap();
            let types = DayTypes::default();
            let sum = |span| {
                let all = shares(&brief, &types, windows(year("2025"), span, start), today);
                assert!(all.iter().all(|share| share.office <= share.worked));
                assert!(all.iter().filter_map(Share::percent).all(|percent| percent <= 100));
                let (office, worked): (Vec<_>, Vec<_>) =
                    all.iter().map(|share| (share.office, share.worked)).unzip();
                (office.into_iter().sum::<HalfDays>(), worked.into_iter().sum::<HalfDays>())
            };
            prop_assert_eq!(sum(Span::Month), sum(Span::Quarter));
        }
    }
}
