//! Authentication events in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::accounts::auth_event::{AuthEvent, EventPosition};
use crate::storage::StoreError;
use crate::storage::accounts::auth_events::AuthEvents;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::document::{execute, find_all, millis, text};
use crate::storage::embedded::error::EmbeddedError;

#[async_trait]
impl AuthEvents for Embedded {
    async fn record_events(&self, events: &[AuthEvent]) -> Result<(), StoreError> {
        let events = events.to_vec();
        self.write(move |connection| events.iter().try_for_each(|event| set(connection, event)))
            .await
    }

    async fn auth_events(
        &self,
        after: Option<&EventPosition>,
        limit: usize,
    ) -> Result<Vec<AuthEvent>, StoreError> {
        const SQL: &str = "SELECT doc FROM auth_events WHERE (expires_at, key) < (?1, ?2)
                           ORDER BY expires_at DESC, key DESC LIMIT ?3";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (before, key) =
            after.map_or((i64::MAX, ""), |after| (millis(after.expires_at), after.key.as_str()));
        self.read(|connection| find_all(connection, SQL, params![before, key, limit]))
    }

    async fn remove_auth_events(&self, name: &str) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM auth_events WHERE name = ?1";
        let name = name.to_owned();
        self.write(move |connection| execute(connection, SQL, [name]).map(|_| ())).await
    }
}

/// Writes a record.
pub(in crate::storage::embedded) fn set(
    connection: &Connection,
    event: &AuthEvent,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO auth_events (key, name, expires_at, doc)
                       VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT (key) DO UPDATE
                       SET expires_at = excluded.expires_at, doc = excluded.doc";
    let values = params![event.key, event.name, millis(event.expires_at), text(event)?];
    execute(connection, SQL, values)?;
    Ok(())
}
