//! Tests authentication events: records are replaced, listed by when they last happened, deleted by
//! name, and expire.

use std::slice;

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::accounts::auth_event::{AuthEvent, AuthEventKind, EVENT_RETENTION};
use worklog::storage::Store;

use super::cases;
use crate::support::samples::{later, noon};
use crate::support::store::TestStore;

cases! {
    writing_a_record_again_replaces_it,
    those_that_happened_last_are_listed_first_in_pages,
    events_are_deleted_by_name,
    events_expire_after_90_days,
}

fn failed(name: &str, at: Timestamp) -> AuthEvent {
    let address = Some("192.0.2.7".parse().unwrap());
    AuthEvent::new(AuthEventKind::Failed, name.to_owned(), address, at)
}

async fn all(store: &dyn Store) -> Vec<AuthEvent> {
    store.auth_events(None, 999).await.unwrap()
}

/// Writes records twice, as a retry does after a partial write or a lost response.
async fn writing_a_record_again_replaces_it(store: TestStore) {
    let (mut first, second) = (failed("ab", noon()), failed("cd", later(10)));
    store.record_events(slice::from_ref(&first)).await.unwrap();
    first.add(&failed("ab", later(60)));
    for _ in 0..2 {
        store.record_events(&[first.clone(), second.clone()]).await.unwrap();
    }
    assert_eq!(all(&*store).await, [first.clone(), second]);
    assert_eq!((first.count, first.first_at, first.last_at), (2, noon(), later(60)));
}

async fn those_that_happened_last_are_listed_first_in_pages(store: TestStore) {
    // Two at the same time, which the key tells apart.
    let mut events = [0, 40, 20, 20].map(|seconds| failed("ab", later(seconds)));
    store.record_events(&events).await.unwrap();
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let page = store.auth_events(after.as_ref(), 1).await.unwrap();
        let Some(event) = page.first() else { break };
        found.push(event.clone());
        after = Some(event.position().to_string().parse().unwrap());
    }
    events.sort_by(|one, other| (other.last_at, &other.key).cmp(&(one.last_at, &one.key)));
    assert_eq!(found, events);
}

async fn events_are_deleted_by_name(store: TestStore) {
    let (deleted, other) = (failed("ab", noon()), failed("cd", noon()));
    store.record_events(&[deleted, other.clone()]).await.unwrap();
    store.remove_auth_events("ab").await.unwrap();
    assert_eq!(all(&*store).await, [other]);
}

async fn events_expire_after_90_days(store: TestStore) {
    let (first, second) = (failed("ab", noon()), failed("cd", later(60)));
    store.record_events(&[first, second.clone()]).await.unwrap();
    store.purge(noon() + EVENT_RETENTION - TimeDelta::seconds(1)).await.unwrap();
    assert_eq!(all(&*store).await.len(), 2);
    store.purge(noon() + EVENT_RETENTION).await.unwrap();
    assert_eq!(all(&*store).await, [second]);
}
