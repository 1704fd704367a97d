//! Tests files that are rejected as a whole.

use std::fmt::Write as _;

use super::*;
use crate::domain::exchange::import::resolve::MAX_NAMES;
use crate::domain::settings::{ColumnMapping, ColumnRole};

fn refusal(text: &str) -> Problem {
    resolve_bytes(text.as_bytes(), &in_berlin(), &Choices::default()).unwrap_err()
}

#[test]
fn rejects_unsupported_files() {
    for (text, expected) in [
        ("", "file.empty"),
        (" \n ", "file.empty"),
        ("Name,Age\n", "file.unknown_header"),
        ("Hello", "file.unknown_header"),
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
fn rejects_more_names_than_a_preview_can_show() {
    let table = |types: usize| {
        let mut text = String::from("Date,Type\n");
        for number in 0..types {
            writeln!(text, "2026-{:02}-{:02},Type {number}", 1 + number / 28, 1 + number % 28)
                .unwrap();
        }
        text
    };
    assert_eq!(resolve_text(&table(200), &Choices::default()).unknown.len(), 200);
    assert_eq!(refusal(&table(201)).to_string(), "file.too_many_types max=200");
}

/// The limit is about different days.
#[test]
fn repeated_rows_for_a_day_count_once() {
    let repeated = "2026-01-05,Office\n".repeat(45_000);
    let resolved = resolve_text(&format!("Date,Type\n{repeated}"), &Choices::default());
    assert_eq!(describe(&resolved), ["2026-01-05 office"]);
    assert_eq!(resolved.row_error_count, 0);
    let range = "01.01.2026;31.12.2026;Urlaub\n".repeat(600);
    let text = format!("Von;Bis;Art der Abwesenheit\n{range}");
    assert_eq!(refusal(&text).code, "file.too_many_repeats");
}

#[test]
fn names_that_are_not_imported_need_no_type() {
    let mut text = String::from("Date,Type\n2026-03-02,Office\n");
    for number in 0..MAX_NAMES {
        writeln!(text, "2026-01-01,Project {number}").unwrap();
    }
    let mut choices = Choices::default();
    choices.selection.exclude(&format!("1-{MAX_NAMES}").parse().unwrap());
    let mut resolved = resolve_text(&text, &choices);
    resolved.demand_choices();
    assert_eq!(describe(&resolved), ["2026-03-02 office"]);
    assert_eq!((resolved.has_errors(), resolved.left_out), (false, MAX_NAMES));
}

#[test]
fn creates_no_more_types_than_a_user_may_have() {
    let (mut text, mut choices) = (String::from("Date,Type\n"), Choices::default());
    for number in 0..51 {
        writeln!(text, "2026-{:02}-{:02},Type {number}", 1 + number / 28, 1 + number % 28).unwrap();
        let label = format!("Type {number}");
        let kind = Some(crate::domain::types::TypeKind::Work);
        choices.types.insert(label.to_lowercase(), TypeChoice::New { label, kind });
    }
    let resolved = resolve_text(&text, &choices);
    assert_eq!((resolved.new_types.len(), resolved.waiting), (50, 1));
    assert!(resolved.has_errors());
}

/// Each name and location used to be compared with all earlier ones.
#[test]
fn many_names_and_locations_are_compared_once() {
    let mut names = String::from("Date,Type\n");
    let mut places = String::from("Day,Project,Location,Hours\n");
    for number in 0..49_999 {
        writeln!(names, "2026-01-01,Project {number}").unwrap();
        writeln!(places, "2026-01-01,Office,Room {number},0:01").unwrap();
    }
    assert_eq!(refusal(&names).code, "file.too_many_types");
    let columns = [
        (ColumnRole::Date, 0),
        (ColumnRole::Type, 1),
        (ColumnRole::Location, 2),
        (ColumnRole::Hours, 3),
    ];
    let mapping = ColumnMapping { columns: columns.into(), all: None };
    let choices = Choices { mapping: Some(mapping), ..Choices::default() };
    let start = std::time::Instant::now();
    assert_eq!(resolve_text(&places, &choices).days.len(), 1);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

/// A few rows can cover many days, each with its own copy of the notes.
#[test]
fn rejects_more_text_than_a_change_can_store() {
    let notes = "\u{1F4DD}".repeat(1000);
    let table = |rows: i32| {
        let mut text = String::from("Von;Bis;Art der Abwesenheit;Bemerkung\n");
        for year in 2000..2000 + rows {
            writeln!(text, "01.01.{year};31.12.{year};Urlaub;{notes}").unwrap();
        }
        text
    };
    assert_eq!(resolve_text(&table(11), &Choices::default()).row_error_count, 0);
    assert_eq!(refusal(&table(12)).code, "file.too_much_text");
}

/// Parsing these would take many times as much memory as the file.
#[test]
fn rejects_what_is_larger_than_anything_valid() {
    let json = |fields: &str| format!("{{\"format\":\"worklog\",\"version\":1,{fields}}}");
    let entries = |count: usize| json(&format!("\"entries\":[{}0]", "0,".repeat(count)));
    assert_eq!(refusal(&entries(50_000)).code, "file.too_many_records");
    assert_eq!(resolve_text(&entries(49_999), &Choices::default()).row_error_count, 50_000);
    let settings = json(&format!("\"entries\":[],\"settings\":[{}0]", "0,".repeat(300_000)));
    assert_eq!(refusal(&settings).code, "json.settings");
    let wide = format!("Date,Type\n2026-11-16,Office{}\n", ",".repeat(20_001));
    assert_eq!(refusal(&wide).to_string(), "file.too_many_columns columns=20003");
    let notes = |length: usize| {
        let entry = "{\"date\":\"2026-11-16\",\"parts\":{\"day\":{\"type\":\"office\"}}";
        json(&format!("\"entries\":[{entry},\"notes\":\"a\",\"x\":\"{}\"}}]", "x".repeat(length)))
    };
    let event = |length: usize| {
        let start = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261225\nX-A:";
        format!("{start}{}\nEND:VEVENT\nEND:VCALENDAR\n", "x".repeat(length))
    };
    for (file, errors) in
        [(notes(30_000), 0), (notes(40_000), 1), (event(60_000), 0), (event(70_000), 1)]
    {
        assert_eq!(resolve_text(&file, &Choices::default()).row_error_count, errors);
    }
    let resolved = resolve_text(&event(70_000), &Choices::default());
    assert_eq!(resolved.row_errors[0].problem.to_string(), "ics.too_large max=64");
}
