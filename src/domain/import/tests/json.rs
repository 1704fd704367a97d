//! Tests of Worklog's own JSON.

use super::*;
use crate::domain::time_zone::TimeZone;

/// The golden files are exports of earlier versions, which must remain importable.
#[test]
fn imports_exports_of_earlier_versions() {
    let csv = decode(include_bytes!("../golden/ours.csv")).unwrap();
    let json = decode(include_bytes!("../golden/export.json")).unwrap();
    let expected = [
        "2026-11-16 office at Berlin HQ",
        "2026-11-17 remote at Home + vacation (=SUM(1) / second line)",
        "2026-11-18 jury-duty, morning",
    ];
    for text in [csv, json] {
        let found = understood(&text, &Choices::default());
        assert_eq!(words(&found), expected);
        assert_eq!(found.new_types[0].1.label.as_str(), "Jury duty");
        assert_eq!(found.fault_count, 0);
    }
    let found =
        understood(&decode(include_bytes!("../golden/year.ics")).unwrap(), &Choices::default());
    assert_eq!(words(&found).len(), 3);
}

#[test]
fn entries_are_counted_regardless_of_line_breaks() {
    let json = decode(include_bytes!("../golden/export.json")).unwrap();
    for text in [json.replace('\n', ""), json.replace(',', ",\n"), json] {
        assert_eq!(read(&text, TimeZone::UTC).unwrap().read, 3, "{text}");
    }
}

#[test]
fn faults_name_the_entry_and_field() {
    let entries = [
        (r#"{"date":"2026-11-16","parts":{"day":{"type":"office"}}}"#, None),
        (r#"{"parts":{"day":{"type":"office"}}}"#, Some("Entry 2, date: It is missing.")),
        (
            r#"{"date":"2026-02-31","parts":{"day":{"type":"office"}}}"#,
            Some("Entry 3, date: There is no day 2026-02-31."),
        ),
        (r#"{"date":7,"parts":{"day":{"type":"office"}}}"#, Some("Entry 4, date: It is no text.")),
        (r#"{"date":"2026-11-17"}"#, Some("Entry 5, parts: It is missing.")),
        (
            r#"{"date":"2026-11-17","parts":[]}"#,
            Some("Entry 6, parts: It has the parts day, am and pm."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{}}"#,
            Some("Entry 7, parts: It is either day, or am, pm or both."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"day":{"type":"office"},"am":{"type":"sick"}}}"#,
            Some("Entry 8, parts: It is either day, or am, pm or both."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"am":"office"}}"#,
            Some("Entry 9, parts.am: It has a type and maybe a location."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"pm":{}}}"#,
            Some("Entry 10, parts.pm.type: It is missing."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"day":{"type":"Not a slug"}}}"#,
            Some(
                "Entry 11, parts.day.type: A type's short name has 1 to 40 letters a to z, digits or hyphens.",
            ),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"day":{"type":"office","location":"\u0007"}}}"#,
            Some("Entry 12, parts.day.location: A location cannot hold control characters."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"day":{"type":"office","location":""}}}"#,
            Some("Entry 13, parts.day.location: Say where."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"day":{"type":"office"}},"notes":"\u0007"}"#,
            Some("Entry 14, notes: Notes cannot hold control characters (tabs are among them)."),
        ),
        (
            r#"{"date":"2026-11-17","parts":{"day":{"type":"office","location":null}},"notes":null}"#,
            None,
        ),
        ("[]", Some("Entry 16: It is no entry with date, parts and notes.")),
    ];
    let lines: Vec<&str> = entries.iter().map(|(entry, _)| *entry).collect();
    let text = format!(
        "{{\"format\":\"worklog\",\n\"version\":1,\"entries\":[\n{}\n]}}",
        lines.join(",\n")
    );
    let found = understood(&text, &Choices::default());
    assert_eq!(words(&found), ["2026-11-16 office", "2026-11-17 office"]);
    let said: Vec<(usize, &str)> =
        found.faults.iter().map(|fault| (fault.line, &*fault.message)).collect();
    let numbered = entries.iter().enumerate();
    let expected: Vec<(usize, &str)> =
        numbered.filter_map(|(at, (_, said))| Some((at + 3, (*said)?))).collect();
    assert_eq!(said, expected);
}

#[test]
fn other_documents_are_rejected_with_a_reason() {
    let ours = "{\"format\":\"worklog\",\"version\":1,";
    for (text, expected) in [
        (
            "{\"format\":\"worklog\",\n\"version\":1,\n\"entries\":[".to_owned(),
            "This JSON ends too early: it is cut off in line 3.",
        ),
        (
            "{\"format\":\"worklog\",\n\"version\" 1}".to_owned(),
            "This is no JSON: line 2 goes wrong at character 11.",
        ),
        ("[1]".to_owned(), "This JSON is not one that Worklog wrote."),
        (
            "{\"format\":7,\"version\":1,\"entries\":[]}".to_owned(),
            "This JSON is not one that Worklog wrote.",
        ),
        (
            "{\"format\":\"worklog\",\"entries\":[]}".to_owned(),
            "The version in this file is missing or no number.",
        ),
        (format!("{ours}\"entries\":{{}}}}"), "The entries in this file are missing or no list."),
        (
            format!("{ours}\"settings\":[],\"entries\":[]}}"),
            "The settings in this file are none that Worklog wrote.",
        ),
        (
            format!("{ours}\"settings\":{{\"week_start\":\"noon\"}},\"entries\":[]}}"),
            "The setting “week_start” in this file is none that Worklog wrote.",
        ),
        (
            format!("{ours}\"settings\":{{\"types\":[{{\"slug\":7}}]}},\"entries\":[]}}"),
            "The setting “types” in this file is none that Worklog wrote.",
        ),
    ] {
        assert_eq!(read(&text, berlin()).unwrap_err().to_string(), expected);
    }
}
