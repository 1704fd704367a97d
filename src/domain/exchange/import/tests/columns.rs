//! Tests columns that people fill in by hand: yes and no, parts of the day, and headers that are too
//! short or too long.

use super::*;
use crate::domain::settings::ColumnMapping;
use crate::domain::settings::ColumnRole::{self, Count, Date, Half, LastHalf, Location, To, Type};

fn choices(columns: &[(ColumnRole, usize)]) -> Choices {
    let mapping = ColumnMapping { columns: columns.iter().copied().collect(), all: None };
    Choices { mapping: Some(mapping), location: Some("Home".into()), ..Choices::default() }
}

#[test]
fn a_half_day_column_may_contain_yes_and_no() {
    let text = "Day,What,Half day\n2026-01-05,Sick,Yes\n2026-01-06,Sick,No\n\
                2026-01-07,Sick,Ja\n2026-01-08,Sick,nein\n2026-01-09,Sick,TRUE\n\
                2026-01-12,Sick,false\n2026-01-13,Sick,1\n2026-01-14,Sick,\n\
                2026-01-15,Sick,maybe\n";
    let resolved = resolve_text(text, &choices(&[(Date, 0), (Type, 1), (Half, 2)]));
    assert_eq!(
        describe(&resolved),
        [
            "2026-01-05 sick, morning",
            "2026-01-06 sick",
            "2026-01-07 sick, morning",
            "2026-01-08 sick",
            "2026-01-09 sick, morning",
            "2026-01-12 sick",
            "2026-01-13 sick",
            "2026-01-14 sick",
        ]
    );
    assert_eq!(row_errors(&resolved), [(10, "2026-01-15,Sick,maybe", "table.half")]);
}

#[test]
fn half_a_day_without_marks_is_a_half_day() {
    let text = "From,To,Start half,End half,Days,What\n2026-01-05,2026-01-05,,,0.5,Sick\n\
                2026-01-06,2026-01-06,,afternoon,0.5,Sick\n2026-01-07,2026-01-08,,yes,1.5,Sick\n";
    let columns = [(Date, 0), (To, 1), (Half, 2), (LastHalf, 3), (Count, 4), (Type, 5)];
    assert_eq!(
        describe(&resolve_text(text, &choices(&columns))),
        [
            "2026-01-05 sick, morning",
            "2026-01-06 sick, afternoon",
            "2026-01-07 sick",
            "2026-01-08 sick, morning",
        ]
    );
}

#[test]
fn a_repeated_period_is_whole_days() {
    for period in [
        "16.11.2026 - 17.11.2026",
        "16.11. - 17.11.2026",
        "16/11/2026 - 17/11/2026",
        "16/11/2026-17/11/2026",
        "2026-11-16 – 2026-11-17",
        "2026-11-16 to 2026-11-17",
        "16 Nov 2026 — 17 Nov 2026",
    ] {
        let text = format!("From,To,Period,What\n2026-11-16,2026-11-17,{period},Sick\n");
        let resolved = resolve_text(&text, &choices(&[(Date, 0), (To, 1), (Half, 2), (Type, 3)]));
        assert_eq!(describe(&resolved), ["2026-11-16 sick", "2026-11-17 sick"], "{period}");
    }
    for period in ["2026-11-16", "10:00-12:00", "Mon - Tue"] {
        let text = format!("From,To,Period,What\n2026-11-16,2026-11-17,{period},Sick\n");
        let resolved = resolve_text(&text, &choices(&[(Date, 0), (To, 1), (Half, 2), (Type, 3)]));
        assert_eq!(resolved.row_errors[0].problem.code, "table.half", "{period}");
    }
}

#[test]
fn an_empty_cell_means_no_only_if_no_is_never_written() {
    let read = |saturday: &str, monday: &str| {
        let text = format!(
            "Date,WorkFromHome\n2026-01-09,Yes\n2026-01-10,{saturday}\n2026-01-12,{monday}\n"
        );
        let mut choices = choices(&[(Date, 0), (Type, 1)]);
        let office = TypeChoice::MapTo("office".parse().unwrap());
        choices.types.insert("not workfromhome".into(), office);
        let reading = read(text.as_bytes(), &in_berlin(), &choices);
        let resolved = resolve_rows(&reading, &in_berlin(), &choices).unwrap();
        assert_eq!(resolved.row_errors, []);
        (describe(&resolved), reading.nothing_logged)
    };
    let friday = "2026-01-09 remote at Home".to_owned();
    let monday = "2026-01-12 office".to_owned();
    assert_eq!(read("", "No"), (vec![friday.clone(), monday.clone()], 1));
    let saturday = "2026-01-10 office".to_owned();
    assert_eq!(read("", ""), (vec![friday, saturday, monday], 0));
}

#[test]
fn empty_cells_at_the_end_of_a_header_are_not_columns() {
    let text = "date,type,location,,\n2018-01-04,remote,Raleigh, NC\n2018-01-05,office,,,\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(describe(&resolved), ["2018-01-05 office"]);
    assert_eq!(row_errors(&resolved), [(2, "2018-01-04,remote,Raleigh,NC", "table.surplus")]);
    let problem = resolved.row_errors[0].problem.to_string();
    assert_eq!(problem, "table.surplus columns=3");
    let joined = Choices { join_cells: true, ..Choices::default() };
    assert_eq!(
        describe(&resolve_text(text, &joined)),
        ["2018-01-04 remote at Raleigh, NC", "2018-01-05 office"]
    );
    // A column without a name is one if the user chose it.
    let choices = choices(&[(Date, 0), (Type, 1), (Location, 3)]);
    let text = "day,kind,,\n2018-01-04,remote,,Raleigh\n";
    assert_eq!(describe(&resolve_text(text, &choices)), ["2018-01-04 remote at Raleigh"]);
}
