//! Tests importing repeated events of calendars.

use std::ops::RangeInclusive;

use super::calendars::holidays;
use super::*;
use crate::domain::days::schedule::{Schedule, Schedules};
use crate::domain::days::week::Weekdays;

#[test]
fn yearly_events_are_expanded_for_the_chosen_years() {
    let text = holidays(&[
        "DTSTART;VALUE=DATE:19701225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas",
        "DTSTART;VALUE=DATE:19701126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\nEXDATE;VALUE=DATE:20271125\r\nSUMMARY:Thanksgiving",
        "UID:may\r\nDTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY;UNTIL=20270501\r\nSUMMARY:May",
        "UID:may\r\nRECURRENCE-ID;VALUE=DATE:20270501\r\nDTSTART;VALUE=DATE:20270503\r\nSUMMARY:May, moved",
        "DTSTART;VALUE=DATE:20260105\r\nRDATE;VALUE=DATE:20270105,20280105\r\nSUMMARY:Some days",
        "DTSTART:20260430T220000Z\r\nDTEND:20260501T220000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30\r\nSUMMARY:In UTC",
    ]);
    let years = |years| {
        let choices = Choices { years, ..Choices::default() };
        describe(&resolve_text(&text, &choices))
    };
    assert_eq!(
        years(Some(2028..=2028)),
        [
            "2027-05-03 holiday (May, moved)",
            "2028-01-05 holiday (Some days)",
            "2028-05-01 holiday (In UTC)",
            "2028-11-23 holiday (Thanksgiving)",
            "2028-12-25 holiday (Christmas)",
        ]
    );
    // The years of the other events, and the current one, 2026.
    assert_eq!(
        years(None),
        [
            "2026-01-05 holiday (Some days)",
            "2026-05-01 holiday (May / In UTC)",
            "2026-11-26 holiday (Thanksgiving)",
            "2026-12-25 holiday (Christmas)",
            "2027-01-05 holiday (Some days)",
            "2027-05-03 holiday (May, moved)",
        ]
    );
}

#[test]
fn weekly_events_are_expanded_for_the_chosen_years() {
    let text = holidays(&[
        "UID:a\r\nDTSTART;VALUE=DATE:20250106\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260112\r\n\
         EXDATE;VALUE=DATE:20260107\r\nSUMMARY:Bridge",
        "UID:a\r\nRECURRENCE-ID;VALUE=DATE:20260112\r\nDTSTART;VALUE=DATE:20260113\r\nSUMMARY:Moved",
    ]);
    let choices = Choices { years: Some(2026..=2027), ..Choices::default() };
    assert_eq!(
        describe(&resolve_text(&text, &choices)),
        ["2026-01-05 holiday (Bridge)", "2026-01-13 holiday (Moved)"]
    );
}

#[test]
fn an_occurrence_keeps_its_number_when_other_years_are_chosen() {
    let text = holidays(&[
        "DTSTART;VALUE=DATE:20260101\r\nSUMMARY:Single",
        "DTSTART;VALUE=DATE:19701225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas",
    ]);
    let numbers = |years| {
        let choices = Choices { years: Some(years), ..Choices::default() };
        let rows = read(text.as_bytes(), &Settings::default(), &choices).rows;
        rows.iter().map(|row| (row.from.to_string(), row.record)).collect::<Vec<_>>()
    };
    let (few, many) = (numbers(2026..=2026), numbers(2025..=2027));
    assert_eq!((few.len(), many.len()), (2, 4));
    assert!(few.iter().all(|row| many.contains(row)), "{few:?} {many:?}");
    assert_eq!(many.iter().map(|row| row.1).collect::<std::collections::BTreeSet<_>>().len(), 4);
}

/// Returns the days of a calendar with one event, for a user in `zone` who chose `years`.
fn days_in(zone: &str, event: &str, years: RangeInclusive<i32>) -> Vec<String> {
    let settings = Settings {
        time_zone: zone.parse().unwrap(),
        schedules: every_day(),
        ..Settings::default()
    };
    let choices = Choices { years: Some(years), ..Choices::default() };
    let text = holidays(&[&format!("{event}\r\nSUMMARY:Party")]);
    let resolved = resolve_bytes(text.as_bytes(), &settings, &choices).unwrap();
    resolved.days.iter().map(|new| new.day.to_string()).collect()
}

/// Returns a schedule without days off.
fn every_day() -> Schedules {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    Schedule { working_days: Weekdays::parse(days).unwrap(), ..Schedule::default() }.into()
}

/// Whole days at the edges of a year, as written in UTC by programs east and west of it.
#[test]
fn an_occurrence_is_in_the_year_of_the_user() {
    let (berlin, auckland) = ("Europe/Berlin", "Pacific/Auckland");
    let (honolulu, new_york) = ("Pacific/Honolulu", "America/New_York");
    for (zone, event, expected) in [
        (berlin, "DTSTART:20191231T230000Z\r\nDTEND:20200101T230000Z", "01-01"),
        (berlin, "DTSTART:20201230T230000Z\r\nDTEND:20201231T230000Z", "12-31"),
        (auckland, "DTSTART:20191231T110000Z\r\nDTEND:20200101T110000Z", "01-01"),
        (honolulu, "DTSTART:20200101T100000Z\r\nDTEND:20200102T100000Z", "01-01"),
        (honolulu, "DTSTART:20201231T100000Z\r\nDTEND:20210101T100000Z", "12-31"),
        // The afternoon of 31 December.
        (honolulu, "DTSTART:20210101T000000Z\r\nDTEND:20210101T100000Z", "12-31"),
        (new_york, "DTSTART:20200101T000000Z\r\nDTEND:20200102T000000Z", "01-01"),
        (new_york, "DTSTART:20200101T000000\r\nDTEND:20200102T000000", "01-01"),
        (auckland, "DTSTART;TZID=Asia/Tokyo:20201231T000000\r\nDURATION:P1D", "12-31"),
        (berlin, "DTSTART;VALUE=DATE:20200101", "01-01"),
        (auckland, "DTSTART;VALUE=DATE:20201231", "12-31"),
    ] {
        let yearly = format!("{event}\r\nRRULE:FREQ=YEARLY");
        let expected = ["2026", "2027"].map(|year| format!("{year}-{expected}"));
        assert_eq!(days_in(zone, &yearly, 2026..=2027), expected, "{zone} {event}");
    }
}

/// `UNTIL` and `EXDATE` may be in UTC, although the start is a local time.
#[test]
fn a_series_is_read_in_the_zone_of_its_start() {
    let start = |zone: &str| {
        format!("DTSTART;TZID={zone}:20200101T000000\r\nDURATION:P1D\r\nRRULE:FREQ=YEARLY")
    };
    let berlin = start("Europe/Berlin");
    for (event, expected) in [
        (format!("{berlin};UNTIL=20261231T230000Z"), &["2026-01-01", "2027-01-01"][..]),
        (format!("{berlin};UNTIL=20261231T225959Z"), &["2026-01-01"]),
        (format!("{};UNTIL=20270101T045959Z", start("America/New_York")), &["2026-01-01"]),
        (format!("{berlin}\r\nEXDATE:20251231T230000Z"), &["2027-01-01", "2028-01-01"]),
        (
            format!("{berlin}\r\nEXDATE;TZID=Europe/Berlin:20270101T000000"),
            &["2026-01-01", "2028-01-01"],
        ),
        (
            format!("{};UNTIL=20261231T230000Z", start("\"Mars/Base\"")),
            &["2026-01-01", "2027-01-01"],
        ),
    ] {
        assert_eq!(days_in("Europe/Berlin", &event, 2026..=2028), expected, "{event}");
    }
}

#[test]
fn a_moved_occurrence_in_utc_replaces_the_original() {
    let text = holidays(&[
        "UID:a\r\nDTSTART;TZID=Europe/Berlin:20200101T000000\r\nDURATION:P1D\r\n\
         RRULE:FREQ=YEARLY\r\nSUMMARY:Party",
        "UID:a\r\nRECURRENCE-ID:20261231T230000Z\r\nDTSTART;VALUE=DATE:20270104\r\n\
         SUMMARY:Moved",
    ]);
    let choices = Choices { years: Some(2026..=2027), ..Choices::default() };
    let expected = ["2026-01-01 holiday (Party)", "2027-01-04 holiday (Moved)"];
    assert_eq!(describe(&resolve_text(&text, &choices)), expected);
}

/// A single event at 23:00 in UTC on 31 December 2025 is on 1 January in Berlin.
#[test]
fn the_default_years_are_those_of_the_user() {
    let text = holidays(&[
        "DTSTART:20251231T230000Z\r\nDTEND:20260101T230000Z\r\nSUMMARY:Single",
        "DTSTART:20281231T230000Z\r\nDTEND:20290101T230000Z\r\nSUMMARY:Later",
        "DTSTART;VALUE=DATE:19701225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas",
    ]);
    let reading = read(text.as_bytes(), &in_berlin(), &Choices::default());
    assert_eq!(reading.years, Some(2026..=2029));
}
