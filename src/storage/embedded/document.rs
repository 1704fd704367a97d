//! Documents in and out of a row, straight between the text and the domain type.

use rusqlite::{Connection, OptionalExtension, Params, Row};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::Error;
use crate::domain::Timestamp;
use crate::domain::user::User;

/// Reads the document in a column.
pub(super) fn column<'r, D: Deserialize<'r>>(row: &'r Row<'_>, index: usize) -> Result<D, Error> {
    Ok(serde_json::from_str(row.get_ref(index)?.as_str()?)?)
}

/// Finds one document: the first column of the first row.
pub(super) fn find<D: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    key: impl Params,
) -> Result<Option<D>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    rows.next()?.map(|row| column(row, 0)).transpose()
}

/// Finds all documents: the first column of each row.
pub(super) fn find_all<D: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    key: impl Params,
) -> Result<Vec<D>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(key)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(column(row, 0)?);
    }
    Ok(found)
}

/// Finds one document, the first column, with the user whose it is, the second: one query, which each
/// page or call asks. Of a document that is over the user is not even read; one who is disabled is not
/// found.
pub(super) fn find_with_user<D: DeserializeOwned>(
    connection: &Connection,
    sql: &str,
    key: impl Params,
    is_over: impl FnOnce(&D) -> bool,
) -> Result<Option<(D, User)>, Error> {
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

/// Finds one value that is no document.
pub(super) fn find_text(
    connection: &Connection,
    sql: &str,
    key: impl Params,
) -> Result<Option<String>, Error> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(key, |row| row.get(0)).optional()?)
}

/// Runs a statement; gives the number of rows it changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    values: impl Params,
) -> Result<usize, Error> {
    Ok(connection.prepare_cached(sql)?.execute(values)?)
}

/// A document as it is stored.
pub(super) fn text(document: &impl Serialize) -> Result<String, Error> {
    Ok(serde_json::to_string(document)?)
}

/// A moment in a key column: milliseconds since 1970-01-01 UTC.
pub(super) fn millis(moment: Timestamp) -> i64 {
    moment.timestamp_millis()
}
