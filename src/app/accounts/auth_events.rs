//! Records authentication events: in the log, in the metrics, and for admins.
//!
//! Attackers decide how many events there are. So events are counted in memory, where no login waits
//! for them, and written every few seconds: one record per kind, username, network, and hour, and at
//! most [`MAX_RECORDS`] per kind and hour. Further ones share a record without details.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::App;
use crate::domain::accounts::attempts::PasswordSource;
use crate::domain::accounts::auth_event::{AuthEvent, AuthEventKind, NameKey};
use crate::domain::accounts::user::Username;

/// How often events are written.
pub(crate) const FLUSH_INTERVAL: Duration = Duration::from_secs(10);

/// The maximum number of records of one kind per hour and server: over 90 days of attacks, about
/// 100 MB.
const MAX_RECORDS: usize = 100;

/// The events that aren't written yet.
#[derive(Debug, Clone)]
pub struct AuthEventLog {
    key: NameKey,
    records: Arc<Mutex<BTreeMap<String, PendingEvent>>>,
}

#[derive(Debug)]
struct PendingEvent {
    event: AuthEvent,
    /// Whether it contains events that aren't written yet. Others only count towards the limit.
    is_new: bool,
}

impl AuthEventLog {
    /// Creates a log whose hashes of names depend on the key that signs cookies.
    pub fn new(cookie_key: &[u8]) -> Self {
        Self { key: NameKey::derive(cookie_key), records: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, PendingEvent>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, event: AuthEvent) {
        let mut records = self.lock();
        records.retain(|_, known| known.is_new || known.event.hour() == event.hour());
        let same = |known: &&PendingEvent| {
            known.event.kind == event.kind && known.event.hour() == event.hour()
        };
        let is_full = records.values().filter(same).count() >= MAX_RECORDS;
        let event = if is_full && !records.contains_key(&event.key) {
            event.without_details()
        } else {
            event
        };
        let added = match records.get(&event.key) {
            Some(known) if known.is_new => event.added_to(&known.event),
            _ => event,
        };
        records.insert(added.key.clone(), PendingEvent { event: added, is_new: true });
    }

    /// Returns the events that aren't written yet, and regards them as written.
    fn take(&self) -> Vec<AuthEvent> {
        let mut records = self.lock();
        let new = records.values_mut().filter(|record| record.is_new);
        let take = |record: &mut PendingEvent| {
            record.is_new = false;
            record.event.clone()
        };
        new.map(take).collect()
    }

    /// Puts events back that couldn't be written.
    fn put_back(&self, events: Vec<AuthEvent>) {
        let mut records = self.lock();
        for event in events {
            let event = match records.get(&event.key) {
                Some(later) if later.is_new => later.event.added_to(&event),
                _ => event,
            };
            records.insert(event.key.clone(), PendingEvent { event, is_new: true });
        }
    }
}

/// Records an event for a username, as typed.
pub(crate) fn record(
    app: &App,
    kind: AuthEventKind,
    username: Option<&str>,
    address: Option<IpAddr>,
) {
    let name = username.map(|username| app.auth_events.key.hash(username)).unwrap_or_default();
    let event = AuthEvent::new(kind, name, address, app.clock.now());
    tracing::info!(
        event.kind = kind.name(),
        event.name = event.name,
        event.network = event.network,
        "authentication event"
    );
    app.metrics.count_auth_event(kind.name());
    app.auth_events.add(event);
}

/// Records a password that wasn't accepted, or an attempt that exceeded a limit.
pub(super) fn record_failure(
    app: &App,
    kind: AuthEventKind,
    username: Option<&str>,
    source: &PasswordSource,
) {
    let address = match source {
        PasswordSource::Login { address, .. } => Some(*address),
        PasswordSource::Session => None,
    };
    record(app, kind, username, address);
}

/// Writes the events. If that fails, such as on a full disk, they are written later. Those that were
/// written before the failure are then counted twice on MongoDB.
pub(crate) async fn flush(app: &App) {
    let events = app.auth_events.take();
    if events.is_empty() {
        return;
    }
    if let Err(error) = app.store.record_events(&events).await {
        tracing::warn!(%error, "authentication events aren't written yet");
        app.auth_events.put_back(events);
    }
}

/// Deletes the events about a user whose account was deleted. An error is only logged: the records
/// contain no data that identifies the user, and expire.
pub(crate) async fn forget(app: &App, username: &Username) {
    let name = app.auth_events.key.hash(username.as_str());
    app.auth_events.lock().retain(|_, record| record.event.name != name);
    if let Err(error) = app.store.remove_auth_events(&name).await {
        tracing::warn!(%error, "authentication events of a deleted account are still stored");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: AuthEventKind, name: usize, at: &str) -> AuthEvent {
        let address = Some("192.0.2.7".parse().unwrap());
        AuthEvent::new(kind, name.to_string(), address, at.parse().unwrap())
    }

    #[test]
    fn events_are_counted_until_they_are_written() {
        let log = AuthEventLog::new(b"key");
        let failed = || event(AuthEventKind::Failed, 1, "2026-11-18T12:00:00Z");
        log.add(failed());
        log.add(failed());
        let taken = log.take();
        assert_eq!(taken.iter().map(|event| event.count).collect::<Vec<_>>(), [2]);
        assert_eq!(log.take(), []);
        log.add(failed());
        log.put_back(taken);
        assert_eq!(log.take()[0].count, 3);
    }

    #[test]
    fn an_attacker_creates_a_limited_number_of_records() {
        let log = AuthEventLog::new(b"key");
        for at in ["2026-11-18T12:00:00Z", "2026-11-18T12:30:00Z"] {
            for name in 0..150 {
                log.add(event(AuthEventKind::Failed, name, at));
            }
            let taken = log.take();
            assert_eq!(taken.len(), MAX_RECORDS + 1);
            let rest = taken.iter().find(|event| event.name.is_empty()).unwrap();
            assert_eq!((rest.count, rest.network.as_str()), (50, ""));
        }
        log.add(event(AuthEventKind::NewBrowser, 500, "2026-11-18T12:40:00Z"));
        log.add(event(AuthEventKind::Failed, 500, "2026-11-18T13:00:00Z"));
        assert!(log.take().iter().all(|event| event.name == "500"), "another kind or hour");
        assert_eq!(log.lock().len(), 2, "the last hour is forgotten");
    }
}
