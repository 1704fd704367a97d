//! Tests importing public holiday calendars.

use super::*;
use crate::domain::days::schedule::Schedule;
use crate::domain::days::week::Weekdays;

#[test]
fn reads_calendars_of_other_programs() {
    let event = |lines: &str| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n");
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    for lines in [
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261225\r\nSUMMARY:Christmas\\, day",
        "DTSTART;VALUE=DATE:20260101\r\nDURATION:P1D\r\nSUMMARY:New\r\n  Year",
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Also",
        "DTSTART;TZID=Asia/Tokyo:20260503T000000\r\nDTEND;TZID=Asia/Tokyo:20260506T000000\r\nSUMMARY:Golden week",
        "DTSTART:20260430T220000Z\r\nDTEND:20260501T220000Z\r\nSUMMARY:Labour\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM",
        "DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Every year",
        "DTSTART:20260602T090000\r\nDTEND:20260602T100000\r\nSUMMARY:Meeting",
        "SUMMARY:No date",
        "DTSTART;VALUE=DATE:18990101\r\nSUMMARY:Too early",
    ] {
        text.push_str(&event(lines));
    }
    text.push_str("END:VCALENDAR\r\n");
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!(
        describe(&resolved),
        [
            "2026-01-01 holiday (New Year)",
            "2026-05-01 holiday (Labour)",
            "2026-05-04 holiday (Golden week)",
            "2026-05-05 holiday (Golden week)",
            "2026-12-25 holiday (Christmas, day / Also)",
        ]
    );
    assert_eq!(resolved.row_error_count, 4);
    assert_eq!(resolved.row_errors[0].problem.code, "ics.repeats");
    assert_eq!(resolved.row_errors[0].text, "BEGIN:VEVENT");
}

/// In 2026, 3 October is a Saturday and 1 November a Sunday.
#[test]
fn holidays_on_days_off_are_left_out() {
    let event = |day: &str| format!("BEGIN:VEVENT\nDTSTART;VALUE=DATE:2026{day}\nEND:VEVENT\n");
    let events = ["1003", "1101", "1225"].map(event).concat();
    let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-12-25 holiday"]);
    assert_eq!((resolved.free_days, resolved.row_error_count), (2, 0));
    let working_days = Weekdays::parse(["tue", "sat"]).unwrap();
    let schedules = Schedule { working_days, ..Schedule::default() }.into();
    let saturdays = Settings { schedules, ..Settings::default() };
    let resolved = resolve_bytes(text.as_bytes(), &saturdays, &Choices::default()).unwrap();
    assert_eq!(describe(&resolved), ["2026-10-03 holiday"]);
    assert_eq!(resolved.free_days, 2);
}

#[test]
fn deeply_nested_and_unterminated_events_are_rejected() {
    let deep = "BEGIN:X\n".repeat(100_000);
    let text =
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{deep}END:VEVENT\nBEGIN:VEVENT\nDTSTART:2026");
    let resolved = resolve_text(&text, &Choices::default());
    assert_eq!((resolved.days.len(), resolved.row_error_count), (0, 2));
}
