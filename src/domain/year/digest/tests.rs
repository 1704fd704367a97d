//! Tests the digest, and defines a short notation for days that other tests use.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::days::entry::{Content, Entry, Part, Parts};
use crate::domain::days::month_log::MonthLog;
use crate::domain::days::notes::Notes;

/// Parses a part written as `type` or `type@location`.
fn part(text: &str) -> Part {
    let (slug, place) = text.split_once('@').unwrap_or((text, ""));
    Part { day_type: slug.parse().unwrap(), location: place.parse().ok() }
}

/// Parses days written as `type@location`, or as two half days `morning+afternoon`, one of which
/// may be empty. Reads them the way the stores do, from documents and from text, and checks that
/// the results are equal.
pub(crate) fn brief_of(from: &str, days: &[(&str, &str)]) -> YearDigest {
    let half = |text: &str| (!text.is_empty()).then(|| part(text));
    let mut months: BTreeMap<Month, MonthLog> = BTreeMap::new();
    for (day, text) in days {
        let day: Day = day.parse().unwrap();
        let parts = match text.split_once('+') {
            Some((am, pm)) => Parts::halves(half(am), half(pm)).unwrap(),
            None => Parts::Whole(part(text)),
        };
        let log = months.entry(day.month());
        let log = log.or_insert_with(|| MonthLog::empty(UserId::new(), day.month()));
        let (notes, at): (Notes, _) = ("\"days\":{}".parse().unwrap(), Timestamp::default());
        let entry = Entry {
            content: Content { notes, ..parts.into() },
            version: 1,
            created_at: at,
            updated_at: at,
            imported_at: None,
        };
        log.days.insert(day.into(), entry);
    }
    let mut reader = DigestReader::new(from.parse().unwrap());
    let mut of_text = DigestReader::new(from.parse().unwrap());
    for log in months.values().rev() {
        let json = serde_json::to_string(log).unwrap();
        let month: StoredMonth<'_> = serde_json::from_str(&json).unwrap();
        let flow = reader.add_month(&month).unwrap();
        assert_eq!(of_text.take_text(log.month, &text_of(log)).unwrap(), flow);
        if flow.is_break() {
            break;
        }
    }
    let digest = reader.finish();
    assert_eq!(of_text.finish(), digest);
    digest
}

/// Days of 2024 to 2027 in order, each with a random entry.
pub(crate) fn any_days() -> impl Strategy<Value = Vec<(String, String)>> {
    let kinds = ["office@HQ", "remote@Home", "remote@home+office", "+sick", "jury+", "holiday"];
    let kind = prop::sample::select(kinds.to_vec());
    let first: Day = "2024-01-01".parse().unwrap();
    let at = move |offset: u64| (first.date() + chrono::Days::new(offset)).to_string();
    prop::collection::btree_map(0u64..1461, kind, 0..120).prop_map(move |days| {
        days.into_iter().map(|(offset, kind)| (at(offset), kind.to_owned())).collect()
    })
}

#[test]
fn reads_stored_months() {
    let digest = brief_of(
        "2026-01",
        &[
            ("2026-02-03", "remote@Caf\u{e9} \"Zum\\Eck\""),
            ("2026-01-05", "office@Berlin HQ+remote@Home"),
            ("2026-01-07", "+vacation"),
            ("2026-01-06", "office"),
        ],
    );
    let read: Vec<String> = digest.days.iter().map(|day| describe(&digest, day)).collect();
    assert_eq!(
        read,
        [
            "2026-01-05 am office@Berlin HQ pm remote@Home",
            "2026-01-06 office",
            "2026-01-07 pm vacation",
            "2026-02-03 remote@Caf\u{e9} \"Zum\\Eck\"",
        ]
    );
    assert!(!digest.began_before);
    assert_eq!(digest.types.len(), 3);
    let some = digest.between("2026-01-06".parse().unwrap(), "2026-01-31".parse().unwrap());
    assert_eq!(some.len(), 2);
}

fn describe(digest: &YearDigest, day: &DigestDay) -> String {
    let mut text = day.day.to_string();
    for (slot, when) in day.slots.iter().zip(["am ", "pm "]) {
        let Some(part) = slot else { continue };
        let place = part.location.map_or(String::new(), |at| format!("@{}", digest.locations[at]));
        let when = if day.is_whole { "" } else { when };
        let day_type = &digest.types[part.day_type];
        text.extend([" ", when, day_type.as_str(), &place]);
    }
    text
}

#[test]
fn began_before_is_set_by_earlier_months() {
    let days = [("2025-12-30", "office"), ("2026-01-05", "office")];
    assert!(brief_of("2026-01", &days).began_before);
    assert!(!brief_of("2025-12", &days).began_before);
    assert_eq!(brief_of("2026-01", &days).days.len(), 1);
}

#[test]
fn rejects_invalid_documents() {
    for days in [
        r#"{"31":{"parts":{"day":{"type":"office"}}}}"#,
        r#"{"01":{"parts":{}}}"#,
        r#"{"01":{"parts":{"day":{"type":"office"},"am":{"type":"office"}}}}"#,
        r#"{"01":{"parts":{"day":{"type":"No type"}}}}"#,
        r#"{"01":{"parts":{"day":{"type":"office","location":" "}}}}"#,
    ] {
        let json = format!(r#"{{"month":"2026-02","days":{days}}}"#);
        let month: StoredMonth<'_> = serde_json::from_str(&json).unwrap();
        let mut reader = DigestReader::new("2026-01".parse().unwrap());
        assert!(reader.add_month(&month).is_err(), "{days}");
    }
    let no_key = r#"{"month":"2026-02","days":{"32":{"parts":{"day":{"type":"office"}}}}}"#;
    assert!(serde_json::from_str::<StoredMonth<'_>>(no_key).is_err());
}

#[test]
fn writes_a_month_as_readable_text() {
    let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
    assert_eq!(text_of(&log), "");
    let at = Timestamp::default();
    for (day, parts) in [
        ("2026-11-02", Parts::Whole(part("office@Berlin HQ"))),
        ("2026-11-03", Parts::Halves(part("remote@Home"), part("vacation"))),
        ("2026-11-04", Parts::Afternoon(part("vacation"))),
        ("2026-11-05", Parts::Morning(part("office@Berlin HQ"))),
    ] {
        let day: Day = day.parse().unwrap();
        let entry = Entry {
            content: parts.into(),
            version: 1,
            created_at: at,
            updated_at: at,
            imported_at: None,
        };
        log.days.insert(day.into(), entry);
    }
    assert_eq!(text_of(&log), "02A=03BC04-C05A-\noffice Berlin HQ\nremote Home\nvacation");
}

#[test]
fn text_supports_62_different_parts() {
    let days: Vec<(String, String)> = (1..=31)
        .map(|day| (format!("2026-01-{day:02}"), format!("remote@A{day}+remote@P{day}")))
        .collect();
    let days: Vec<_> = days.iter().map(|(day, text)| (day.as_str(), text.as_str())).collect();
    let digest = brief_of("2026-01", &days);
    assert_eq!(digest.locations.len(), 62);
    let last = digest.days[30].slots.map(|slot| slot.unwrap().location.unwrap());
    assert_eq!(last.map(|at| digest.locations[at].as_str()), ["A31", "P31"]);
}

#[test]
fn rejects_invalid_text() {
    for text in [
        "02A",
        "02A=",
        "02B=\noffice",
        "02--\noffice",
        "02-=\noffice",
        "31A=\noffice",
        "0\u{e9}A\noffice",
        "02A=\nNo type",
        "02A=\noffice ",
        "xxA=\noffice",
    ] {
        let mut reader = DigestReader::new("2026-01".parse().unwrap());
        assert!(reader.take_text("2026-02".parse().unwrap(), text).is_err(), "{text:?}");
    }
}
