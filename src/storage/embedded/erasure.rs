//! Removing for good from the embedded file.
//!
//! Deleting rows leaves their bytes behind: in free pages, in the gaps of pages (even under
//! `secure_delete`, which misses what balancing a tree moved), and in the write-ahead log. So the file
//! is written anew after such a transaction, from what it still holds, and the log is emptied. That a
//! file has yet to be written anew is kept in the file itself, so that a kill in between changes
//! nothing but the moment.

use std::time::Instant;

use async_trait::async_trait;
use rusqlite::Connection;

use super::Embedded;
use super::accounts::{apply_settings, by_id};
use super::document::{execute, find, find_all, find_text, text};
use super::error::Error;
use super::outbox::remove_naming;
use crate::domain::change::Change;
use crate::domain::day::Month;
use crate::domain::location::Location;
use crate::domain::month_log::MonthLog;
use crate::domain::settings::SettingsEdit;
use crate::domain::user::UserId;
use crate::storage::{Erasure, StoreError};

/// In `meta` while what was deleted may still be in the files.
const DUE: &str = "erasure_due";

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

/// Everything else of the user goes with the user's row; what was only typed is nobody's, and is
/// looked for.
fn delete_user(connection: &Connection, user: UserId, attempts: &[String]) -> Result<bool, Error> {
    if let Some(user) = by_id(connection, user)? {
        remove_naming(connection, &user)?;
    }
    for key in attempts {
        execute(connection, "DELETE FROM throttles WHERE key = ?1", [key])?;
    }
    let found = execute(connection, "DELETE FROM users WHERE id = ?1", [user.to_string()])?;
    remember(connection)?;
    Ok(found > 0)
}

fn delete_days(
    connection: &Connection,
    user: UserId,
    from: Month,
    to: Month,
) -> Result<usize, Error> {
    const MONTHS: &str =
        "DELETE FROM months WHERE user_id = ?1 AND month BETWEEN ?2 AND ?3 RETURNING doc";
    let range = [user.to_string(), from.to_string(), to.to_string()];
    let gone: Vec<MonthLog> = find_all(connection, MONTHS, range)?;
    execute(connection, "DELETE FROM uploads WHERE user_id = ?1", [user.to_string()])?;
    forget_changes(connection, user, from, to)?;
    keep_locations(connection, user)?;
    remember(connection)?;
    Ok(gone.iter().map(|log| log.days.len()).sum())
}

/// Takes the days of these months out of the history.
fn forget_changes(
    connection: &Connection,
    user: UserId,
    from: Month,
    to: Month,
) -> Result<(), Error> {
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

/// Forgets the locations that are nowhere in the record now.
fn keep_locations(connection: &Connection, user: UserId) -> Result<(), Error> {
    const SQL: &str = "SELECT doc FROM months WHERE user_id = ?1";
    let logs: Vec<MonthLog> = find_all(connection, SQL, [user.to_string()])?;
    let kept: Vec<Location> = logs.iter().flat_map(MonthLog::locations).cloned().collect();
    apply_settings(connection, user, &SettingsEdit::KeepLocations(kept))?;
    Ok(())
}

/// Remembers that the file has yet to be written anew.
pub(super) fn remember(connection: &Connection) -> Result<(), Error> {
    const SQL: &str = "INSERT INTO meta (key, value) VALUES (?1, '') ON CONFLICT DO NOTHING";
    execute(connection, SQL, [DUE])?;
    Ok(())
}

/// Writes the file anew and empties the log, where something was deleted since that was last done.
/// Outside any transaction; others can read meanwhile. What was deleted is deleted, whatever comes of
/// this; where it fails, the next erasure, purge or start does it.
pub(super) fn finish(connection: &Connection) {
    if let Err(error) = write_anew(connection) {
        tracing::error!(%error, "deleted data may still be in the database's files");
    }
}

impl Embedded {
    /// Does now what an erasure left undone, as it must where a backup kept reading the old state.
    pub(super) async fn finish_erasure(&self) -> Result<(), StoreError> {
        if self.read(is_due)? { self.erase(|_| Ok(())).await } else { Ok(()) }
    }
}

fn is_due(connection: &Connection) -> Result<bool, Error> {
    Ok(find_text(connection, "SELECT value FROM meta WHERE key = ?1", [DUE])?.is_some())
}

fn write_anew(connection: &Connection) -> Result<(), Error> {
    if !is_due(connection)? {
        return Ok(());
    }
    let begun = Instant::now();
    // In memory, as everything temporary is otherwise, the copy might not fit.
    connection.execute_batch("PRAGMA temp_store = FILE")?;
    let written = connection.execute_batch("VACUUM");
    connection.execute_batch("PRAGMA temp_store = MEMORY")?;
    written?;
    empty_log(connection)?;
    execute(connection, "DELETE FROM meta WHERE key = ?1", [DUE])?;
    tracing::debug!(elapsed_ms = begun.elapsed().as_millis(), "the file was written anew");
    Ok(())
}

/// Moves the log into the file and cuts it off.
fn empty_log(connection: &Connection) -> Result<(), Error> {
    let busy: bool =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy { Err(Error::LogInUse) } else { Ok(()) }
}
