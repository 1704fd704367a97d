//! The audit log in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use crate::domain::accounts::user::UserId;
use crate::domain::admin::audit::{AuditEntry, AuditId};
use crate::storage::embedded::Embedded;
use crate::storage::embedded::document::{execute, find_all, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::{Audit, StoreError};

#[async_trait]
impl Audit for Embedded {
    async fn audit(
        &self,
        user: Option<UserId>,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        const ALL: &str = "SELECT doc FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
        // Each half uses its own index. UNION removes entries that are in both.
        const OF_USER: &str = "SELECT doc FROM (
                SELECT id, doc FROM audit WHERE actor = ?3 AND id < ?1
                UNION SELECT id, doc FROM audit WHERE about = ?3 AND id < ?1
            ) ORDER BY id DESC LIMIT ?2";
        // Sorts after every ID, because IDs start with a hexadecimal digit.
        let before = before.map_or_else(|| "g".to_owned(), |before| before.to_string());
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|connection| match user {
            Some(user) => find_all(connection, OF_USER, params![before, limit, user.to_string()]),
            None => find_all(connection, ALL, params![before, limit]),
        })
    }
}

/// Appends to the log, in the transaction of the change that the entry describes.
pub(in crate::storage::embedded) fn append(
    connection: &Connection,
    entry: &AuditEntry,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO audit (id, actor, about, doc) VALUES (?1, ?2, ?3, ?4)";
    let actor = entry.actor.user().map(|user| user.to_string());
    let about = entry.about.map(|user| user.to_string());
    execute(connection, SQL, params![entry.id.to_string(), actor, about, text(entry)?])?;
    Ok(())
}
