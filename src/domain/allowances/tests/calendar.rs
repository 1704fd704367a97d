//! Allowance years that start in any month, and years with part of an employment.

use super::*;

fn april() -> YearStart {
    YearStart::try_from(4).unwrap()
}

#[test]
fn a_year_is_named_after_the_year_it_starts_in() {
    for (date, expected) in [("2026-03-31", "2025"), ("2026-04-01", "2026"), ("2027-03-31", "2026")]
    {
        assert_eq!(april().year_of(day(date)), year(expected), "{date}");
        assert_eq!(YearStart::JANUARY.year_of(day(date)), day(date).year());
    }
    let ends = |of: &str| {
        let (first, last) = (april().first_day(year(of)), april().last_day(year(of)));
        format!("{first} {last} {}", april().name(year(of)))
    };
    assert_eq!(ends("2026"), "2026-04-01 2027-03-31 2026/27");
    assert_eq!(ends("1999"), "1999-04-01 2000-03-31 1999/00");
    assert_eq!(ends("1970"), "1970-01-01 1971-03-31 1970/71", "the first year is longer");
    assert_eq!(ends("2100"), "2100-04-01 2100-12-31 2100/01", "the last year is shorter");
    assert_eq!(YearStart::JANUARY.name(year("2026")), "2026");
    assert!([0, 13].into_iter().all(|month| YearStart::try_from(month).is_err()));
}

#[test]
fn every_day_belongs_to_exactly_one_year() {
    for month in 1..=12 {
        let start = YearStart::try_from(month).unwrap();
        let mut next = Some(day("1970-01-01"));
        let mut years = std::iter::successors(Some(Year::FIRST), |year| year.next());
        let mut current = years.next().unwrap();
        while let Some(day) = next {
            if start.last_day(current) < day {
                current = years.next().unwrap();
                assert_eq!(start.first_day(current), day);
            }
            assert_eq!(start.year_of(day), current, "{day}");
            next = day.next();
        }
    }
}

#[test]
fn days_and_expiry_follow_the_allowance_year() {
    let calendar = AllowanceCalendar { year_start: april(), ..AllowanceCalendar::default() };
    let usage =
        taken(&["2025-04-01 1", "2026-03-31 2", "2026-04-01 1", "2026-12-01 3", "2027-03-31 1"]);
    let balance = |of: &str, expires: &str, today: &str| {
        let record = UsageRecord::new(RecordStart::On(day("2025-04-30")), usage.clone());
        let allowance = thirty().until(expires).carrying_since("2025");
        allowance.balance(&calendar, year(of), &record, day(today)).unwrap()
    };
    let of_2026 = balance("2026", "06-30", "2026-11-18");
    // The run of two days that starts on 31 March 2026 is in two years.
    assert_eq!(describe(&of_2026), "30 + 28 = 2 + 4 + 26, 26 left -> 26");
    assert_eq!(of_2026.expires, Some(day("2026-06-30")));
    assert!(of_2026.has_expired);
    let later = balance("2026", "03-31", "2026-11-18");
    assert_eq!((later.expires, later.has_expired), (Some(day("2027-03-31")), false));
    assert_eq!(describe(&later), "30 + 28 = 2 + 4 + 22, 30 left -> 30");
}

#[test]
fn part_years_are_prorated_by_calendar_days() {
    let of = |from: &str, until: &str, of: &str| {
        let employment = Employment { from: from.parse().ok(), until: until.parse().ok() };
        let calendar = AllowanceCalendar { employment, ..AllowanceCalendar::default() };
        thirty().entitlement(&calendar, year(of)).unwrap().to_string()
    };
    for (from, until, name, expected) in [
        ("", "", "2026", "30"),
        ("2026-01-01", "", "2026", "30"),
        ("2026-01-02", "", "2026", "30"),
        // 184 of 365 days are 15.12 days.
        ("2026-07-01", "", "2026", "15.5"),
        ("2026-07-01", "", "2027", "30"),
        ("2026-07-01", "", "2025", "0"),
        // 181 of 365 days are 14.88 days.
        ("", "2026-06-30", "2026", "15"),
        ("", "2026-06-30", "2027", "0"),
        ("2026-06-30", "2026-06-30", "2026", "0.5"),
        // 366 days: 185 of 366 are 15.16.
        ("2028-06-30", "", "2028", "15.5"),
        ("2027-03-02", "2028-01-01", "2028", "0.5"),
    ] {
        assert_eq!(of(from, until, name), expected, "{from} to {until}, {name}");
    }
    let employment = Employment { from: Some(day("2026-10-01")), until: None };
    let calendar = AllowanceCalendar { year_start: april(), employment };
    // 182 of 365 days are 14.96 days.
    assert_eq!(thirty().entitlement(&calendar, year("2026")), Some(HalfDays(30)));
    let own = thirty().terms("2026", Some("12"), None);
    assert_eq!(own.entitlement(&calendar, year("2026")), Some(HalfDays(24)), "an exception");
    assert_eq!(thirty().unlimited().entitlement(&calendar, year("2026")), None);
}
