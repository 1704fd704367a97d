//! Records authentication events: in the log, in the metrics, and for admins.
//!
//! Attackers decide how many events there are. So events are counted in memory, where no login waits
//! for them, and written every few seconds: one record per kind, username, network, and hour. After
//! [`MAX_NAMES`] of them, a network's further usernames share a record, so that none hides the
//! others; after [`MAX_RECORDS`], so does everything else.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::domain::accounts::attempts;
use crate::domain::accounts::auth_event::{AuthEvent, AuthEventKind, EventGroup, NameKey};
use crate::domain::accounts::user::User;

/// How often events are written.
pub(crate) const FLUSH_INTERVAL: Duration = Duration::from_secs(10);

/// The maximum number of records of one kind per hour and server: over 90 days of attacks, about
/// 100 MB for each kind.
const MAX_RECORDS: usize = 100;

/// The maximum number of records of one kind, hour, and network that name a user.
const MAX_NAMES: usize = 20;

/// The number of records per write. All records of an attack would exceed the time limit of a write.
const BATCH: usize = 25;

/// The events of the current hour, and those that aren't written yet.
#[derive(Debug, Clone)]
pub struct AuthEventLog {
    key: NameKey,
    records: Arc<Mutex<BTreeMap<EventGroup, PendingEvent>>>,
    /// Held while records are written or deleted, so that an older version of a record never
    /// replaces a newer one, and deleted ones aren't written again.
    writing: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug)]
struct PendingEvent {
    event: AuthEvent,
    /// The count that is stored.
    written: u32,
}

impl PendingEvent {
    fn is_written(&self) -> bool {
        self.written == self.event.count
    }
}

impl AuthEventLog {
    /// Creates a log whose hashes of names depend on the key that signs cookies.
    pub fn new(cookie_key: &[u8]) -> Self {
        let key = NameKey::derive(cookie_key);
        Self { key, records: Arc::default(), writing: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<EventGroup, PendingEvent>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, event: AuthEvent) {
        let mut records = self.lock();
        let hour = event.group().hour;
        records.retain(|known, record| known.hour == hour || !record.is_written());
        let event = limit_details(event, &records);
        let group = event.group();
        match records.get_mut(&group) {
            Some(known) => known.event.add(&event),
            None => {
                records.insert(group, PendingEvent { event, written: 0 });
            }
        }
    }

    /// Returns the records with events that aren't written yet.
    fn unwritten(&self) -> Vec<AuthEvent> {
        let records = self.lock();
        let unwritten = records.values().filter(|record| !record.is_written());
        unwritten.map(|record| record.event.clone()).collect()
    }

    /// Notes that these records were written. Events may have been added to them meanwhile.
    fn note_written(&self, events: &[AuthEvent]) {
        let mut records = self.lock();
        for event in events {
            if let Some(record) = records.get_mut(&event.group()) {
                record.written = event.count;
            }
        }
    }
}

/// Returns the event with as many details as there is room for.
fn limit_details(event: AuthEvent, records: &BTreeMap<EventGroup, PendingEvent>) -> AuthEvent {
    if fits(&event.group(), records) {
        return event;
    }
    let event = event.without_name();
    if fits(&event.group(), records) { event } else { event.without_network() }
}

/// Returns whether there is a record of a group, or room for one.
fn fits(group: &EventGroup, records: &BTreeMap<EventGroup, PendingEvent>) -> bool {
    if records.contains_key(group) {
        return true;
    }
    let similar =
        records.keys().filter(|known| known.hour == group.hour && known.kind == group.kind);
    let similar: Vec<_> = similar.collect();
    let is_named = |known: &&&EventGroup| known.network == group.network && !known.name.is_empty();
    let names = similar.iter().filter(is_named).count();
    similar.len() < MAX_RECORDS && (group.name.is_empty() || names < MAX_NAMES)
}

/// Records an event for a username, as typed, and the address of a client.
pub(crate) fn record(app: &App, kind: AuthEventKind, username: Option<&str>, address: IpAddr) {
    let name = username.map(|username| app.auth_events.key.hash(username)).unwrap_or_default();
    let event = AuthEvent::new(kind, name, Some(address), app.clock.now());
    tracing::info!(
        event.kind = kind.name(),
        event.name = event.name,
        event.network = event.network,
        "authentication event"
    );
    app.metrics.count_auth_event(kind.name());
    app.auth_events.add(event);
}

/// Writes the events. If that fails, such as on a full disk, or is canceled, they are written later:
/// each record replaces its earlier version, so none is counted twice.
pub(crate) async fn flush(app: &App) {
    let _writing = app.auth_events.writing.lock().await;
    for batch in app.auth_events.unwritten().chunks(BATCH) {
        if let Err(error) = app.store.record_events(batch).await {
            tracing::warn!(%error, "authentication events aren't written yet");
            return;
        }
        app.auth_events.note_written(batch);
    }
}

/// Deletes the events about a user whose account was deleted. An error is only logged: the records
/// contain no data that identifies the user, and expire.
pub(crate) async fn forget(app: &App, user: &User) {
    let _writing = app.auth_events.writing.lock().await;
    for name in attempts::account_names(user) {
        let name = app.auth_events.key.hash(name);
        app.auth_events.lock().retain(|group, _| group.name != name);
        if let Err(error) = app.store.remove_auth_events(&name).await {
            tracing::warn!(%error, "authentication events of a deleted account are still stored");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: AuthEventKind, name: usize, at: &str) -> AuthEvent {
        let address = Some("192.0.2.7".parse().unwrap());
        AuthEvent::new(kind, name.to_string(), address, at.parse().unwrap())
    }

    fn from_network(name: usize, network: u8, at: &str) -> AuthEvent {
        let address = Some(std::net::IpAddr::from([10, 0, network, 1]));
        AuthEvent::new(AuthEventKind::Failed, name.to_string(), address, at.parse().unwrap())
    }

    #[test]
    fn events_are_counted_until_the_next_hour() {
        let log = AuthEventLog::new(b"key");
        let failed = |at| event(AuthEventKind::Failed, 1, at);
        log.add(failed("2026-11-18T12:00:00Z"));
        log.add(failed("2026-11-18T12:00:01Z"));
        let first = log.unwritten();
        assert_eq!(first.iter().map(|event| event.count).collect::<Vec<_>>(), [2]);
        log.add(failed("2026-11-18T12:00:02Z"));
        log.note_written(&first);
        let second = log.unwritten();
        assert_eq!((second[0].count, &second[0].key), (3, &first[0].key), "written again");
        log.note_written(&second);
        assert_eq!(log.unwritten(), []);
        log.add(failed("2026-11-18T13:00:00Z"));
        let next = log.unwritten();
        assert_eq!(next[0].count, 1);
        assert_ne!(next[0].key, first[0].key);
    }

    #[test]
    fn an_attacker_creates_a_limited_number_of_records() {
        let log = AuthEventLog::new(b"key");
        for (at, others) in [("2026-11-18T12:00:00Z", 50), ("2026-11-18T12:30:00Z", 100)] {
            for name in 0..150_u8 {
                log.add(from_network(name.into(), name, at));
            }
            let all = log.unwritten();
            assert_eq!(all.len(), MAX_RECORDS + 1);
            let rest = all.iter().find(|event| event.name.is_empty()).unwrap();
            assert_eq!((rest.count, rest.network.as_str()), (others, ""));
            log.note_written(&all);
        }
        log.add(event(AuthEventKind::NewBrowser, 500, "2026-11-18T12:40:00Z"));
        log.add(event(AuthEventKind::Failed, 500, "2026-11-18T13:00:00Z"));
        assert!(log.unwritten().iter().all(|event| event.name == "500"), "another kind or hour");
        assert_eq!(log.lock().len(), 2, "the last hour is forgotten");
    }

    #[test]
    fn one_network_leaves_room_for_others() {
        let log = AuthEventLog::new(b"key");
        let at = "2026-11-18T12:00:00Z";
        for name in 0..150 {
            log.add(from_network(name, 1, at));
        }
        log.add(from_network(0, 1, at));
        log.add(from_network(150, 2, at));
        let all = log.unwritten();
        assert_eq!(all.len(), MAX_NAMES + 2);
        let of = |name: &str| all.iter().find(|event| event.name == name).unwrap();
        assert_eq!((of("").count, of("").network.as_str()), (130, "10.0.1.0/24"));
        assert_eq!(of("0").count, 2, "a known username");
        assert_eq!(of("150").network, "10.0.2.0/24");
    }
}
