//! Tests merged cells, and dates without a date format.

use super::*;

fn number(cell: &str, value: &str) -> String {
    format!(r#"<c r="{cell}"><v>{value}</v></c>"#)
}

fn row(number: usize, cells: &[String]) -> String {
    format!(r#"<row r="{number}">{}</row>"#, cells.concat())
}

/// Returns a workbook whose sheet has merged regions.
fn merged(rows: &[String], regions: &[&str]) -> Vec<u8> {
    let regions: Vec<String> =
        regions.iter().map(|region| format!(r#"<mergeCell ref="{region}"/>"#)).collect();
    let regions = regions.concat();
    let merges = format!("</sheetData><mergeCells>{regions}</mergeCells><sheetData>");
    workbook(&(rows.concat() + &merges), "<sst></sst>")
}

/// Imports a workbook with the suggested columns.
fn resolve_suggested(bytes: &[u8]) -> Vec<String> {
    let (settings, none) = (Settings::default(), Choices::default());
    let source = parse(bytes).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    let mapping = Some(sheet.suggest_mapping(context(&settings, &none)));
    let choices = Choices { mapping, location: Some("Home".into()), ..none };
    let resolved = resolve_bytes(bytes, &settings, &choices).unwrap();
    assert_eq!(resolved.row_errors, []);
    describe(&resolved)
}

#[test]
fn rows_after_the_last_one_are_rejected() {
    let sheet = |last: &str| {
        let header = inline("A1", "Date");
        let cell = inline(&format!("A{last}"), "2026-11-16");
        let rows = format!(r#"<row r="1">{header}</row><row r="{last}">{cell}</row>"#);
        workbook(&rows, "<sst></sst>")
    };
    assert!(parse(&sheet("1048576")).is_ok());
    for last in ["1048577", "2222222"] {
        assert_eq!(refusal(&sheet(last)), "file.damaged_workbook", "{last}");
    }
}

#[test]
fn dates_without_a_format_are_read() {
    let header = row(1, &[inline("A1", "Date"), inline("B1", "Art")]);
    let rows = [
        header.clone(),
        row(2, &[number("A2", "46337"), inline("B2", "Urlaub")]),
        row(3, &[number("A3", "46338.5"), inline("B3", "Krank")]),
    ];
    let bytes = workbook(&rows.concat(), "<sst></sst>");
    assert_eq!(resolve_suggested(&bytes), ["2026-11-11 vacation", "2026-11-12 sick"]);
    // Another number means that these aren't dates.
    let rows = [header, row(2, &[number("A2", "46337")]), row(3, &[number("A3", "120")])];
    let source = parse(&workbook(&rows.concat(), "<sst></sst>")).unwrap();
    let (settings, none) = (Settings::default(), Choices::default());
    let sheet = source.table().unwrap().sheet(None).unwrap();
    assert!(!sheet.suggest_mapping(context(&settings, &none)).has_date());
}

#[test]
fn the_date_system_applies_to_dates_without_a_format() {
    let [_, source] = SAMPLES.map(|sample| parse(sample).unwrap());
    assert!(source.table().unwrap().sheets.iter().all(|sheet| sheet.is_1904));
}

#[test]
fn merged_cells_apply_to_all_their_rows() {
    let rows = [
        row(1, &[inline("A1", "Date"), inline("B1", "Art"), inline("C1", "Days")]),
        row(2, &[inline("A2", "2026-11-16"), inline("B2", "Urlaub"), number("C2", "1")]),
        row(3, &[inline("A3", "2026-11-17"), inline("D3", "Ada")]),
        row(4, &[inline("A4", "2026-11-18")]),
        row(5, &[inline("A5", "2026-11-19"), inline("B5", "Krank")]),
    ];
    let bytes = merged(&rows, &["B2:B4", "C2:C4", "A5:B5"]);
    let source = parse(&bytes).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    let cells: Vec<String> = sheet.records.iter().map(|record| record.text(',')).collect();
    let expected = ["2026-11-16,Urlaub,1", "2026-11-17,Urlaub,,Ada", "2026-11-18,Urlaub"];
    assert_eq!(cells[..3], expected);
    assert_eq!(cells[3], "2026-11-19,Krank");
}

#[test]
fn a_header_of_merged_cells_is_found() {
    let rows = [
        row(1, &[inline("A1", "Datum"), inline("B1", "Zeit"), inline("D1", "Art")]),
        row(2, &[inline("B2", "Von"), inline("C2", "Bis")]),
        row(3, &[inline("A3", "16.11.2026"), inline("B3", "8"), inline("D3", "Büro")]),
    ];
    let bytes = merged(&rows, &["A1:A2", "B1:C1", "D1:D2"]);
    assert_eq!(resolve_suggested(&bytes), ["2026-11-16 office"]);
}

#[test]
fn merged_cells_do_not_multiply_long_texts() {
    let mut rows = vec![row(1, &[inline("A1", "Date"), inline("B1", "Type")])];
    rows.push(row(2, &[inline("A2", "2026-11-16"), inline("B2", &"x".repeat(30_000))]));
    rows.extend((3..1_000).map(|line| row(line, &[inline(&format!("A{line}"), "2026-11-16")])));
    assert_eq!(refusal(&merged(&rows, &["B2:B999"])), "file.too_large");
    let many = vec!["B2:B3"; 100_001];
    assert_eq!(refusal(&merged(&rows[..2], &many)), "file.unpacked_too_large");
    // Damaged regions are ignored.
    assert!(parse(&merged(&rows[..2], &["B2:?"])).is_ok());
}
