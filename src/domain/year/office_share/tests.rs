//! Tests shares and windows, with examples and for any year.

use proptest::prelude::*;

use super::*;
use crate::domain::year::digest::tests::{any_days, brief_of};

fn year(text: &str) -> Year {
    text.parse().unwrap()
}

#[test]
fn spans_round_trip_through_text() {
    for span in SharePeriod::ALL.iter().copied() {
        assert_eq!(span.to_string().parse(), Ok(span));
    }
    assert!("day".parse::<SharePeriod>().is_err());
}

/// Years, periods, and starts of the week, with the number of windows, the first, and the last.
const WINDOWS: [(&str, SharePeriod, WeekStart, usize, &str, &str); 6] = [
    ("2026", SharePeriod::Month, WeekStart::Monday, 12, "2026-01-01..01-31", "2026-12-01..12-31"),
    ("2024", SharePeriod::Quarter, WeekStart::Monday, 4, "2024-01-01..03-31", "2024-10-01..12-31"),
    ("2026", SharePeriod::Week, WeekStart::Monday, 53, "2025-12-29..01-04", "2026-12-28..01-03"),
    ("2026", SharePeriod::Week, WeekStart::Sunday, 53, "2025-12-28..01-03", "2026-12-27..01-02"),
    ("2025", SharePeriod::Week, WeekStart::Saturday, 52, "2024-12-28..01-03", "2025-12-20..12-26"),
    (
        "2025",
        SharePeriod::TwelveWeeks,
        WeekStart::Monday,
        52,
        "2024-10-14..01-05",
        "2025-10-06..12-28",
    ),
];

#[test]
fn windows_cover_the_year() {
    for (name, span, start, count, first, last) in WINDOWS {
        let actual = windows(year(name), span, start);
        let describe =
            |window: &ShareWindow| format!("{}..{}", window.first, window.last.format("%m-%d"));
        assert_eq!(actual.len(), count, "{name} {span}");
        assert_eq!(describe(&actual[0]), first, "{name} {span}");
        assert_eq!(describe(actual.last().unwrap()), last, "{name} {span}");
    }
}

#[test]
fn reach_covers_all_windows_of_the_year() {
    for (name, span, expected) in [
        ("2026", SharePeriod::Month, "2026-01 2026-12"),
        ("2026", SharePeriod::Quarter, "2026-01 2026-12"),
        ("2026", SharePeriod::Week, "2025-12 2027-01"),
        ("2025", SharePeriod::TwelveWeeks, "2024-10 2025-12"),
        ("1970", SharePeriod::TwelveWeeks, "1970-01 1971-01"),
        ("2100", SharePeriod::Week, "2100-01 2100-12"),
    ] {
        let (from, to) = months_needed(year(name), span, WeekStart::Monday);
        assert_eq!(format!("{from} {to}"), expected, "{name} {span}");
    }
}

#[test]
fn only_work_up_to_today_counts() {
    let digest = brief_of(
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
        (SharePeriod::Month, vec!["1: 2 of 2.5, 80", "2: 0 of 0, -"]),
        (SharePeriod::Quarter, vec!["1: 2 of 2.5, 80"]),
    ] {
        assert_eq!(describe_shares(&digest, &types, span, today), expected);
    }
    let weeks = describe_shares(&digest, &types, SharePeriod::Week, today);
    assert_eq!(weeks[..3], ["1: 0 of 0, -", "2: 2 of 2.5, 80", "3: 0 of 0, -"]);
    assert_eq!(weeks.len(), 7);
    let rolling = describe_shares(&digest, &types, SharePeriod::TwelveWeeks, today);
    assert_eq!(rolling[..2], ["1: 0 of 1, 0", "2: 2 of 3.5, 57"]);
    assert_eq!(rolling.len(), 7);
}

fn describe_shares(
    digest: &YearDigest,
    types: &DayTypes,
    span: SharePeriod,
    today: Day,
) -> Vec<String> {
    let windows = windows(year("2026"), span, WeekStart::Monday);
    let describe = |share: &OfficeShare| {
        let percent = share.percent().map_or("-".to_owned(), |percent| percent.to_string());
        format!("{}: {} of {}, {percent}", share.window.number, share.office, share.worked)
    };
    shares(digest, types, windows, today).iter().map(describe).collect()
}

fn any_start() -> impl Strategy<Value = WeekStart> {
    prop::sample::select(WeekStart::ALL.to_vec())
}

proptest! {
    #[test]
    fn every_day_is_in_exactly_one_window(number in 1970i32..=2100, start in any_start()) {
        let year = year(&number.to_string());
        for span in [SharePeriod::Week, SharePeriod::Month, SharePeriod::Quarter] {
            let all = windows(year, span, start);
            for pair in all.windows(2) {
                prop_assert_eq!(pair[0].last.succ_opt(), Some(pair[1].first));
            }
            if let (Some(next), SharePeriod::Week) = (year.next(), span) {
                let next = windows(next, span, start);
                prop_assert_eq!(all.last().unwrap().last.succ_opt(), Some(next[0].first));
            }
        }
        for window in windows(year, SharePeriod::TwelveWeeks, start) {
            prop_assert_eq!((window.last - window.first).num_days(), 83);
        }
    }

    #[test]
    fn office_days_never_exceed_worked_days(days in any_days(), start in any_start(), today in 0u64..1500) {
        let days: Vec<_> = days.iter().map(|(d, t)| (d.as_str(), t.as_str())).collect();
        let digest = brief_of("2024-01", &days);
        let first: Day = "2024-01-01".parse().unwrap();
        let today = Day::from_date(first.date() + Days::new(today)).unwrap();
        let types = DayTypes::default();
        let sum = |span| {
            let all = shares(&digest, &types, windows(year("2025"), span, start), today);
            assert!(all.iter().all(|share| share.office <= share.worked));
            assert!(all.iter().filter_map(OfficeShare::percent).all(|percent| percent <= 100));
            let (office, worked): (Vec<_>, Vec<_>) =
                all.iter().map(|share| (share.office, share.worked)).unzip();
            (office.into_iter().sum::<HalfDays>(), worked.into_iter().sum::<HalfDays>())
        };
        prop_assert_eq!(sum(SharePeriod::Month), sum(SharePeriod::Quarter));
    }
}
