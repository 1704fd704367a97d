//! Tests importing Worklog's own calendar feeds.

use std::collections::BTreeMap;

use super::*;
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::days::entry::{Content, Entry, Part};
use crate::domain::days::month_log::{DayKey, MonthLog};
use crate::domain::exchange::feed::{Detail, Feed};
use crate::domain::exchange::feed_events;
use crate::domain::values::secret_hash::SecretHash;

fn feed(detail: Detail) -> Feed {
    Feed {
        token_hash: SecretHash::new("0"),
        id: "01890000-0000-7000-8000-000000000001".parse().unwrap(),
        user_id: UserId::new(),
        name: "Team".parse().unwrap(),
        detail,
        created_at: Timestamp::default(),
        fetched_at: None,
    }
}

fn part(slug: &str, location: Option<&str>) -> Part {
    Part { day_type: slug.parse().unwrap(), location: location.map(|place| place.parse().unwrap()) }
}

/// Returns days of each kind. 2026-11-07 is a Saturday.
fn days() -> [(&'static str, Content); 5] {
    let with_notes =
        |parts: Parts, notes: &str| Content { notes: notes.parse().unwrap(), ..parts.into() };
    let (office, home) = (part("office", None), part("remote", Some("Köln, Café; 2")));
    [
        ("02", Parts::Whole(office.clone()).into()),
        ("03", with_notes(Parts::Halves(home.clone(), office), "Two\nlines, and more")),
        ("04", with_notes(Parts::Afternoon(part("sick", None)), "Doctor")),
        ("05", Parts::Morning(home).into()),
        ("07", Parts::Whole(part("holiday", None)).into()),
    ]
}

fn file(detail: Detail) -> String {
    let entry = |content: Content| Entry {
        content,
        version: 1,
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
        imported_at: None,
    };
    let days =
        days().into_iter().map(|(day, content)| (day.parse::<DayKey>().unwrap(), entry(content)));
    let log = MonthLog {
        user_id: UserId::new(),
        month: "2026-11".parse().unwrap(),
        days: days.collect(),
        removed: BTreeMap::new(),
    };
    feed_events::calendar(&feed(detail), &Settings::default(), &[log])
}

#[test]
fn the_most_detailed_feed_is_imported_without_changes() {
    let resolved = resolve_text(&file(Detail::Notes), &Choices::default());
    assert_eq!(resolved.row_errors, []);
    let found = resolved.days.iter().map(|new| (new.day.to_string(), new.content.clone()));
    let expected = days().map(|(day, content)| (format!("2026-11-{day}"), content));
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert_eq!(resolved.file_type, None);
}

#[test]
fn less_detailed_feeds_are_read_for_what_they_say() {
    let found = describe(&resolve_text(&file(Detail::Location), &Choices::default()));
    assert_eq!(found[1], "2026-11-03 remote at Köln, Café; 2 + office");
    let home = Choices { location: Some("Home".to_owned()), ..Choices::default() };
    let found = describe(&resolve_text(&file(Detail::Type), &home));
    assert_eq!(found[1], "2026-11-03 remote at Home + office");
    assert_eq!(found[4], "2026-11-07 holiday");
    let resolved = resolve_text(&file(Detail::Presence), &Choices::default());
    let unknown = resolved.unknown.iter().map(|found| (found.name.as_str(), found.rows));
    assert_eq!(unknown.collect::<Vec<_>>(), [("Working", 4), ("Away", 2)]);
    assert_eq!(resolved.waiting, 6);
}

/// The phrase may belong to the name of a type or a location.
#[test]
fn half_days_of_own_feeds_are_only_those_with_times() {
    let text = file(Detail::Notes)
        .replace("SUMMARY:Office", "SUMMARY:Half-day training")
        .replace("Café", "Half Day Road");
    let mut choices = Choices::default();
    let office = TypeChoice::MapTo("office".parse().unwrap());
    choices.types.insert("half-day training".into(), office);
    assert_eq!(
        describe(&resolve_text(&text, &choices)),
        [
            "2026-11-02 office",
            "2026-11-03 remote at Köln, Half Day Road; 2 + office (Two / lines, and more)",
            "2026-11-04 sick, afternoon (Doctor)",
            "2026-11-05 remote at Köln, Half Day Road; 2, morning",
            "2026-11-07 holiday",
        ]
    );
}
