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

/// Returns `count` dates, each `days` after the one before it.
fn every(days: i64, first: &str, count: i64) -> Vec<String> {
    let nth = |at: i64| date(first) + chrono::TimeDelta::days(days * at);
    (0..count).map(|at| nth(at).to_string()).collect()
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
        ("freq=yearly;interval=1;wkst=SU;byhour=9;", "2027-03-08", &["2027-03-08", "2028-03-08"]),
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
fn expands_weekly_rules() {
    let list = |days: &[&str]| days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
    for (rule, start, expected) in [
        ("FREQ=WEEKLY", "2024-01-01", every(7, "2026-01-05", 156)),
        ("FREQ=WEEKLY;BYDAY=TH", "2028-11-26", every(7, "2028-11-30", 5)),
        ("FREQ=WEEKLY;INTERVAL=2", "2025-12-15", every(14, "2026-01-12", 78)),
        ("FREQ=WEEKLY;INTERVAL=520;BYDAY=MO", "1958-01-07", list(&["2027-10-11"])),
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
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=20260201;BYDAY=TU,SU;WKST=SU",
            "2025-12-30",
            list(&["2026-01-11", "2026-01-13", "2026-01-25", "2026-01-27"]),
        ),
        ("freq=weekly;byhour=9;until=20260112T235959Z;", "2026-01-05", every(7, "2026-01-05", 2)),
        ("FREQ=WEEKLY", "2029-01-01", Vec::new()),
        ("FREQ=WEEKLY;UNTIL=20251231", "2020-01-06", Vec::new()),
    ] {
        assert_eq!(occurrences(rule, start), Ok(expected), "{rule} {start}");
    }
}

#[test]
fn rejects_rules_of_other_frequencies_or_that_never_occur() {
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
        ("FREQ=WEEKLY;BYDAY=1MO", "ics.rule"),
        ("FREQ=WEEKLY;BYDAY=", "ics.rule"),
        ("FREQ=WEEKLY;INTERVAL=0", "ics.rule"),
        ("FREQ=WEEKLY;INTERVAL=521", "ics.rule"),
        ("FREQ=WEEKLY;COUNT=x", "ics.rule"),
        ("FREQ=WEEKLY;BYMONTH=1", "ics.rule"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "ics.rule"),
        ("FREQ=WEEKLY;UNTIL=never", "ics.rule"),
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
    for frequency in ["YEARLY", "WEEKLY"] {
        let dense = format!("FREQ={frequency};COUNT=4000000000;BYDAY=MO,TU,WE,TH,FR,SA,SU");
        let mut budget = RuleBudget::default();
        let start = series(date("1600-01-01"));
        let mut expand = || expand(&dense, start, &years(2026, 2026), &mut budget);
        let problem = (0..3).find_map(|_| expand().err()).unwrap();
        assert_eq!(problem.code, "ics.too_many_repeats", "{frequency}");
    }
}

proptest! {
    #[test]
    fn hostile_rules_neither_panic_nor_hang(
        frequency in "(YEARLY|WEEKLY)",
        parts in prop::collection::vec(
            "(FREQ=(YEARLY|WEEKLY)|INTERVAL=[0-9]{1,6}|COUNT=[0-9]{1,12}|UNTIL=[0-9]{8}|WKST=[A-Z]{2}|BYMONTH=(-?[0-9]{1,3},?){1,4}|BYMONTHDAY=(-?[0-9]{1,3},?){1,4}|BYDAY=(-?[0-9]{0,2}(MO|SU|XX|A),?){1,3}|BYSETPOS=1|BYEASTER=0|[A-Z=;,]{0,9})",
            0..6,
        ),
        year in 1..9999_i32,
        day in 1..366_u32,
    ) {
        let start = NaiveDate::from_yo_opt(year, day).unwrap();
        let rule = format!("FREQ={frequency};{}", parts.join(";"));
        let mut budget = RuleBudget::of(2_000);
        if let Ok(days) = expand(&rule, series(start), &years(2026, 2030), &mut budget) {
            prop_assert!(days.iter().all(|day| (2026..=2030).contains(&day.year())));
        }
    }
}
