//! Tests exports of time trackers, with several rows per day.

use super::*;

const TOGGL: &str = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags,Amount (EUR)\n";
const CLOCKIFY: &str = "\"Project\",\"Client\",\"Description\",\"Task\",\"User\",\"Group\",\"Email\",\"Tags\",\"Billable\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\",\"Duration (h)\",\"Duration (decimal)\",\"Billable Rate (USD)\",\"Billable Amount (USD)\"\n";

/// Imports a file with the suggested columns and these choices for types.
fn resolve_suggested(text: &str, types: &[(&str, &str)]) -> ResolvedImport {
    let settings = Settings::default();
    let choices = Choices { location: Some("Home".into()), ..Choices::default() };
    let source = parse(text.as_bytes()).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    let mapping = sheet.suggest_mapping(context(&settings, &choices));
    let types = types
        .iter()
        .map(|(name, slug)| ((*name).to_owned(), TypeChoice::MapTo(slug.parse().unwrap())));
    let choices = Choices { mapping: Some(mapping), types: types.collect(), ..choices };
    resolve_bytes(text.as_bytes(), &settings, &choices).unwrap()
}

fn toggl(day: &str, project: &str, duration: &str) -> String {
    format!(
        "Ada,ada@example.org,ACME,{project},,Work,No,{day},09:00:00,{day},10:00:00,{duration},,\n"
    )
}

#[test]
fn derives_days_from_the_hours_of_toggl() {
    let rows = [
        // Two projects with the same type are one whole day.
        toggl("2026-11-02", "Site", "02:30:00"),
        toggl("2026-11-02", "Plant", "03:00:00"),
        // Less than five hours are half a day.
        toggl("2026-11-03", "Site", "04:59:00"),
        // A third of the hours is half of the day, in the order of the file.
        toggl("2026-11-04", "Desk", "02:40:00"),
        toggl("2026-11-04", "Site", "05:20:00"),
        // Less than a third is left out.
        toggl("2026-11-05", "Desk", "02:30:00"),
        toggl("2026-11-05", "Site", "05:30:00"),
        toggl("2026-11-06", "", "08:00:00"),
        toggl("2026-11-09", "Site", "00:00:00"),
    ];
    let text = format!("{TOGGL}{}", rows.concat());
    let types =
        [("site", "office"), ("plant", "office"), ("desk", "remote"), ("no project", "sick")];
    let resolved = resolve_suggested(&text, &types);
    assert_eq!(
        describe(&resolved),
        [
            "2026-11-02 office (Work)",
            "2026-11-03 office, morning (Work)",
            "2026-11-04 remote at Home + office (Work)",
            "2026-11-05 office (Work)",
            "2026-11-06 sick (Work)",
        ]
    );
    assert_eq!(resolved.row_error_count, 0);
}

#[test]
fn derives_days_from_the_decimal_hours_of_clockify() {
    let row = |day: &str, tags: &str, hours: &str| {
        format!(
            "\"\",\"\",\"\",\"\",\"Ada\",\"\",\"ada@example.org\",\"{tags}\",\"Yes\",\"{day}\",\"09:00 AM\",\"{day}\",\"05:00 PM\",\"09:59:59\",\"{hours}\",\"0\",\"0\"\n"
        )
    };
    // All projects are empty, so the tags are suggested.
    let text = format!(
        "{CLOCKIFY}{}{}",
        row("09/15/2026", "Office", "7.50"),
        row("09/16/2026", "Home office", "3.25")
    );
    assert_eq!(
        describe(&resolve_suggested(&text, &[])),
        ["2026-09-15 office", "2026-09-16 remote at Home, morning"]
    );
}

#[test]
fn hours_that_are_not_understood_are_reported() {
    let text = format!(
        "{TOGGL}{}{}",
        toggl("2026-11-02", "Office", "08:00:00"),
        toggl("2026-11-03", "Office", "8:75"),
    );
    let settings = Settings::default();
    let choices = Choices::default();
    let source = parse(text.as_bytes()).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    let mut mapping = sheet.suggest_mapping(context(&settings, &choices));
    mapping.set(crate::domain::settings::ColumnRole::Hours, Some(11));
    let choices = Choices { mapping: Some(mapping), ..choices };
    let resolved = resolve_bytes(text.as_bytes(), &settings, &choices).unwrap();
    assert_eq!(describe(&resolved), ["2026-11-02 office (Work)"]);
    assert_eq!(resolved.row_errors[0].problem.code, "table.hours");
}

#[test]
fn long_notes_of_two_types_do_not_cost_half_a_day() {
    let text = |character: &str| character.repeat(crate::domain::days::notes::MAX_CHARS - 10);
    let row = |project: &str, notes: &str| {
        toggl("2026-11-02", project, "04:00:00").replace("Work", notes)
    };
    let table = format!("{TOGGL}{}{}", row("Office", &text("a")), row("Sick", &text("b")));
    let resolved = resolve_suggested(&table, &[]);
    assert_eq!(describe(&resolved), [format!("2026-11-02 office + sick ({})", text("a"))]);
    assert!(resolved.rows.iter().all(|outcome| outcome.lost_days.is_empty()));
}

#[test]
fn a_wrong_duration_leaves_the_other_hours() {
    let text = format!(
        "{TOGGL}{}{}{}",
        toggl("2026-11-02", "Office", "08:00:00"),
        toggl("2026-11-03", "Office", "-01:00:00"),
        toggl("2026-11-04", "Office", "03:00:00"),
    );
    let resolved = resolve_suggested(&text, &[]);
    assert_eq!(
        describe(&resolved),
        ["2026-11-02 office (Work)", "2026-11-04 office, morning (Work)"]
    );
    let codes: Vec<_> =
        row_errors(&resolved).iter().map(|(line, _, code)| (*line, *code)).collect();
    assert_eq!(codes, [(3, "table.hours")]);
}

/// In a time sheet, a day of vacation has no hours.
#[test]
fn a_type_without_hours_is_reported() {
    let text = "Datum;Stunden;Art\n02.11.2026;8;Urlaub\n03.11.2026;;Urlaub\n04.11.2026;0;Urlaub\n\
                05.11.2026;;\n";
    let resolved = resolve_suggested(text, &[]);
    assert_eq!(describe(&resolved), ["2026-11-02 vacation"]);
    let codes: Vec<_> = resolved.row_errors.iter().map(|error| &*error.problem.code).collect();
    assert_eq!(codes, ["table.hours_missing"]);
}

#[test]
fn a_list_of_absences_with_hours_asks_for_the_columns() {
    for (header, needs_mapping) in
        [("Von;Bis;Art der Abwesenheit", false), ("Von;Bis;Art der Abwesenheit;Stunden", true)]
    {
        let source =
            parse(format!("{header}\n02.11.2026;02.11.2026;Krank;4\n").as_bytes()).unwrap();
        let (settings, choices) = (Settings::default(), Choices::default());
        let table = source.table().unwrap();
        assert_eq!(table.needs_mapping(context(&settings, &choices)), needs_mapping, "{header}");
    }
}
