//! Tests the parsing of dates.

use proptest::prelude::*;

use super::DateOrder::{DayFirst, MonthFirst};
use super::*;

fn parse(text: &str, order: Option<DateOrder>) -> Option<String> {
    let reader = DateReader { order, ..DateReader::new("2026-11-29".parse().unwrap()) };
    reader.parse(text).ok().map(|day| day.to_string())
}

#[test]
fn parses_dates_in_all_formats() {
    for (text, expected) in [
        ("2026-03-31", Some("2026-03-31")),
        ("2026-03-31T00:00:00Z", Some("2026-03-31")),
        ("2026/03/31", Some("2026-03-31")),
        ("2026.03.31", Some("2026-03-31")),
        ("2026-3-1", Some("2026-03-01")),
        ("20260109", Some("2026-01-09")),
        ("20260109T120000Z", Some("2026-01-09")),
        ("20260109 12:00", Some("2026-01-09")),
        ("20260109 120000", Some("2026-01-09")),
        ("20260109-5", None),
        ("31.03.2026", Some("2026-03-31")),
        ("1.3.2026", Some("2026-03-01")),
        ("31. 3. 2026", Some("2026-03-31")),
        ("31.03.26 08:00", Some("2026-03-31")),
        ("16.11.26", Some("2026-11-16")),
        ("16-11-2026", Some("2026-11-16")),
        ("Mon, 5 Jan 2026", Some("2026-01-05")),
        ("Mo., 05.01.2026", Some("2026-01-05")),
        ("5. Januar 2026", Some("2026-01-05")),
        ("03 Aug, 26", Some("2026-08-03")),
        ("03-Aug-26", Some("2026-08-03")),
        ("Aug 3rd, 2026", Some("2026-08-03")),
        ("August 3, 2026 9:00 AM", Some("2026-08-03")),
        ("2026 Aug 3", Some("2026-08-03")),
        ("04/04/2026", Some("2026-04-04")),
        ("4/15/91", Some("1991-04-15")),
        ("91/4/15", Some("1991-04-15")),
        ("04/03/2026", None),
        ("04-03-2026", None),
        ("30.02.2026", None),
        ("1969-12-31", None),
        ("45000", None),
        ("20261309", None),
        ("31.", None),
        ("31.3", None),
        ("31.3/2026", None),
        ("2026-03-31 (Tue)", Some("2026-03-31")),
        ("2026-03-31 08:00 - 16:30", Some("2026-03-31")),
        ("2026-03-31-5", None),
        ("5 Jan", None),
        ("5 Smarch 2026", None),
        ("", None),
        ("١.٢.٢٠٢٦", None),
    ] {
        assert_eq!(parse(text, None).as_deref(), expected, "{text}");
    }
}

#[test]
fn the_order_decides_between_day_and_month() {
    for (text, day_first, month_first) in [
        ("1/5/2026", Some("2026-05-01"), Some("2026-01-05")),
        ("01-05-2026", Some("2026-05-01"), Some("2026-01-05")),
        ("25/12/2026", Some("2026-12-25"), None),
        ("1.5.2026", Some("2026-05-01"), Some("2026-05-01")),
    ] {
        assert_eq!(parse(text, Some(DayFirst)).as_deref(), day_first, "{text}");
        assert_eq!(parse(text, Some(MonthFirst)).as_deref(), month_first, "{text}");
    }
    for (dates, expected) in [
        (&["04/03/2026", "", "x", "2026-01-01", "25/03/2026"][..], Some(DayFirst)),
        (&["03/25/2026"], Some(MonthFirst)),
        (&["3-25-26"], Some(MonthFirst)),
        (&["03/25/2026", "25/03/2026"], None),
        (&["1/5/2026", "25.12.2026"], None),
    ] {
        let today = "2026-11-29".parse().unwrap();
        assert_eq!(DateReader::detect(dates.iter().copied(), today).order, expected);
    }
}

#[test]
fn the_place_of_a_two_digit_year_is_not_guessed() {
    use YearPlace::{First, Last};
    let today = "2026-11-29".parse().unwrap();
    for (dates, place, order, expected) in [
        // 2016 and 2026 are years that Worklog has.
        (&["26-11-16", "26-11-17"][..], None, None, None),
        // There is no day 91, and 2030 is too late.
        (&["26-11-16", "26-11-30"], Some(First), None, Some("2026-11-16")),
        (&["26-11-16", "91-04-15"], Some(First), None, Some("2026-11-16")),
        (&["16-11-26", "30-11-26"], Some(Last), Some(DayFirst), Some("2026-11-16")),
        (&["11-16-26"], Some(Last), Some(MonthFirst), Some("2026-11-16")),
        (&["05-04-26", "04-30-26"], Some(Last), Some(MonthFirst), Some("2026-05-04")),
        (&["28-11-26", "26-11-30"], None, Some(DayFirst), Some("2026-11-28")),
        (&["16/11/26"], None, Some(DayFirst), Some("2026-11-16")),
        (&["31/10/26", "05/01/26"], Some(Last), Some(DayFirst), Some("2026-10-31")),
        // The year is probably the first number, but may be the last.
        (&["26/01/05"], None, None, None),
        (&["26/01/05", "26/01/30"], Some(First), None, Some("2026-01-05")),
    ] {
        let reader = DateReader::detect(dates.iter().copied(), today);
        assert_eq!((reader.year, reader.order), (place, order), "{dates:?}");
        let day = reader.parse(dates[0]).ok().map(|day| day.to_string());
        assert_eq!(day.as_deref(), expected, "{dates:?}");
    }
    let problem = DateReader::detect(["26-11-16"].into_iter(), today).parse("26-11-16");
    assert_eq!(problem.unwrap_err().to_string(), "date.short_year date=26-11-16");
}

#[test]
fn two_digit_years_are_in_the_past_or_open() {
    let today = "2026-11-29".parse().unwrap();
    for (text, past, future) in [
        ("29.11.26", Some("2026-11-29"), None),
        ("30.11.26", None, Some("2026-11-30")),
        ("16.11.27", None, Some("2027-11-16")),
        ("1.1.69", None, Some("2069-01-01")),
        ("29.2.28", None, Some("2028-02-29")),
        ("1.1.70", Some("1970-01-01"), None),
        ("4/15/91", Some("1991-04-15"), None),
        ("31.12.99", Some("1999-12-31"), None),
        ("1.1.00", Some("2000-01-01"), None),
    ] {
        assert_eq!(parse(text, None).as_deref(), past, "{text}");
        let day = DateReader::new(today).future_day(text).map(|day| day.to_string());
        assert_eq!(day.as_deref(), future, "{text}");
        let century = |century| DateReader { century, ..DateReader::new(today) }.parse(text);
        let day = century(Some(Century::Future)).unwrap().to_string();
        assert_eq!(Some(day.as_str()), past.or(future), "{text}");
        if future.is_some() {
            assert_eq!(century(None).unwrap_err().code, short_year::FUTURE_YEAR, "{text}");
            assert_eq!(century(Some(Century::Past)).unwrap_err().code, "date.out_of_range");
        }
    }
    assert_eq!(DateReader::new(today).parse("31.02.27").unwrap_err().code, "date.no_such_day");
}

proptest! {
    #[test]
    fn parsing_never_panics(text in "([0-9]{1,9}|[./T,: -]|é|Mon|Jan|st){0,12}") {
        for order in [Some(DayFirst), Some(MonthFirst), None] {
            let _ = parse(&text, order);
        }
    }
}
