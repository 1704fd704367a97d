//! Reading and filling the embedded store.
//!
//! Reading uses one transaction, which sees the state of the file at its start while others write.
//! Filling also uses one transaction, so that a process that dies leaves the file unchanged.

use std::cmp::Ordering;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::domain::backup::records::{ReadDocument, Record, RecordKind};
use crate::storage::backup::collection_name;
use crate::storage::embedded::Embedded;
use crate::storage::embedded::backup::restore::EmbeddedRestore;
use crate::storage::embedded::document::find_text;
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::embedded::file::ServerLock;
use crate::storage::{Archive, ArchiveError, RestoreWriter, SnapshotReader, StoreError};

/// The approximate number of bytes of documents to read at a time.
const BATCH_BYTES: usize = 1 << 20;

/// The maximum number of documents to read at a time.
const BATCH: usize = 1000;

#[async_trait]
impl Archive for Embedded {
    async fn identity(&self) -> Result<String, StoreError> {
        let file =
            fs::metadata(self.readers.path()).map_err(|cause| StoreError::Failed(cause.into()))?;
        Ok(format!("{} {}", file.dev(), file.ino()))
    }

    async fn has_server(&self) -> Result<bool, StoreError> {
        let taken = ServerLock::is_taken(self.readers.path());
        taken.map_err(|cause| StoreError::Failed(cause.into()))
    }

    async fn snapshot(&self) -> Result<Box<dyn SnapshotReader>, ArchiveError> {
        let connection = self.readers.open_another().map_err(StoreError::from)?;
        Ok(Box::new(EmbeddedSnapshot::begin(connection).map_err(StoreError::from)?))
    }

    async fn begin_restore(&self, replace: bool) -> Result<Box<dyn RestoreWriter>, ArchiveError> {
        Ok(Box::new(EmbeddedRestore::begin(self.readers.path(), Arc::clone(&self.files), replace)?))
    }

    async fn restore_incomplete(&self) -> Result<bool, StoreError> {
        Ok(false)
    }
}

/// A snapshot of the file at the start of its transaction. Tables are read in primary key order,
/// which for changes is the order of their commits.
pub(in crate::storage::embedded) struct EmbeddedSnapshot {
    pub(in crate::storage::embedded) connection: Connection,
    /// The hash of all documents read so far, each followed by a newline. Only backups have one.
    pub(in crate::storage::embedded) digest: Option<Sha256>,
    reading: Option<TableCursor>,
}

/// A table that is being read.
struct TableCursor {
    kind: RecordKind,
    /// The columns of its primary key, separated by commas. `None` if the file has an older schema
    /// without this table.
    key: Option<String>,
    /// The primary key of the last document read, empty before the first.
    after: Vec<Value>,
    at_end: bool,
}

impl EmbeddedSnapshot {
    /// Begins the transaction. SQLite takes the snapshot at the first read, so this reads a row.
    pub(in crate::storage::embedded) fn begin(
        connection: Connection,
    ) -> Result<Self, EmbeddedError> {
        connection.execute_batch("BEGIN")?;
        find_text(&connection, "SELECT value FROM meta LIMIT 1", [])?;
        Ok(Self { connection, digest: None, reading: None })
    }

    /// Returns the next documents of a kind.
    pub(in crate::storage::embedded) fn read(
        &mut self,
        kind: RecordKind,
    ) -> Result<Vec<Record>, EmbeddedError> {
        let mut table = match self.reading.take() {
            Some(table) if table.kind == kind => table,
            _ => TableCursor::find(&self.connection, kind)?,
        };
        let mut found = Vec::new();
        if let Some(query) = table.query() {
            let mut statement = self.connection.prepare_cached(&query)?;
            let mut rows = statement.query(params_from_iter(&table.after))?;
            let mut bytes = 0;
            table.at_end = true;
            while let Some(row) = rows.next()? {
                let document = row.get_ref(0)?.as_str()?;
                if let Some(digest) = &mut self.digest {
                    digest.update(document);
                    digest.update("\n");
                }
                bytes += document.len();
                found.push(kind.read(JsonDocument(document))?);
                if bytes >= BATCH_BYTES || found.len() >= BATCH {
                    let columns = 1..row.as_ref().column_count();
                    let last = columns.map(|column| row.get(column)).collect::<Result<_, _>>()?;
                    table.continue_after(last)?;
                    break;
                }
            }
        }
        self.reading = Some(table);
        Ok(found)
    }
}

impl TableCursor {
    fn find(connection: &Connection, kind: RecordKind) -> Result<Self, EmbeddedError> {
        const SQL: &str = "SELECT group_concat(name, ', ' ORDER BY pk) FROM pragma_table_info(?1)
                           WHERE pk > 0 HAVING count(*) > 0";
        let key = find_text(connection, SQL, [collection_name(kind)])?;
        Ok(Self { kind, key, after: Vec::new(), at_end: false })
    }

    /// Sets the key after which the next read continues. In a damaged index, the keys may be out of
    /// order. Without this check, the same documents could be read forever.
    fn continue_after(&mut self, last: Vec<Value>) -> Result<(), EmbeddedError> {
        if !self.after.is_empty() && order(&last, &self.after) != Some(Ordering::Greater) {
            return Err(EmbeddedError::Meta("the keys of a table are out of order"));
        }
        (self.after, self.at_end) = (last, false);
        Ok(())
    }

    /// Returns the query for the next documents and their keys, or `None` if there are no more.
    fn query(&self) -> Option<String> {
        let key = self.key.as_ref().filter(|_| !self.at_end)?;
        let (document, only) = match self.kind {
            RecordKind::CookieKey => ("json_quote(value)", "key = 'cookie_key'"),
            RecordKind::Attempts => ("json_set(doc, '$.key', key)", "true"),
            _ => ("doc", "true"),
        };
        let after = match self.after.len() {
            0 => String::new(),
            1 => format!("AND {key} > ?1"),
            _ => format!("AND ({key}) > (?1, ?2)"),
        };
        let table = collection_name(self.kind);
        Some(format!("SELECT {document}, {key} FROM {table} WHERE {only} {after} ORDER BY {key}"))
    }
}

/// Compares keys column by column, like SQLite. Returns `None` if their types differ.
fn order(left: &[Value], right: &[Value]) -> Option<Ordering> {
    let columns = left.iter().zip(right).map(|columns| match columns {
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => None,
    });
    columns
        .into_iter()
        .find(|order| *order != Some(Ordering::Equal))
        .unwrap_or(Some(Ordering::Equal))
}

#[async_trait]
impl SnapshotReader for EmbeddedSnapshot {
    async fn next(&mut self, kind: RecordKind) -> Result<Vec<Record>, ArchiveError> {
        Ok(self.read(kind).map_err(StoreError::from)?)
    }
}

/// The JSON text of a document.
struct JsonDocument<'a>(&'a str);

impl ReadDocument for JsonDocument<'_> {
    type Error = serde_json::Error;

    fn read<D: DeserializeOwned>(self) -> Result<D, serde_json::Error> {
        serde_json::from_str(self.0)
    }
}
