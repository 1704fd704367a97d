//! The message queue in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::Embedded;
use super::document::{execute, find, find_all, find_text, millis, text};
use super::error::EmbeddedError;
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::notifications::outbox::{MAX_DELAY, Message, Queued};
use crate::storage::{Claim, Outbox, StoreError};

#[async_trait]
impl Outbox for Embedded {
    async fn queue(&self, message: &Queued) -> Result<(), StoreError> {
        let message = message.clone();
        self.write(move |connection| add(connection, &message)).await
    }

    /// Reads before writing, so that polling an empty queue doesn't involve the writer thread.
    async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Queued>, StoreError> {
        let any = self.read(|connection| {
            let moments = params![millis(claim.now), millis(claim.emails_due_by), Message::LINE];
            find_text(connection, &due("id", "LIMIT 1"), moments)
        })?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let claim = claim.clone();
        self.write(move |connection| take(connection, &claim)).await
    }

    async fn messages_queued(&self) -> Result<u64, StoreError> {
        self.read(|connection| {
            let mut count = connection.prepare_cached("SELECT COUNT(*) FROM outbox")?;
            let count: i64 = count.query_row([], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    async fn settle_message(
        &self,
        claimed: &Queued,
        next: Option<&Queued>,
    ) -> Result<bool, StoreError> {
        let (claimed, next) = (claimed.clone(), next.cloned());
        self.write(move |connection| settle(connection, &claimed, next.as_ref())).await
    }
}

/// Queues messages to a user in the transaction of the change that causes them.
pub(super) fn add_all(
    connection: &Connection,
    user: UserId,
    messages: impl IntoIterator<Item = Message>,
    at: Timestamp,
) -> Result<(), EmbeddedError> {
    messages
        .into_iter()
        .try_for_each(|message| add(connection, &Queued::new(Some(user), message, at)))
}

/// Inserts a new message's document.
pub(super) fn add(connection: &Connection, message: &Queued) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO outbox (id, user_id, due_at, doc) VALUES (?1, ?2, ?3, ?4)";
    let user = message.user_id.map(|user| user.to_string());
    let values = params![message.id.to_string(), user, millis(message.due_at), text(message)?];
    execute(connection, SQL, values)?;
    Ok(())
}

/// Deletes queued messages without a recipient that name this user.
pub(super) fn remove_naming(connection: &Connection, user: &User) -> Result<(), EmbeddedError> {
    const SQL: &str = "SELECT doc FROM outbox WHERE user_id IS NULL";
    let nobodys: Vec<Queued> = find_all(connection, SQL, [])?;
    for queued in nobodys.iter().filter(|queued| queued.message.names(user)) {
        execute(connection, "DELETE FROM outbox WHERE id = ?1", [queued.id.to_string()])?;
    }
    Ok(())
}

/// Returns the query for due messages. Parameters: the time by which webhook messages must be due
/// (`?1`), the time for emails (`?2`), and the kind of webhook messages (`?3`). Of a user's webhook
/// messages, only the first one is due, so that they stay in order.
fn due(column: &str, end: &str) -> String {
    format!(
        "SELECT {column} FROM outbox AS queued WHERE due_at <= ?1
         AND CASE WHEN json_extract(doc, '$.message.kind') = ?3 THEN NOT EXISTS (
             SELECT 1 FROM outbox AS earlier
             WHERE earlier.user_id = queued.user_id AND earlier.id < queued.id
             AND json_extract(earlier.doc, '$.message.kind') = ?3
         ) ELSE due_at <= ?2 END {end}"
    )
}

fn take(connection: &Connection, claim: &Claim) -> Result<Vec<Queued>, EmbeddedError> {
    let limit = i64::try_from(claim.limit).unwrap_or(i64::MAX);
    let by = (millis(claim.now), millis(claim.emails_due_by));
    let values = params![by.0, by.1, Message::LINE, limit];
    let mut taken: Vec<Queued> =
        find_all(connection, &due("doc", "ORDER BY due_at, id LIMIT ?4"), values)?;
    for message in &mut taken {
        message.due_at = claim.until;
        message.claim = Some(claim.holder.clone());
        write(connection, message)?;
    }
    Ok(taken)
}

/// Makes messages due that were claimed or postponed while the clock was ahead.
pub(super) fn make_due_if_ahead(
    connection: &Connection,
    now: Timestamp,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "SELECT doc FROM outbox WHERE due_at > ?1";
    let ahead: Vec<Queued> = find_all(connection, SQL, [millis(now + MAX_DELAY)])?;
    ahead.into_iter().try_for_each(|message| write(connection, &Queued { due_at: now, ..message }))
}

fn write(connection: &Connection, message: &Queued) -> Result<(), EmbeddedError> {
    const SQL: &str = "UPDATE outbox SET due_at = ?2, doc = ?3 WHERE id = ?1";
    let values = params![message.id.to_string(), millis(message.due_at), text(message)?];
    execute(connection, SQL, values)?;
    Ok(())
}

fn settle(
    connection: &Connection,
    claimed: &Queued,
    next: Option<&Queued>,
) -> Result<bool, EmbeddedError> {
    let id = claimed.id.to_string();
    let found: Option<Queued> = find(connection, "SELECT doc FROM outbox WHERE id = ?1", [&id])?;
    if found.is_none_or(|found| found.claim != claimed.claim) {
        return Ok(false);
    }
    match next {
        Some(next) => write(connection, next)?,
        None => _ = execute(connection, "DELETE FROM outbox WHERE id = ?1", [&id])?,
    }
    Ok(true)
}
