//! Conversion between JSON documents in rows and domain types.

use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::EmbeddedError;
use crate::domain::Timestamp;
use crate::domain::accounts::user::User;

/// Parses the document in a column.
pub(super) fn column<'r, D: Deserialize<'r>>(
    row: &'r Row<'_>,
    index: usize,
) -> Result<D, EmbeddedError> {
    Ok(serde_json::from_str(row.get_ref(index)?.as_str()?)?)
}

/// Returns the document in the first column of the first row.
pub(super) fn find<D: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    key: impl Params,
) -> Result<Option<D>, EmbeddedError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    rows.next()?.map(|row| column(row, 0)).transpose()
}

/// Returns the documents in the first column of all rows.
pub(super) fn find_all<D: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    key: impl Params,
) -> Result<Vec<D>, EmbeddedError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(column(row, 0)?);
    }
    Ok(found)
}

/// Returns the document in the first column and its user in the second, with one query, since this
/// runs on every request. Returns `None` if `is_over`, without parsing the user, or if the user is
/// disabled.
pub(super) fn find_with_user<D: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    key: impl Params,
    is_over: impl FnOnce(&D) -> bool,
) -> Result<Option<(D, User)>, EmbeddedError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let document = column(row, 0)?;
    if is_over(&document) {
        return Ok(None);
    }
    let user: User = column(row, 1)?;
    Ok(user.disabled_at.is_none().then_some((document, user)))
}

/// Returns the text in the first column of the first row.
pub(super) fn find_text(
    connection: &Connection,
    sql: &str,
    key: impl Params,
) -> Result<Option<String>, EmbeddedError> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(key, |row| row.get(0)).optional()?)
}

/// Executes a statement and returns the number of affected rows.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    values: impl Params,
) -> Result<usize, EmbeddedError> {
    Ok(connection.prepare_cached(sql)?.execute(values)?)
}

/// Serializes a document as JSON.
pub(super) fn text(document: &impl Serialize) -> Result<String, EmbeddedError> {
    Ok(serde_json::to_string(document)?)
}

/// Returns the value of a time column: milliseconds since 1970-01-01 UTC.
pub(super) fn millis(moment: Timestamp) -> i64 {
    moment.timestamp_millis()
}
