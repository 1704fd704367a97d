//! Everything out of the embedded file, and everything in.
//!
//! Reading is one transaction, which sees the file as it was at its beginning while others write.
//! Filling is one transaction too: a process that ends on the way leaves the file as it was.

mod intake;

use async_trait::async_trait;
use rusqlite::Connection;
use rusqlite::types::Value;
use serde::de::DeserializeOwned;

use super::Embedded;
use super::document::find_text;
use super::error::Error;
use crate::domain::archive::{Kind, Read, Record};
use crate::storage::archive::place_of;
use crate::storage::{Archive, ArchiveError, Intake, Snapshot, StoreError};
use intake::Filling;

/// About how many bytes of documents are read at a time.
const BATCH_BYTES: usize = 1 << 20;

/// How many documents are read at a time at most.
const BATCH: usize = 1000;

#[async_trait]
impl Archive for Embedded {
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, ArchiveError> {
        let connection = self.readers.open_another().map_err(StoreError::from)?;
        Ok(Box::new(State::begin(connection)?))
    }

    async fn intake(&self, replace: bool) -> Result<Box<dyn Intake>, ArchiveError> {
        Ok(Box::new(Filling::begin(self.readers.path(), replace)?))
    }

    async fn is_half_filled(&self) -> Result<bool, StoreError> {
        Ok(false)
    }
}

/// Asks for the documents after a place, and where each is. Tables are read as they lie, changes so in
/// the order of commits.
fn query(kind: Kind) -> String {
    match kind {
        Kind::CookieKey => "SELECT key, json_quote(value) FROM meta
                            WHERE key = 'cookie_key' AND key > ?1"
            .to_owned(),
        Kind::Attempts => "SELECT key, json_set(doc, '$.key', key) FROM throttles
                           WHERE key > ?1 ORDER BY key"
            .to_owned(),
        _ => {
            format!("SELECT rowid, doc FROM {} WHERE rowid > ?1 ORDER BY rowid", place_of(kind))
        }
    }
}

/// Before all documents of a kind.
fn start(kind: Kind) -> Value {
    match kind {
        Kind::CookieKey | Kind::Attempts => Value::Text(String::new()),
        _ => Value::Integer(i64::MIN),
    }
}

/// The file as it was when the transaction began.
struct State {
    connection: Connection,
    place: Option<(Kind, Value)>,
}

impl State {
    /// The transaction begins with its first read.
    fn begin(connection: Connection) -> Result<Self, StoreError> {
        connection.execute_batch("BEGIN").map_err(Error::from)?;
        find_text(&connection, "SELECT value FROM meta LIMIT 1", [])?;
        Ok(Self { connection, place: None })
    }

    fn read(&mut self, kind: Kind) -> Result<Vec<Record>, Error> {
        let place = match self.place.take() {
            Some((of, place)) if of == kind => place,
            _ => start(kind),
        };
        if !self.has_table(kind)? {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(&query(kind))?;
        let mut rows = statement.query([&place])?;
        let (mut found, mut bytes, mut last) = (Vec::new(), 0, place);
        while let Some(row) = rows.next()? {
            let document = row.get_ref(1)?.as_str()?;
            bytes += document.len();
            found.push(kind.read(Json(document))?);
            last = row.get(0)?;
            if bytes >= BATCH_BYTES || found.len() >= BATCH {
                break;
            }
        }
        self.place = Some((kind, last));
        Ok(found)
    }

    /// A file of an older schema may lack it.
    fn has_table(&self, kind: Kind) -> Result<bool, Error> {
        const SQL: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = ?1";
        Ok(find_text(&self.connection, SQL, [place_of(kind)])?.is_some())
    }
}

#[async_trait]
impl Snapshot for State {
    async fn next(&mut self, kind: Kind) -> Result<Vec<Record>, ArchiveError> {
        Ok(self.read(kind).map_err(StoreError::from)?)
    }
}

/// A document as the file has it.
struct Json<'a>(&'a str);

impl Read for Json<'_> {
    type Error = serde_json::Error;

    fn read<D: DeserializeOwned>(self) -> Result<D, serde_json::Error> {
        serde_json::from_str(self.0)
    }
}
