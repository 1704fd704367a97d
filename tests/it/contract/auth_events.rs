//! Tests authentication events: they are counted, listed by when they last happened, deleted by
//! name, and expire.

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::accounts::auth_event::{AuthEvent, AuthEventKind, EVENT_RETENTION};
use worklog::storage::Store;

use super::cases;
use crate::support::samples::{later, noon};
use crate::support::store::TestStore;

cases! {
    events_with_the_same_key_are_counted,
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

async fn events_with_the_same_key_are_counted(store: TestStore) {
    let (first, second) = (failed("ab", noon()), failed("ab", later(60)));
    let next_hour = failed("ab", later(3600));
    store.record_events(&[first.clone(), first.clone()]).await.unwrap();
    store.record_events(&[second.clone(), next_hour.clone()]).await.unwrap();
    let counted = AuthEvent { count: 3, first_at: noon(), ..second };
    assert_eq!(all(&*store).await, [next_hour, counted]);
}

async fn those_that_happened_last_are_listed_first_in_pages(store: TestStore) {
    // Two at the same time, which the key tells apart.
    let names = [("d", 0), ("c", 40), ("b", 20), ("a", 20)];
    let events = names.map(|(name, seconds)| failed(name, later(seconds)));
    store.record_events(&events).await.unwrap();
    let (mut after, mut found) = (None, Vec::new());
    loop {
        let page = store.auth_events(after.as_ref(), 1).await.unwrap();
        let Some(event) = page.first() else { break };
        found.push(event.name.clone());
        after = Some(event.position().to_string().parse().unwrap());
    }
    assert_eq!(found, ["c", "b", "a", "d"]);
}

async fn events_are_deleted_by_name(store: TestStore) {
    store.record_events(&[failed("ab", noon()), failed("cd", noon())]).await.unwrap();
    store.remove_auth_events("ab").await.unwrap();
    assert_eq!(all(&*store).await, [failed("cd", noon())]);
}

async fn events_expire_after_90_days(store: TestStore) {
    store.record_events(&[failed("ab", noon()), failed("cd", later(60))]).await.unwrap();
    store.purge(noon() + EVENT_RETENTION - TimeDelta::seconds(1)).await.unwrap();
    assert_eq!(all(&*store).await.len(), 2);
    store.purge(noon() + EVENT_RETENTION).await.unwrap();
    assert_eq!(all(&*store).await, [failed("cd", later(60))]);
}
