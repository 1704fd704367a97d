//! Months and their history in the embedded store.

pub(crate) mod erasure;

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::Error as _;

use super::accounts::apply_settings;
use super::document::{column, execute, find, find_all, find_text, text};
use super::error::EmbeddedError;
use super::{Embedded, notifications};
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::{Change, ChangeId, ChangeItem};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::month_log::MonthLog;
use crate::domain::year::digest::{DigestReader, StoredMonth, YearDigest, text_of};
use crate::storage::days::ENOUGH_ITEMS;
use crate::storage::{DayTransaction, Days, HistoryPage, Origin, StoreError};

#[async_trait]
impl Days for Embedded {
    async fn month(&self, user: UserId, month: Month) -> Result<MonthLog, StoreError> {
        self.read(|connection| load(connection, user, month))
    }

    async fn months(
        &self,
        user: UserId,
        from: Month,
        to: Month,
    ) -> Result<Vec<MonthLog>, StoreError> {
        const SQL: &str = "SELECT doc FROM months
                           WHERE user_id = ?1 AND month BETWEEN ?2 AND ?3 ORDER BY month";
        let range = [user.to_string(), from.to_string(), to.to_string()];
        self.read(|connection| find_all(connection, SQL, range))
    }

    async fn logged_months(&self, user: UserId) -> Result<Vec<Month>, StoreError> {
        self.read(|connection| logged_months(connection, user))
    }

    async fn brief(&self, user: UserId, from: Month, to: Month) -> Result<YearDigest, StoreError> {
        self.read(|connection| brief(connection, user, from, to))
    }

    async fn edit_days(
        &self,
        user: UserId,
        transaction: &DayTransaction,
    ) -> Result<Vec<ChangeItem>, StoreError> {
        let transaction = transaction.clone();
        self.write(move |connection| apply(connection, user, &transaction)).await
    }

    async fn day_history(
        &self,
        user: UserId,
        day: Day,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<HistoryPage, StoreError> {
        let changes = self.read(|connection| history(connection, user, day, before, limit + 1))?;
        Ok(HistoryPage::new(changes, limit))
    }

    async fn changes_between(
        &self,
        user: UserId,
        from: Day,
        to: Day,
        read: &[ChangeId],
    ) -> Result<Vec<Change>, StoreError> {
        self.read(|connection| changes_between(connection, user, (from, to), read))
    }

    async fn change(&self, user: UserId, id: ChangeId) -> Result<Option<Change>, StoreError> {
        const SQL: &str = "SELECT doc FROM changes WHERE user_id = ?1 AND id = ?2";
        self.read(|connection| find(connection, SQL, [user.to_string(), id.to_string()]))
    }

    async fn has_change(&self, user: UserId, id: ChangeId) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT 1 FROM changes WHERE user_id = ?1 AND id = ?2";
        let one = [user.to_string(), id.to_string()];
        self.read(|connection| Ok(connection.prepare_cached(SQL)?.exists(one)?))
    }
}

fn load(connection: &Connection, user: UserId, month: Month) -> Result<MonthLog, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM months WHERE user_id = ?1 AND month = ?2";
    let found = find(connection, SQL, [user.to_string(), month.to_string()])?;
    Ok(found.unwrap_or_else(|| MonthLog::empty(user, month)))
}

fn logged_months(connection: &Connection, user: UserId) -> Result<Vec<Month>, EmbeddedError> {
    const SQL: &str = "SELECT month FROM months WHERE user_id = ?1 ORDER BY month";
    let mut statement = connection.prepare_cached(SQL)?;
    let mut rows = statement.query([user.to_string()])?;
    let mut months = Vec::new();
    while let Some(row) = rows.next()? {
        months.push(row.get_ref(0)?.as_str()?.parse().map_err(serde_json::Error::custom)?);
    }
    Ok(months)
}

/// Reads months backwards from the latest, no further than required. A month's document is read
/// only if it has no stored digest.
fn brief(
    connection: &Connection,
    user: UserId,
    from: Month,
    to: Month,
) -> Result<YearDigest, EmbeddedError> {
    const SQL: &str = "SELECT months.month, brief, CASE WHEN brief IS NULL THEN doc END
                       FROM months LEFT JOIN month_briefs USING (user_id, month)
                       WHERE months.user_id = ?1 AND months.month <= ?2
                       ORDER BY months.month DESC";
    let mut statement = connection.prepare_cached(SQL)?;
    let mut rows = statement.query([user.to_string(), to.to_string()])?;
    let mut reader = DigestReader::new(from);
    while let Some(row) = rows.next()? {
        let taken = match row.get_ref(1)?.as_str_or_null()? {
            Some(digest) => {
                let month = row.get_ref(0)?.as_str()?.parse();
                reader.take_text(month.map_err(serde_json::Error::custom)?, digest)
            }
            None => reader.add_month(&column::<StoredMonth<'_>>(row, 2)?),
        };
        if taken.map_err(serde_json::Error::custom)?.is_break() {
            break;
        }
    }
    Ok(reader.finish())
}

/// Saves a month together with its digest.
pub(super) fn save(connection: &Connection, log: &MonthLog) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO months (user_id, month, doc) VALUES (?1, ?2, ?3)
                       ON CONFLICT (user_id, month) DO UPDATE SET doc = excluded.doc";
    const BRIEF: &str = "INSERT OR REPLACE INTO month_briefs (user_id, month, brief)
                         VALUES (?1, ?2, ?3)";
    let (user, month) = (log.user_id.to_string(), log.month.to_string());
    execute(connection, SQL, params![user, month, text(log)?])?;
    execute(connection, BRIEF, params![user, month, text_of(log)])?;
    Ok(())
}

fn apply(
    connection: &Connection,
    user: UserId,
    transaction: &DayTransaction,
) -> Result<Vec<ChangeItem>, EmbeddedError> {
    check_origin(connection, user, transaction)?;
    let mut items = Vec::new();
    // One month is in memory at a time, because an import can change thousands of days.
    for edits in transaction.edits.chunk_by(|one, next| one.day.month() == next.day.month()) {
        let mut log = load(connection, user, edits[0].day.month())?;
        let unchanged = items.len();
        for edit in edits {
            items.extend(log.edit(edit, transaction.at).map_err(StoreError::Conflict)?);
        }
        if items.len() > unchanged {
            save(connection, &log)?;
        }
    }
    if items.is_empty() {
        return Ok(items);
    }
    if let Some(edit) = &transaction.settings {
        apply_settings(connection, user, edit)?;
    }
    notifications::add_all(connection, user, transaction.messages.iter().cloned(), transaction.at)?;
    record(connection, user, transaction, items)
}

/// Fails if what the edits were made from was deleted.
fn check_origin(
    connection: &Connection,
    user: UserId,
    transaction: &DayTransaction,
) -> Result<(), EmbeddedError> {
    const CHANGE: &str = "SELECT id FROM changes
         WHERE user_id = ?1 AND id = ?2 AND json_array_length(doc, '$.items') = ?3";
    const UPLOAD: &str = "SELECT id FROM uploads WHERE user_id = ?1 AND id = ?2";
    let Some(origin) = transaction.origin else { return Ok(()) };
    let user = user.to_string();
    let found = match origin {
        Origin::Change(id, items) => {
            let items = i64::try_from(items).unwrap_or(i64::MAX);
            find_text(connection, CHANGE, params![user, id.to_string(), items])?
        }
        Origin::Upload(id) => find_text(connection, UPLOAD, [user, id.to_string()])?,
    };
    found.map(drop).ok_or(EmbeddedError::Store(origin.missing()))
}

/// Records the change in the history and returns its items.
fn record(
    connection: &Connection,
    user: UserId,
    transaction: &DayTransaction,
    items: Vec<ChangeItem>,
) -> Result<Vec<ChangeItem>, EmbeddedError> {
    let change = transaction.to_change(user, items);
    append(connection, &change)?;
    Ok(change.items)
}

/// Appends a change to the history.
pub(super) fn append(connection: &Connection, change: &Change) -> Result<(), EmbeddedError> {
    const CHANGE: &str = "INSERT INTO changes (id, user_id, doc) VALUES (?1, ?2, ?3) RETURNING seq";
    const DAY: &str = "INSERT INTO change_days (user_id, date, seq) VALUES (?1, ?2, ?3)";
    let user = change.user_id.to_string();
    let seq: i64 = connection
        .prepare_cached(CHANGE)?
        .query_one(params![change.id.to_string(), user, text(change)?], |row| row.get(0))?;
    for item in &change.items {
        execute(connection, DAY, params![user, item.date.to_string(), seq])?;
    }
    Ok(())
}

fn history(
    connection: &Connection,
    user: UserId,
    day: Day,
    before: Option<ChangeId>,
    limit: usize,
) -> Result<Vec<Change>, EmbeddedError> {
    const SQL: &str = "SELECT changes.doc FROM change_days JOIN changes USING (seq)
         WHERE change_days.user_id = ?1 AND change_days.date = ?2 AND change_days.seq < ?3
         ORDER BY change_days.seq DESC LIMIT ?4";
    const SEQ: &str = "SELECT seq FROM changes WHERE user_id = ?1 AND id = ?2";
    let user = user.to_string();
    let end: i64 = match before {
        Some(id) => connection
            .prepare_cached(SEQ)?
            .query_one([&user, &id.to_string()], |row| row.get(0))
            .optional()?
            .unwrap_or_default(),
        None => i64::MAX,
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(SQL)?;
    let mut rows = statement.query(params![user, day.to_string(), end, limit])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let mut change: Change = column(row, 0)?;
        change.limit_to(day, day);
        changes.push(change);
    }
    Ok(changes)
}

fn changes_between(
    connection: &Connection,
    user: UserId,
    (from, to): (Day, Day),
    read: &[ChangeId],
) -> Result<Vec<Change>, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM changes WHERE seq IN
         (SELECT seq FROM change_days WHERE user_id = ?1 AND date BETWEEN ?2 AND ?3)
         AND id NOT IN (SELECT value FROM json_each(?4)) ORDER BY seq";
    let mut statement = connection.prepare_cached(SQL)?;
    let parameters = [user.to_string(), from.to_string(), to.to_string(), text(&read)?];
    let mut rows = statement.query(parameters)?;
    let (mut changes, mut items) = (Vec::new(), 0);
    while items < ENOUGH_ITEMS
        && let Some(row) = rows.next()?
    {
        let change: Change = column(row, 0)?;
        items += change.items.len();
        changes.push(change);
    }
    Ok(changes)
}
