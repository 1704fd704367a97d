//! Fuzzes the parsers of imported files, and everything that happens with their rows.

use super::arbitrary::check_import;
use super::workbooks::{self, SAMPLES};
use super::*;
use crate::domain::exchange::import::flask::FlaskLog;
use crate::domain::fuzz::assert_worded;
use crate::fuzz::{self, Target};

/// The last row of a workbook.
const LAST_ROW: usize = 1_048_576;

fn lines(bytes: &[u8]) -> usize {
    // At least one line for each character of UTF-16 that contains the byte of a line break.
    bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1
}

#[test]
fn fuzz_import_table() {
    let seeds: [&[u8]; 10] = [
        include_bytes!("../golden/worklog.csv"),
        b"Date,State\n2026-11-16,office\n2026-11-17,remote\n",
        b"Von;Bis;Zeitraum;Art der Abwesenheit\n01.11.2026;03.11.2026;ganztags;Urlaub\n05.11.2026;05.11.2026;vormittags;Krank\n",
        b"Department;Employee;Type of absence;Started at;Date type;Ended at;Date type\nX;Ada;Vacation;02/11/2026;All day;03/11/2026;Morning\n",
        b"Date\tProject\tStart\tEnd\tDuration\tNotes\nMon, 16 Nov 2026\tA\t09:00\t17:30\t8:30\t\"one\ntwo\"\n",
        b"Employee;Start date;End date;Half day;Days;Status\nAda;11/2/26;11/4/26;no;2.5;approved\n",
        b"Year,Month,Day,Location\n2026,11,18,Home\n26,Nov,19,Office\n",
        b"Year summary\n\nDate,Mon,Tue\n46341,8,7.5\n",
        b"Name;B\xfcro\n16. November 2026;ja\n",
        b"\xff\xfeD\x00a\x00t\x00e\x00,\x00T\x00y\x00p\x00e\x00\n\x002\x000\x002\x006\x00-\x001\x001\x00-\x001\x008\x00,\x00o\x00f\x00f\x00i\x00c\x00e\x00\n\x00",
    ];
    fuzz::run(Target::ImportTable, &seeds, |bytes| check_import(bytes, lines(bytes)));
}

/// Half of the seeds are sheets, which are packed once they have been changed: few changes to the
/// packed bytes leave a checksum valid.
#[test]
fn fuzz_import_workbook() {
    let sheet: &[u8] = br#"<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="str"><v>Days</v></c></row><row r="2"><c r="A2" t="d"><v>2026-11-16T00:00:00</v></c><c r="B2" t="s"><v>1</v></c><c r="C2"><v>0.5</v></c></row><row r="3"><c r="A3" s="1"><v>46341.5</v></c><c r="B3" t="b"><v>1</v></c><c r="C3" t="e"><v>#N/A</v></c></row>"#;
    let merged: &[u8] = br#"<row r="1"><c r="A1" t="str"><v>Type</v></c><c r="B1" t="str"><v>From</v></c><c r="C1" t="str"><v>To</v></c></row><row r="2"><c r="A2" t="str"><v>Vacation</v></c><c r="B2" t="str"><v>16.11.2026</v></c><c r="C2" t="str"><v>18.11.2026</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells><sheetData>"#;
    let strings = "<sst uniqueCount=\"2\"><si><t>Type</t></si><si><t>Office</t></si></sst>";
    let seeds = [sheet, SAMPLES[0], merged, SAMPLES[1]];
    fuzz::run(Target::ImportWorkbook, &seeds, |bytes| {
        if bytes.starts_with(b"PK") {
            return check_import(bytes, LAST_ROW);
        }
        let text = String::from_utf8_lossy(bytes);
        // A mutation may also describe the shared texts.
        let (rows, strings) = text.split_once("\n\n").unwrap_or((&text, strings));
        check_import(&workbooks::workbook(rows, strings), LAST_ROW);
    });
}

#[test]
fn fuzz_import_calendar() {
    let seeds: [&[u8]; 5] = [
        include_bytes!("../golden/year.ics"),
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20261102\r\nDTEND;VALUE=DATE:20261105\r\nSUMMARY:Urlaub\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20261118T090000\nDURATION:PT4H30M\nSUMMARY;LANGUAGE=de:Homeoffice\\, B\xc3\xbcro\nLOCATION:Be\n rlin\nEND:VEVENT\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20200224\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=9\nEXDATE;VALUE=DATE:20240229\nSUMMARY:Holiday\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID;VALUE=DATE:20210301\nDTSTART;VALUE=DATE:20210302\nSUMMARY:Moved\nEND:VEVENT\nEND:VCALENDAR\n",
        b"BEGIN:VCALENDAR\nX-WR-TIMEZONE:America/New_York\nBEGIN:VEVENT\nDTSTART:20261118T230000Z\nDTEND:20261119T030000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20271231T000000Z\nSTATUS:CANCELLED\nTRANSP:TRANSPARENT\nEND:VEVENT\nEND:VCALENDAR\n",
    ];
    fuzz::run(Target::ImportCalendar, &seeds, |bytes| check_import(bytes, lines(bytes)));
}

#[test]
fn fuzz_import_json() {
    let seeds: [&[u8]; 3] = [
        include_bytes!("../golden/export.json"),
        br#"{"format":"worklog","version":1,"entries":[{"date":"2026-11-18","type":"office","location":"Berlin","notes":"a\nb"},{"date":"2026-11-19","parts":{"morning":{"type":"remote","location":"Home"}}}]}"#,
        br#"{"format":"worklog","version":1,"settings":{"time_zone":"Europe/Berlin","types":[{"slug":"x","label":"X","kind":"work","color":"red","location":"optional"}],"working_days":["mon"]},"entries":[]}"#,
    ];
    fuzz::run(Target::ImportJson, &seeds, |bytes| check_import(bytes, lines(bytes)));
}

#[test]
fn fuzz_flask_log() {
    let seeds: [&[u8]; 2] = [
        br#"{"settings":{"slack":"https://hooks.slack.com/services/T/B/x","total":{"vacation":30,"sick":"-1","remote":12.5}},"years":[{"year":2026,"entries":[{"date":"2026-11-18","type":"office","location":"Berlin","notes":"a\tb"},{"date":"2026-11-19","type":"Remote","location":"","notes":null}]}]}"#,
        br#"{"settings":null,"years":{"entries":[]}}"#,
    ];
    fuzz::run(Target::FlaskLog, &seeds, |bytes| {
        let Ok(log) = serde_json::from_slice(bytes) else { return };
        let log = FlaskLog::parse(&log);
        let (settings, choices) = (in_berlin(), Choices::default());
        let resolved = resolve_rows(&log.reading, &settings, &choices);
        for RowError { text, problem, .. } in resolved.iter().flat_map(|done| &done.row_errors) {
            assert!(text.chars().count() <= MAX_QUOTE && !text.contains('\n'), "{text:?}");
            assert_worded(problem);
        }
        assert!(log.webhook.is_none_or(|webhook| !webhook.trim().is_empty()));
    });
}

#[test]
fn fuzz_import_selection() {
    let seeds: [&[u8]; 3] = [b"1-3,5", b"0,2,2,2", b"104c533c00"];
    fuzz::run(Target::ImportSelection, &seeds, |bytes| {
        let Ok(set) = String::from_utf8_lossy(bytes).parse::<RecordSet>() else { return };
        assert_eq!(set.to_string().parse(), Ok(set.clone()));
        assert_eq!(set.intersection(&set), set);
        assert_eq!(set.without(&set), RecordSet::default());
    });
}
