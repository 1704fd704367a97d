//! Tests the throttling of attempts: counting, waiting, and expiry.

use chrono::TimeDelta;
use worklog::domain::accounts::attempts::{AttemptKey, Counting, LimitExceeded};
use worklog::domain::accounts::throttle::ThrottlePolicy;

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{attempt_key, later, noon};
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
    clearing_resets_one_subject,
    clearing_an_unknown_subject_succeeds,
    keys_are_counted_separately,
    an_attempt_counts_under_all_keys_or_none,
    an_attempt_is_delayed_instead_of_rejected,
    a_success_deletes_an_own_count_and_one_attempt_of_a_shared_one,
    concurrent_successes_leave_the_failures,
    attempts_are_forgotten_after_a_long_pause,
    purging_removes_only_expired_counters,
}

/// Uses up the attempts that pass at noon for a key.
async fn exhaust(store: &TestStore, key: &str) {
    for _ in 0..PASS {
        assert_eq!(
            store.attempt(&attempt_key(key, POLICY), noon()).await.unwrap(),
            Ok(TimeDelta::zero())
        );
    }
}

/// Returns the error for an attempt of [`attempt_key`] that may be repeated after this many seconds.
fn exceeded_until(seconds: i64) -> LimitExceeded {
    LimitExceeded { limit: "login", counting: Counting::Own, open_at: later(seconds) }
}

async fn attempts_after_the_first_few_wait_longer_each_time(store: TestStore) {
    exhaust(&store, "login:ada").await;
    for (from, until) in [(0, 10), (10, 30), (30, 70), (70, 130), (130, 190)] {
        let early =
            store.attempt(&attempt_key("login:ada", POLICY), later(until - 1)).await.unwrap();
        assert_eq!(early, Err(exceeded_until(until)), "since {from}");
        assert_eq!(
            store.attempt(&attempt_key("login:ada", POLICY), later(until)).await.unwrap(),
            Ok(TimeDelta::zero())
        );
    }
}

async fn an_early_attempt_does_not_lengthen_the_wait(store: TestStore) {
    exhaust(&store, "login:ada").await;
    for _ in 0..20 {
        let early = store.attempt(&attempt_key("login:ada", POLICY), later(9)).await.unwrap();
        assert_eq!(early, Err(exceeded_until(10)));
    }
    assert_eq!(
        store.attempt(&attempt_key("login:ada", POLICY), later(10)).await.unwrap(),
        Ok(TimeDelta::zero())
    );
}

async fn concurrent_attempts_are_all_counted(store: TestStore) {
    let results = race(20, |_| {
        let store = store.handle();
        async move { store.attempt(&attempt_key("login:ada", POLICY), noon()).await.unwrap() }
    })
    .await;
    let too_early = Err(exceeded_until(10));
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), PASS);
    assert_eq!(results.iter().filter(|result| **result == too_early).count(), 20 - PASS);
}

async fn concurrent_attempts_through_two_handles_are_all_counted(store: TestStore) {
    let handles = [store.handle(), store.reopen().await];
    let results = race(20, |number| {
        let store = handles[number % 2].clone();
        async move { store.attempt(&attempt_key("login:ada", POLICY), noon()).await.unwrap() }
    })
    .await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), PASS);
}

async fn clearing_resets_one_subject(store: TestStore) {
    let [other] = attempt_key("login:ada", POLICY);
    let other = [AttemptKey { key: format!("{}:detail", other.key), ..other }];
    for _ in 0..PASS {
        store.attempt(&other, noon()).await.unwrap().unwrap();
    }
    for subject in ["login:ada", "login:ad", "login:ada2", "login:bob"] {
        exhaust(&store, subject).await;
    }
    store.clear_attempts(&["login:ada".to_owned()]).await.unwrap();
    exhaust(&store, "login:ada").await;
    assert!(store.attempt(&other, noon()).await.unwrap().is_ok(), "all keys of the subject");
    for subject in ["login:ad", "login:ada2", "login:bob"] {
        let key = attempt_key(subject, POLICY);
        assert!(store.attempt(&key, noon()).await.unwrap().is_err(), "{subject}");
    }
}

async fn clearing_an_unknown_subject_succeeds(store: TestStore) {
    store.clear_attempts(&["login:nobody".to_owned()]).await.unwrap();
}

async fn keys_are_counted_separately(store: TestStore) {
    exhaust(&store, "login:ada").await;
    exhaust(&store, "login:Ada").await;
    exhaust(&store, "address:2001:db8::$1.").await;
    assert!(store.attempt(&attempt_key("login:ada", POLICY), noon()).await.unwrap().is_err());
}

/// Returns a key that many clients share.
fn shared(counting: Counting) -> AttemptKey {
    let [key] = attempt_key("address", POLICY);
    AttemptKey { counting, ..key }
}

async fn an_attempt_counts_under_all_keys_or_none(store: TestStore) {
    let ([ada], [bob]) = (attempt_key("ada", POLICY), attempt_key("bob", POLICY));
    let shared = shared(Counting::Shared);
    for _ in 0..PASS {
        store.attempt(&[bob.clone(), shared.clone()], noon()).await.unwrap().unwrap();
    }
    for _ in 0..PASS {
        let both = [ada.clone(), shared.clone()];
        store.attempt(&both, noon()).await.unwrap().unwrap_err();
    }
    exhaust(&store, "ada").await;
    let bob = store.attempt(&[bob], noon()).await.unwrap();
    assert_eq!(bob, Err(exceeded_until(10)));
}

async fn an_attempt_is_delayed_instead_of_rejected(store: TestStore) {
    let keys = [shared(Counting::Delayed)];
    let mut delays = Vec::new();
    for _ in 0..10 {
        let delay = store.attempt(&keys, noon()).await.unwrap().unwrap();
        delays.push(delay.num_seconds());
    }
    assert_eq!(delays, [0, 0, 0, 0, 0, 10, 20, 40, 60, 60]);
}

async fn a_success_deletes_an_own_count_and_one_attempt_of_a_shared_one(store: TestStore) {
    let [own] = attempt_key("ada", POLICY);
    let keys = [own.clone(), shared(Counting::Shared)];
    for _ in 0..5 {
        store.attempt(&keys, noon()).await.unwrap().unwrap();
    }
    store.attempt_succeeded(&keys).await.unwrap();
    exhaust(&store, "ada").await;
    for _ in 0..2 {
        store.attempt(&keys[1..], noon()).await.unwrap().unwrap();
    }
    store.attempt(&keys[1..], noon()).await.unwrap().unwrap_err();
}

async fn concurrent_successes_leave_the_failures(store: TestStore) {
    let keys = [shared(Counting::Shared)];
    store.attempt(&keys, noon()).await.unwrap().unwrap();
    race(4, |_| {
        let (store, keys) = (store.handle(), keys.clone());
        async move {
            store.attempt(&keys, noon()).await.unwrap().unwrap();
            store.attempt_succeeded(&keys).await.unwrap();
        }
    })
    .await;
    for _ in 0..5 {
        store.attempt(&keys, noon()).await.unwrap().unwrap();
    }
    store.attempt(&keys, noon()).await.unwrap().unwrap_err();
}

async fn attempts_are_forgotten_after_a_long_pause(store: TestStore) {
    exhaust(&store, "login:ada").await;
    for _ in 0..PASS {
        assert_eq!(
            store.attempt(&attempt_key("login:ada", POLICY), later(3600)).await.unwrap(),
            Ok(TimeDelta::zero())
        );
    }
}

async fn purging_removes_only_expired_counters(store: TestStore) {
    exhaust(&store, "login:ada").await;
    exhaust(&store, "login:bob").await;
    assert_eq!(
        store.attempt(&attempt_key("login:bob", POLICY), later(10)).await.unwrap(),
        Ok(TimeDelta::zero())
    );
    store.purge(later(3600)).await.unwrap();
    assert!(store.attempt(&attempt_key("login:ada", POLICY), noon()).await.unwrap().is_ok());
    assert!(store.attempt(&attempt_key("login:bob", POLICY), noon()).await.unwrap().is_err());
}
