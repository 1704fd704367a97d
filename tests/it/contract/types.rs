//! Tests custom types: concurrent edits, outdated edits, and atomic merges.

use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::allowances::AllowanceEdit;
use worklog::domain::days::change::ChangeKind;
use worklog::domain::days::month_log::{DayEdit, Precondition};
use worklog::domain::settings::SettingsEdit;
use worklog::domain::types::{
    Color, Direction, LocationRule, MAX_CUSTOM_TYPES, TypeKind, TypeTerms, TypesEdit, TypesError,
};
use worklog::storage::{DayTransaction, Store, StoreError};

use super::cases;
use crate::support::concurrent::race;
use crate::support::history::WholeHistory;
use crate::support::samples::{day_transaction, put, user};
use crate::support::store::TestStore;

cases! {
    types_survive_storage,
    concurrent_types_with_the_same_name_add_one,
    concurrent_types_with_different_names_are_all_added,
    concurrent_types_do_not_exceed_the_limit,
    an_outdated_edit_changes_nothing,
    a_merge_changes_days_and_settings_atomically,
    a_conflicting_merge_changes_nothing,
    an_outdated_merge_changes_no_day,
    a_merge_or_a_concurrent_save_of_a_day_wins,
}

const DAYS: [&str; 3] = ["2024-02-29", "2026-11-17", "2026-12-01"];

fn types(edit: TypesEdit) -> SettingsEdit {
    SettingsEdit::Types(edit)
}

fn add(label: &str) -> SettingsEdit {
    types(TypesEdit::Add(TypeTerms {
        label: label.parse().unwrap(),
        color: Color::Teal,
        kind: TypeKind::Work,
        location: LocationRule::None,
    }))
}

fn merge(from: &str, into: &str) -> SettingsEdit {
    types(TypesEdit::Merge { from: from.parse().unwrap(), into: into.parse().unwrap() })
}

async fn load_user(store: &dyn Store) -> User {
    store.user_by_name(&user("ada").username_key).await.unwrap().unwrap()
}

/// Adds a user with a custom type.
async fn ada(store: &dyn Store) -> UserId {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    store.edit_settings(ada.id, &add("Training")).await.unwrap();
    ada.id
}

/// Returns the change that converts [`DAYS`], which have version 1, to another type.
fn merging(ada: UserId, into: &str) -> DayTransaction {
    let follow = |day: &&str| put(day, into, "", Precondition::Version(1));
    let edits: Vec<DayEdit> = DAYS.iter().map(follow).collect();
    DayTransaction {
        kind: ChangeKind::Merge,
        settings: Some(merge("training", into)),
        ..day_transaction(ada, edits)
    }
}

async fn log_days(store: &dyn Store, ada: UserId) {
    let first = DAYS.map(|day| put(day, "training", "", Precondition::NoEntry));
    store.edit_days(ada, &day_transaction(ada, first)).await.unwrap();
}

/// Returns the type and version of each of [`DAYS`], and the length of its history.
async fn days(store: &dyn Store, ada: UserId) -> Vec<(String, u32, usize)> {
    let mut found = Vec::new();
    for text in DAYS {
        let day: worklog::domain::days::day::Day = text.parse().unwrap();
        let log = store.month(ada, day.month()).await.unwrap();
        let entry = log.get(day).expect("an entry");
        let slug = entry.content.parts.iter().next().unwrap().0.day_type.to_string();
        let changes = store.whole_history(ada, day).await.unwrap().len();
        found.push((slug, entry.version, changes));
    }
    found
}

async fn types_survive_storage(store: TestStore) {
    let ada = ada(&*store).await;
    let mut expected = load_user(&*store).await;
    for edit in [
        add("Büro außen"),
        types(TypesEdit::Move("training".parse().unwrap(), Direction::Up)),
        types(TypesEdit::Archive("sick".parse().unwrap(), true)),
        merge("training", "office"),
        SettingsEdit::Allowance(
            "vacation".parse().unwrap(),
            AllowanceEdit::Rule {
                from: "2024".parse().unwrap(),
                rule: serde_json::from_str(
                    r#"{"days":"30","carry":{"most":"5"},"expires":"03-31"}"#,
                )
                .unwrap(),
                years: serde_json::from_str(r#"{"2024":{"days":"12.5","carried":"-3"}}"#).unwrap(),
            },
        ),
        SettingsEdit::AllowanceCalendar(
            serde_json::from_str(r#"{"year_start":4,"employment":{"until":"2027-03-02"}}"#)
                .unwrap(),
        ),
    ] {
        assert!(store.edit_settings(ada, &edit).await.unwrap());
        assert_eq!(expected.settings.apply(&edit), Ok(true), "{edit:?}");
    }
    assert_eq!(load_user(&*store).await, expected);
}

async fn concurrent_types_with_the_same_name_add_one(store: TestStore) {
    let ada = ada(&*store).await;
    let results = race(8, |number| {
        let store = store.handle();
        let edit = add(if number % 2 == 0 { "Travel" } else { "TRAVEL" });
        async move { store.edit_settings(ada, &edit).await }
    })
    .await;
    let taken = |result: &&Result<bool, StoreError>| {
        matches!(result, Err(StoreError::Types(TypesError::LabelTaken)))
    };
    assert_eq!(results.iter().filter(taken).count(), 7, "{results:?}");
    assert_eq!(load_user(&*store).await.settings.types.custom().count(), 2);
}

async fn concurrent_types_with_different_names_are_all_added(store: TestStore) {
    let ada = ada(&*store).await;
    race(8, |number| {
        let (store, edit) = (store.handle(), add(&format!("Own {number}")));
        async move { assert!(store.edit_settings(ada, &edit).await.unwrap()) }
    })
    .await;
    assert_eq!(load_user(&*store).await.settings.types.custom().count(), 9);
}

async fn concurrent_types_do_not_exceed_the_limit(store: TestStore) {
    let ada = ada(&*store).await;
    for number in 0..MAX_CUSTOM_TYPES - 4 {
        store.edit_settings(ada, &add(&format!("Early {number}"))).await.unwrap();
    }
    let results = race(8, |number| {
        let (store, edit) = (store.handle(), add(&format!("Late {number}")));
        async move { store.edit_settings(ada, &edit).await }
    })
    .await;
    let full = |result: &&Result<bool, StoreError>| {
        matches!(result, Err(StoreError::Types(TypesError::TooMany)))
    };
    assert_eq!(results.iter().filter(full).count(), 5, "{results:?}");
    assert_eq!(load_user(&*store).await.settings.types.custom().count(), MAX_CUSTOM_TYPES);
}

async fn an_outdated_edit_changes_nothing(store: TestStore) {
    let ada = ada(&*store).await;
    store.edit_settings(ada, &merge("training", "office")).await.unwrap();
    let before = load_user(&*store).await;
    let late = types(TypesEdit::Archive("training".parse().unwrap(), true));
    let refused = store.edit_settings(ada, &late).await;
    assert!(matches!(refused, Err(StoreError::Types(TypesError::NoSuchType))), "{refused:?}");
    assert_eq!(load_user(&*store).await, before);
}

async fn a_merge_changes_days_and_settings_atomically(store: TestStore) {
    let ada = ada(&*store).await;
    log_days(&*store, ada).await;
    let items = store.edit_days(ada, &merging(ada, "office")).await.unwrap();
    assert_eq!(items.len(), 3);
    assert_eq!(days(&*store, ada).await, vec![("office".to_owned(), 2, 2); 3]);
    let types = load_user(&*store).await.settings.types;
    assert_eq!(types.get(&"training".parse().unwrap()).unwrap().slug.as_str(), "office");
    let history = store.whole_history(ada, DAYS[0].parse().unwrap()).await.unwrap();
    assert_eq!((history[1].kind, &history[1].items[..]), (ChangeKind::Merge, &items[..1]));
}

async fn a_conflicting_merge_changes_nothing(store: TestStore) {
    let ada = ada(&*store).await;
    log_days(&*store, ada).await;
    let later = put(DAYS[2], "training", "changed meanwhile", Precondition::Version(1));
    store.edit_days(ada, &day_transaction(ada, [later])).await.unwrap();
    let before = (days(&*store, ada).await, load_user(&*store).await);
    let refused = store.edit_days(ada, &merging(ada, "office")).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    assert_eq!((days(&*store, ada).await, load_user(&*store).await), before);
}

async fn an_outdated_merge_changes_no_day(store: TestStore) {
    let ada = ada(&*store).await;
    store.edit_settings(ada, &add("Travel")).await.unwrap();
    log_days(&*store, ada).await;
    store.edit_settings(ada, &merge("travel", "sick")).await.unwrap();
    let before = (days(&*store, ada).await, load_user(&*store).await);
    let refused = store.edit_days(ada, &merging(ada, "travel")).await;
    assert!(matches!(refused, Err(StoreError::Types(TypesError::NoSuchType))), "{refused:?}");
    assert_eq!((days(&*store, ada).await, load_user(&*store).await), before);
}

async fn a_merge_or_a_concurrent_save_of_a_day_wins(store: TestStore) {
    let ada = ada(&*store).await;
    log_days(&*store, ada).await;
    let outcomes = race(2, |number| {
        let store = store.handle();
        let save = day_transaction(
            ada,
            [put(DAYS[1], "sick", "at the same moment", Precondition::Version(1))],
        );
        let transaction = if number == 0 { merging(ada, "office") } else { save };
        async move { store.edit_days(ada, &transaction).await }
    })
    .await;
    let types: Vec<String> = days(&*store, ada).await.into_iter().map(|day| day.0).collect();
    let types: Vec<&str> = types.iter().map(String::as_str).collect();
    let still_there = load_user(&*store).await.settings.types.custom().count() == 1;
    match &outcomes[..] {
        [Ok(_), Err(StoreError::Conflict(_))] => {
            assert_eq!((&types[..], still_there), (&["office"; 3][..], false));
        }
        [Err(StoreError::Conflict(_)), Ok(_)] => {
            assert_eq!((&types[..], still_there), (&["training", "sick", "training"][..], true));
        }
        other => panic!("{other:?}"),
    }
}
