//! Tests concurrent writers: nothing is lost, and nothing is written twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use worklog::domain::accounts::user::UserId;
use worklog::domain::days::month_log::{MonthLog, Precondition};
use worklog::storage::{Store, StoreError};

use super::cases;
use crate::support::concurrent::race;
use crate::support::history::WholeHistory;
use crate::support::samples::{day_transaction, put, user};
use crate::support::store::TestStore;

const DAY: &str = "2026-11-18";
const WRITERS: usize = 16;

cases! {
    concurrent_writers_of_a_day_never_reuse_a_version,
    one_of_concurrent_creations_of_a_day_wins,
    identical_concurrent_creations_are_recorded_once,
    concurrent_writers_of_different_days_all_succeed,
    concurrent_writers_through_two_handles_lose_nothing,
    concurrent_writers_of_many_months_do_not_deadlock,
}

async fn ada(store: &dyn Store) -> UserId {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    ada.id
}

async fn november(store: &dyn Store, user: UserId) -> MonthLog {
    store.month(user, "2026-11".parse().unwrap()).await.unwrap()
}

/// Reads a day and saves on top of it, repeatedly until there is no conflict. Returns the new
/// version.
async fn save_on_top(store: Arc<dyn Store>, user: UserId, notes: String) -> u32 {
    loop {
        let log = november(&*store, user).await;
        let version = log.get(DAY.parse().unwrap()).expect("an entry").version;
        let edit = put(DAY, "office", &notes, Precondition::Version(version));
        match store.edit_days(user, &day_transaction(user, [edit])).await {
            Ok(items) => return items[0].after.as_ref().expect("an entry").version,
            Err(StoreError::Conflict(conflict)) => {
                let stored = conflict.stored.expect("an entry").version;
                assert!(stored > version, "version {version} conflicts with {stored}");
            }
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// Asserts that each version from 2 on was created by exactly one writer, and that the history
/// contains each writer's notes once.
async fn assert_nothing_lost(store: &dyn Store, user: UserId, versions: Vec<u32>) {
    let count = versions.len();
    let last = u32::try_from(count).unwrap() + 1;
    assert_eq!(BTreeSet::from_iter(versions), (2..=last).collect());
    let history = store.whole_history(user, DAY.parse().unwrap()).await.unwrap();
    let after: Vec<_> = history.iter().map(|c| c.items[0].after.clone().unwrap()).collect();
    let versions: Vec<u32> = after.iter().map(|entry| entry.version).collect();
    assert_eq!(versions, (1..=last).collect::<Vec<_>>(), "oldest first");
    let notes: BTreeSet<&str> = after.iter().map(|entry| entry.content.notes.as_str()).collect();
    assert_eq!(notes.len(), count + 1);
    assert_eq!(november(store, user).await.get(DAY.parse().unwrap()), after.last());
}

async fn concurrent_writers_of_a_day_never_reuse_a_version(store: TestStore) {
    let ada = ada(&*store).await;
    let first = day_transaction(ada, [put(DAY, "office", "", Precondition::NoEntry)]);
    store.edit_days(ada, &first).await.unwrap();
    let versions = race(WRITERS, |n| save_on_top(store.handle(), ada, format!("{n}"))).await;
    assert_nothing_lost(&*store, ada, versions).await;
}

async fn concurrent_writers_through_two_handles_lose_nothing(store: TestStore) {
    let ada = ada(&*store).await;
    let first = day_transaction(ada, [put(DAY, "office", "", Precondition::NoEntry)]);
    store.edit_days(ada, &first).await.unwrap();
    let handles = [store.handle(), store.reopen().await];
    let versions = race(8, |n| save_on_top(Arc::clone(&handles[n % 2]), ada, format!("{n}"))).await;
    assert_nothing_lost(&*store, ada, versions).await;
}

async fn one_of_concurrent_creations_of_a_day_wins(store: TestStore) {
    let ada = ada(&*store).await;
    let results = race(WRITERS, |number| {
        let store = store.handle();
        let transaction =
            day_transaction(ada, [put(DAY, "office", &format!("{number}"), Precondition::NoEntry)]);
        async move { store.edit_days(ada, &transaction).await }
    })
    .await;
    let stored = november(&*store, ada).await.get(DAY.parse().unwrap()).cloned();
    let mut wins = 0;
    for result in results {
        match result {
            Ok(items) => {
                assert_eq!(items[0].after, stored);
                wins += 1;
            }
            Err(StoreError::Conflict(conflict)) => assert_eq!(conflict.stored, stored),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(wins, 1);
    assert_eq!(store.whole_history(ada, DAY.parse().unwrap()).await.unwrap().len(), 1);
}

async fn identical_concurrent_creations_are_recorded_once(store: TestStore) {
    let ada = ada(&*store).await;
    let changes = race(WRITERS, |_| {
        let store = store.handle();
        let transaction = day_transaction(ada, [put(DAY, "office", "same", Precondition::NoEntry)]);
        async move { store.edit_days(ada, &transaction).await.unwrap().len() }
    })
    .await;
    assert_eq!(changes.iter().sum::<usize>(), 1);
    assert_eq!(store.whole_history(ada, DAY.parse().unwrap()).await.unwrap().len(), 1);
}

async fn concurrent_writers_of_different_days_all_succeed(store: TestStore) {
    let ada = ada(&*store).await;
    race(WRITERS, |number| {
        let store = store.handle();
        let day = format!("2026-11-{:02}", number + 1);
        async move {
            for (slug, precondition) in
                [("office", Precondition::NoEntry), ("sick", Precondition::Version(1))]
            {
                let transaction = day_transaction(ada, [put(&day, slug, &day, precondition)]);
                assert_eq!(store.edit_days(ada, &transaction).await.unwrap().len(), 1);
            }
        }
    })
    .await;
    let log = november(&*store, ada).await;
    assert_eq!(log.iter().count(), WRITERS);
    for (day, entry) in log.iter() {
        assert_eq!((entry.version, entry.content.notes.as_str()), (2, day.to_string().as_str()));
    }
}

/// The changes touch the same months in different orders.
async fn concurrent_writers_of_many_months_do_not_deadlock(store: TestStore) {
    let ada = ada(&*store).await;
    race(8, |number| {
        let store = store.handle();
        let mut edits: Vec<_> = ["2026-09", "2026-10", "2026-11"]
            .map(|month| format!("{month}-{:02}", number + 1))
            .map(|day| put(&day, "vacation", "", Precondition::NoEntry))
            .into();
        if number % 2 == 1 {
            edits.reverse();
        }
        async move {
            assert_eq!(store.edit_days(ada, &day_transaction(ada, edits)).await.unwrap().len(), 3);
        }
    })
    .await;
    assert_eq!(november(&*store, ada).await.iter().count(), 8);
}
