//! Documents as they may be.

mod any;
mod settings;

use serde_json::{Value, json};

use super::*;
use crate::domain::entry::Parts;
use crate::domain::settings::{Imported, Settings, SettingsEdit};
use crate::domain::time_zone::TimeZone;

/// `date type at location: notes`, halves with `am` or `pm` before the type.
fn words(day: &crate::domain::import::NewDay) -> String {
    let part = |part: &crate::domain::entry::Part| match &part.location {
        Some(place) => format!("{} at {place}", part.day_type),
        None => part.day_type.to_string(),
    };
    let parts = match &day.content.parts {
        Parts::Whole(whole) => part(whole),
        Parts::Morning(am) => format!("am {}", part(am)),
        Parts::Afternoon(pm) => format!("pm {}", part(pm)),
        Parts::Halves(am, pm) => format!("am {}, pm {}", part(am), part(pm)),
    };
    let notes = if day.content.notes.is_empty() {
        String::new()
    } else {
        format!(": {}", day.content.notes)
    };
    format!("{} {parts}{notes}", day.day)
}

/// What comes of a document for somebody new: its days, and its remarks.
fn taken(document: &Value) -> (Vec<String>, Vec<String>) {
    let mut settings = Settings::default();
    let log = Log::read(document, "Europe/Berlin".parse().unwrap());
    let mut remarks = log.remarks.clone();
    let mut days = Vec::new();
    for year in log.years().values() {
        let understood = understand(year, &settings, None);
        days.extend(understood.days.iter().map(words));
        remarks.extend(understood.remarks);
        let types = understood.new_types;
        let imported = Imported { types, ..Imported::default() };
        settings.apply(&SettingsEdit::Import(Box::new(imported))).unwrap();
    }
    (days, remarks.iter().map(ToString::to_string).collect())
}

fn of_2018(entries: &Value) -> Value {
    json!({ "username": "ada", "years": [{ "year": 2018, "entries": entries }] })
}

fn check(document: &Value, days: &[&str], remarks: &[&str]) {
    let found = taken(document);
    assert_eq!(found.0, days, "{document}");
    assert_eq!(found.1, remarks, "{document}");
}

#[test]
fn a_log_as_the_api_told_it() {
    check(
        &json!({
            "_id": { "$oid": "5a4b1d2e9f1b2c0001a1b2c3" },
            "username": "ada",
            "settings": { "slack": "", "total": { "remote": -1 } },
            "years": [
                { "year": 2018, "entries": [
                    { "date": "2018-01-02", "type": "remote", "location": "New York", "notes": "" },
                    { "date": "2018-01-03", "type": "vacation", "location": "", "notes": "Skiing" },
                ] },
                { "year": 2019, "entries": [
                    { "date": "2019-01-02", "type": "SICK", "seen": true, "location": null },
                ] },
            ],
        }),
        &["2018-01-02 remote at New York", "2018-01-03 vacation: Skiing", "2019-01-02 sick"],
        &[],
    );
}

#[test]
fn dates_in_other_ways() {
    for (entry, expected) in [
        (json!({ "date": { "$date": "2018-03-04T00:00:00Z" } }), "2018-03-04"),
        // Midnight in Berlin.
        (json!({ "date": { "$date": "2018-03-03T23:00:00Z" } }), "2018-03-04"),
        (json!({ "date": "2018-03-04T00:00:00" }), "2018-03-04"),
        (json!({ "date": "2018/03/04" }), "2018-03-04"),
        (json!({ "date": "04.03.2018" }), "2018-03-04"),
        (json!({ "date": "03-04" }), "2018-03-04"),
        (json!({ "date": 20_180_304 }), "2018-03-04"),
        (json!({ "date": { "month": 3, "day": 4 } }), "2018-03-04"),
        (json!({ "month": 3, "day": 4 }), "2018-03-04"),
        (json!({ "month": "03", "day": 4.0 }), "2018-03-04"),
        (json!({ "year": 2018, "month": 3, "day": 4 }), "2018-03-04"),
    ] {
        let mut entry = entry;
        entry["type"] = "sick".into();
        check(&of_2018(&json!([entry])), &[&format!("{expected} sick")], &[]);
    }
}

#[test]
fn years_and_entries_in_other_ways() {
    let sick = json!({ "type": "sick" });
    let dated = json!({ "date": "2018-03-04", "type": "sick" });
    for document in [
        json!({ "years": { "2018": [dated] } }),
        json!({ "years": { "2018": { "entries": [dated] } } }),
        json!({ "years": { "2018": { "03-04": sick } } }),
        json!({ "years": { "2018": { "2018-03-04": sick } } }),
        json!({ "years": [{ "year": "2018", "entries": { "2018-03-04": sick } }] }),
        json!({ "years": [{ "year": 2018.0, "entries": [dated] }] }),
        json!({ "years": [{ "entries": [dated] }] }),
        json!({ "entries": [dated] }),
        json!({ "years": null, "entries": [dated, dated] }),
    ] {
        check(&document, &["2018-03-04 sick"], &[]);
    }
}

#[test]
fn halves_in_each_way() {
    let both = "2018-03-04 am office, pm vacation: n";
    for (entry, expected) in [
        (json!({ "type": "office", "pm_type": "vacation" }), both),
        (
            json!({ "type": "office", "halves": [{ "type": "office" }, { "type": "vacation" }] }),
            both,
        ),
        (json!({ "parts": { "am": { "type": "office" }, "pm": { "type": "vacation" } } }), both),
        (json!({ "type": "sick", "halves": [null, { "type": "sick" }] }), "2018-03-04 pm sick: n"),
        (json!({ "pm_type": "sick" }), "2018-03-04 pm sick: n"),
        (json!({ "parts": { "day": { "type": "sick" } } }), "2018-03-04 sick: n"),
    ] {
        let mut entry = entry;
        entry["date"] = "2018-03-04".into();
        entry["notes"] = "n".into();
        check(&of_2018(&json!([entry])), &[expected], &[]);
    }
}

#[test]
fn types_that_worklog_does_not_know_become_ones_own() {
    let entry = |day: u32, label: &str| json!({ "month": 3, "day": day, "type": label });
    check(
        &of_2018(&json!([
            entry(1, "Jury duty"),
            entry(2, "JURY DUTY"),
            entry(3, "C++"),
            entry(4, "C#"),
            entry(5, "研修"),
            entry(6, "休暇"),
            entry(7, "Home office"),
            entry(8, &"x".repeat(41)),
        ])),
        &[
            "2018-03-01 jury-duty",
            "2018-03-02 jury-duty",
            "2018-03-03 c",
            "2018-03-04 c-2",
            "2018-03-05 own-type",
            "2018-03-06 own-type-2",
            "2018-03-07 remote at Home",
        ],
        &[&format!(
            "2018, type “{}” (1 times): A type's name has at most 40 characters.",
            "x".repeat(41)
        )],
    );
}

#[test]
fn what_cannot_be_taken_is_told_and_the_rest_taken() {
    check(
        &json!({ "years": [
            { "year": 2018, "entries": [
                { "type": "sick" },
                { "date": "2018-02-30", "type": "sick" },
                { "date": "1969-12-31", "type": "sick" },
                { "date": true, "type": "sick" },
                { "date": "03/04/2018", "type": "sick" },
                { "date": "2018-03-01" },
                { "date": "2018-03-02", "type": 7 },
                { "date": "2018-03-03", "type": "remote", "location": " " },
                "x",
                null,
                { "date": "2018-03-05", "type": "office", "location": [], "notes": {} },
                { "date": "2018-03-05", "type": "office" },
                { "date": "2018-03-05", "type": "sick" },
                { "date": "2019-03-06", "type": "sick", "notes": "a\tb\u{7}" },
                { "date": "2018-03-07", "type": "sick", "halves": [{ "type": "sick" }] },
                { "date": "2018-03-08", "type": "vacation", "location": "Rome" },
            ] },
            { "year": "MMXX", "entries": [{ "month": 1, "day": 2, "type": "sick" }] },
            { "year": 2021 },
            { "year": 2022, "entries": "none" },
            2023,
        ] }),
        &["2018-03-05 office", "2018-03-08 vacation: Rome", "2019-03-06 sick: a b"],
        &[
            "2018, entry 1, date: The date is missing.",
            "2018, entry 2, date: There is no day 2018-02-30.",
            "2018, entry 3, date: Worklog keeps days from 1970-01-01 to 2100-12-31.",
            "2018, entry 4, date: That is not a date. Write it as 2026-03-31.",
            "2018, entry 5, date: The day and the month of this date could be swapped. Write dates as 2026-03-31.",
            "2018, entry 6 (2018-03-01), type: The type is missing.",
            "2018, entry 7 (2018-03-02), type: It is no text.",
            "2018, entry 9: It is no object with date and type.",
            "2018, entry 10: It is no object with date and type.",
            "2018, entry 11, location: It is no text.",
            "2018, entry 11, notes: They are no text, and were left out.",
            "2018, entry 13 (2018-03-05): The day is there twice. What is in 2018, entry 11 (2018-03-05) was taken.",
            "2018, entry 14, date: 2019-03-06 is kept under another year. It was taken by its own date.",
            "2018, entry 15 (2018-03-07), halves: They are no list of two.",
            "year 2 of the list, year: It is no number.",
            "year 2 of the list, entry 1, date: The year is missing.",
            "2021: It has no entries.",
            "2022: Its entries are no list.",
            "year 5 of the list: It is no object with year and entries.",
            "2018, entry 8 (2018-03-03): The location is missing, and its type needs one. --place says where such days were spent.",
        ],
    );
}

#[test]
fn a_place_can_be_given_for_days_without() {
    let document = of_2018(&json!([{ "date": "2018-03-04", "type": "remote" }]));
    let log = Log::read(&document, TimeZone::UTC);
    let place = "Berlin".parse().unwrap();
    let days = log.years().into_values().next().unwrap();
    let understood = understand(&days, &Settings::default(), Some(&place));
    assert_eq!(
        understood.days.iter().map(words).collect::<Vec<_>>(),
        ["2018-03-04 remote at Berlin"]
    );
    assert_eq!(understood.remarks, []);
}

#[test]
fn long_notes_are_cut_and_told() {
    let notes = "語".repeat(1001);
    let entry = json!({ "date": "2018-03-04", "type": "sick", "notes": notes });
    check(
        &of_2018(&json!([entry])),
        &[&format!("2018-03-04 sick: {}", "語".repeat(1000))],
        &["2018, entry 1, notes: They are too long. The first 1000 characters were taken."],
    );
}

#[test]
fn more_types_than_there_is_room_for() {
    let entry =
        |day: u32| json!({ "month": 1 + day / 28, "day": 1 + day % 28, "type": format!("t{day}") });
    let entries: Vec<Value> = (0..51).map(entry).collect();
    let (days, remarks) = taken(&of_2018(&entries.into()));
    assert_eq!(days, [""; 0]);
    assert_eq!(remarks.len(), 1);
    assert!(remarks[0].starts_with("2018: It names more than 50 types"), "{remarks:?}");
}
