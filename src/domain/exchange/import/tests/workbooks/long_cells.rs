//! Tests long cells, and titles above the header.

use super::*;

/// calamine keeps all text of a cell in memory, but doesn't read pictures.
#[test]
fn long_texts_in_sheets_are_refused() {
    let row = |text: &str| format!(r#"<row r="1">{}{}</row>"#, inline("A1", "Date"), text);
    let cell = |length: usize| inline("B1", &"x".repeat(length));
    assert!(parse(&workbook(&row(&cell(32_767)), "<sst></sst>")).is_ok());
    for cell in [cell(50 * 1024 * 1024), cell(200_000), "<!-- -->".to_owned()] {
        let problem = refusal(&workbook(&row(&cell), "<sst></sst>"));
        let expected = if cell.len() > 10 { "file.long_cell" } else { "file.damaged_workbook" };
        assert_eq!(problem, expected);
    }
    let relations = r#"<Relationships><Relationship Id="rId1" Type="worksheet" Target="/XL\media\Sheet1.PNG"/></Relationships>"#;
    let picture = "x".repeat(200_000);
    for (name, expected) in [("sheet1.png", "file.long_cell"), ("other.png", "file.empty")] {
        let name = format!("xl/media/{name}");
        let parts = [
            ("_rels/.rels", PACKAGE),
            ("xl/_rels/workbook.xml.rels", relations),
            (&*name, &*picture),
        ];
        assert_eq!(refusal(&pack(&parts)), expected, "{name}");
    }
}

#[test]
fn titles_with_several_cells_are_skipped_in_workbooks() {
    let row = |number: usize, cells: [&str; 2]| {
        let [a, b] = cells;
        let cells = [inline(&format!("A{number}"), a), inline(&format!("B{number}"), b)].concat();
        format!(r#"<row r="{number}">{cells}</row>"#)
    };
    let rows = [
        row(1, ["Absences", "January"]),
        row(2, ["Date", "Type"]),
        row(3, ["2026-11-16", "Office"]),
    ];
    let bytes = workbook(&rows.concat(), "<sst></sst>");
    let resolved = resolve_bytes(&bytes, &Settings::default(), &Choices::default());
    assert_eq!(describe(&resolved.unwrap()), ["2026-11-16 office"]);
}
