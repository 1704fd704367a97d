//! Tests XLSX workbooks, including hostile ones.

mod cells;
mod long_cells;

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// Workbooks that openpyxl wrote: with a title above the table, several sheets, and dates, times,
/// and durations as serial numbers.
pub(super) const SAMPLES: [&[u8]; 2] =
    [include_bytes!("../golden/absences.xlsx"), include_bytes!("../golden/absences_1904.xlsx")];

#[test]
fn reads_dates_and_numbers_of_both_date_systems() {
    for sample in SAMPLES {
        let settings = Settings::default();
        let resolved = resolve_bytes(sample, &settings, &Choices::default()).unwrap();
        assert_eq!(
            describe(&resolved),
            [
                "2026-10-30 vacation",
                "2026-11-02 vacation",
                "2026-11-03 vacation",
                "2026-11-05 sick, morning",
                "2026-11-06 office",
            ]
        );
        let source = parse(sample).unwrap();
        let names = source.table().unwrap().sheets.iter().map(|sheet| sheet.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["Absences", "Time"]);
        let choices = Choices::default();
        let reading = read_rows(&source, context(&settings, &choices)).unwrap();
        let counts: Vec<_> = reading.rows.iter().map(|row| (row.line, row.count)).collect();
        assert_eq!(counts, [(4, Some(300)), (5, Some(50)), (6, Some(100))]);
    }
}

#[test]
fn reads_the_chosen_sheet_with_its_durations() {
    for sample in SAMPLES {
        let settings = Settings::default();
        let choices =
            Choices { sheet: Some(1), location: Some("Home".into()), ..Choices::default() };
        let source = parse(sample).unwrap();
        let table = source.table().unwrap();
        assert!(table.needs_mapping(context(&settings, &choices)));
        let sheet = table.sheet(choices.sheet).unwrap();
        let mapping = Some(sheet.suggest_mapping(context(&settings, &choices)));
        let choices = Choices { mapping, ..choices };
        assert_eq!(
            describe(&resolve_bytes(sample, &settings, &choices).unwrap()),
            ["2026-11-09 office", "2026-11-10 remote at Home, morning"]
        );
    }
}

const PACKAGE: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// Returns a workbook with one sheet.
pub(super) fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    pack(&[
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// Returns a workbook whose first sheet only contains a title.
fn workbook_with_cover() -> Vec<u8> {
    const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Cover" sheetId="1" r:id="rId1"/><sheet name="Days" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
    let sheet = |rows: &str| {
        format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        )
    };
    let cover = format!(r#"<row r="1">{}</row>"#, inline("A1", "Absences 2026"));
    let days = format!(
        r#"<row r="1">{}{}</row><row r="2">{}{}</row>"#,
        inline("A1", "Day"),
        inline("B1", "Type"),
        inline("A2", "2026-11-16"),
        inline("B2", "Office")
    );
    pack(&[
        ("_rels/.rels", PACKAGE),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/sharedStrings.xml", "<sst></sst>"),
        ("xl/worksheets/sheet1.xml", &sheet(&cover)),
        ("xl/worksheets/sheet2.xml", &sheet(&days)),
    ])
}

fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn inline(cell: &str, text: &str) -> String {
    format!(r#"<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn refusal(bytes: &[u8]) -> String {
    parse(bytes).unwrap_err().to_string()
}

#[test]
fn workbooks_within_the_limits_are_read() {
    let rows = format!(
        r#"<row r="1">{}{}</row><row r="2"><c r="A2" t="d"><v>2026-11-16T00:00:00</v></c><c r="B2" t="s"><v>0</v></c></row>"#,
        inline("A1", "Date"),
        inline("B1", "Type")
    );
    let strings = r#"<sst uniqueCount="1"><si><t>Office</t></si></sst>"#;
    let resolved =
        resolve_bytes(&workbook(&rows, strings), &Settings::default(), &Choices::default());
    assert_eq!(describe(&resolved.unwrap()), ["2026-11-16 office"]);
}

#[test]
fn a_cover_sheet_is_not_the_default_sheet() {
    let source = parse(&workbook_with_cover()).unwrap();
    let table = source.table().unwrap();
    assert_eq!((table.sheets.len(), table.sheet_index(None)), (2, 1));
    assert_eq!((table.sheet_index(Some(0)), table.sheet_index(Some(9))), (0, 1));
    let (settings, choices) = (Settings::default(), Choices::default());
    assert!(table.needs_mapping(context(&settings, &choices)));
    let sheet = table.sheet(None).unwrap();
    assert_eq!(sheet.name, "Days");
    let mapping = Some(sheet.suggest_mapping(context(&settings, &choices)));
    let choices = Choices { mapping, ..choices };
    let resolved = resolve_bytes(&workbook_with_cover(), &settings, &choices).unwrap();
    assert_eq!(describe(&resolved), ["2026-11-16 office"]);
}

/// The limits apply to what is unpacked, not to what the file declares.
#[test]
fn workbooks_beyond_the_limits_are_refused() {
    let none = "<sst></sst>";
    let bomb = " ".repeat(65 * 1024 * 1024);
    assert_eq!(refusal(&workbook(&bomb, none)), "file.unpacked_too_large");
    let half = " ".repeat(33 * 1024 * 1024);
    let parts = [("_rels/.rels", PACKAGE), ("xl/a.xml", &*half), ("xl/b.xml", &*half)];
    assert_eq!(refusal(&pack(&parts)), "file.unpacked_too_large");
    // calamine would reserve 24 TB.
    for count in ["1000000000000", "99999999999999999999999"] {
        let strings = format!("<sst uniqueCount = '{count}'></sst>");
        assert_eq!(refusal(&workbook("", &strings)), "file.unpacked_too_large");
    }
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(1_000_001));
    assert_eq!(refusal(&workbook("", &strings)), "file.unpacked_too_large");
    let wide = format!(r#"<row r="1">{}</row>"#, inline("GS1", "x"));
    assert_eq!(refusal(&workbook(&wide, none)), "file.too_many_columns columns=201");
    let row = |number: usize| format!(r#"<row r="{number}"><c r="A{number}"><v>1</v></c></row>"#);
    let long: String = (1..=50_100).map(row).collect();
    assert_eq!(refusal(&workbook(&long, none)), "file.too_many_records max=50000");
    // Many cells that refer to the same long text.
    let strings = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(100_000));
    let row =
        |number: usize| format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#);
    let repeated: String = (1..=100).map(row).collect();
    assert_eq!(refusal(&workbook(&repeated, &strings)), "file.too_large");
}

/// calamine copies the number format and the font to each style, and the path to each sheet.
#[test]
fn parts_that_would_take_much_memory_are_refused() {
    let long = "0".repeat(1_000);
    for (name, xml) in [
        ("xl/styles.xml", format!("<a><b><numFmt numFmtId='200' formatCode='{long}'/></b></a>")),
        ("xl/styles.xml", format!("<a><cellXfs>{}</cellXfs></a>", "<xf/>".repeat(40_001))),
        ("xl/other.xml", format!("<a>{}</a>", "<sheet/>".repeat(10_001))),
        ("xl/_rels/other.xml.rels", format!("<a><b><r Target='{}'/></b></a>", "x".repeat(5_000))),
    ] {
        let package = PACKAGE.replace("workbook.xml", "other.xml");
        let bytes = pack(&[("_rels/.rels", &package), (name, &xml)]);
        assert_eq!(refusal(&bytes), "file.unpacked_too_large", "{name}");
    }
    for package in [
        PACKAGE.replace("Target", "Target=\"a.xml\" Target"),
        PACKAGE.replace("xl/", "&#120;l/"),
        PACKAGE.replace("officeDocument\"", "other\""),
    ] {
        assert_eq!(refusal(&pack(&[("_rels/.rels", &package)])), "file.damaged_workbook");
    }
}

/// A sheet may declare any size, and use cells that are far apart.
#[test]
fn sparse_sheets_take_little_memory() {
    let rows = format!(
        r#"<row r="1">{}{}</row><row r="1048576"><c r="A1048576" t="str"><v>2026-11-16</v></c></row>"#,
        inline("A1", "Date"),
        inline("B1", "Type")
    );
    let source = parse(&workbook(&rows, "<sst></sst>")).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    assert_eq!(sheet.records[0].line(), 1_048_576);
}

#[test]
fn other_packed_files_are_refused() {
    for bytes in [
        b"PK\x03\x04".to_vec(),
        pack(&[]),
        pack(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]),
        pack(&[("a.csv", "Date,Type\n")]),
        workbook("<row", "<sst></sst>"),
        workbook("", "<sst>\u{1b}</sst>"),
    ] {
        let problem = refusal(&bytes);
        assert!(["file.damaged_workbook", "file.no_text"].contains(&&*problem), "{problem}");
    }
    assert_eq!(refusal(&workbook("", "<sst></sst>")), "file.empty");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_workbooks_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = SAMPLES[0].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = resolve_bytes(&bytes, &Settings::default(), &Choices::default());
    }

    /// Unlike the checksum of a packed file, nothing protects the XML itself.
    #[test]
    fn damaged_sheets_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[ -~]"), 1..12),
    ) {
        let rows = format!(
            r#"<row r="1">{}{}</row><row r="2"><c r="A2" s="1"><v>46341.5</v></c><c r="B2" t="s"><v>0</v></c></row>"#,
            inline("A1", "Date"),
            inline("B1", "Type")
        );
        let mut strings = r#"<sst uniqueCount="1"><si><t>Office</t></si></sst>"#.to_owned();
        let mut text = rows;
        for (at, with) in changes {
            let whole = text.len() + strings.len();
            let at = at.index(whole);
            if at < text.len() {
                text.replace_range(at..=at, &with);
            } else {
                let at = at - text.len();
                strings.replace_range(at..=at, &with);
            }
        }
        let _ = resolve_bytes(&workbook(&text, &strings), &Settings::default(), &Choices::default());
    }
}
