//! Tests importing Worklog's own calendar feeds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::round_trip::any_content;
use super::*;
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::days::entry::{Content, Entry, Part};
use crate::domain::days::month_log::{DayKey, MonthLog};
use crate::domain::exchange::feed::{Detail, Feed};
use crate::domain::exchange::feed_events;
use crate::domain::values::secret_hash::SecretHash;
use crate::locale::Language;

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
    file_of(detail, &Settings::default())
}

fn file_of(detail: Detail, settings: &Settings) -> String {
    let days = days().map(|(day, content)| (day.parse().unwrap(), content));
    file_with(detail, settings, days.into_iter())
}

/// Returns a feed of November 2026 with these entries.
fn file_with(
    detail: Detail,
    settings: &Settings,
    days: impl Iterator<Item = (DayKey, Content)>,
) -> String {
    let entry = |content: Content| Entry {
        content,
        version: 1,
        created_at: Timestamp::default(),
        updated_at: Timestamp::default(),
        imported_at: None,
    };
    let log = MonthLog {
        user_id: UserId::new(),
        month: "2026-11".parse().unwrap(),
        days: days.map(|(day, content)| (day, entry(content))).collect(),
        removed: BTreeMap::new(),
    };
    feed_events::calendar(&feed(detail), settings, &[log])
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

/// A feed is in its user's language, which the user who imports it may not have.
#[test]
fn german_feeds_are_read_like_english_ones() {
    let german = |detail| {
        Language::De.with(|| {
            let mut settings = Settings::default();
            settings.types.localize();
            file_of(detail, &settings)
        })
    };
    for detail in [Detail::Type, Detail::Location, Detail::Notes] {
        let choices = Choices { location: Some("Home".to_owned()), ..Choices::default() };
        let text = german(detail);
        assert!(text.contains("SUMMARY:Feiertag"), "{text}");
        let found = |text: &str| describe(&resolve_text(text, &choices));
        assert_eq!(found(&text), found(&file(detail)));
    }
    let resolved = resolve_text(&german(Detail::Presence), &Choices::default());
    let unknown = resolved.unknown.iter().map(|found| (found.name.as_str(), found.rows));
    assert_eq!(unknown.collect::<Vec<_>>(), [("Bei der Arbeit", 4), ("Abwesend", 2)]);
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

const LEVELS: [Detail; 4] = [Detail::Presence, Detail::Type, Detail::Location, Detail::Notes];

/// Returns the choices that a feed with little detail requires: types for "Working" and "Away", and
/// the location of remote days.
fn choices() -> Choices {
    let map = |name: &str, slug: &str| (name.to_owned(), TypeChoice::MapTo(slug.parse().unwrap()));
    let types = [map("working", "office"), map("away", "vacation")].into();
    Choices { types, location: Some("home".to_owned()), ..Choices::default() }
}

/// Returns what the import of a part yields if a feed has this level of detail.
fn known_part(detail: Detail, logged: &Part) -> Part {
    let is_remote = logged.day_type.as_str() == "remote";
    match detail {
        Detail::Presence => {
            let is_away = logged.day_type.as_str() == "sick";
            part(if is_away { "vacation" } else { "office" }, None)
        }
        Detail::Type => part(logged.day_type.as_str(), is_remote.then_some("home")),
        Detail::Location | Detail::Notes => logged.clone(),
    }
}

/// Returns what the import of the selected events of a day yields.
fn known_content(
    detail: Detail,
    logged: &Content,
    selected: &mut impl Iterator<Item = bool>,
) -> Option<Content> {
    let mut known =
        |part: &Part| selected.next().unwrap_or_default().then(|| known_part(detail, part));
    let parts = match &logged.parts {
        Parts::Whole(part) => known(part).map(Parts::Whole),
        Parts::Morning(part) => known(part).map(Parts::Morning),
        Parts::Afternoon(part) => known(part).map(Parts::Afternoon),
        Parts::Halves(morning, afternoon) => {
            let (morning, afternoon) = (known(morning), known(afternoon));
            Parts::halves(morning, afternoon)
        }
    };
    let notes = Some(&logged.notes).filter(|_| detail == Detail::Notes);
    Some(Content { parts: parts?, notes: notes.cloned().unwrap_or_default() })
}

proptest! {
    #[test]
    fn only_selected_events_are_imported(
        days in prop::collection::vec(any_content(), 1..8),
        selected in prop::collection::vec(any::<bool>(), 16),
        level in 0..LEVELS.len(),
    ) {
        let (detail, settings) = (LEVELS[level], Settings::default());
        let dated = |(number, content): (usize, &Content)| {
            (format!("{:02}", number + 1).parse().unwrap(), content.clone())
        };
        let text = file_with(detail, &Settings::default(), days.iter().enumerate().map(dated));
        let mut choices = choices();
        let rows = read(text.as_bytes(), &settings, &choices).rows;
        let records: BTreeSet<u64> = rows.iter().map(|row| row.record).collect();
        prop_assert_eq!(records.len(), rows.len(), "each event is selected alone");
        let excluded = rows.iter().zip(&selected).filter(|(_, is_selected)| !**is_selected);
        choices.selection.exclude(&excluded.map(|(row, _)| row.record).collect());
        let found = resolve_bytes(text.as_bytes(), &settings, &choices).unwrap();
        prop_assert_eq!(&found.row_errors, &vec![], "{}", text);
        let found = found.days.into_iter().map(|new| (new.day.number() as usize, new.content));
        let mut selected = selected.into_iter();
        let expected = days.iter().enumerate().filter_map(|(number, content)| {
            Some((number + 1, known_content(detail, content, &mut selected)?))
        });
        let (found, expected): (Vec<_>, Vec<_>) = (found.collect(), expected.collect());
        prop_assert_eq!(found, expected, "{}", text);
    }
}
