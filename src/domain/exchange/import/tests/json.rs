//! Tests importing Worklog's own JSON.

use super::*;

/// The golden files are exports of earlier versions, which must remain importable.
#[test]
fn imports_exports_of_earlier_versions() {
    let csv = include_str!("../golden/worklog.csv");
    let json = include_str!("../golden/export.json");
    let expected = [
        "2026-11-16 office at Berlin HQ",
        "2026-11-17 remote at Home + vacation (=SUM(1) / second line)",
        "2026-11-18 jury-duty, morning",
    ];
    for text in [csv, json] {
        let resolved = resolve_text(text, &Choices::default());
        assert_eq!(describe(&resolved), expected);
        assert_eq!(resolved.new_types[0].1.label.as_str(), "Jury duty");
        assert_eq!(resolved.row_error_count, 0);
    }
    let resolved = resolve_text(include_str!("../golden/year.ics"), &Choices::default());
    assert_eq!(describe(&resolved).len(), 3);
}

#[test]
fn a_file_with_only_settings_is_accepted() {
    let settings = serde_json::to_string(&Settings::default()).unwrap();
    let head = r#"{"format":"worklog","version":1"#;
    for (rest, only_settings) in [
        (format!(r#","settings":{settings}}}"#), Ok(true)),
        (format!(r#","settings":{settings},"entries":[]}}"#), Ok(true)),
        (format!(r#","settings":{settings},"entries":[7]}}"#), Ok(false)),
        (format!(r#","settings":{settings},"entries":7}}"#), Err("json.no_entries")),
        (r#","entries":[]}"#.to_owned(), Ok(false)),
        ("}".to_owned(), Err("json.no_entries")),
    ] {
        let found = parse(format!("{head}{rest}").as_bytes());
        let found = found.map(|file| file.has_only_settings()).map_err(|error| error.code);
        assert_eq!(found, only_settings.map_err(Into::into), "{rest}");
    }
}

#[test]
fn entries_are_counted_regardless_of_line_breaks() {
    let json = include_str!("../golden/export.json");
    let (settings, choices) = (Settings::default(), Choices::default());
    let read = |text: &str| {
        let source = parse(text.as_bytes()).unwrap();
        read_rows(&source, context(&settings, &choices)).unwrap().read
    };
    for text in [json.replace('\n', ""), json.replace(',', ",\n"), json.to_owned()] {
        assert_eq!(read(&text), 3, "{text}");
    }
}
