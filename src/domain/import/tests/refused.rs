//! Tests of files that are rejected as a whole.

use std::fmt::Write as _;

use super::*;

#[test]
fn rejects_unsupported_files() {
    for (text, expected) in [
        ("", "empty"),
        (" \n ", "empty"),
        ("Name,Age\nAda,36\n", "does not know"),
        ("{\"a\":1}", "not one that Worklog wrote"),
        ("{\"format\":\"worklog\",\"version\":9,\"entries\":[]}", "newer Worklog"),
        ("[1]", "not one that Worklog wrote"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no events"),
        (&vec!["x"; 100_000].join(","), "100000 columns"),
    ] {
        let error = read(text, berlin()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let mut text = String::from("Von;Bis;Art der Abwesenheit\n");
    for year in 1970..2100 {
        writeln!(text, "01.01.{year};31.12.{year};Urlaub").unwrap();
    }
    let reading = read(&text, berlin()).unwrap();
    let refused = understand(&reading, &text, &Settings::default(), &Choices::default());
    assert_eq!(refused, Err(FileError::TooManyDays));
}

#[test]
fn ranges_over_400_days_are_faults() {
    for (last, fits) in [("2027-02-04", true), ("2027-02-05", false)] {
        let text = format!("Von;Bis;Art der Abwesenheit\n01.01.2026;{last};Urlaub\n");
        let found = understood(&text, &Choices::default());
        assert_eq!(
            (found.days.is_empty(), found.fault_count),
            (!fits, usize::from(!fits)),
            "{last}"
        );
    }
}

#[test]
fn rejects_more_unknown_types_than_a_user_may_have() {
    let table = |types: usize| {
        let mut text = String::from("Date,Type\n");
        for number in 0..types {
            writeln!(text, "2026-{:02}-{:02},Type {number}", 1 + number / 28, 1 + number % 28)
                .unwrap();
        }
        text
    };
    assert_eq!(understood(&table(50), &Choices::default()).unknown.len(), 50);
    let text = table(51);
    let reading = read(&text, berlin()).unwrap();
    let refused = understand(&reading, &text, &Settings::default(), &Choices::default());
    assert!(refused.unwrap_err().to_string().contains("more than 50 types"));
}
