//! Tests saving, changing, and deleting a day, and the conflicts that can occur.

use worklog::domain::accounts::user::UserId;
use worklog::domain::days::entry::Parts;
use worklog::domain::days::month_log::{DayEdit, MonthLog, Precondition};
use worklog::domain::days::notes;
use worklog::storage::{Store, StoreError};

use super::cases;
use crate::support::history::WholeHistory;
use crate::support::samples::{day_transaction, later, noon, part, put, put_parts, remove, user};
use crate::support::store::TestStore;

const DAY: &str = "2026-11-18";

cases! {
    a_month_without_entries_is_empty,
    a_saved_day_appears_in_its_month,
    saving_returns_the_stored_entry,
    entries_survive_unchanged,
    versions_continue_after_a_deletion,
    a_saved_day_is_visible_through_other_handles,
    a_stale_version_conflicts_and_returns_the_stored_entry,
    creating_an_existing_entry_conflicts,
    editing_a_deleted_entry_conflicts,
    an_unconditional_edit_overwrites_any_entry,
    a_repeated_edit_is_recorded_once,
    a_repeated_deletion_is_recorded_once,
    the_first_and_last_logged_days_are_tracked,
}

async fn ada(store: &dyn Store) -> UserId {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    ada.id
}

async fn november(store: &dyn Store, user: UserId) -> MonthLog {
    store.month(user, "2026-11".parse().unwrap()).await.unwrap()
}

/// Saves a day. Returns the new version or, after a conflict, the stored version.
async fn version_after(
    store: &dyn Store,
    user: UserId,
    edit: DayEdit,
) -> Result<Option<u32>, Option<u32>> {
    let day = edit.day;
    match store.edit_days(user, &day_transaction(user, [edit])).await {
        Ok(items) => Ok(items.into_iter().find_map(|item| item.after).map(|entry| entry.version)),
        Err(StoreError::Conflict(conflict)) => {
            assert_eq!(conflict.day, day);
            Err(conflict.stored.map(|entry| entry.version))
        }
        Err(other) => panic!("{other:?}"),
    }
}

async fn a_month_without_entries_is_empty(store: TestStore) {
    let ada = ada(&*store).await;
    let month = "2026-11".parse().unwrap();
    assert_eq!(store.month(ada, month).await.unwrap(), MonthLog::empty(ada, month));
}

async fn a_saved_day_appears_in_its_month(store: TestStore) {
    let ada = ada(&*store).await;
    let edit = put(DAY, "office", "", Precondition::NoEntry);
    store.edit_days(ada, &day_transaction(ada, [edit])).await.unwrap();
    let log = november(&*store, ada).await;
    let entry = log.get(DAY.parse().unwrap()).unwrap();
    assert_eq!(entry.content.parts, Parts::Whole(part("office", None)));
    assert_eq!((entry.version, entry.created_at, entry.updated_at), (1, noon(), noon()));
    assert_eq!(log.iter().count(), 1);
}

async fn saving_returns_the_stored_entry(store: TestStore) {
    let ada = ada(&*store).await;
    let first = put(DAY, "office", "", Precondition::NoEntry);
    let second = put(DAY, "sick", "flu", Precondition::Version(1));
    let first = store.edit_days(ada, &day_transaction(ada, [first])).await.unwrap();
    let second = store.edit_days(ada, &day_transaction(ada, [second])).await.unwrap();
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(first[0].before, None);
    assert_eq!(second[0].before, first[0].after);
    let stored = november(&*store, ada).await.get(DAY.parse().unwrap()).cloned();
    assert_eq!(second[0].after, stored);
}

/// Checks that the store returns the month that the domain computes from the same edits.
async fn entries_survive_unchanged(store: TestStore) {
    let ada = ada(&*store).await;
    let (home, office) = (part("remote", Some("Home 🏡 \"$x.y\"")), part("office", None));
    let longest = "語".repeat(notes::MAX_CHARS);
    let edits = [
        put_parts("2026-11-01", Parts::Whole(home.clone()), "", Precondition::NoEntry),
        put_parts(
            "2026-11-02",
            Parts::Morning(home.clone()),
            "👩🏽‍💻 c'est l'été\n'; --",
            Precondition::NoEntry,
        ),
        put_parts(
            "2026-11-03",
            Parts::Afternoon(office.clone()),
            "$set: {\"a\": 1}",
            Precondition::NoEntry,
        ),
        put_parts("2026-11-09", Parts::Halves(office, home), "مرحبا", Precondition::NoEntry),
        put("2026-11-30", "vacation", &longest, Precondition::NoEntry),
        put("2026-11-30", "holiday", &longest, Precondition::Version(1)),
        remove("2026-11-01", Precondition::Version(1)),
        remove("2026-11-02", Precondition::Version(1)),
        put("2026-11-02", "sick", "", Precondition::NoEntry),
    ];
    let mut expected = MonthLog::empty(ada, "2026-11".parse().unwrap());
    for (edit, seconds) in edits.into_iter().zip(0..) {
        let mut transaction = day_transaction(ada, [edit]);
        transaction.at = later(seconds);
        let item = expected.edit(&transaction.edits[0], transaction.at).unwrap();
        assert_eq!(
            store.edit_days(ada, &transaction).await.unwrap(),
            item.into_iter().collect::<Vec<_>>()
        );
    }
    assert_eq!(november(&*store, ada).await, expected);
}

async fn versions_continue_after_a_deletion(store: TestStore) {
    let ada = ada(&*store).await;
    let steps = [
        (put(DAY, "office", "", Precondition::NoEntry), Ok(Some(1))),
        (put(DAY, "sick", "", Precondition::Version(1)), Ok(Some(2))),
        (remove(DAY, Precondition::Version(2)), Ok(None)),
        (put(DAY, "office", "", Precondition::NoEntry), Ok(Some(3))),
    ];
    for (edit, expected) in steps {
        assert_eq!(version_after(&*store, ada, edit).await, expected);
    }
}

async fn a_saved_day_is_visible_through_other_handles(store: TestStore) {
    let ada = ada(&*store).await;
    let other = store.reopen().await;
    version_after(&*store, ada, put(DAY, "office", "", Precondition::NoEntry)).await.unwrap();
    assert_eq!(november(&*other, ada).await, november(&*store, ada).await);
    version_after(&*other, ada, put(DAY, "sick", "", Precondition::Version(1))).await.unwrap();
    let seen = november(&*store, ada).await;
    assert_eq!(seen.get(DAY.parse().unwrap()).unwrap().version, 2);
}

async fn a_stale_version_conflicts_and_returns_the_stored_entry(store: TestStore) {
    let ada = ada(&*store).await;
    version_after(&*store, ada, put(DAY, "office", "", Precondition::NoEntry)).await.unwrap();
    version_after(&*store, ada, put(DAY, "sick", "", Precondition::Version(1))).await.unwrap();
    let before = november(&*store, ada).await;
    let stale = day_transaction(ada, [put(DAY, "vacation", "", Precondition::Version(1))]);
    let Err(StoreError::Conflict(conflict)) = store.edit_days(ada, &stale).await else {
        panic!("no conflict")
    };
    assert_eq!(conflict.stored.as_ref(), before.get(DAY.parse().unwrap()));
    assert_eq!(november(&*store, ada).await, before);
}

async fn creating_an_existing_entry_conflicts(store: TestStore) {
    let ada = ada(&*store).await;
    version_after(&*store, ada, put(DAY, "office", "", Precondition::NoEntry)).await.unwrap();
    let second = put(DAY, "sick", "", Precondition::NoEntry);
    assert_eq!(version_after(&*store, ada, second).await, Err(Some(1)));
}

async fn editing_a_deleted_entry_conflicts(store: TestStore) {
    let ada = ada(&*store).await;
    version_after(&*store, ada, put(DAY, "office", "", Precondition::NoEntry)).await.unwrap();
    version_after(&*store, ada, remove(DAY, Precondition::Version(1))).await.unwrap();
    let stale = put(DAY, "sick", "", Precondition::Version(1));
    assert_eq!(version_after(&*store, ada, stale).await, Err(None));
    assert_eq!(november(&*store, ada).await.iter().count(), 0);
}

async fn an_unconditional_edit_overwrites_any_entry(store: TestStore) {
    let ada = ada(&*store).await;
    for (slug, version) in [("office", 1), ("sick", 2), ("vacation", 3)] {
        let edit = put(DAY, slug, "", Precondition::Any);
        assert_eq!(version_after(&*store, ada, edit).await, Ok(Some(version)));
    }
}

async fn a_repeated_edit_is_recorded_once(store: TestStore) {
    let ada = ada(&*store).await;
    let transaction = day_transaction(ada, [put(DAY, "office", "with Bob", Precondition::NoEntry)]);
    assert_eq!(store.edit_days(ada, &transaction).await.unwrap().len(), 1);
    assert_eq!(store.edit_days(ada, &transaction).await.unwrap(), []);
    assert_eq!(november(&*store, ada).await.get(DAY.parse().unwrap()).unwrap().version, 1);
    assert_eq!(store.whole_history(ada, DAY.parse().unwrap()).await.unwrap().len(), 1);
}

async fn a_repeated_deletion_is_recorded_once(store: TestStore) {
    let ada = ada(&*store).await;
    version_after(&*store, ada, put(DAY, "office", "", Precondition::NoEntry)).await.unwrap();
    let transaction = day_transaction(ada, [remove(DAY, Precondition::Version(1))]);
    assert_eq!(store.edit_days(ada, &transaction).await.unwrap().len(), 1);
    assert_eq!(store.edit_days(ada, &transaction).await.unwrap(), []);
    assert_eq!(store.whole_history(ada, DAY.parse().unwrap()).await.unwrap().len(), 2);
}

async fn the_first_and_last_logged_days_are_tracked(store: TestStore) {
    let ada = ada(&*store).await;
    for day in ["1970-01-01", "2100-12-31"] {
        version_after(&*store, ada, put(day, "office", "", Precondition::NoEntry)).await.unwrap();
        let log = store.month(ada, day[..7].parse().unwrap()).await.unwrap();
        assert!(log.get(day.parse().unwrap()).is_some());
    }
}
