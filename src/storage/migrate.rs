//! Applies pending migrations under a lock with a lease.
//!
//! The migrations are numbered files in `migrations/`, a set for each kind of store, applied in
//! order. If a process dies while migrating, its lease expires and the next process takes over. It
//! repeats the current migration, which must be idempotent.

use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;

use super::{OpenError, Store};
use crate::domain::Timestamp;

/// The latest schema version that this program knows.
pub const KNOWN_SCHEMA: u32 = 9;

/// How long the lock is valid without being renewed.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(30);

const RETRY_INTERVAL: Duration = Duration::from_millis(500);
const TIMEOUT: TimeDelta = TimeDelta::seconds(65);

/// Applies pending migrations, or waits while another process does so.
pub async fn migrate(store: &dyn Store, clock: impl Fn() -> Timestamp) -> Result<(), OpenError> {
    if !is_behind(store).await? {
        return Ok(());
    }
    let holder = Uuid::new_v4().to_string();
    let give_up = clock() + TIMEOUT;
    while !store.lock_migrations(&holder, clock(), clock() + LEASE).await? {
        if clock() > give_up {
            return Err(OpenError::MigrationLocked);
        }
        tokio::time::sleep(RETRY_INTERVAL).await;
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
