//! Tests sessions: lookup with their user, extension, data, and expiry.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use worklog::domain::accounts::session::{LoginSession, MAX_SESSIONS};
use worklog::domain::accounts::user::{User, UserId};
use worklog::storage::Store;

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{
    key_hash, later, location_used, noon, sample_session, start_session, user,
};
use crate::support::store::TestStore;

cases! {
    a_session_is_found_with_its_user,
    an_unknown_key_finds_no_session,
    a_session_returns_the_current_user,
    a_session_expires,
    activity_extends_a_session,
    activity_does_not_revive_an_ended_session,
    session_data_is_replaced,
    overlapping_changes_to_session_data_are_all_kept,
    data_of_an_unknown_session_is_not_stored,
    an_ended_session_is_not_found,
    ending_an_unknown_session_succeeds,
    purging_removes_only_expired_sessions,
    each_session_has_its_own_data,
    concurrent_data_and_activity_updates_are_both_kept,
    sessions_are_listed_by_last_use_without_their_forms,
    expired_sessions_and_those_of_others_are_not_listed,
    a_session_over_the_limit_ends_the_least_recently_used_one,
    expired_sessions_do_not_count_towards_the_limit,
    concurrent_logins_stay_within_the_limit,
    ending_all_other_sessions_keeps_this_one_and_those_of_others,
    activity_corrects_a_start_in_the_future,
}

/// Adds a user with a session.
async fn add_user_with_session(store: &dyn Store) -> (LoginSession, User) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let session = sample_session(ada.id, 1);
    start_session(store, &session).await.unwrap();
    (session, ada)
}

fn data(value: &str) -> BTreeMap<String, String> {
    BTreeMap::from([("a.$b".to_owned(), value.to_owned())])
}

async fn a_session_is_found_with_its_user(store: TestStore) {
    let expected = add_user_with_session(&*store).await;
    assert_eq!(store.session(&key_hash(1), noon()).await.unwrap(), Some(expected));
}

async fn an_unknown_key_finds_no_session(store: TestStore) {
    add_user_with_session(&*store).await;
    assert_eq!(store.session(&key_hash(2), noon()).await.unwrap(), None);
}

async fn a_session_returns_the_current_user(store: TestStore) {
    let (_, mut ada) = add_user_with_session(&*store).await;
    store.edit_settings(ada.id, &location_used("Home")).await.unwrap();
    ada.settings.apply(&location_used("Home")).unwrap();
    assert_eq!(store.session(&key_hash(1), noon()).await.unwrap().unwrap().1, ada);
}

async fn a_session_expires(store: TestStore) {
    add_user_with_session(&*store).await;
    let end = later(3600);
    let just_before = end - TimeDelta::milliseconds(1);
    assert!(store.session(&key_hash(1), just_before).await.unwrap().is_some());
    assert!(store.session(&key_hash(1), end).await.unwrap().is_none());
    assert!(store.session(&key_hash(1), later(7200)).await.unwrap().is_none());
}

async fn activity_extends_a_session(store: TestStore) {
    let (session, _) = add_user_with_session(&*store).await;
    store.touch_session(&key_hash(1), later(600), later(4200)).await.unwrap();
    let (actual, _) = store.session(&key_hash(1), later(3600)).await.unwrap().unwrap();
    let expected = LoginSession { last_seen_at: later(600), expires_at: later(4200), ..session };
    assert_eq!(actual, expected);
    assert!(store.session(&key_hash(1), later(4200)).await.unwrap().is_none());
}

async fn activity_does_not_revive_an_ended_session(store: TestStore) {
    add_user_with_session(&*store).await;
    store.end_session(&key_hash(1)).await.unwrap();
    store.touch_session(&key_hash(1), later(600), later(4200)).await.unwrap();
    assert!(store.session(&key_hash(1), later(600)).await.unwrap().is_none());
}

/// Replaces a session's data like a request that runs alone.
async fn replace_data(store: &dyn Store, seed: u8, data: &BTreeMap<String, String>) -> bool {
    let (session, _) = store.session(&key_hash(seed), noon()).await.unwrap().unwrap();
    store.edit_session_data(&key_hash(seed), &session.data, data).await.unwrap()
}

async fn session_data_is_replaced(store: TestStore) {
    let (session, _) = add_user_with_session(&*store).await;
    assert!(replace_data(&*store, 1, &data("1")).await);
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!(actual, LoginSession { data: data("1"), ..session });
    assert!(replace_data(&*store, 1, &BTreeMap::new()).await);
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!(actual.data, BTreeMap::new());
}

async fn overlapping_changes_to_session_data_are_all_kept(store: TestStore) {
    add_user_with_session(&*store).await;
    let data = |keys: &[(&str, &str)]| -> BTreeMap<String, String> {
        keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let start = data(&[("password_at", "1"), ("user_id", "ada"), ("flash", "saved")]);
    assert!(replace_data(&*store, 1, &start).await);
    let confirmed = data(&[("password_at", "2"), ("user_id", "ada"), ("flash", "saved")]);
    let previewed = data(&[("password_at", "1"), ("user_id", "ada"), ("previews", "a")]);
    for after in [&confirmed, &previewed] {
        assert!(store.edit_session_data(&key_hash(1), &start, after).await.unwrap());
    }
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    let both = data(&[("password_at", "2"), ("user_id", "ada"), ("previews", "a")]);
    assert_eq!(actual.data, both);
}

async fn data_of_an_unknown_session_is_not_stored(store: TestStore) {
    add_user_with_session(&*store).await;
    assert!(!store.edit_session_data(&key_hash(2), &data("0"), &data("1")).await.unwrap());
    assert!(store.session(&key_hash(2), noon()).await.unwrap().is_none());
}

async fn an_ended_session_is_not_found(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    start_session(&*store, &sample_session(ada.id, 2)).await.unwrap();
    store.end_session(&key_hash(1)).await.unwrap();
    assert!(store.session(&key_hash(1), noon()).await.unwrap().is_none());
    assert!(store.session(&key_hash(2), noon()).await.unwrap().is_some());
}

async fn ending_an_unknown_session_succeeds(store: TestStore) {
    store.end_session(&key_hash(1)).await.unwrap();
}

async fn purging_removes_only_expired_sessions(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let long = LoginSession { expires_at: later(7200), ..sample_session(ada.id, 2) };
    start_session(&*store, &long).await.unwrap();
    store.purge(later(3600)).await.unwrap();
    assert!(store.session(&key_hash(1), noon()).await.unwrap().is_none());
    assert!(store.session(&key_hash(2), noon()).await.unwrap().is_some());
}

async fn each_session_has_its_own_data(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    start_session(&*store, &sample_session(ada.id, 2)).await.unwrap();
    assert!(replace_data(&*store, 2, &data("2")).await);
    let (first, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!(first, sample_session(ada.id, 1));
}

async fn concurrent_data_and_activity_updates_are_both_kept(store: TestStore) {
    add_user_with_session(&*store).await;
    race(2, |number| {
        let store = store.handle();
        async move {
            if number == 0 {
                assert!(replace_data(&*store, 1, &data("1")).await);
            } else {
                store.touch_session(&key_hash(1), later(600), later(4200)).await.unwrap();
            }
        }
    })
    .await;
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!((actual.data, actual.expires_at), (data("1"), later(4200)));
}

/// Returns a session that was last used this many seconds after [`noon`].
fn used(user: UserId, seed: u8, seconds: i64) -> LoginSession {
    LoginSession { last_seen_at: later(seconds), ..sample_session(user, seed) }
}

/// Returns the keys of the seeds whose sessions are listed, most recently used first.
async fn listed(store: &dyn Store, user: UserId) -> Vec<String> {
    let sessions = store.sessions(user, noon()).await.unwrap();
    sessions.iter().map(|session| session.key_hash.to_string()).collect()
}

fn keys(seeds: impl IntoIterator<Item = u8>) -> Vec<String> {
    seeds.into_iter().map(|seed| key_hash(seed).to_string()).collect()
}

async fn sessions_are_listed_by_last_use_without_their_forms(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let [mut with_forms, later] = [used(ada.id, 2, 60), used(ada.id, 3, 120)];
    let plain = with_forms.clone();
    for key in LoginSession::FORMS {
        with_forms.data.insert(key.to_owned(), "\"long\"".to_owned());
    }
    start_session(&*store, &with_forms).await.unwrap();
    start_session(&*store, &later).await.unwrap();
    let expected = [later, plain, sample_session(ada.id, 1)];
    assert_eq!(store.sessions(ada.id, noon()).await.unwrap(), expected);
    let (stored, _) = store.session(&key_hash(2), noon()).await.unwrap().unwrap();
    assert_eq!(stored, with_forms, "listing changes nothing");
}

async fn expired_sessions_and_those_of_others_are_not_listed(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let bob = user("bob");
    store.add_user(&bob).await.unwrap();
    start_session(&*store, &sample_session(bob.id, 2)).await.unwrap();
    assert_eq!(listed(&*store, ada.id).await, keys([1]));
    let end = later(3600);
    assert_eq!(store.sessions(ada.id, end - TimeDelta::milliseconds(1)).await.unwrap().len(), 1);
    assert_eq!(store.sessions(ada.id, end).await.unwrap(), []);
}

async fn a_session_over_the_limit_ends_the_least_recently_used_one(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let bob = user("bob");
    store.add_user(&bob).await.unwrap();
    start_session(&*store, &used(bob.id, 200, -9999)).await.unwrap();
    // The first session starts first, but is used last.
    store.touch_session(&key_hash(1), later(900), later(3600)).await.unwrap();
    let most = u8::try_from(MAX_SESSIONS).unwrap();
    for seed in 2..=most {
        start_session(&*store, &used(ada.id, seed, i64::from(seed))).await.unwrap();
    }
    assert_eq!(listed(&*store, ada.id).await.len(), MAX_SESSIONS);
    start_session(&*store, &used(ada.id, 100, 1000)).await.unwrap();
    let expected = keys([100, 1].into_iter().chain((3..=most).rev()));
    assert_eq!(listed(&*store, ada.id).await, expected);
    assert!(store.session(&key_hash(2), noon()).await.unwrap().is_none());
    assert_eq!(listed(&*store, bob.id).await, keys([200]));
}

async fn expired_sessions_do_not_count_towards_the_limit(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let expired = LoginSession { expires_at: noon(), ..used(ada.id, 99, 500) };
    start_session(&*store, &expired).await.unwrap();
    let most = u8::try_from(MAX_SESSIONS).unwrap();
    for seed in 2..=most {
        start_session(&*store, &used(ada.id, seed, i64::from(seed))).await.unwrap();
    }
    assert_eq!(listed(&*store, ada.id).await, keys((1..=most).rev()));
}

async fn concurrent_logins_stay_within_the_limit(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let most = u8::try_from(MAX_SESSIONS).unwrap();
    for seed in 2..most {
        start_session(&*store, &used(ada.id, seed, 0)).await.unwrap();
    }
    race(6, |number| {
        let (store, id) = (store.handle(), ada.id);
        async move {
            let seed = 100 + u8::try_from(number).unwrap();
            start_session(&*store, &used(id, seed, 60)).await.unwrap();
        }
    })
    .await;
    let listed = listed(&*store, ada.id).await;
    assert_eq!(listed.len(), MAX_SESSIONS);
    assert!(keys(100..106).iter().all(|key| listed.contains(key)));
}

async fn ending_all_other_sessions_keeps_this_one_and_those_of_others(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let bob = user("bob");
    store.add_user(&bob).await.unwrap();
    start_session(&*store, &sample_session(bob.id, 9)).await.unwrap();
    for seed in [2, 3] {
        start_session(&*store, &sample_session(ada.id, seed)).await.unwrap();
    }
    store.end_other_sessions(ada.id, &key_hash(2)).await.unwrap();
    assert_eq!(listed(&*store, ada.id).await, keys([2]));
    for (seed, lasts) in [(1, false), (2, true), (3, false), (9, true)] {
        let found = store.session(&key_hash(seed), noon()).await.unwrap();
        assert_eq!(found.is_some(), lasts, "{seed}");
    }
}

async fn activity_corrects_a_start_in_the_future(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    let ahead = LoginSession { created_at: later(9999), ..sample_session(ada.id, 2) };
    start_session(&*store, &ahead).await.unwrap();
    store.touch_session(&key_hash(2), later(60), later(3600)).await.unwrap();
    let (actual, _) = store.session(&key_hash(2), noon()).await.unwrap().unwrap();
    assert_eq!(actual.created_at, later(60));
    store.touch_session(&key_hash(2), later(120), later(3600)).await.unwrap();
    let (actual, _) = store.session(&key_hash(2), noon()).await.unwrap().unwrap();
    assert_eq!((actual.created_at, actual.last_seen_at), (later(60), later(120)));
}
