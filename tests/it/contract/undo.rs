//! Tests reading and undoing a user's changes.

use worklog::domain::accounts::user::UserId;
use worklog::domain::days::change::{ChangeId, ChangeKind};
use worklog::domain::days::entry::Entry;
use worklog::domain::days::month_log::{Edit, Precondition};
use worklog::domain::days::undo;
use worklog::storage::{DayTransaction, Store, StoreError};

use super::cases;
use crate::support::history::WholeHistory;
use crate::support::samples::{day_transaction, later, noon, put, remove, user};
use crate::support::store::TestStore;

cases! {
    only_its_user_finds_a_change,
    undo_restores_added_replaced_and_removed_days,
    a_repeated_undo_changes_nothing,
    undoing_an_undo_redoes_the_change,
    undo_does_nothing_if_a_day_changed_since,
}

const RANGE: [&str; 3] = ["2026-11-30", "2026-12-01", "2026-12-02"];

async fn add(store: &dyn Store, name: &str) -> UserId {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    user.id
}

/// Returns the user-visible fields of all entries in both months.
async fn visible_entries(store: &dyn Store, user: UserId) -> Vec<(String, String, String, String)> {
    let months = store.months(user, "2026-11".parse().unwrap(), "2026-12".parse().unwrap()).await;
    let entry = |entry: &Entry| {
        let parts = serde_json::to_string(&entry.content.parts).unwrap();
        (parts, entry.content.notes.to_string(), entry.created_at.to_string())
    };
    let mut days = Vec::new();
    for log in months.unwrap() {
        days.extend(log.iter().map(|(day, found)| {
            let (parts, notes, created) = entry(found);
            (day.to_string(), parts, notes, created)
        }));
    }
    days
}

/// Logs the second and third day, then applies a change that adds the first, replaces the second,
/// and deletes the third. Returns the entries before the change, and the ID of the change.
async fn range(
    store: &dyn Store,
    user: UserId,
) -> (Vec<(String, String, String, String)>, ChangeId) {
    let existing = [
        put(RANGE[1], "office", "early", Precondition::NoEntry),
        put(RANGE[2], "sick", "in bed", Precondition::NoEntry),
    ];
    store.edit_days(user, &day_transaction(user, existing)).await.unwrap();
    let before = visible_entries(store, user).await;
    let edits = vec![
        put(RANGE[0], "vacation", "", Precondition::NoEntry),
        put(RANGE[1], "vacation", "", Precondition::Version(1)),
        remove(RANGE[2], Precondition::Version(1)),
    ];
    let range = DayTransaction::new(user, ChangeKind::Range, later(60), edits);
    assert_eq!(store.edit_days(user, &range).await.unwrap().len(), 3);
    (before, range.id)
}

/// Returns a transaction that undoes a change.
async fn undoing(store: &dyn Store, user: UserId, id: ChangeId) -> DayTransaction {
    let change = store.change(user, id).await.unwrap().unwrap();
    DayTransaction::new(user, ChangeKind::Undo, later(120), undo::edits(&change))
}

async fn only_its_user_finds_a_change(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    let (_, id) = range(&*store, ada).await;
    let change = store.change(ada, id).await.unwrap().unwrap();
    assert_eq!((change.id, change.user_id, change.kind), (id, ada, ChangeKind::Range));
    assert_eq!((change.at, change.items.len()), (later(60), 3));
    let history = store.whole_history(ada, RANGE[0].parse().unwrap()).await.unwrap();
    assert_eq!(history.iter().map(|change| change.id).collect::<Vec<_>>(), [id]);
    assert_eq!(store.change(bob, id).await.unwrap(), None);
    assert_eq!(store.change(ada, ChangeId::new()).await.unwrap(), None);
    for (user, id, exists) in [(ada, id, true), (bob, id, false), (ada, ChangeId::new(), false)] {
        assert_eq!(store.has_change(user, id).await.unwrap(), exists);
    }
}

async fn undo_restores_added_replaced_and_removed_days(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let (before, id) = range(&*store, ada).await;
    let undo = undoing(&*store, ada, id).await;
    assert_eq!(store.edit_days(ada, &undo).await.unwrap().len(), 3);
    assert_eq!(visible_entries(&*store, ada).await, before);
    let kept = store.change(ada, undo.id).await.unwrap().unwrap();
    assert_eq!((kept.kind, kept.at), (ChangeKind::Undo, later(120)));
    let log = store.month(ada, "2026-12".parse().unwrap()).await.unwrap();
    let restored = log.get(RANGE[2].parse().unwrap()).unwrap();
    assert_eq!((restored.created_at, restored.updated_at), (noon(), later(120)));
    assert!(restored.version > 1, "versions are never reused");
}

async fn a_repeated_undo_changes_nothing(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let (before, id) = range(&*store, ada).await;
    let undo = undoing(&*store, ada, id).await;
    store.edit_days(ada, &undo).await.unwrap();
    let again = DayTransaction { id: ChangeId::new(), ..undo };
    assert_eq!(store.edit_days(ada, &again).await.unwrap(), []);
    assert_eq!(visible_entries(&*store, ada).await, before);
    assert_eq!(store.change(ada, again.id).await.unwrap(), None);
}

async fn undoing_an_undo_redoes_the_change(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let (_, id) = range(&*store, ada).await;
    let after = visible_entries(&*store, ada).await;
    let undo = undoing(&*store, ada, id).await;
    store.edit_days(ada, &undo).await.unwrap();
    let redo = undoing(&*store, ada, undo.id).await;
    assert_eq!(store.edit_days(ada, &redo).await.unwrap().len(), 3);
    assert_eq!(visible_entries(&*store, ada).await, after);
}

async fn undo_does_nothing_if_a_day_changed_since(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let (_, id) = range(&*store, ada).await;
    let since = day_transaction(ada, [put(RANGE[2], "office", "since", Precondition::NoEntry)]);
    store.edit_days(ada, &since).await.unwrap();
    let (before, undo) = (visible_entries(&*store, ada).await, undoing(&*store, ada, id).await);
    assert!(matches!(undo.edits[0].edit, Edit::Remove));
    let Err(StoreError::Conflict(conflict)) = store.edit_days(ada, &undo).await else {
        panic!("no conflict")
    };
    assert_eq!(conflict.day.to_string(), RANGE[2]);
    assert_eq!(visible_entries(&*store, ada).await, before);
    assert_eq!(store.change(ada, undo.id).await.unwrap(), None);
}
