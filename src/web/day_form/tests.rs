use super::*;
use crate::web::form::{Form, parse_form};

fn read(body: &str) -> Result<DayInput, FieldErrors> {
    let form = Form::new(parse_form::<DayForm>(body.as_bytes()).unwrap());
    form.values.read(&Settings::default(), form.errors)
}

#[test]
fn errors_belong_to_their_fields() {
    let long = format!("type=office&location={}", "x".repeat(81));
    let notes = format!("type=office&notes={}", "x".repeat(1001));
    for (body, field) in [
        ("", "type"),
        ("type=", "type"),
        ("type=jury", "type"),
        ("type=Not%20a%20slug", "type"),
        ("type=remote", "location"),
        ("type=remote&location=+", "location"),
        (long.as_str(), "location"),
        ("half=on", "type"),
        ("half=on&type=office&pm_type=remote", "pm_location"),
        ("half=on&type=office&pm_type=jury", "pm_type"),
        (notes.as_str(), "notes"),
        ("type=vacation&location=Rome", "location"),
        ("half=on&type=vacation&location=Rome&pm_type=office", "location"),
        ("half=on&type=remote&location=Home&pm_type=sick&pm_location=Rome", "pm_location"),
        ("half=on&type=&location=Rome&pm_type=sick", "location"),
        ("half=on&type=office&pm_type=&pm_location=Rome", "pm_location"),
        ("type=office&version=x", "version"),
        ("type=office&version=-1", "version"),
    ] {
        let errors = read(body).unwrap_err();
        assert!(errors.get(field).is_some(), "{body}: {errors:?}");
    }
}

#[test]
fn all_errors_are_returned_at_once() {
    let notes = "x".repeat(1001);
    let body = format!("half=on&type=remote&pm_type=jury&notes={notes}&version=x");
    let errors = read(&body).unwrap_err();
    for field in ["location", "pm_type", "notes", "version"] {
        assert!(errors.get(field).is_some(), "{field}");
    }
}

#[test]
fn a_stored_entry_fills_an_equal_form() {
    for body in [
        "type=office&version=3",
        "type=Remote&location=Home&notes=a%0D%0Ab&version=0",
        "half=on&type=office&location=HQ&pm_type=remote&pm_location=Home",
        "half=on&type=&pm_type=sick",
        "half=on&type=vacation&pm_type=",
    ] {
        let input = read(body).unwrap();
        let at = crate::domain::Timestamp::default();
        let content = input.content.clone();
        let entry =
            Entry { content, version: 7, created_at: at, updated_at: at, imported_at: None };
        let shown = DayForm::from_entry(Some(&entry));
        let again = shown.read(&Settings::default(), FieldErrors::default()).unwrap();
        assert_eq!(again.content, input.content, "{body}");
        assert_eq!(again.precondition, Precondition::Version(7));
    }
}

fn entry(body: &str) -> Entry {
    let at = crate::domain::Timestamp::default();
    Entry {
        content: read(body).unwrap().content,
        version: 1,
        created_at: at,
        updated_at: at,
        imported_at: None,
    }
}

#[test]
fn a_location_of_another_type_has_to_be_kept_deliberately() {
    let parents = "type=remote&location=Parents'+place";
    let halves = "half=on&type=office&location=HQ&pm_type=remote&pm_location=Home";
    for (stored, body, field) in [
        (parents, "type=office&location=Parents'+place", Some("location")),
        (parents, "type=office&location=+PARENTS'++place", Some("location")),
        (parents, "type=OFFICE&half=on&location=Parents'+place", Some("location")),
        (parents, "type=office&location=Parents'+place&keep_location=yes", None),
        (parents, "type=office&location=", None),
        (parents, "type=office&location=HQ", None),
        (parents, "type=Remote&location=Parents'+place", None),
        (parents, "type=vacation&location=Parents'+place", None),
        (
            halves,
            "half=on&type=office&location=HQ&pm_type=office&pm_location=Home",
            Some("pm_location"),
        ),
        (halves, "half=on&type=remote&location=Home&pm_type=office&pm_location=HQ", None),
        (halves, "type=office&location=HQ&pm_type=office&pm_location=Home", None),
        ("type=office", "type=remote&location=Home", None),
    ] {
        let form = parse_form::<DayForm>(body.as_bytes()).unwrap();
        let errors = form.leftover_locations(&DayTypes::default(), &entry(stored));
        assert_eq!(errors.iter().map(|(field, _)| field).next(), field, "{body}");
        let message = errors.get("location").unwrap_or_default();
        assert!(
            message.is_empty() || message.starts_with("“Parents' place” was logged with Remote.")
        );
    }
}

#[test]
fn another_type_for_the_whole_day_keeps_no_location() {
    let stored = DayForm::from_entry(Some(&entry("type=office&location=HQ&notes=busy")));
    let changed = stored.clone().with_whole_type("remote".to_owned());
    assert_eq!((changed.location.as_str(), changed.notes.as_str()), ("", "busy"));
    assert_eq!(stored.clone().with_whole_type("office".to_owned()), stored);
}
