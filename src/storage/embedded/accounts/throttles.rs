//! Attempt counters in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::Timestamp;
use crate::domain::accounts::throttle::{Throttle, ThrottlePolicy, TooEarly};
use crate::storage::StoreError;
use crate::storage::accounts::Throttles;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::document::{execute, find, millis, text};
use crate::storage::embedded::error::EmbeddedError;

#[async_trait]
impl Throttles for Embedded {
    async fn attempt(
        &self,
        key: &str,
        policy: ThrottlePolicy,
        now: Timestamp,
    ) -> Result<Result<(), TooEarly>, StoreError> {
        let key = key.to_owned();
        self.write(move |connection| attempt(connection, &key, policy, now)).await
    }

    async fn clear_attempts(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.write(move |connection| {
            execute(connection, "DELETE FROM throttles WHERE key = ?1", [key])?;
            Ok(())
        })
        .await
    }
}

fn attempt(
    connection: &Connection,
    key: &str,
    policy: ThrottlePolicy,
    now: Timestamp,
) -> Result<Result<(), TooEarly>, EmbeddedError> {
    let found = find(connection, "SELECT doc FROM throttles WHERE key = ?1", [key])?;
    let throttle: Throttle = found.unwrap_or_default();
    let next = match throttle.attempt(now, policy) {
        Ok(next) => next,
        Err(too_early) => return Ok(Err(too_early)),
    };
    set(connection, key, &next)?;
    Ok(Ok(()))
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
