//! Property tests with arbitrary files.

use proptest::prelude::*;

use super::*;
use crate::domain::fuzz::assert_worded;
use crate::domain::settings::ColumnRole;

const STARTS: [&str; 10] = [
    "Date,Type,Location,Half,Afternoon type,Notes\n",
    "Date;State\n",
    "Type of absence\tStarted at\tDate type\tEnded at\tDate type\n",
    "Von;Bis;Zeitraum;Art der Abwesenheit\n",
    "Employee;Start date;End date;Half day;Days;Status\n",
    "Year,Month,Day,Location\n",
    "User,Project,Start date,Duration,Tags\n",
    "Wann\tWas\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:",
    "{\"format\":\"worklog\",\"version\":1,\"entries\":[",
];

fn try_all(bytes: &[u8]) {
    check_import(bytes, bytes.split(|byte| matches!(byte, b'\n' | b'\r')).count());
}

/// Runs the whole import of a file of so many lines. Every error must have a message, and every row
/// error a valid line number, the text of its line, and a message.
pub(super) fn check_import(bytes: &[u8], lines: usize) {
    let (settings, mut choices) = (in_berlin(), Choices::default());
    let done = parse(bytes).and_then(|source| {
        let stored = serde_json::to_string(&source).unwrap();
        assert_eq!(serde_json::from_str::<SourceFile>(&stored).unwrap(), source);
        if let Some(table) = source.table()
            && table.needs_mapping(context(&settings, &choices))
        {
            let sheet = table.sheet(None).unwrap();
            let mut mapping = sheet.suggest_mapping(context(&settings, &choices));
            mapping.columns.entry(ColumnRole::Date).or_insert(0);
            mapping.all = Some("office".parse().unwrap()).filter(|_| !mapping.has_type());
            choices.mapping = Some(mapping);
            choices.join_cells = true;
        }
        let reading = read_rows(&source, context(&settings, &choices))?;
        Ok((resolve_rows(&reading, &settings, &choices)?, reading))
    });
    let (resolved, reading) = match done {
        Ok(done) => done,
        Err(error) => return assert_worded(&error),
    };
    assert!(resolved.row_error_count >= reading.row_errors.count);
    assert_eq!(resolved.row_errors.len(), resolved.row_error_count.min(MAX_ROW_ERRORS));
    for RowError { line, text, problem } in &resolved.row_errors {
        assert!((1..=lines).contains(line), "line {line} of {lines}: {problem}");
        assert!(text.chars().count() <= MAX_QUOTE && !text.contains('\n'), "{line}: {text}");
        assert_worded(problem);
    }
    // Every row became a day, waits for a choice, was left out, or was rejected.
    let reported = resolved.days.len()
        + resolved.waiting
        + resolved.left_out
        + resolved.free_days
        + resolved.row_error_count;
    assert!(reading.rows.is_empty() || reported > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_never_panic(
        start in 0..=STARTS.len(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let start = STARTS.get(start).copied().unwrap_or_default();
        try_all(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn plausible_text_never_panics(
        start in 0..STARTS.len(),
        text in "([0-9.,;\t\"'/TZ:-]|\n|\r|20261118|2026-11-18|1/5/26|7:30|Mon |Urlaub|both|\\{|\\}|BEGIN:|END:VEVENT|RRULE|DTEND:|é){0,60}",
    ) {
        try_all(format!("{}{text}", STARTS[start]).as_bytes());
    }

    #[test]
    fn truncated_files_never_panic(cut in 0usize..600) {
        for file in [include_str!("../golden/worklog.csv"), include_str!("../golden/year.ics"), include_str!("../golden/export.json")] {
            let bytes = file.as_bytes();
            try_all(&bytes[..cut.min(bytes.len())]);
        }
    }
}
