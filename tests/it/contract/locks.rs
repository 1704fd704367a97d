//! The migration lock: one holder, a lease, and what becomes of it.

use std::sync::atomic::{AtomicI64, Ordering};

use worklog::domain::Timestamp;
use worklog::storage::migrate::{KNOWN_SCHEMA, migrate};
use worklog::storage::{OpenError, Store};

use super::cases;
use crate::support::race::race;
use crate::support::samples::later;
use crate::support::store::TestStore;

cases! {
    a_lock_has_one_holder,
    of_raced_holders_one_gets_the_lock,
    the_holder_renews_the_lock,
    a_lock_given_back_is_free,
    a_lock_of_another_is_not_given_back,
    giving_back_what_nobody_holds_is_no_error,
    a_dead_holder_keeps_the_lock_for_its_lease_only,
    a_holder_who_lost_the_lock_cannot_renew_it,
    migrating_waits_out_a_dead_holder,
    migrating_gives_up_on_one_that_never_ends,
}

/// Takes the lock at a second for half a minute.
async fn take(store: &dyn Store, holder: &str, at: i64) -> bool {
    store.lock_migrations(holder, later(at), later(at + 30)).await.unwrap()
}

/// A clock that goes on by `step` seconds each time it is read.
fn running(step: i64) -> impl Fn() -> Timestamp {
    let seconds = AtomicI64::new(0);
    move || later(seconds.fetch_add(step, Ordering::Relaxed))
}

async fn a_lock_has_one_holder(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    assert!(!take(&*store, "two", 1).await);
    assert!(!take(&*store.reopen().await, "two", 1).await);
}

async fn of_raced_holders_one_gets_the_lock(store: TestStore) {
    let taken = race(8, |number| {
        let store = store.handle();
        async move { take(&*store, &format!("holder {number}"), 0).await }
    })
    .await;
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
}

async fn the_holder_renews_the_lock(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    assert!(take(&*store, "one", 20).await);
    assert!(!take(&*store, "two", 40).await);
}

async fn a_lock_given_back_is_free(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    store.unlock_migrations("one").await.unwrap();
    assert!(take(&*store, "two", 1).await);
}

async fn a_lock_of_another_is_not_given_back(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    store.unlock_migrations("two").await.unwrap();
    assert!(!take(&*store, "two", 1).await);
}

async fn giving_back_what_nobody_holds_is_no_error(store: TestStore) {
    store.unlock_migrations("one").await.unwrap();
}

async fn a_dead_holder_keeps_the_lock_for_its_lease_only(store: TestStore) {
    assert!(take(&*store, "dead", 0).await);
    assert!(!take(&*store, "two", 29).await);
    assert!(take(&*store, "two", 30).await);
}

async fn a_holder_who_lost_the_lock_cannot_renew_it(store: TestStore) {
    assert!(take(&*store, "slow", 0).await);
    assert!(take(&*store, "two", 31).await);
    assert!(!take(&*store, "slow", 32).await);
    store.unlock_migrations("slow").await.unwrap();
    assert!(!take(&*store, "three", 33).await);
}

async fn migrating_waits_out_a_dead_holder(store: TestStore) {
    let empty = store.empty_sibling().await;
    assert!(take(&*empty, "dead", 0).await);
    migrate(&*empty, running(10)).await.unwrap();
    assert_eq!(empty.schema_version().await.unwrap(), KNOWN_SCHEMA);
    assert!(take(&*empty, "next", 0).await, "the lock was given back");
}

async fn migrating_gives_up_on_one_that_never_ends(store: TestStore) {
    let empty = store.empty_sibling().await;
    assert!(empty.lock_migrations("stuck", later(0), later(86_400)).await.unwrap());
    let refused = migrate(&*empty, running(40)).await;
    assert!(matches!(refused, Err(OpenError::MigrationLocked)));
    assert_eq!(empty.schema_version().await.unwrap(), 0);
}
