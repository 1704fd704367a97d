//! Brings a store to the schema that this program knows, under a lock with a lease.
//!
//! The steps are numbered files in `migrations/`, one set for each store, applied in order. A
//! process that dies on the way leaves a lock whose lease runs out; the next one takes it over and
//! applies the step again, which changes nothing that was done.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{OpenError, Store};
use crate::domain::Timestamp;

/// The newest schema that this program knows.
pub const KNOWN_SCHEMA: u32 = 5;

/// How long a lock holds without being renewed.
pub const LEASE: TimeDelta = TimeDelta::seconds(30);

const RETRY_EVERY: Duration = Duration::from_millis(500);
const PATIENCE: TimeDelta = TimeDelta::seconds(65);

/// Applies the steps that the store lacks; waits for another process that is doing so.
pub async fn migrate(store: &dyn Store, clock: impl Fn() -> Timestamp) -> Result<(), OpenError> {
    if !is_behind(store).await? {
        return Ok(());
    }
    let holder = Uuid::new_v4().to_string();
    let give_up = clock() + PATIENCE;
    while !store.lock_migrations(&holder, clock(), clock() + LEASE).await? {
        if clock() > give_up {
            return Err(OpenError::MigrationLocked);
        }
        tokio::time::sleep(RETRY_EVERY).await;
        if !is_behind(store).await? {
            return Ok(());
        }
    }
    let applied = apply_missing(store, &holder, clock).await;
    store.unlock_migrations(&holder).await?;
    applied
}

async fn apply_missing(
    store: &dyn Store,
    holder: &str,
    clock: impl Fn() -> Timestamp,
) -> Result<(), OpenError> {
    for version in store.schema_version().await? + 1..=KNOWN_SCHEMA {
        if !store.lock_migrations(holder, clock(), clock() + LEASE).await? {
            return Err(OpenError::MigrationLocked);
        }
        store.apply_migration(version).await?;
        tracing::info!(schema.version = version, "migration applied");
    }
    Ok(())
}

async fn is_behind(store: &dyn Store) -> Result<bool, OpenError> {
    match store.schema_version().await? {
        found if found > KNOWN_SCHEMA => Err(OpenError::NewerSchema { found, known: KNOWN_SCHEMA }),
        found => Ok(found < KNOWN_SCHEMA),
    }
}
