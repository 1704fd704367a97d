//! Tests changes of several days: each is applied completely or not at all, and recorded as one
//! change.

use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::days::change::{Change, ChangeKind};
use worklog::domain::days::month_log::{DayEdit, Precondition};
use worklog::storage::{DayTransaction, Store, StoreError};

use super::cases;
use crate::support::history::WholeHistory;
use crate::support::samples::{
    day_transaction, location_names, location_used, noon, put, remove, user,
};
use crate::support::store::TestStore;

const MONTHS: [&str; 3] = ["2026-11", "2026-12", "2027-01"];

cases! {
    a_change_across_months_updates_each_month,
    a_change_is_recorded_once_with_all_its_items,
    a_change_remembers_its_locations,
    a_conflict_rolls_back_the_whole_change,
    a_conflict_does_not_affect_other_changes,
    edits_without_effect_are_not_recorded,
    a_change_without_effect_is_not_recorded,
    a_change_without_edits_is_not_recorded,
    a_long_range_is_one_change,
}

async fn ada(store: &dyn Store) -> UserId {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    ada.id
}

async fn load_user(store: &dyn Store) -> User {
    store.user_by_name(&user("ada").username_key).await.unwrap().unwrap()
}

/// Returns what a user logged in [`MONTHS`], and the history of each day there.
async fn record(store: &dyn Store, user: UserId) -> (Vec<String>, Vec<Change>) {
    let (mut days, mut changes) = (Vec::new(), Vec::new());
    for month in MONTHS {
        let log = store.month(user, month.parse().unwrap()).await.unwrap();
        days.extend(log.iter().map(|(day, entry)| format!("{day} v{}", entry.version)));
        for day in (1..=31).filter_map(|number| log.month.day(number)) {
            changes.extend(store.whole_history(user, day).await.unwrap());
        }
    }
    (days, changes)
}

/// Returns an edit of the tenth of each month.
fn tenths(slug: &str, precondition: Precondition) -> Vec<DayEdit> {
    MONTHS.iter().map(|month| put(&format!("{month}-10"), slug, "", precondition)).collect()
}

async fn a_change_across_months_updates_each_month(store: TestStore) {
    let ada = ada(&*store).await;
    let items = store
        .edit_days(ada, &day_transaction(ada, tenths("vacation", Precondition::NoEntry)))
        .await
        .unwrap();
    let dates: Vec<String> = items.iter().map(|item| item.date.to_string()).collect();
    assert_eq!(dates, ["2026-11-10", "2026-12-10", "2027-01-10"]);
    let (days, _) = record(&*store, ada).await;
    assert_eq!(days, ["2026-11-10 v1", "2026-12-10 v1", "2027-01-10 v1"]);
}

async fn a_change_is_recorded_once_with_all_its_items(store: TestStore) {
    let ada = ada(&*store).await;
    let bob = user("bob").id;
    let mut edits = tenths("vacation", Precondition::NoEntry);
    store.edit_days(ada, &day_transaction(ada, edits.split_off(2))).await.unwrap();
    edits.push(remove("2027-01-10", Precondition::Version(1)));
    let transaction =
        DayTransaction { actor: bob, kind: ChangeKind::Delete, ..day_transaction(ada, edits) };
    let items = store.edit_days(ada, &transaction).await.unwrap();
    let history = store.whole_history(ada, "2026-12-10".parse().unwrap()).await.unwrap();
    let id = history[0].id;
    let expected =
        Change { id, user_id: ada, at: noon(), actor: bob, kind: ChangeKind::Delete, items };
    assert_eq!(store.change(ada, id).await.unwrap().as_ref(), Some(&expected));
    for (day, changes) in [("2026-12-10", 1), ("2027-01-10", 2)] {
        let day = day.parse().unwrap();
        let history = store.whole_history(ada, day).await.unwrap();
        let mut of_day = expected.clone();
        of_day.items.retain(|item| item.date == day);
        assert_eq!((history.len(), history.last()), (changes, Some(&of_day)));
    }
}

async fn a_change_remembers_its_locations(store: TestStore) {
    let ada = ada(&*store).await;
    let mut transaction = day_transaction(ada, tenths("remote", Precondition::NoEntry));
    transaction.settings = Some(location_used("Home"));
    store.edit_days(ada, &transaction).await.unwrap();
    assert_eq!(location_names(&load_user(&*store).await), ["Home"]);
}

async fn a_conflict_rolls_back_the_whole_change(store: TestStore) {
    let ada = ada(&*store).await;
    let existing = day_transaction(ada, [put("2026-12-10", "office", "", Precondition::NoEntry)]);
    store.edit_days(ada, &existing).await.unwrap();
    let before = (record(&*store, ada).await, load_user(&*store).await);
    let mut whole = day_transaction(ada, tenths("vacation", Precondition::NoEntry));
    whole.settings = Some(location_used("Home"));
    let Err(StoreError::Conflict(conflict)) = store.edit_days(ada, &whole).await else {
        panic!("no conflict")
    };
    assert_eq!(conflict.day.to_string(), "2026-12-10");
    assert_eq!(conflict.stored.unwrap().version, 1);
    assert_eq!((record(&*store, ada).await, load_user(&*store).await), before);
}

async fn a_conflict_does_not_affect_other_changes(store: TestStore) {
    let ada = ada(&*store).await;
    let fine = day_transaction(ada, tenths("vacation", Precondition::NoEntry));
    let refused = day_transaction(ada, [put("2026-11-11", "sick", "", Precondition::Version(7))]);
    let (fine, refused) =
        futures_util::join!(store.edit_days(ada, &fine), store.edit_days(ada, &refused));
    assert_eq!(fine.unwrap().len(), 3);
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    assert_eq!(record(&*store, ada).await.0.len(), 3);
}

async fn edits_without_effect_are_not_recorded(store: TestStore) {
    let ada = ada(&*store).await;
    let existing = day_transaction(ada, [put("2026-12-10", "vacation", "", Precondition::NoEntry)]);
    store.edit_days(ada, &existing).await.unwrap();
    let items = store
        .edit_days(ada, &day_transaction(ada, tenths("vacation", Precondition::NoEntry)))
        .await
        .unwrap();
    let dates: Vec<String> = items.iter().map(|item| item.date.to_string()).collect();
    assert_eq!(dates, ["2026-11-10", "2027-01-10"]);
    let (days, changes) = record(&*store, ada).await;
    assert_eq!(days, ["2026-11-10 v1", "2026-12-10 v1", "2027-01-10 v1"]);
    assert_eq!((changes.len(), changes[0].id), (3, changes[2].id), "one change for both days");
}

async fn a_change_without_effect_is_not_recorded(store: TestStore) {
    let ada = ada(&*store).await;
    let mut transaction = day_transaction(ada, tenths("vacation", Precondition::NoEntry));
    store.edit_days(ada, &transaction).await.unwrap();
    let before = (record(&*store, ada).await, load_user(&*store).await);
    transaction.settings = Some(location_used("Home"));
    assert_eq!(store.edit_days(ada, &transaction).await.unwrap(), []);
    assert_eq!((record(&*store, ada).await, load_user(&*store).await), before);
}

async fn a_change_without_edits_is_not_recorded(store: TestStore) {
    let ada = ada(&*store).await;
    assert_eq!(store.edit_days(ada, &day_transaction(ada, [])).await.unwrap(), []);
    assert_eq!(record(&*store, ada).await, (vec![], vec![]));
}

async fn a_long_range_is_one_change(store: TestStore) {
    let ada = ada(&*store).await;
    let mut day = Some("2026-01-01".parse::<worklog::domain::days::day::Day>().unwrap());
    let mut edits = Vec::new();
    while let Some(this) = day.filter(|_| edits.len() < 400) {
        edits.push(put(&this.to_string(), "vacation", "", Precondition::NoEntry));
        day = this.next();
    }
    assert_eq!(store.edit_days(ada, &day_transaction(ada, edits)).await.unwrap().len(), 400);
    let history = store.whole_history(ada, "2027-02-04".parse().unwrap()).await.unwrap();
    assert_eq!(history[0].items.len(), 1, "only that day's");
    let whole = store.change(ada, history[0].id).await.unwrap().unwrap();
    assert_eq!(whole.items.len(), 400);
    assert_eq!(record(&*store, ada).await.0.len(), 30 + 31 + 31);
}
