//! The metadata of the embedded store: schema version, cookie key, and migration lock.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::Embedded;
use super::document::{execute, find_text, text};
use super::error::EmbeddedError;
use crate::domain::Timestamp;
use crate::domain::values::clock_error::CLOCK_TOLERANCE;
use crate::storage::migrate::KNOWN_SCHEMA;
use crate::storage::{Meta, StoreError};

const SCHEMA_VERSION: &str = "schema_version";
/// The key in `meta` of the cookie key.
pub(super) const COOKIE_KEY: &str = "cookie_key";
const MIGRATION_LOCK: &str = "migration_lock";

/// The migrations in order. The first one creates the schema in an empty file.
const MIGRATIONS: [&str; 9] = [
    include_str!("../../../migrations/embedded/0001_init.sql"),
    include_str!("../../../migrations/embedded/0002_hand_over.sql"),
    include_str!("../../../migrations/embedded/0003_briefs.sql"),
    include_str!("../../../migrations/embedded/0004_tokens.sql"),
    include_str!("../../../migrations/embedded/0005_admin.sql"),
    include_str!("../../../migrations/embedded/0006_schedules.sql"),
    include_str!("../../../migrations/embedded/0007_upload_chunks.sql"),
    include_str!("../../../migrations/embedded/0008_auth_events.sql"),
    include_str!("../../../migrations/embedded/0009_outbox_lines.sql"),
];

#[derive(Serialize, Deserialize)]
struct MigrationLock {
    holder: String,
    until: Timestamp,
}

#[async_trait]
impl Meta for Embedded {
    async fn ping(&self) -> Result<(), StoreError> {
        if !self.writer.is_alive() {
            // There's no point in retrying: the writer never restarts.
            return Err(StoreError::Failed(Box::new(EmbeddedError::WriterEnded)));
        }
        self.files.check()?;
        self.read(|connection| get(connection, SCHEMA_VERSION))?;
        if self.writer.is_full() {
            return Err(StoreError::Full("the last write failed".into()));
        }
        Ok(())
    }

    async fn cookie_key(&self, fresh: &[u8; 64]) -> Result<[u8; 64], StoreError> {
        let fresh = STANDARD.encode(fresh);
        self.write(move |connection| cookie_key(connection, &fresh)).await
    }

    async fn schema_version(&self) -> Result<u32, StoreError> {
        self.read(schema_version)
    }

    async fn lock_migrations(
        &self,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StoreError> {
        let wanted = MigrationLock { holder: holder.to_owned(), until };
        self.write(move |connection| lock(connection, &wanted, now)).await
    }

    async fn unlock_migrations(&self, holder: &str) -> Result<(), StoreError> {
        let holder = holder.to_owned();
        self.write(move |connection| unlock(connection, &holder)).await
    }

    async fn apply_migration(&self, version: u32) -> Result<(), StoreError> {
        self.write(move |connection| apply(connection, version)).await
    }
}

fn get(connection: &Connection, key: &str) -> Result<Option<String>, EmbeddedError> {
    find_text(connection, "SELECT value FROM meta WHERE key = ?1", [key])
}

/// Sets the value of a key.
pub(super) fn set(connection: &Connection, key: &str, value: &str) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO meta (key, value) VALUES (?1, ?2)
                       ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    execute(connection, SQL, [key, value])?;
    Ok(())
}

/// Returns the number of the latest applied migration.
pub(super) fn schema_version(connection: &Connection) -> Result<u32, EmbeddedError> {
    let version = get(connection, SCHEMA_VERSION)?.map(|version| version.parse());
    version.unwrap_or(Ok(0)).map_err(|_| EmbeddedError::Meta("the schema version is not a number"))
}

fn cookie_key(connection: &Connection, fresh: &str) -> Result<[u8; 64], EmbeddedError> {
    let stored = get(connection, COOKIE_KEY)?;
    if stored.is_none() {
        set(connection, COOKIE_KEY, fresh)?;
    }
    let bytes = STANDARD.decode(stored.as_deref().unwrap_or(fresh)).unwrap_or_default();
    bytes.try_into().map_err(|_| EmbeddedError::Meta("the cookie key is not 64 bytes in base64"))
}

fn apply(connection: &Connection, version: u32) -> Result<(), EmbeddedError> {
    let step = usize::try_from(version).ok().and_then(|number| number.checked_sub(1));
    let step = step.and_then(|index| MIGRATIONS.get(index));
    connection.execute_batch(step.ok_or(EmbeddedError::Meta("there is no such migration"))?)?;
    let newest = schema_version(connection)?.max(version);
    set(connection, SCHEMA_VERSION, &newest.to_string())
}

/// Creates the current schema in an empty file.
pub(super) fn apply_all(connection: &Connection) -> Result<(), EmbeddedError> {
    (1..=KNOWN_SCHEMA).try_for_each(|version| apply(connection, version))
}

fn lock(
    connection: &Connection,
    wanted: &MigrationLock,
    now: Timestamp,
) -> Result<bool, EmbeddedError> {
    let held = held_lock(connection)?;
    // A lease that ends later than a new one began while the clock was ahead.
    let latest = wanted.until + CLOCK_TOLERANCE;
    let free = held.is_none_or(|held| {
        held.holder == wanted.holder || held.until <= now || held.until > latest
    });
    if free {
        set(connection, MIGRATION_LOCK, &text(wanted)?)?;
    }
    Ok(free)
}

fn unlock(connection: &Connection, holder: &str) -> Result<(), EmbeddedError> {
    if held_lock(connection)?.is_some_and(|held| held.holder == holder) {
        execute(connection, "DELETE FROM meta WHERE key = ?1", [MIGRATION_LOCK])?;
    }
    Ok(())
}

fn held_lock(connection: &Connection) -> Result<Option<MigrationLock>, EmbeddedError> {
    let held = get(connection, MIGRATION_LOCK)?;
    Ok(held.map(|json| serde_json::from_str(&json)).transpose()?)
}
