//! Tests sessions: lookup with their user, extension, data, and expiry.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::user::User;
use worklog::storage::Store;

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{key_hash, later, location_used, noon, sample_session, user};
use crate::support::store::TestStore;

cases! {
    a_session_is_found_with_its_user,
    an_unknown_key_finds_no_session,
    a_session_returns_the_current_user,
    a_session_expires,
    activity_extends_a_session,
    activity_does_not_revive_an_ended_session,
    session_data_is_replaced,
    data_of_an_unknown_session_is_not_stored,
    an_ended_session_is_not_found,
    ending_an_unknown_session_succeeds,
    purging_removes_only_expired_sessions,
    each_session_has_its_own_data,
    concurrent_data_and_activity_updates_are_both_kept,
}

/// Adds a user with a session.
async fn add_user_with_session(store: &dyn Store) -> (LoginSession, User) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let session = sample_session(ada.id, 1);
    store.add_session(&session).await.unwrap();
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

async fn session_data_is_replaced(store: TestStore) {
    let (session, _) = add_user_with_session(&*store).await;
    assert!(store.set_session_data(&key_hash(1), &data("1")).await.unwrap());
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!(actual, LoginSession { data: data("1"), ..session });
    assert!(store.set_session_data(&key_hash(1), &BTreeMap::new()).await.unwrap());
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!(actual.data, BTreeMap::new());
}

async fn data_of_an_unknown_session_is_not_stored(store: TestStore) {
    add_user_with_session(&*store).await;
    assert!(!store.set_session_data(&key_hash(2), &data("1")).await.unwrap());
    assert!(store.session(&key_hash(2), noon()).await.unwrap().is_none());
}

async fn an_ended_session_is_not_found(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    store.add_session(&sample_session(ada.id, 2)).await.unwrap();
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
    store.add_session(&long).await.unwrap();
    store.purge(later(3600)).await.unwrap();
    assert!(store.session(&key_hash(1), noon()).await.unwrap().is_none());
    assert!(store.session(&key_hash(2), noon()).await.unwrap().is_some());
}

async fn each_session_has_its_own_data(store: TestStore) {
    let (_, ada) = add_user_with_session(&*store).await;
    store.add_session(&sample_session(ada.id, 2)).await.unwrap();
    store.set_session_data(&key_hash(2), &data("2")).await.unwrap();
    let (first, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!(first, sample_session(ada.id, 1));
}

async fn concurrent_data_and_activity_updates_are_both_kept(store: TestStore) {
    add_user_with_session(&*store).await;
    race(2, |number| {
        let store = store.handle();
        async move {
            if number == 0 {
                assert!(store.set_session_data(&key_hash(1), &data("1")).await.unwrap());
            } else {
                store.touch_session(&key_hash(1), later(600), later(4200)).await.unwrap();
            }
        }
    })
    .await;
    let (actual, _) = store.session(&key_hash(1), noon()).await.unwrap().unwrap();
    assert_eq!((actual.data, actual.expires_at), (data("1"), later(4200)));
}
