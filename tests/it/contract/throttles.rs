//! Tests the throttling of attempts: counting, waiting, and expiry.

use chrono::TimeDelta;
use worklog::domain::accounts::throttle::{ThrottlePolicy, TooEarly};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{later, noon};
use crate::support::store::TestStore;

/// Five attempts are free. The sixth also passes, but starts a wait.
const POLICY: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 5,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::seconds(60),
    reset_after: TimeDelta::hours(1),
};
const PASS: usize = 6;

cases! {
    attempts_after_the_first_few_wait_longer_each_time,
    an_early_attempt_does_not_lengthen_the_wait,
    concurrent_attempts_are_all_counted,
    concurrent_attempts_through_two_handles_are_all_counted,
    clearing_resets_one_key,
    clearing_an_unknown_key_succeeds,
    keys_are_counted_separately,
    attempts_are_forgotten_after_a_long_pause,
    purging_removes_only_expired_counters,
}

/// Uses up the attempts that pass at noon for a key.
async fn exhaust(store: &TestStore, key: &str) {
    for _ in 0..PASS {
        assert_eq!(store.attempt(key, POLICY, noon()).await.unwrap(), Ok(()));
    }
}

async fn attempts_after_the_first_few_wait_longer_each_time(store: TestStore) {
    exhaust(&store, "login:ada").await;
    for (from, until) in [(0, 10), (10, 30), (30, 70), (70, 130), (130, 190)] {
        let early = store.attempt("login:ada", POLICY, later(until - 1)).await.unwrap();
        assert_eq!(early, Err(TooEarly { open_at: later(until) }), "since {from}");
        assert_eq!(store.attempt("login:ada", POLICY, later(until)).await.unwrap(), Ok(()));
    }
}

async fn an_early_attempt_does_not_lengthen_the_wait(store: TestStore) {
    exhaust(&store, "login:ada").await;
    for _ in 0..20 {
        let early = store.attempt("login:ada", POLICY, later(9)).await.unwrap();
        assert_eq!(early, Err(TooEarly { open_at: later(10) }));
    }
    assert_eq!(store.attempt("login:ada", POLICY, later(10)).await.unwrap(), Ok(()));
}

async fn concurrent_attempts_are_all_counted(store: TestStore) {
    let results = race(20, |_| {
        let store = store.handle();
        async move { store.attempt("login:ada", POLICY, noon()).await.unwrap() }
    })
    .await;
    let too_early = Err(TooEarly { open_at: later(10) });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), PASS);
    assert_eq!(results.iter().filter(|result| **result == too_early).count(), 20 - PASS);
}

async fn concurrent_attempts_through_two_handles_are_all_counted(store: TestStore) {
    let handles = [store.handle(), store.reopen().await];
    let results = race(20, |number| {
        let store = handles[number % 2].clone();
        async move { store.attempt("login:ada", POLICY, noon()).await.unwrap() }
    })
    .await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), PASS);
}

async fn clearing_resets_one_key(store: TestStore) {
    exhaust(&store, "login:ada").await;
    exhaust(&store, "login:bob").await;
    store.clear_attempts("login:ada").await.unwrap();
    exhaust(&store, "login:ada").await;
    assert!(store.attempt("login:bob", POLICY, noon()).await.unwrap().is_err());
}

async fn clearing_an_unknown_key_succeeds(store: TestStore) {
    store.clear_attempts("login:nobody").await.unwrap();
}

async fn keys_are_counted_separately(store: TestStore) {
    exhaust(&store, "login:ada").await;
    exhaust(&store, "login:Ada").await;
    exhaust(&store, "address:2001:db8::$1.").await;
    assert!(store.attempt("login:ada", POLICY, noon()).await.unwrap().is_err());
}

async fn attempts_are_forgotten_after_a_long_pause(store: TestStore) {
    exhaust(&store, "login:ada").await;
    for _ in 0..PASS {
        assert_eq!(store.attempt("login:ada", POLICY, later(3600)).await.unwrap(), Ok(()));
    }
}

async fn purging_removes_only_expired_counters(store: TestStore) {
    exhaust(&store, "login:ada").await;
    exhaust(&store, "login:bob").await;
    assert_eq!(store.attempt("login:bob", POLICY, later(10)).await.unwrap(), Ok(()));
    store.purge(later(3600)).await.unwrap();
    assert!(store.attempt("login:ada", POLICY, noon()).await.unwrap().is_ok());
    assert!(store.attempt("login:bob", POLICY, noon()).await.unwrap().is_err());
}
