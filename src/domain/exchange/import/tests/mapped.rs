//! Tests tables whose columns the user chooses, and how they are guessed.

use std::fmt::Write as _;

use super::*;
use crate::domain::settings::ColumnMapping;
use crate::domain::settings::ColumnRole::{
    self, Date, Day as DayOfMonth, Location, Month, Notes, Type, Year,
};

/// Returns the columns suggested for a table, as `role=column name`.
fn suggested(text: &str) -> Vec<String> {
    let (settings, choices) = (Settings::default(), Choices::default());
    let source = parse(text.as_bytes()).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    let mapping = sheet.suggest_mapping(context(&settings, &choices));
    let name = |column: &usize| sheet.header.cell(Some(*column)).to_owned();
    mapping.columns.iter().map(|(role, at)| format!("{role}={}", name(at))).collect()
}

#[test]
fn suggests_the_columns_of_half_days() {
    for (text, expected) in [
        (
            "Abwesenheitsart;Von;Bis;Halber Tag (Start);Halber Tag (Ende);Dauer in Tagen\n\
             Bezahlter Urlaub;23.12.2026;24.12.2026;Nein;Ja;1,5\n",
            [
                "date=Von",
                "to=Bis",
                "type=Abwesenheitsart",
                "half=Halber Tag (Start)",
                "last_half=Halber Tag (Ende)",
                "count=Dauer in Tagen",
            ],
        ),
        (
            "Type,Start date,End date,Half day start,Half day end,Days\n\
             Sick,2026-12-23,2026-12-23,,afternoon,0.5\n",
            [
                "date=Start date",
                "to=End date",
                "type=Type",
                "half=Half day start",
                "last_half=Half day end",
                "count=Days",
            ],
        ),
    ] {
        assert_eq!(suggested(text), expected, "{text}");
    }
}

fn needs_mapping(text: &str, settings: &Settings) -> bool {
    let choices = Choices::default();
    let source = parse(text.as_bytes()).unwrap();
    source.table().unwrap().needs_mapping(context(settings, &choices))
}

fn mapping(columns: &[(ColumnRole, usize)], all: Option<&str>) -> Choices {
    let all = all.map(|slug| slug.parse().unwrap());
    let mapping = ColumnMapping { columns: columns.iter().copied().collect(), all };
    Choices { mapping: Some(mapping), location: Some("Home".into()), ..Choices::default() }
}

#[test]
fn suggests_columns_by_their_names_and_contents() {
    for (text, expected) in [
        (
            "Date,Location,WorkFromHome,Notes\n2026-01-05,Berlin,Yes,\n",
            &["date=Date", "type=WorkFromHome", "location=Location", "notes=Notes"][..],
        ),
        (
            "Year,Month,Day,Location\n2026,1,5,Berlin\n",
            &["year=Year", "month=Month", "day=Day", "location=Location"],
        ),
        (
            "From;To;Period;Absence type\n01.02.2026;02.02.2026;Full days;Vacation\n",
            &["date=From", "to=To", "type=Absence type", "half=Period"],
        ),
        (
            "Employee,Leave type,Start date,End date,Days,Status\n\
             Ada,Vacation,2026-01-05,2026-01-06,2,Approved\n",
            &[
                "date=Start date",
                "to=End date",
                "type=Leave type",
                "count=Days",
                "person=Employee",
                "status=Status",
            ],
        ),
        (
            "Vorname;Name;Von;Bis;Art\nAda;Lovelace;05.01.2026;;Urlaub\n",
            &["date=Von", "to=Bis", "type=Art", "person=Vorname", "last_name=Name"],
        ),
        ("Wann,Was\n05.01.2026,x\n", &["date=Wann"]),
        ("Date,Type,Hours\n2026-01-05,Office,2\n", &["date=Date", "type=Type", "hours=Hours"]),
        ("A,B\nx,y\n", &[]),
    ] {
        assert_eq!(suggested(text), expected, "{text}");
    }
}

#[test]
fn known_headers_need_no_mapping() {
    for (text, expected) in [
        ("From;To;Period;Absence type\n01.02.2026;;;Vacation\n", false),
        ("Von;Bis;Art der Abwesenheit\nx;;Urlaub\n", false),
        ("Date,State\n2026-11-16,Home\n", false),
        ("Date,Type\n2026-11-16,Home\n", false),
        ("Datum,Typ,Ort\n2026-11-16,Remote,Zuhause\n", false),
        ("Datum;Typ;Notiz\n16.11.2026;Urlaub;\n", false),
        (" DATE ;Type;Half;;\n2026-11-16;Home;;;\n", false),
        ("Date,State,City,Status\n2026-11-16,Home,Oslo,\n", false),
        ("Date,Type,Afternoon type,Half,Status\n2026-11-16,Home,,,\n", false),
        // A column that would be ignored.
        ("Date,Type,Hours\n2026-01-05,Office,2\n", true),
        ("Date;Type;Half day\n2026-01-05;Office;TRUE\n", true),
        ("Date,City,State,Project\n2026-01-05,Austin,TX,Site\n", true),
        ("Date,State,Hours\n2026-01-05,Office,2\n", true),
        ("Date,Type,Status\n2026-01-05,Vacation,Declined\n", true),
        ("Date,Type,Type\n2026-01-05,Vacation,Office\n", true),
        ("Datum,Typ,Stunden\n05.01.2026,Büro,2\n", true),
        ("Date,Type,Datum\n2026-01-05,Vacation,2026-01-06\n", true),
        ("Date,Location,WorkFromHome,Notes\n2026-01-05,Berlin,Yes,\n", true),
        ("Year,Month,Day,Location\n2026,1,5,Berlin\n", true),
        ("Name,Age\nAda,36\n", true),
    ] {
        assert_eq!(needs_mapping(text, &Settings::default()), expected, "{text}");
    }
}

#[test]
fn reads_a_german_header_of_worklogs_own_csv() {
    let text = "Datum,Typ,Ort,Notizen\n2026-11-18,Remote,Zuhause,Lang\n19.11.2026,Urlaub,,\n";
    let reading = read(text.as_bytes(), &Settings::default(), &Choices::default());
    assert_eq!(reading.dialect, Dialect::Ours);
    assert_eq!(
        describe(&resolve_text(text, &Choices::default())),
        ["2026-11-18 remote at Zuhause (Lang)", "2026-11-19 vacation"]
    );
}

#[test]
fn reads_the_english_version_of_a_german_export() {
    let text = "From;To;Period;Absence type\n\
                30.10.2026;03.11.2026;full days;Vacation\n\
                05.11.2026;05.11.2026;morning;Sickness\n";
    assert_eq!(
        describe(&resolve_text(text, &Choices::default())),
        [
            "2026-10-30 vacation",
            "2026-11-02 vacation",
            "2026-11-03 vacation",
            "2026-11-05 sick, morning"
        ]
    );
}

#[test]
fn reads_a_column_of_yes_and_no_as_two_types() {
    let text =
        "Date,Location,WorkFromHome,Notes\n2026-01-05,Berlin,Yes,\n2026-01-06,Oslo,No,Visit\n";
    let mut choices = mapping(&[(Date, 0), (Location, 1), (Type, 2), (Notes, 3)], None);
    choices.types.insert("not workfromhome".into(), TypeChoice::MapTo("office".parse().unwrap()));
    let resolved = resolve_text(text, &choices);
    assert_eq!(
        describe(&resolved),
        ["2026-01-05 remote at Berlin", "2026-01-06 office at Oslo (Visit)"]
    );
}

#[test]
fn reads_year_month_and_day_in_separate_columns() {
    let text =
        "Year,Month,Day,Location\n2026,1,5,Berlin\n26,Feb,06,Oslo\n2026,13,1,Rome\n2026,,1,\n";
    let choices = mapping(&[(Year, 0), (Month, 1), (DayOfMonth, 2), (Location, 3)], Some("remote"));
    let resolved = resolve_text(text, &choices);
    assert_eq!(describe(&resolved), ["2026-01-05 remote at Berlin", "2026-02-06 remote at Oslo"]);
    let codes: Vec<&str> = resolved.row_errors.iter().map(|e| &*e.problem.code).collect();
    assert_eq!(codes, ["date.no_such_day", "date.missing"]);
}

#[test]
fn a_remembered_mapping_applies_to_the_same_header_only() {
    let text = "Wann,Was,Wo\n05.01.2026,Remote,Oslo\n";
    let choices = mapping(&[(Date, 0), (Type, 1), (Location, 2)], None);
    let source = parse(text.as_bytes()).unwrap();
    let settings = Settings::default();
    let reading = read_rows(&source, context(&settings, &choices)).unwrap();
    let settings = Settings { import_mappings: vec![reading.mapping.clone().unwrap()], ..settings };
    assert!(!needs_mapping("wann, WAS ,Wo\n06.01.2026,Remote,Oslo\n", &settings));
    assert!(needs_mapping("Wann,Was\n06.01.2026,Remote\n", &settings));
    let resolved = resolve_bytes(text.as_bytes(), &settings, &Choices::default()).unwrap();
    assert_eq!(describe(&resolved), ["2026-01-05 remote at Oslo"]);
    // A type that was merged or never existed here makes the mapping unusable.
    let mut remembered = reading.mapping.unwrap();
    remembered.mapping.all = Some("gone".parse().unwrap());
    let import_mappings = vec![remembered];
    assert!(needs_mapping(text, &Settings { import_mappings, ..Settings::default() }));
}

#[test]
fn ambiguous_dates_are_asked_about_once() {
    let text = "Date,Type\n1/5/2026,Office\n2/5/2026,Sick\n3/3/2026,Office\n";
    let mut resolved = resolve_text(text, &Choices::default());
    let question = resolved.date_question.clone().unwrap();
    assert_eq!((question.example.as_str(), question.waiting), ("1/5/2026", 2));
    assert_eq!((resolved.row_error_count, resolved.waiting), (0, 2));
    assert_eq!(describe(&resolved), ["2026-03-03 office"]);
    assert!(!resolved.has_errors());
    resolved.demand_choices();
    assert!(resolved.has_errors());
    for (order, expected) in [
        (DateOrder::DayFirst, ["2026-03-03 office", "2026-05-01 office", "2026-05-02 sick"]),
        (DateOrder::MonthFirst, ["2026-01-05 office", "2026-02-05 sick", "2026-03-03 office"]),
    ] {
        let choices = Choices { date_order: Some(order), ..Choices::default() };
        let mut resolved = resolve_text(text, &choices);
        resolved.demand_choices();
        assert_eq!(describe(&resolved), expected);
        assert_eq!(resolved.date_question.as_ref().unwrap().chosen, Some(order));
        assert!(!resolved.has_errors());
    }
    let clear = resolve_text("Date,Type\n1/5/2026,Office\n25/5/2026,Sick\n", &Choices::default());
    assert_eq!(describe(&clear), ["2026-05-01 office", "2026-05-25 sick"]);
    assert_eq!(clear.date_question, None);
}

#[test]
fn rows_with_more_cells_than_the_header_are_flagged() {
    let text = "date,type,location\n2018-01-04,remote,Raleigh, NC\n2018-01-05,office,,,\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(describe(&resolved), ["2018-01-05 office"]);
    assert_eq!(row_errors(&resolved), [(2, "2018-01-04,remote,Raleigh,NC", "table.surplus")]);
    let choices = Choices { join_cells: true, ..Choices::default() };
    assert_eq!(
        describe(&resolve_text(text, &choices)),
        ["2018-01-04 remote at Raleigh, NC", "2018-01-05 office"]
    );
}

#[test]
fn days_with_nothing_logged_are_counted() {
    let mut text = String::from("Date,State\n");
    let first: Day = "2026-01-01".parse().unwrap();
    let days = std::iter::successors(Some(first), |day| day.next()).take(217);
    let states = ["Home", "Office", "Scheduled"].into_iter().chain(std::iter::repeat(""));
    for (day, state) in days.zip(states) {
        writeln!(text, "{day},{state}").unwrap();
    }
    let (settings, choices) = (Settings::default(), Choices::default());
    let source = parse(text.as_bytes()).unwrap();
    let reading = read_rows(&source, context(&settings, &choices)).unwrap();
    assert_eq!((reading.read, reading.nothing_logged), (217, 214));
    let resolved = resolve_rows(&reading, &settings, &choices).unwrap();
    assert_eq!(resolved.row_error_count, 0);
    assert_eq!(describe(&resolved), ["2026-01-01 remote at Home", "2026-01-02 office"]);
    assert_eq!(resolved.unknown[0].name, "Scheduled");
}

#[test]
fn a_holiday_of_timeoff_management_is_vacation() {
    let text = "Department,Last name,Name,Type of absence,Started at,Date type,Ended at,Date type\n\
                IT,Lovelace,Ada,Holiday,2026-11-16,All day,2026-11-16,All day\n\
                IT,Lovelace,Ada,Sick Leave,2026-11-17,Morning,2026-11-17,Morning\n";
    assert_eq!(
        describe(&resolve_text(text, &Choices::default())),
        ["2026-11-16 vacation", "2026-11-17 sick, morning"]
    );
}

#[test]
fn the_number_of_days_is_kept_for_comparison() {
    let text = "From;To;Absence type;Days\n\
                30.10.2026;03.11.2026;Vacation;3\n05.11.2026;;Vacation;0,5\n06.11.2026;;Sick;?\n";
    let (settings, choices) = (Settings::default(), Choices::default());
    let source = parse(text.as_bytes()).unwrap();
    let reading = read_rows(&source, context(&settings, &choices)).unwrap();
    let counts: Vec<Option<u32>> = reading.rows.iter().map(|row| row.count).collect();
    assert_eq!(counts, [Some(300), Some(50), None]);
}

/// 3 October 2026 is a Saturday. Worklog's own files contain what was logged.
#[test]
fn holidays_on_days_off_are_left_out_of_tables() {
    let holidays = |text: &str| {
        let resolved = resolve_text(text, &Choices::default());
        (describe(&resolved), resolved.free_days)
    };
    let german = "Von;Bis;Art der Abwesenheit\n03.10.2026;03.10.2026;Feiertag\n\
                  25.12.2026;25.12.2026;Feiertag\n03.10.2026;03.10.2026;Krank\n";
    let expected = ["2026-10-03 sick", "2026-12-25 holiday"].map(str::to_owned).to_vec();
    assert_eq!(holidays(german), (expected, 1));
    let own = "Date,Type\n2026-10-03,Holiday\n";
    assert_eq!(holidays(own), (vec!["2026-10-03 holiday".to_owned()], 0));
}
