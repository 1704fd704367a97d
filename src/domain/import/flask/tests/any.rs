//! What holds for any document.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{id_of, name_of, of_2018, taken};

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
            // Its day, however it was written, is what becomes of it alone.
            let (alone, _) = taken(&of_2018(&json!([entry])));
            let date = alone.first().and_then(|day| day.get(.."2018-01-02".len()));
            let is_taken = date.is_some_and(|date| days.iter().any(|day| day.starts_with(date)));
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
