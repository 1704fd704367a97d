//! Tests the messages about files.

use super::message_for;
use crate::domain::exchange::import::{self, Choices, ReadContext, ResolvedImport};
use crate::domain::settings::Settings;
use crate::domain::values::problem::Problem;

/// Runs the whole import of a file.
fn resolve(bytes: &[u8]) -> Result<ResolvedImport, Problem> {
    let (settings, choices) = (&Settings::default(), &Choices::default());
    let context = ReadContext { settings, choices, today: "2026-11-29".parse().unwrap() };
    let reading = import::read_rows(&import::parse(bytes)?, context)?;
    import::resolve_rows(&reading, settings, choices)
}

/// Entries of a file, each with the message about it, if any.
const ENTRIES: [(&str, Option<&str>); 16] = [
    (r#"{"date":"2026-11-16","parts":{"day":{"type":"office"}}}"#, None),
    (r#"{"parts":{"day":{"type":"office"}}}"#, Some("Entry 2, date: Missing.")),
    (
        r#"{"date":"2026-02-31","parts":{"day":{"type":"office"}}}"#,
        Some("Entry 3, date: 2026-02-31 isn’t a valid date."),
    ),
    (r#"{"date":7,"parts":{"day":{"type":"office"}}}"#, Some("Entry 4, date: Not a string.")),
    (r#"{"date":"2026-11-17"}"#, Some("Entry 5, parts: Missing.")),
    (
        r#"{"date":"2026-11-17","parts":[]}"#,
        Some("Entry 6, parts: The only parts are day, am, and pm."),
    ),
    (
        r#"{"date":"2026-11-17","parts":{}}"#,
        Some("Entry 7, parts: Use either day, or am, pm, or both."),
    ),
    (
        r#"{"date":"2026-11-17","parts":{"day":{"type":"office"},"am":{"type":"sick"}}}"#,
        Some("Entry 8, parts: Use either day, or am, pm, or both."),
    ),
    (
        r#"{"date":"2026-11-17","parts":{"am":"office"}}"#,
        Some("Entry 9, parts.am: A part has a type and, optionally, a location."),
    ),
    (r#"{"date":"2026-11-17","parts":{"pm":{}}}"#, Some("Entry 10, parts.pm.type: Missing.")),
    (
        r#"{"date":"2026-11-17","parts":{"day":{"type":"Not a slug"}}}"#,
        Some(
            "Entry 11, parts.day.type: The short name of a type must have 1 to 40 letters a to z, digits, or hyphens.",
        ),
    ),
    (
        r#"{"date":"2026-11-17","parts":{"day":{"type":"office","location":"\u0007"}}}"#,
        Some("Entry 12, parts.day.location: Remove the control characters from the location."),
    ),
    (
        r#"{"date":"2026-11-17","parts":{"day":{"type":"office","location":""}}}"#,
        Some("Entry 13, parts.day.location: Enter a location."),
    ),
    (
        r#"{"date":"2026-11-17","parts":{"day":{"type":"office"}},"notes":7}"#,
        Some("Entry 14, notes: Not a string."),
    ),
    (
        r#"{"date":"2026-11-17","parts":{"day":{"type":"office","location":null}},"notes":null}"#,
        None,
    ),
    ("[]", Some("Entry 16: Not an object with date, parts, and notes.")),
];

#[test]
fn problems_name_their_position_in_plain_words() {
    let lines: Vec<&str> = ENTRIES.iter().map(|(entry, _)| *entry).collect();
    let text = format!(
        "{{\"format\":\"worklog\",\n\"version\":1,\"entries\":[\n{}\n]}}",
        lines.join(",\n")
    );
    let found = resolve(text.as_bytes()).unwrap();
    let days: Vec<_> = found.days.iter().map(|new| new.day.to_string()).collect();
    assert_eq!(days, ["2026-11-16", "2026-11-17"]);
    let said: Vec<(usize, String)> =
        found.row_errors.iter().map(|error| (error.line, message_for(&error.problem))).collect();
    let numbered = ENTRIES.iter().enumerate();
    let expected: Vec<(usize, String)> =
        numbered.filter_map(|(at, (_, said))| Some((at + 3, (*said)?.to_owned()))).collect();
    assert_eq!(said, expected);
}

#[test]
fn a_document_that_is_not_ours_is_refused_in_our_words() {
    let ours = "{\"format\":\"worklog\",\"version\":1,";
    for (text, expected) in [
        (
            "{\"format\":\"worklog\",\n\"version\":1,\n\"entries\":[".to_owned(),
            "This JSON is incomplete: it ends on line 3.",
        ),
        (
            "{\"format\":\"worklog\",\n\"version\" 1}".to_owned(),
            "This isn’t valid JSON: there’s an error on line 2, character 11.",
        ),
        ("[1]".to_owned(), "This JSON isn’t a Worklog export."),
        (
            "{\"format\":7,\"version\":1,\"entries\":[]}".to_owned(),
            "This JSON isn’t a Worklog export.",
        ),
        (
            "{\"format\":\"worklog\",\"entries\":[]}".to_owned(),
            "The version in this file is missing or isn’t a number.",
        ),
        (
            format!("{ours}\"entries\":{{}}}}"),
            "The entries in this file are missing or aren’t a list.",
        ),
        (
            format!("{ours}\"settings\":[],\"entries\":[]}}"),
            "The settings in this file aren’t valid.",
        ),
        (
            format!("{ours}\"settings\":{{\"week_start\":\"noon\"}},\"entries\":[]}}"),
            "The setting “week_start” in this file isn’t valid.",
        ),
        (
            format!("{ours}\"settings\":{{\"types\":[{{\"slug\":7}}]}},\"entries\":[]}}"),
            "The setting “types” in this file isn’t valid.",
        ),
    ] {
        assert_eq!(message_for(resolve(text.as_bytes()).unwrap_err()), expected);
    }
}

#[test]
fn refusals_say_how_to_fix_the_file() {
    for (text, expected) in [
        ("", "The file is empty."),
        ("Name,Age\n", "This file isn’t a table with a header and rows."),
        (
            "{\"format\":\"worklog\",\"version\":9,\"entries\":[]}",
            "This file is from a newer version of Worklog. Export it as CSV there, and upload that.",
        ),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "This calendar contains no events."),
        (
            &vec!["x"; 100_000].join(","),
            "The first line has 100000 columns, which is too many. Upload a table of days.",
        ),
    ] {
        assert_eq!(message_for(resolve(text.as_bytes()).unwrap_err()), expected);
    }
    let decoded = resolve(b"PK\x03\x04xlsx").unwrap_err();
    let expected = "This file isn’t an XLSX workbook, or is damaged. Open it in a spreadsheet, save it as XLSX or CSV, and upload that.";
    assert_eq!(message_for(decoded), expected);
}

#[test]
fn unparsed_lines_are_reported_with_a_reason() {
    for (text, expected) in [
        ("Date,Type\nnonsense,Office\n", "This isn’t a valid date. Write it as 2026-03-31."),
        ("Date,Type\n2026-11-18,\n", "The type is missing."),
        ("Date,Type\n2026-11-18,Office\n2026-11-18,Sick\n", "2026-11-18 is already on line 2."),
        ("Date,Type\n31.11.2026,Office\n", "31.11.2026 isn’t a valid date."),
        ("Date,Type\n1969-01-01,Office\n", "Use a date from 1970-01-01 to 2100-12-31."),
        (
            "Date,Type\n2026-11-17,\"Office\n2026-11-18,Office\n",
            "The closing quotation mark is missing.",
        ),
    ] {
        let found = resolve(text.as_bytes());
        let said: Vec<_> =
            found.unwrap().row_errors.iter().map(|error| message_for(&error.problem)).collect();
        assert_eq!(said, [expected]);
    }
}
