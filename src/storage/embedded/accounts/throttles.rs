//! Attempt counters in the embedded store.

use async_trait::async_trait;
use chrono::TimeDelta;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::attempts::{AttemptKey, LimitExceeded, keys_of};
use crate::domain::accounts::throttle::Throttle;
use crate::storage::StoreError;
use crate::storage::accounts::Throttles;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::document::{execute, find, millis, text};
use crate::storage::embedded::error::EmbeddedError;

#[async_trait]
impl Throttles for Embedded {
    async fn attempt(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Result<TimeDelta, LimitExceeded>, StoreError> {
        let keys = keys.to_vec();
        self.write(move |connection| attempt(connection, &keys, now)).await
    }

    async fn attempt_succeeded(&self, keys: &[AttemptKey]) -> Result<(), StoreError> {
        let keys = keys.to_vec();
        self.write(move |connection| {
            for key in &keys {
                let Some(counter) = counter(connection, &key.key)? else { continue };
                match key.after_success(&counter) {
                    Some(left) => set(connection, &key.key, &left)?,
                    None => {
                        execute(connection, "DELETE FROM throttles WHERE key = ?1", [&key.key])?;
                    }
                }
            }
            Ok(())
        })
        .await
    }

    async fn clear_attempts(&self, subjects: &[String]) -> Result<(), StoreError> {
        let subjects = subjects.to_vec();
        self.write(move |connection| clear(connection, &subjects)).await
    }
}

fn attempt(
    connection: &Connection,
    keys: &[AttemptKey],
    now: Timestamp,
) -> Result<Result<TimeDelta, LimitExceeded>, EmbeddedError> {
    let mut changed = Vec::with_capacity(keys.len());
    for key in keys {
        let counter = counter(connection, &key.key)?.unwrap_or_default();
        match key.count(&counter, now) {
            Ok(next) => changed.push((key, next)),
            Err(exceeded) => return Ok(Err(exceeded)),
        }
    }
    let mut delay = TimeDelta::zero();
    for (key, next) in changed {
        set(connection, &key.key, &next)?;
        delay = delay.max(key.delay(&next, now));
    }
    Ok(Ok(delay))
}

fn counter(connection: &Connection, key: &str) -> Result<Option<Throttle>, EmbeddedError> {
    find(connection, "SELECT doc FROM throttles WHERE key = ?1", [key])
}

/// Deletes all counters of these subjects.
pub(in crate::storage::embedded) fn clear(
    connection: &Connection,
    subjects: &[String],
) -> Result<(), EmbeddedError> {
    for subject in subjects {
        let (first, end) = keys_of(subject);
        execute(connection, "DELETE FROM throttles WHERE key >= ?1 AND key < ?2", [first, end])?;
    }
    Ok(())
}

/// Sets the counter of a key.
pub(in crate::storage::embedded) fn set(
    connection: &Connection,
    key: &str,
    count: &Throttle,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO throttles (key, expires_at, doc) VALUES (?1, ?2, ?3)
                       ON CONFLICT (key) DO UPDATE
                       SET expires_at = excluded.expires_at, doc = excluded.doc";
    execute(connection, SQL, params![key, millis(count.expires_at), text(count)?])?;
    Ok(())
}
