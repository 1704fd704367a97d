//! Tests the migration lock: a single holder, and a lease that expires.

use std::sync::atomic::{AtomicI64, Ordering};

use worklog::domain::Timestamp;
use worklog::storage::{KNOWN_SCHEMA, OpenError, Store, migrate};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::later;
use crate::support::store::TestStore;

cases! {
    a_lock_has_one_holder,
    one_of_concurrent_holders_gets_the_lock,
    the_holder_can_renew_the_lock,
    a_released_lock_is_available,
    a_holder_cannot_release_anothers_lock,
    releasing_a_free_lock_succeeds,
    a_dead_holders_lock_expires_with_its_lease,
    a_holder_cannot_renew_a_lost_lock,
    migration_waits_for_a_dead_holders_lease,
    migration_gives_up_on_a_lock_held_too_long,
}

/// Takes the lock at this second for half a minute.
async fn take(store: &dyn Store, holder: &str, at: i64) -> bool {
    store.lock_migrations(holder, later(at), later(at + 30)).await.unwrap()
}

/// Returns a clock that advances by `step` seconds each time it is read.
fn advancing_clock(step: i64) -> impl Fn() -> Timestamp {
    let seconds = AtomicI64::new(0);
    move || later(seconds.fetch_add(step, Ordering::Relaxed))
}

async fn a_lock_has_one_holder(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    assert!(!take(&*store, "two", 1).await);
    assert!(!take(&*store.reopen().await, "two", 1).await);
}

async fn one_of_concurrent_holders_gets_the_lock(store: TestStore) {
    let taken = race(8, |number| {
        let store = store.handle();
        async move { take(&*store, &format!("holder {number}"), 0).await }
    })
    .await;
    assert_eq!(taken.iter().filter(|taken| **taken).count(), 1);
}

async fn the_holder_can_renew_the_lock(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    assert!(take(&*store, "one", 20).await);
    assert!(!take(&*store, "two", 40).await);
}

async fn a_released_lock_is_available(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    store.unlock_migrations("one").await.unwrap();
    assert!(take(&*store, "two", 1).await);
}

async fn a_holder_cannot_release_anothers_lock(store: TestStore) {
    assert!(take(&*store, "one", 0).await);
    store.unlock_migrations("two").await.unwrap();
    assert!(!take(&*store, "two", 1).await);
}

async fn releasing_a_free_lock_succeeds(store: TestStore) {
    store.unlock_migrations("one").await.unwrap();
}

async fn a_dead_holders_lock_expires_with_its_lease(store: TestStore) {
    assert!(take(&*store, "dead", 0).await);
    assert!(!take(&*store, "two", 29).await);
    assert!(take(&*store, "two", 30).await);
}

async fn a_holder_cannot_renew_a_lost_lock(store: TestStore) {
    assert!(take(&*store, "slow", 0).await);
    assert!(take(&*store, "two", 31).await);
    assert!(!take(&*store, "slow", 32).await);
    store.unlock_migrations("slow").await.unwrap();
    assert!(!take(&*store, "three", 33).await);
}

async fn migration_waits_for_a_dead_holders_lease(store: TestStore) {
    let empty = store.empty_sibling().await;
    assert!(take(&*empty, "dead", 0).await);
    migrate(&*empty, advancing_clock(10)).await.unwrap();
    assert_eq!(empty.schema_version().await.unwrap(), KNOWN_SCHEMA);
    assert!(take(&*empty, "next", 0).await, "the lock was released");
}

async fn migration_gives_up_on_a_lock_held_too_long(store: TestStore) {
    let empty = store.empty_sibling().await;
    assert!(empty.lock_migrations("stuck", later(0), later(90)).await.unwrap());
    let refused = migrate(&*empty, advancing_clock(40)).await;
    assert!(matches!(refused, Err(OpenError::MigrationLocked)));
    assert_eq!(empty.schema_version().await.unwrap(), 0);
}
