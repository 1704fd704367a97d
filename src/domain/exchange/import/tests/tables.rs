//! Tests the table dialects.

use super::*;
use crate::domain::days::entry::Part;
use crate::domain::days::schedule::Schedule;
use crate::domain::settings::KnownLocation;

#[test]
fn reads_worklog_csv() {
    let text = "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,remote,Home\n\n\
                2026-11-18,Remote,\n2026-11-19,Sick,Spain\nnonsense,Office,\n2026-11-20,,\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(
        describe(&resolved),
        ["2026-11-16 office", "2026-11-17 remote at Home", "2026-11-19 sick (Spain)"]
    );
    assert_eq!(
        row_errors(&resolved),
        [(7, "nonsense,Office,", "date.invalid"), (8, "2026-11-20,,", "import.type_missing")]
    );
    assert_eq!((resolved.rows_without_location, resolved.location.as_deref()), (1, Some("")));
    assert_eq!((resolved.waiting, resolved.has_errors()), (1, false));
    let mut demanded = resolved.clone();
    demanded.demand_choices();
    assert_eq!(demanded.location_error.unwrap().code, "part.location_missing");
    let choices = Choices { location: Some("Berlin".into()), ..Choices::default() };
    assert_eq!(describe(&resolve_text(text, &choices))[2], "2026-11-18 remote at Berlin");
    let text = "Date;Type;Location;Half;Afternoon type;Afternoon location;Notes\n\
                2026-11-16;Remote;Home;both;Office;\"'=HQ\";\"'-two\nlines; here\"\n\
                2026-11-17;Sick;;afternoon;;;\n2026-11-18;Sick;;evening;;;\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(
        describe(&resolved),
        [
            "2026-11-16 remote at Home + office at =HQ (-two / lines; here)",
            "2026-11-17 sick, afternoon"
        ]
    );
    assert_eq!(resolved.row_errors[0].line, 5);
}

#[test]
fn reads_dates_and_states() {
    let text =
        "Date,State\n2026-11-16,Home\n2026-11-17,Office\n2026-11-18,Other\n2026-11-19,Other\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-11-16 remote at Home", "2026-11-17 office"]);
    assert_eq!(
        (resolved.waiting, resolved.unknown[0].rows, &*resolved.unknown[0].key),
        (2, 2, "other")
    );
    let mut choices = Choices::default();
    let new = TypeChoice::New {
        label: "Field work".into(),
        kind: Some(crate::domain::types::TypeKind::Work),
    };
    for (choice, expected) in [
        (TypeChoice::Skip, None),
        (TypeChoice::MapTo("vacation".parse().unwrap()), Some("2026-11-18 vacation")),
        (new, Some("2026-11-18 field-work")),
    ] {
        choices.types.insert("other".into(), choice);
        let resolved = resolve_text(text, &choices);
        assert_eq!(describe(&resolved).get(2).map(String::as_str), expected);
        assert_eq!(
            (resolved.waiting, resolved.left_out),
            (0, if expected.is_none() { 2 } else { 0 })
        );
    }
    for (label, error) in [("", true), ("Office", true), ("a\u{7}", true), ("Fine", false)] {
        let kind = crate::domain::types::TypeKind::Work;
        choices
            .types
            .insert("other".into(), TypeChoice::New { label: label.into(), kind: Some(kind) });
        assert_eq!(resolve_text(text, &choices).unknown[0].error.is_some(), error, "{label:?}");
    }
}

#[test]
fn reads_absences_with_a_repeated_column_name() {
    let text = "Department,Last name,Name,Email address,Type of absence,Started at,Date type,Ended at,Date type\r\n\
        IT,Lovelace,Ada,ada@example.org,Annual leave,2026-12-21,Second half,2026-12-24,First half\r\n\
        IT,Lovelace,Ada,ada@example.org,Sick leave,2026-11-05,Full day,2026-11-10,Full day\r\n\
        IT,Lovelace,Ada,ada@example.org,Sick leave,2026-11-12,Half day,2026-11-12,Half day\r\n\
        IT,Lovelace,Ada,ada@example.org,Annual leave,2026-11-12,Half day,2026-11-12,Half day\r\n\
        IT,Lovelace,Ada,ada@example.org,Annual leave,2026-11-12,Full day,2026-11-12,Full day\r\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(
        describe(&resolved),
        [
            "2026-11-05 sick",
            "2026-11-06 sick",
            "2026-11-09 sick",
            "2026-11-10 sick",
            "2026-11-12 sick + vacation",
            "2026-12-21 vacation, afternoon",
            "2026-12-22 vacation",
            "2026-12-23 vacation",
            "2026-12-24 vacation, morning",
        ]
    );
    assert_eq!(resolved.free_days, 2);
    assert_eq!(resolved.row_errors.len(), 1);
    let twice = "import.twice_line day=2026-11-12 first=4";
    assert_eq!(resolved.row_errors[0].problem.to_string(), twice);
}

#[test]
fn a_file_of_several_people_requires_a_choice() {
    let text = "Name,Email address,Type of absence,Started at,Date type,Ended at,Date type\n\
        Ada,ada@example.org,Vacation,03/11/2026,,04/11/2026,\n\
        Bob,bob@example.org,Vacation,25/11/2026,,25/11/2026,\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!((resolved.days.len(), resolved.waiting, resolved.people.len()), (0, 2, 2));
    let choices = Choices { person: Some("ada@example.org".into()), ..Choices::default() };
    let resolved = resolve_text(text, &choices);
    assert_eq!(describe(&resolved), ["2026-11-03 vacation", "2026-11-04 vacation"]);
    assert_eq!((resolved.waiting, resolved.left_out), (0, 1));
}

#[test]
fn reads_german_absences() {
    let text = "Von;Bis;Zeitraum;Art der Abwesenheit;Status\r\n\
        30.10.2026;03.11.2026;ganztägig;Urlaub;genehmigt\r\n\
        05.11.2026;05.11.2026;vormittags;Krankheit;\r\n\
        05.11.2026;05.11.2026;nachmittags;Mobiles Arbeiten;\r\n\
        06.11.2026;;0,5 Tage;Sonderurlaub;\r\n\
        09.11.2026;10.11.2026;nachmittags;Urlaub;\r\n\
        11.11.2026;12.11.2026;halbtags;Urlaub;\r\n\
        13.11.2026;13.11.2026;;Urlaub;storniert\r\n\
        31.11.2026;31.11.2026;;Urlaub;\r\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let resolved = resolve_bytes(&bytes, &in_berlin(), &Choices::default()).unwrap();
    assert_eq!(
        describe(&resolved),
        [
            "2026-10-30 vacation",
            "2026-11-02 vacation",
            "2026-11-03 vacation",
            "2026-11-05 sick + remote at Home",
            "2026-11-09 vacation, afternoon",
            "2026-11-10 vacation, afternoon",
        ]
    );
    assert_eq!(resolved.unknown[0].name, "Sonderurlaub");
    let lines: Vec<usize> = resolved.row_errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [7, 8, 9]);
}

#[test]
fn an_unclosed_quotation_mark_is_rejected() {
    let text =
        "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,Office,\"HQ\n2026-11-18,Office,\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-11-16 office"]);
    let expected = "import.open_quotation";
    assert_eq!(row_errors(&resolved), [(3, "2026-11-17,Office,HQ 2026-11-18,Office,", expected)]);
}

#[test]
fn a_single_day_on_a_weekend_is_imported() {
    let text = "Date,Type\n2026-11-21,Office\n";
    assert_eq!(describe(&resolve_text(text, &Choices::default())), ["2026-11-21 office"]);
}

#[test]
fn skips_blank_lines_before_the_header() {
    for start in ["   \n", "\n\n", " \t \n\n", ";;;\n", ",,\n ,\n", "sep=;\n  \n"] {
        let text = format!("{start}Von;Bis;Art der Abwesenheit\n16.11.2026;;Urlaub\nx;;Urlaub\n");
        let resolved = resolve_text(&text, &Choices::default());
        assert_eq!(describe(&resolved), ["2026-11-16 vacation"], "{start:?}");
        let line = text.lines().count();
        assert_eq!(row_errors(&resolved), [(line, "x;;Urlaub", "date.invalid")]);
    }
    let text = "Date\tType\tLocation\n\t\t\n2026-11-16\tOffice\n";
    assert_eq!(describe(&resolve_text(text, &Choices::default())), ["2026-11-16 office"]);
    let nameless = "\tDate\tType\n1\t2026-11-16\tOffice\n";
    assert_eq!(describe(&resolve_text(nameless, &Choices::default())), ["2026-11-16 office"]);
}

#[test]
fn faults_name_the_nonexistent_date() {
    let text = "Von;Bis;Art der Abwesenheit\n31.02.2026;;Urlaub\n27.02.2026;29.02.2026;Urlaub\n\
                1.13.26;;Urlaub\n2026-02-30;;Urlaub\n1.1.1969;;Urlaub\n";
    let resolved = resolve_text(text, &Choices::default());
    let said: Vec<_> = resolved.row_errors.iter().map(|error| error.problem.to_string()).collect();
    assert_eq!(
        said,
        [
            "date.no_such_day date=31.02.2026",
            "date.no_such_day date=29.02.2026",
            "date.no_such_day date=1.13.26",
            "date.no_such_day date=2026-02-30",
            "date.out_of_range",
        ]
    );
}

#[test]
fn titles_with_several_cells_are_skipped() {
    let text = "Stundenzettel;Januar 2026;;;;\nDatum;Von;Bis;Pause;Stunden;Ort\n\
                05.01.2026;08:00;16:30;0:30;8:00;Berlin\n";
    let source = parse(text.as_bytes()).unwrap();
    let sheet = source.table().unwrap().sheet(None).unwrap();
    let names: Vec<&str> = sheet.header.cells().collect();
    assert_eq!(names, ["Datum", "Von", "Bis", "Pause", "Stunden", "Ort"]);
    assert_eq!(sheet.records.len(), 1);
}

#[test]
fn a_cell_with_several_dates_is_an_error() {
    let text = "Date;Type\n05.01.2026 - 09.01.2026;Vacation\n5.1.2026 bis 7.1.2026;Vacation\n\
                2026-01-12 08:00;Office\n";
    let resolved = resolve_text(text, &Choices::default());
    assert_eq!(describe(&resolved), ["2026-01-12 office"]);
    let codes = row_errors(&resolved).into_iter().map(|(line, _, code)| (line, code));
    assert_eq!(codes.collect::<Vec<_>>(), [(2, "date.several"), (3, "date.several")]);
}

#[test]
fn errors_quote_cells_with_several_lines_in_one() {
    let text = "Date,Type\n\"2026-01-05\n2026-01-09\",Office\n";
    let resolved = resolve_text(text, &Choices::default());
    let [error] = &resolved.row_errors[..] else { panic!("{:?}", resolved.row_errors) };
    assert_eq!(error.problem.params, [("text".into(), "2026-01-05 2026-01-09".to_owned())]);
}

#[test]
fn a_missing_location_is_the_last_one_or_that_of_the_usual_week() {
    let text = "Date,Type\n2026-11-16,Home office\n";
    let location = |settings: &Settings| {
        resolve_bytes(text.as_bytes(), settings, &Choices::default()).unwrap().location
    };
    let mut settings = Settings::default();
    assert_eq!(location(&settings).as_deref(), Some("Home"));
    let part = |location: &str| Part {
        day_type: "remote".parse().unwrap(),
        location: Some(location.parse().unwrap()),
    };
    let mut schedule = Schedule::default();
    schedule.week.set(chrono::Weekday::Fri, Some(Parts::Whole(part("Zuhause"))));
    settings.schedules = schedule.into();
    assert_eq!(location(&settings).as_deref(), Some("Zuhause"));
    settings.locations = KnownLocation::from_parts([&Parts::Whole(part("Lisbon"))]);
    assert_eq!(location(&settings).as_deref(), Some("Lisbon"));
}
