//! Tests files that are rejected as a whole.

use std::fmt::Write as _;

use super::*;

fn refusal(text: &str) -> Problem {
    resolve_bytes(text.as_bytes(), &in_berlin(), &Choices::default()).unwrap_err()
}

#[test]
fn rejects_unsupported_files() {
    for (text, expected) in [
        ("", "file.empty"),
        (" \n ", "file.empty"),
        ("Name,Age\nAda,36\n", "file.unknown_header header=Name,Age"),
        ("{\"a\":1}", "json.not_ours"),
        ("{\"format\":\"worklog\",\"version\":9,\"entries\":[]}", "json.newer"),
        ("[1]", "json.not_ours"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "ics.empty"),
        (&vec!["x"; 100_000].join(","), "file.too_many_columns columns=100000"),
    ] {
        let error = refusal(text).to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    let mut text = String::from("Von;Bis;Art der Abwesenheit\n");
    for year in 1970..2100 {
        writeln!(text, "01.01.{year};31.12.{year};Urlaub").unwrap();
    }
    assert_eq!(refusal(&text).code, "file.too_many_days");
}

#[test]
fn ranges_over_400_days_are_rejected() {
    for (last, fits) in [("2027-02-04", true), ("2027-02-05", false)] {
        let text = format!("Von;Bis;Art der Abwesenheit\n01.01.2026;{last};Urlaub\n");
        let resolved = resolve_text(&text, &Choices::default());
        assert_eq!(
            (resolved.days.is_empty(), resolved.row_error_count),
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
    assert_eq!(resolve_text(&table(50), &Choices::default()).unknown.len(), 50);
    let text = table(51);
    assert_eq!(refusal(&text).to_string(), "file.too_many_types max=50");
}
