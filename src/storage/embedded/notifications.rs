//! The message queue in the embedded store.

use std::collections::btree_map::{BTreeMap, Entry};

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::Embedded;
use super::document::{execute, find, find_all, find_text, millis, text};
use super::error::EmbeddedError;
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::notifications::outbox::{MAX_DELAY, MAX_WAITING, Message, Queued};
use crate::storage::notifications::PAGE;
use crate::storage::{Claim, Outbox, StoreError};

#[async_trait]
impl Outbox for Embedded {
    async fn queue(&self, message: &Queued) -> Result<(), StoreError> {
        let message = message.clone();
        self.write(move |connection| add(connection, &message)).await
    }

    /// Reads before writing, so that polling an empty queue doesn't involve the writer thread.
    async fn claim_messages(&self, claim: &Claim) -> Result<Vec<Queued>, StoreError> {
        loop {
            let any = self.read(|connection| Ok(!due(connection, claim, 1)?.is_empty()))?;
            if !any {
                return Ok(Vec::new());
            }
            let claim = claim.clone();
            let taken = self.write(move |connection| take(connection, &claim)).await?;
            if let Some(taken) = taken {
                return Ok(taken);
            }
        }
    }

    async fn messages_queued(&self) -> Result<u64, StoreError> {
        self.read(|connection| {
            let mut count = connection.prepare_cached("SELECT COUNT(*) FROM outbox")?;
            let count: i64 = count.query_row([], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    async fn lines_queued(&self, user: UserId) -> Result<u64, StoreError> {
        const SQL: &str = "SELECT COUNT(id) FROM outbox
             WHERE user_id = ?1 AND json_extract(doc, '$.message.kind') = 'slack'";
        self.read(|connection| {
            let mut count = connection.prepare_cached(SQL)?;
            let count: i64 = count.query_row([user.to_string()], |row| row.get(0))?;
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

/// A due message, with its user if it is a webhook message.
struct DueRow {
    id: String,
    line_of: Option<String>,
}

/// Returns due messages, by due time. Webhook messages may be behind others of their user.
fn due(connection: &Connection, claim: &Claim, limit: u16) -> Result<Vec<DueRow>, EmbeddedError> {
    // The index doesn't contain the IDs, by which messages due at the same time are ordered.
    const SQL: &str = "SELECT id, line_of FROM (
         SELECT id, due_at,
         CASE json_extract(doc, '$.message.kind') WHEN 'slack' THEN user_id END AS line_of
         FROM outbox WHERE due_at <= ?1
         AND (due_at <= ?2 OR json_extract(doc, '$.message.kind') = 'slack')
         ORDER BY due_at LIMIT ?3) ORDER BY due_at, id";
    let mut statement = connection.prepare_cached(SQL)?;
    let values = params![millis(claim.now), millis(claim.emails_due_by), limit];
    let rows =
        statement.query_map(values, |row| Ok(DueRow { id: row.get(0)?, line_of: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Claims due messages. Returns `None` if it only found others, and more may be due.
///
/// Only the first webhook message of each user may be claimed. Messages are queued as due. The first
/// claim that meets one behind others makes it wait: then no claim reads it before it is the first.
fn take(connection: &Connection, claim: &Claim) -> Result<Option<Vec<Queued>>, EmbeddedError> {
    let page = due(connection, claim, PAGE)?;
    let is_full = page.len() == usize::from(PAGE);
    let (mut lines, mut taken) = (BTreeMap::new(), Vec::<Queued>::new());
    for DueRow { id, line_of } in page {
        if taken.len() == claim.limit {
            break;
        }
        if let Some(user) = line_of {
            let line = match lines.entry(user) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => {
                    let line = Line::of(connection, unknown.key())?;
                    unknown.insert(line)
                }
            };
            if line.first != id {
                make_wait(connection, line, &id)?;
                continue;
            }
        }
        taken.extend(find(connection, "SELECT doc FROM outbox WHERE id = ?1", [id])?);
    }
    for message in &mut taken {
        message.due_at = claim.until;
        message.claim = Some(claim.holder.clone());
        write(connection, message)?;
    }
    Ok((!taken.is_empty() || !is_full).then_some(taken))
}

/// The time in the column `due_at` of messages that wait for an earlier one.
const WAITS: i64 = i64::MAX;

/// The line of a user's webhook messages.
struct Line {
    /// The ID of the first message.
    first: String,
    /// The ID of the first message beyond the limit, if any.
    end: Option<String>,
}

impl Line {
    fn of(connection: &Connection, user: &str) -> Result<Self, EmbeddedError> {
        let at = |offset| find_text(connection, LINE, params![user, offset]);
        Ok(Self { first: at(0)?.unwrap_or_default(), end: at(MAX_WAITING)? })
    }
}

/// Selects the ID of a user's webhook message by its place in the line.
const LINE: &str = "SELECT id FROM outbox
     WHERE user_id = ?1 AND json_extract(doc, '$.message.kind') = 'slack'
     ORDER BY id LIMIT 1 OFFSET ?2";

/// Makes a message wait that isn't the first of its line, or removes it if it is beyond the limit.
fn make_wait(connection: &Connection, line: &Line, id: &str) -> Result<(), EmbeddedError> {
    if line.end.as_deref().is_some_and(|end| id >= end) {
        execute(connection, "DELETE FROM outbox WHERE id = ?1", [id])?;
    } else {
        execute(connection, "UPDATE outbox SET due_at = ?2 WHERE id = ?1", params![id, WAITS])?;
    }
    Ok(())
}

/// Makes the first of a user's webhook messages due.
fn make_first_due(connection: &Connection, user: UserId) -> Result<(), EmbeddedError> {
    const SQL: &str = "SELECT doc FROM outbox
         WHERE user_id = ?1 AND json_extract(doc, '$.message.kind') = 'slack'
         ORDER BY id LIMIT 1";
    let first: Option<Queued> = find(connection, SQL, [user.to_string()])?;
    first.map_or(Ok(()), |first| write(connection, &first))
}

/// Makes messages due that were claimed or postponed while the clock was ahead.
pub(super) fn make_due_if_ahead(
    connection: &Connection,
    now: Timestamp,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "SELECT doc FROM outbox WHERE due_at > ?1 AND due_at < ?2";
    let ahead: Vec<Queued> = find_all(connection, SQL, [millis(now + MAX_DELAY), WAITS])?;
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
    if let Some(next) = next {
        write(connection, next)?;
        return Ok(true);
    }
    execute(connection, "DELETE FROM outbox WHERE id = ?1", [&id])?;
    if let (Message::Slack { .. }, Some(user)) = (&claimed.message, claimed.user_id) {
        make_first_due(connection, user)?;
    }
    Ok(true)
}
