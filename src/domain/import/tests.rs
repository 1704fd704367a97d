//! Whole files: how each dialect is understood, and that no file whatever makes the readers panic.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::domain::entry::Parts;

const ZONE: chrono_tz::Tz = chrono_tz::Tz::Europe__Berlin;

fn understood(text: &str, choices: &Choices) -> Understood {
    let reading = read(text, ZONE).unwrap();
    understand(&reading, text, &Settings::default(), choices).unwrap()
}

/// Each day as `date type location half: notes`.
fn words(understood: &Understood) -> Vec<String> {
    let one = |new: &NewDay| {
        let parts = new.parts.iter().map(|(part, _)| {
            let place = part.location.as_ref().map(|place| format!(" at {place}"));
            format!("{}{}", part.day_type, place.unwrap_or_default())
        });
        let half = match &new.parts {
            Parts::Morning(_) => ", morning",
            Parts::Afternoon(_) => ", afternoon",
            _ => "",
        };
        let notes = Some(&new.notes).filter(|notes| !notes.is_empty());
        let notes = notes.map(|notes| format!(" ({})", notes.as_str().replace('\n', " / ")));
        let parts: Vec<String> = parts.collect();
        format!("{} {}{half}{}", new.day, parts.join(" + "), notes.unwrap_or_default())
    };
    understood.days.iter().map(one).collect()
}

fn faults(understood: &Understood) -> Vec<(usize, &str, &str)> {
    understood.faults.iter().map(|f| (f.line, &*f.text, &*f.message)).collect()
}

#[test]
fn our_own_table_with_few_columns_or_all() {
    let text = "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,remote,Home\n\n\
                2026-11-18,Remote,\n2026-11-19,Sick,Spain\nnonsense,Office,\n2026-11-20,,\n";
    let found = understood(text, &Choices::default());
    assert_eq!(
        words(&found),
        ["2026-11-16 office", "2026-11-17 remote at Home", "2026-11-19 sick (Spain)"]
    );
    assert_eq!(
        faults(&found),
        [
            (5, "2026-11-18,Remote,", "Say where: this type needs a location."),
            (7, "nonsense,Office,", "That is not a date. Write it as 2026-03-31."),
            (8, "2026-11-20,,", "The type is missing."),
        ]
    );
    assert_eq!((found.placeless, found.place.as_deref()), (1, Some("")));
    let choices = Choices { place: Some("Berlin".into()), ..Choices::default() };
    assert_eq!(words(&understood(text, &choices))[2], "2026-11-18 remote at Berlin");
    let text = "Date;Type;Location;Half;Afternoon type;Afternoon location;Notes\n\
                2026-11-16;Remote;Home;both;Office;\"'=HQ\";\"'-two\nlines; here\"\n\
                2026-11-17;Sick;;afternoon;;;\n2026-11-18;Sick;;evening;;;\n";
    let found = understood(text, &Choices::default());
    assert_eq!(
        words(&found),
        [
            "2026-11-16 remote at Home + office at =HQ (-two / lines; here)",
            "2026-11-17 sick, afternoon"
        ]
    );
    assert_eq!(found.faults[0].line, 5);
}

#[test]
fn dates_and_states() {
    let text =
        "Date,State\n2026-11-16,Home\n2026-11-17,Office\n2026-11-18,Other\n2026-11-19,Other\n";
    let found = understood(text, &Choices::default());
    assert_eq!(words(&found), ["2026-11-16 remote at Home", "2026-11-17 office"]);
    assert_eq!((found.waiting, found.unknown[0].rows, &*found.unknown[0].key), (2, 2, "other"));
    let mut choices = Choices::default();
    let new =
        TypeChoice::New { label: "Field work".into(), kind: crate::domain::types::Kind::Work };
    for (choice, expected) in [
        (TypeChoice::LeaveOut, None),
        (TypeChoice::Existing("vacation".parse().unwrap()), Some("2026-11-18 vacation")),
        (new, Some("2026-11-18 field-work")),
    ] {
        choices.types.insert("other".into(), choice);
        let found = understood(text, &choices);
        assert_eq!(words(&found).get(2).map(String::as_str), expected);
        assert_eq!((found.waiting, found.left_out), (0, if expected.is_none() { 2 } else { 0 }));
    }
    for (label, error) in [("", true), ("Office", true), ("a\u{7}", true), ("Fine", false)] {
        let kind = crate::domain::types::Kind::Work;
        choices.types.insert("other".into(), TypeChoice::New { label: label.into(), kind });
        assert_eq!(understood(text, &choices).unknown[0].error.is_some(), error, "{label:?}");
    }
}

#[test]
fn absences_with_a_column_name_twice() {
    let text = "Department,Last name,Name,Email address,Type of absence,Started at,Date type,Ended at,Date type\r\n\
        IT,Lovelace,Ada,ada@example.org,Annual leave,2026-12-21,Second half,2026-12-24,First half\r\n\
        IT,Lovelace,Ada,ada@example.org,Sick leave,2026-11-05,Full day,2026-11-10,Full day\r\n\
        IT,Lovelace,Ada,ada@example.org,Sick leave,2026-11-12,Half day,2026-11-12,Half day\r\n\
        IT,Lovelace,Ada,ada@example.org,Annual leave,2026-11-12,Half day,2026-11-12,Half day\r\n\
        IT,Lovelace,Ada,ada@example.org,Annual leave,2026-11-12,Full day,2026-11-12,Full day\r\n";
    let text = decode(text.as_bytes()).unwrap();
    let found = understood(&text, &Choices::default());
    assert_eq!(
        words(&found),
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
    assert_eq!(found.free_days, 2);
    assert_eq!(found.faults.len(), 1);
    assert_eq!(found.faults[0].message, "2026-11-12 is taken by the line at 4 already.");
}

#[test]
fn a_file_of_several_people_is_nobodys_until_one_is_chosen() {
    let text = "Name,Email address,Type of absence,Started at,Date type,Ended at,Date type\n\
        Ada,ada@example.org,Vacation,03/11/2026,,04/11/2026,\n\
        Bob,bob@example.org,Vacation,25/11/2026,,25/11/2026,\n";
    let found = understood(text, &Choices::default());
    assert_eq!((found.days.len(), found.waiting, found.people.len()), (0, 2, 2));
    let choices = Choices { person: Some("ada@example.org".into()), ..Choices::default() };
    let found = understood(text, &choices);
    assert_eq!(words(&found), ["2026-11-03 vacation", "2026-11-04 vacation"]);
    assert_eq!((found.waiting, found.left_out), (0, 1));
}

#[test]
fn german_absences() {
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
    let text = decode(&bytes).unwrap();
    let found = understood(&text, &Choices::default());
    assert_eq!(
        words(&found),
        [
            "2026-10-30 vacation",
            "2026-11-02 vacation",
            "2026-11-03 vacation",
            "2026-11-05 sick + remote at Home",
            "2026-11-09 vacation, afternoon",
            "2026-11-10 vacation, afternoon",
        ]
    );
    assert_eq!(found.unknown[0].name, "Sonderurlaub");
    let lines: Vec<usize> = found.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [7, 8, 9]);
}

#[test]
fn calendars_in_the_wild() {
    let event = |lines: &str| format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n");
    let mut text = String::from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    for lines in [
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261225\r\nSUMMARY:Christmas\\, day",
        "DTSTART;VALUE=DATE:20260101\r\nDURATION:P1D\r\nSUMMARY:New\r\n  Year",
        "DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Also",
        "DTSTART;TZID=Asia/Tokyo:20260503T000000\r\nDTEND;TZID=Asia/Tokyo:20260506T000000\r\nSUMMARY:Golden week",
        "DTSTART:20260430T220000Z\r\nDTEND:20260501T220000Z\r\nSUMMARY:Labour\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H\r\nEND:VALARM",
        "DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Every year",
        "DTSTART:20260602T090000\r\nDTEND:20260602T100000\r\nSUMMARY:Meeting",
        "SUMMARY:No date",
        "DTSTART;VALUE=DATE:18990101\r\nSUMMARY:Too early",
    ] {
        text.push_str(&event(lines));
    }
    text.push_str("END:VCALENDAR\r\n");
    let text = decode(text.as_bytes()).unwrap();
    let found = understood(&text, &Choices::default());
    assert_eq!(
        words(&found),
        [
            "2026-01-01 holiday (New Year)",
            "2026-05-01 holiday (Labour)",
            "2026-05-04 holiday (Golden week)",
            "2026-05-05 holiday (Golden week)",
            "2026-12-25 holiday (Christmas, day / Also)",
        ]
    );
    assert_eq!(found.fault_count, 4);
    assert!(found.faults[0].message.contains("RRULE"), "{:?}", found.faults);
    assert_eq!(found.faults[0].text, "BEGIN:VEVENT");
}

#[test]
fn whole_files_that_are_refused() {
    for (text, expected) in [
        ("", "empty"),
        (" \n ", "empty"),
        ("Name,Age\nAda,36\n", "does not know"),
        ("{\"a\":1}", "not one that Worklog wrote"),
        ("{\"format\":\"worklog\",\"version\":9,\"entries\":[]}", "newer Worklog"),
        ("[1]", "not one that Worklog wrote"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no events"),
        (&vec!["x"; 100_000].join(","), "100000 columns"),
    ] {
        let error = read(text, ZONE).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let mut text = String::from("Von;Bis;Art der Abwesenheit\n");
    for year in 1970..2100 {
        writeln!(text, "01.01.{year};31.12.{year};Urlaub").unwrap();
    }
    let reading = read(&text, ZONE).unwrap();
    let refused = understand(&reading, &text, &Settings::default(), &Choices::default());
    assert_eq!(refused, Err(FileError::TooManyDays));
}

#[test]
fn a_quotation_mark_that_is_never_closed_takes_no_other_line_unseen() {
    let text =
        "Date,Type,Location\n2026-11-16,Office,\n2026-11-17,Office,\"HQ\n2026-11-18,Office,\n";
    let found = understood(text, &Choices::default());
    assert_eq!(words(&found), ["2026-11-16 office"]);
    let expected = "A quotation mark is opened here and never closed.";
    assert_eq!(faults(&found), [(3, "2026-11-17,Office,\"HQ", expected)]);
}

#[test]
fn an_event_that_nests_deep_or_never_ends_is_a_fault() {
    let deep = "BEGIN:X\n".repeat(100_000);
    let text =
        format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{deep}END:VEVENT\nBEGIN:VEVENT\nDTSTART:2026");
    let found = understood(&text, &Choices::default());
    assert_eq!((found.days.len(), found.fault_count), (0, 2));
}

#[test]
fn an_event_of_one_day_on_a_weekend_counts() {
    let text = "Date,Type\n2026-11-21,Office\n";
    assert_eq!(words(&understood(text, &Choices::default())), ["2026-11-21 office"]);
}

const STARTS: [&str; 6] = [
    "Date,Type,Location,Half,Afternoon type,Notes\n",
    "Date;State\n",
    "Type of absence\tStarted at\tDate type\tEnded at\tDate type\n",
    "Von;Bis;Zeitraum;Art der Abwesenheit\n",
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:",
    "{\"format\":\"worklog\",\"version\":1,\"entries\":[",
];

/// Goes all the way with a file; only that it comes back is of interest.
fn try_all(bytes: &[u8]) {
    let Ok(text) = decode(bytes) else { return };
    let Ok(reading) = read(&text, ZONE) else { return };
    let _ = understand(&reading, &text, &Settings::default(), &Choices::default());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(
        start in 0..=STARTS.len(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let start = STARTS.get(start).copied().unwrap_or_default();
        try_all(&[start.as_bytes(), &bytes].concat());
    }

    #[test]
    fn no_likely_text_makes_it_panic(
        start in 0..STARTS.len(),
        text in "([0-9.,;\t\"'/TZ:-]|\n|\r|20261118|2026-11-18|Urlaub|both|\\{|\\}|BEGIN:|END:VEVENT|RRULE|DTEND:|é){0,60}",
    ) {
        try_all(format!("{}{text}", STARTS[start]).as_bytes());
    }

    #[test]
    fn no_file_cut_off_makes_it_panic(cut in 0usize..600) {
        for file in [include_str!("golden/ours.csv"), include_str!("golden/year.ics"), include_str!("golden/export.json")] {
            let bytes = file.as_bytes();
            try_all(&bytes[..cut.min(bytes.len())]);
        }
    }
}

/// The golden files of our own forms, which older exports still have when the program has moved on.
#[test]
fn exports_as_they_were_are_understood() {
    let csv = decode(include_bytes!("golden/ours.csv")).unwrap();
    let json = decode(include_bytes!("golden/export.json")).unwrap();
    let expected = [
        "2026-11-16 office at Berlin HQ",
        "2026-11-17 remote at Home + vacation (=SUM(1) / second line)",
        "2026-11-18 jury-duty, morning",
    ];
    for text in [csv, json] {
        let found = understood(&text, &Choices::default());
        assert_eq!(words(&found), expected);
        assert_eq!(found.new_types[0].1.label.as_str(), "Jury duty");
        assert_eq!(found.fault_count, 0);
    }
    let found =
        understood(&decode(include_bytes!("golden/year.ics")).unwrap(), &Choices::default());
    assert_eq!(words(&found).len(), 3);
}
