//! The status of the embedded store.

use std::path::Path;

use async_trait::async_trait;
use rusqlite::Connection;

use super::error::EmbeddedError;
use super::{Embedded, file, meta};
use crate::domain::backup::records::RecordKind;
use crate::storage::backup::collection_name;
use crate::storage::{Status, StoreError, StoreStatus};

#[async_trait]
impl Status for Embedded {
    /// Runs on a blocking thread, since counting rows scans an index of each table.
    async fn state(&self) -> Result<StoreStatus, StoreError> {
        let (path, connection) = (self.readers.path().to_owned(), self.readers.open_another()?);
        let looking = tokio::task::spawn_blocking(move || read_status(&path, &connection));
        Ok(looking.await.map_err(|_| EmbeddedError::Panicked)??)
    }
}

fn read_status(path: &Path, connection: &Connection) -> Result<StoreStatus, EmbeddedError> {
    let pages = number(connection, "PRAGMA page_count")?;
    let free = number(connection, "PRAGMA freelist_count")?;
    let page = number(connection, "PRAGMA page_size")?;
    let (file_bytes, log_bytes) = (length(path), length(&file::sibling_path(path, "-wal")));
    let counts = RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::CookieKey);
    let counts = counts.map(|kind| Ok((*kind, count(connection, *kind)?)));
    Ok(StoreStatus {
        engine: format!("SQLite {}", rusqlite::version()),
        schema: meta::schema_version(connection)?,
        data_bytes: Some(pages.saturating_sub(free) * page),
        disk_bytes: file_bytes.map(|bytes| bytes + log_bytes.unwrap_or_default()),
        log_bytes,
        counts: counts.collect::<Result<_, EmbeddedError>>()?,
        members: Vec::new(),
    })
}

fn count(connection: &Connection, kind: RecordKind) -> Result<u64, EmbeddedError> {
    number(connection, &format!("SELECT count(*) FROM {}", collection_name(kind)))
}

fn number(connection: &Connection, sql: &str) -> Result<u64, EmbeddedError> {
    let number: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(u64::try_from(number).unwrap_or_default())
}

fn length(path: &Path) -> Option<u64> {
    std::fs::metadata(path).ok().map(|file| file.len())
}
