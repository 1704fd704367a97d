use proptest::prelude::*;

use super::*;

fn part(slug: &str) -> Part {
    Part { day_type: slug.parse().unwrap(), location: None }
}

fn any_parts() -> impl Strategy<Value = Parts> {
    let half = proptest::option::of(prop_oneof![Just(part("office")), Just(part("sick"))]);
    prop_oneof![
        Just(Parts::Whole(part("remote"))),
        (half.clone(), half).prop_filter_map("empty", |(am, pm)| Parts::halves(am, pm)),
    ]
}

proptest! {
    #[test]
    fn parts_round_trip_through_json_and_last_at_most_a_day(parts in any_parts()) {
        let json = serde_json::to_string(&parts).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Parts>(&json).unwrap(), &parts);
        let worth: HalfDays = parts.iter().map(|(_, worth)| worth).sum();
        let filled = u32::try_from(parts.iter().count()).unwrap();
        let expected = if matches!(parts, Parts::Whole(_)) { 2 } else { filled };
        prop_assert_eq!(worth.0, expected);
    }

    #[test]
    fn half_days_display_as_decimal_days(halves in 0u32..2000) {
        let written: f64 = HalfDays(halves).to_string().parse().unwrap();
        prop_assert!((written - f64::from(halves) / 2.0).abs() < f64::EPSILON);
    }
}

#[test]
fn rejects_invalid_parts() {
    for json in ["{}", r#"{"day":{"type":"sick"},"am":{"type":"sick"}}"#, r#"{"am":null}"#] {
        assert!(serde_json::from_str::<Parts>(json).is_err(), "{json}");
    }
}

/// Databases, backups, and exports use this format.
#[test]
fn entry_documents_have_a_flat_structure() {
    for (notes, written) in [("In bed", r#""notes":"In bed","#), ("", "")] {
        let json = format!(
            r#"{{"parts":{{"am":{{"type":"remote","location":"Home"}}}},{written}"version":3,"created_at":"2026-11-18T08:30:00Z","updated_at":"2026-11-18T09:00:00Z"}}"#
        );
        let entry: Entry = serde_json::from_str(&json).unwrap();
        assert_eq!((entry.content.notes.as_str(), entry.version), (notes, 3));
        assert_eq!(serde_json::to_string(&entry).unwrap(), json);
    }
}

#[test]
fn a_part_follows_the_location_rule_of_its_type() {
    let types = DayTypes::default();
    let home: Location = "Home".parse().unwrap();
    let make = |slug: &str, location| Part::new(&types, slug.parse().unwrap(), location);
    assert_eq!(make("remote", None), Err(PartError::LocationMissing));
    assert_eq!(make("jury-duty", None), Err(PartError::UnknownType));
    assert_eq!(make("vacation", Some("Rome".parse().unwrap())), Err(PartError::LocationNotAllowed));
    assert_eq!(make("office", Some(home.clone())).unwrap().location, Some(home));
    assert_eq!(make("office", None).unwrap().location, None);
    let adapted = |slug: &str, location| {
        Part::without_excess_location(&types, slug.parse().unwrap(), location)
            .map(|part| part.location)
    };
    let home = || Some("Home".parse().unwrap());
    assert_eq!(adapted("sick", home()), Ok(None));
    assert_eq!(adapted("office", home()), Ok(home()));
    assert_eq!(adapted("remote", None), Err(PartError::LocationMissing));
    assert_eq!(adapted("jury-duty", home()), Err(PartError::UnknownType));
}
