//! Permanent deletion from the embedded store.
//!
//! Deleted rows leave their bytes behind: in free pages, in unused space within pages (even with
//! `secure_delete`, which misses data that was moved while balancing a B-tree), and in the
//! write-ahead log. So after such a transaction, the file is rewritten from its remaining content
//! and the log is truncated. The file itself records that this is due, so that a server that was
//! killed does it at the next start.
//!
//! Saves wait while a file is rewritten, so a large one isn't rewritten for each of several
//! deletions in a row ([`Rewrites`]).

use std::time::{Duration, Instant};

use async_trait::async_trait;
use rusqlite::Connection;

use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::Change;
use crate::domain::days::day::Month;
use crate::domain::settings::SettingsEdit;
use crate::domain::year::kept_balances::keep_balances;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::accounts::{apply_settings, by_id, throttles};
use crate::storage::embedded::days::brief;
use crate::storage::embedded::document::{execute, find, find_text, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::embedded::exchange::uploads;
use crate::storage::embedded::file::WRITER_BUSY_TIMEOUT;
use crate::storage::embedded::notifications::remove_naming;
use crate::storage::{Erasure, StoreError};

/// The key in `meta` that is set while the files may still contain deleted data.
const DUE: &str = "erasure_due";

/// A rewrite that takes longer postpones the next one. Most files take less.
const LONG_REWRITE: Duration = Duration::from_millis(250);

/// How long to wait for others who read an old snapshot.
const READER_WAIT: Duration = Duration::from_millis(100);

/// How long the next rewrite is postponed, as a multiple of the time that the last one took.
const PAUSE: u32 = 20;

#[async_trait]
impl Erasure for Embedded {
    async fn delete_days(&self, user: UserId, from: Month, to: Month) -> Result<usize, StoreError> {
        self.erase(move |connection| delete_days(connection, user, from, to)).await
    }

    async fn delete_user(&self, user: UserId, attempts: &[String]) -> Result<bool, StoreError> {
        let attempts = attempts.to_vec();
        self.erase(move |connection| delete_user(connection, user, &attempts)).await
    }
}

/// Deletes a user. Foreign keys delete everything that belongs to them. Queued messages that
/// contain only a name or address as typed have no owner, so this looks for the user's among them.
fn delete_user(
    connection: &Connection,
    user: UserId,
    attempts: &[String],
) -> Result<bool, EmbeddedError> {
    if let Some(user) = by_id(connection, user)? {
        remove_naming(connection, &user)?;
    }
    throttles::clear(connection, attempts)?;
    let found = execute(connection, "DELETE FROM users WHERE id = ?1", [user.to_string()])?;
    remember(connection)?;
    Ok(found > 0)
}

fn delete_days(
    connection: &Connection,
    user: UserId,
    from: Month,
    to: Month,
) -> Result<usize, EmbeddedError> {
    const MONTHS: &str = "DELETE FROM months WHERE user_id = ?1 AND month BETWEEN ?2 AND ?3";
    let range = [user.to_string(), from.to_string(), to.to_string()];
    let all = brief(connection, user, Month::FIRST, Month::LAST)?;
    let gone = all.between(from.first_day(), to.last_day());
    if let Some(found) = by_id(connection, user)? {
        let mut edits = keep_balances(&found.settings, &all, from, to);
        // Known locations that no remaining day mentions are forgotten.
        edits.push(SettingsEdit::KeepLocations(all.locations_except(gone)));
        apply_settings(connection, user, &SettingsEdit::Batch(edits))?;
    }
    execute(connection, MONTHS, range)?;
    uploads::remove_all(connection, user)?;
    forget_forms(connection, user)?;
    forget_changes(connection, user, from, to)?;
    remember(connection)?;
    Ok(gone.len())
}

/// Removes submitted forms, which contain days, from the user's sessions.
fn forget_forms(connection: &Connection, user: UserId) -> Result<(), EmbeddedError> {
    const SQL: &str = "UPDATE sessions SET doc = json_remove(doc, ?2, ?3) WHERE user_id = ?1";
    let path = |key: &str| format!("$.data.{key}");
    let keys = LoginSession::FORMS.map(path);
    execute(connection, SQL, [&user.to_string(), &keys[0], &keys[1]])?;
    Ok(())
}

/// Removes the days of these months from the history.
fn forget_changes(
    connection: &Connection,
    user: UserId,
    from: Month,
    to: Month,
) -> Result<(), EmbeddedError> {
    const TOUCHED: &str = "SELECT DISTINCT seq FROM change_days
                           WHERE user_id = ?1 AND date BETWEEN ?2 AND ?3";
    const DAYS: &str = "DELETE FROM change_days WHERE user_id = ?1 AND date BETWEEN ?2 AND ?3";
    let (first, last) = (from.first_day(), to.last_day());
    let range = [user.to_string(), first.to_string(), last.to_string()];
    let mut statement = connection.prepare_cached(TOUCHED)?;
    let touched: Vec<i64> =
        statement.query_map(range.clone(), |row| row.get(0))?.collect::<Result<_, _>>()?;
    for seq in touched {
        let found = find(connection, "SELECT doc FROM changes WHERE seq = ?1", [seq])?;
        let Some::<Change>(mut change) = found else { continue };
        change.items.retain(|item| !(first..=last).contains(&item.date));
        if change.items.is_empty() {
            execute(connection, "DELETE FROM changes WHERE seq = ?1", [seq])?;
        } else {
            let values = (seq, text(&change)?);
            execute(connection, "UPDATE changes SET doc = ?2 WHERE seq = ?1", values)?;
        }
    }
    execute(connection, DAYS, range)?;
    Ok(())
}

/// Records that the file must be rewritten.
pub(in crate::storage::embedded) fn remember(connection: &Connection) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO meta (key, value) VALUES (?1, '') ON CONFLICT DO NOTHING";
    execute(connection, SQL, [DUE])?;
    Ok(())
}

/// Rewrites the file and truncates the log if a deletion made that necessary, and returns whether it
/// did. Must run outside of a transaction; others can still read. If it fails, the rows are deleted all
/// the same, and the next deletion, purge, or start retries it.
pub(in crate::storage::embedded) fn finish(connection: &Connection) -> bool {
    write_anew(connection).unwrap_or_else(|error| {
        tracing::error!(%error, "deleted data may still be in the database's files");
        false
    })
}

/// Limits the time during which saves wait for rewrites to a twentieth.
#[derive(Debug, Default)]
pub(in crate::storage::embedded) struct Rewrites {
    paused_until: Option<Instant>,
}

impl Rewrites {
    /// [Finishes](finish) a deletion. After a rewrite that took long, a later deletion, or a purge,
    /// does it instead.
    pub(in crate::storage::embedded) fn finish(&mut self, connection: &Connection) {
        let start = Instant::now();
        if self.may_start(start) && finish(connection) {
            self.ended(start, start.elapsed());
        }
    }

    fn may_start(&self, now: Instant) -> bool {
        self.paused_until.is_none_or(|end| now >= end)
    }

    fn ended(&mut self, start: Instant, took: Duration) {
        self.paused_until = (took > LONG_REWRITE).then(|| start + took + PAUSE * took);
    }
}

impl Embedded {
    /// Retries a pending rewrite. The previous attempt may have failed because a backup was still
    /// reading an old snapshot.
    pub(in crate::storage::embedded) async fn finish_erasure(&self) -> Result<(), StoreError> {
        if self.read(is_due)? { self.erase(|_| Ok(())).await } else { Ok(()) }
    }
}

fn is_due(connection: &Connection) -> Result<bool, EmbeddedError> {
    Ok(find_text(connection, "SELECT value FROM meta WHERE key = ?1", [DUE])?.is_some())
}

fn write_anew(connection: &Connection) -> Result<bool, EmbeddedError> {
    if !is_due(connection)? {
        return Ok(false);
    }
    let start = Instant::now();
    // While someone reads an old snapshot, the log can't be truncated, so rewriting the file would be
    // in vain.
    connection.busy_timeout(READER_WAIT)?;
    let emptied = empty_log(connection);
    connection.busy_timeout(WRITER_BUSY_TIMEOUT)?;
    emptied?;
    // Other temporary data stays in memory, but the copy of a whole database might not fit.
    connection.execute_batch("PRAGMA temp_store = FILE")?;
    let written = connection.execute_batch("VACUUM");
    connection.execute_batch("PRAGMA temp_store = MEMORY")?;
    written?;
    empty_log(connection)?;
    execute(connection, "DELETE FROM meta WHERE key = ?1", [DUE])?;
    tracing::debug!(elapsed_ms = start.elapsed().as_millis(), "the file was written anew");
    Ok(true)
}

/// Copies the log into the file and truncates it.
fn empty_log(connection: &Connection) -> Result<(), EmbeddedError> {
    let busy: bool =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy { Err(EmbeddedError::LogInUse) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_rewrite_postpones_the_next() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)").unwrap();
        let (mut rewrites, second) = (Rewrites::default(), Duration::from_secs(1));
        let mut is_due_after = |took: Duration, ago: Duration| {
            remember(&connection).unwrap();
            rewrites.ended(Instant::now().checked_sub(took + ago).unwrap(), took);
            rewrites.finish(&connection);
            is_due(&connection).unwrap()
        };
        assert!(!is_due_after(LONG_REWRITE, Duration::ZERO));
        assert!(is_due_after(second, Duration::ZERO));
        assert!(is_due_after(second, 19 * second));
        assert!(!is_due_after(second, 20 * second));
    }
}
