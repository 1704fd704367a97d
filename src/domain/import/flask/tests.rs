//! Documents as they may be, and any others.

use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::entry::Parts;
use crate::domain::settings::{Imported, Settings, SettingsEdit};

/// `date type at location: notes`, halves with `am` or `pm` before the type.
fn words(day: &crate::domain::import::NewDay) -> String {
    let part = |part: &crate::domain::entry::Part| match &part.location {
        Some(place) => format!("{} at {place}", part.day_type),
        None => part.day_type.to_string(),
    };
    let parts = match &day.parts {
        Parts::Whole(whole) => part(whole),
        Parts::Morning(am) => format!("am {}", part(am)),
        Parts::Afternoon(pm) => format!("pm {}", part(pm)),
        Parts::Halves(am, pm) => format!("am {}, pm {}", part(am), part(pm)),
    };
    let notes = if day.notes.is_empty() { String::new() } else { format!(": {}", day.notes) };
    format!("{} {parts}{notes}", day.day)
}

/// What comes of a document for somebody new: its days, and its remarks.
fn taken(document: &Value) -> (Vec<String>, Vec<String>) {
    let mut settings = Settings::default();
    let log = Log::read(document, Tz::Europe__Berlin);
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
    let log = Log::read(&document, Tz::UTC);
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

#[test]
fn settings() {
    let read = |settings: Value| {
        let log = Log::read(&json!({ "settings": settings }), Tz::UTC);
        let days = log.wishes.allowances.iter().map(|(slug, days)| format!("{slug} {days}"));
        let remarks: Vec<String> = log.remarks.iter().map(ToString::to_string).collect();
        (log.wishes.slack.clone(), days.collect::<Vec<_>>().join(", "), remarks.join(" "))
    };
    let slack = "https://hooks.slack.com/services/T0/B0/x";
    for (settings, webhook, days, remarks) in [
        (
            json!({ "slack": slack, "total": { "remote": -1, "vacation": 30, "holiday": 12.5, "sick": 0 } }),
            Some(slack),
            "holiday 12.5, sick 0, vacation 30",
            "",
        ),
        (
            json!({ "vacation": "30", "sick": "", "theme": "dark", "slack": " " }),
            None,
            "vacation 30",
            "",
        ),
        (
            json!({ "total": { "Vacation": 30.0, "remote": null, "holiday": -1.0 } }),
            None,
            "vacation 30",
            "",
        ),
        (
            json!({ "slack": 7, "total": { "vacation": 400, "sick": -2, "remote": true, "party": 3 } }),
            None,
            "",
            "settings, slack: It is no text. \
             settings, total, party: There is no such type to limit. \
             settings, total, remote: It is no number of days. \
             settings, total, sick: Write a number of days in halves, such as 30 or 12.5. \
             settings, total, vacation: A year has at most 366 days.",
        ),
        (json!([]), None, "", "settings: They are no object."),
        (json!({ "total": 3 }), None, "", "settings, total: It is no object."),
        (Value::Null, None, "", ""),
    ] {
        let found = read(settings);
        assert_eq!(found, (webhook.map(str::to_owned), days.to_owned(), remarks.to_owned()));
    }
}

#[test]
fn names() {
    for (document, expected) in [
        (json!({ "username": "ada", "_id": "x" }), Some("ada")),
        (json!({ "user": " ada " }), Some("ada")),
        (json!({ "username": "", "name": "ada" }), Some("ada")),
        (json!({ "_id": "ada" }), Some("ada")),
        (json!({ "_id": { "$oid": "5a4b1d2e9f1b2c0001a1b2c3" } }), None),
        (json!({ "username": 7 }), None),
        (json!([]), None),
    ] {
        assert_eq!(name_of(&document), expected, "{document}");
    }
    let id = id_of(&json!({ "_id": { "$oid": "5a4b1d2e9f1b2c0001a1b2c3" } }));
    assert_eq!(id, "ObjectId(\"5a4b1d2e9f1b2c0001a1b2c3\")");
}

/// JSON made of the words that such documents have.
fn any_json() -> impl Strategy<Value = Value> {
    let word = prop::sample::select(vec![
        "2018-01-02",
        "2018",
        "remote",
        "Sick",
        "",
        "New York",
        "x",
        "-1",
        "01-02",
        "\u{0}",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2..2100).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "years", "year", "entries", "date", "$date", "month", "day", "type", "location", "notes",
        "halves", "parts", "am", "pm_type", "settings", "total", "slack", "vacation", "2018",
        "_id",
    ]);
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// An entry like those of the earlier service, each field sometimes odd.
fn any_entry() -> impl Strategy<Value = Value> {
    let date = prop_oneof![
        4 => (1..=12, 1..=28).prop_map(|(month, day)| json!(format!("2018-{month:02}-{day:02}"))),
        1 => any_json(),
    ];
    let day_type = prop_oneof![
        4 => prop::sample::select(vec!["remote", "SICK", "office", "Training"]).prop_map(Value::from),
        1 => any_json(),
    ];
    let location = prop_oneof![4 => Just(json!("Home")), 1 => any_json()];
    (date, day_type, location, any_json()).prop_map(|(date, day_type, location, notes)| {
        json!({ "date": date, "type": day_type, "location": location, "notes": notes })
    })
}

proptest! {
    #[test]
    fn no_document_makes_it_panic(document in any_json()) {
        let _ = (name_of(&document), id_of(&document), taken(&document));
    }

    /// Nothing is lost without a word.
    #[test]
    fn each_entry_is_taken_or_told(entries in prop::collection::vec(any_entry(), 0..30)) {
        let (days, remarks) = taken(&of_2018(&entries.clone().into()));
        for (number, entry) in (1..).zip(&entries) {
            let date = entry["date"].as_str().unwrap_or("?");
            let is_taken = days.iter().any(|day| day.starts_with(date));
            let place = format!("2018, entry {number}");
            let told = remarks.iter().any(|remark| {
                let rest = remark.strip_prefix(&place);
                rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
                    || remark.starts_with("2018, type")
            });
            prop_assert!(is_taken || told, "{} {:?} {:?}", entry, days, remarks);
        }
    }
}
