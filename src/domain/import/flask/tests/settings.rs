//! Settings and names.

use serde_json::{Value, json};

use super::{Log, id_of, name_of};
use crate::domain::time_zone::TimeZone;

#[test]
fn settings() {
    let read = |settings: Value| {
        let log = Log::read(&json!({ "settings": settings }), TimeZone::UTC);
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
