//! Backups: everything that lasts in one file, back from it, and everything from one store to
//! another.
//!
//! A backup is the state of one moment, whatever is written meanwhile. A file is read to its end and
//! checked before anything is written, and what was written is read again and compared.

mod error;
mod file;
mod filling;
mod reader;
mod tally;
mod writer;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

pub use error::BackupError;

use super::Clock;
use crate::domain::archive::{Kind, Record};
use crate::domain::backup::Header;
use crate::storage::{ArchiveError, Snapshot, Store};
use file::Destination;
pub use file::private;
use filling::Filling;
use reader::Reader;
use writer::Writer;

/// This program, as backups name it.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// How many documents of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<Kind, u64>);

impl Counts {
    fn add(&mut self, kind: Kind) {
        *self.0.entry(kind).or_default() += 1;
    }

    /// How many of a kind.
    pub fn of(&self, kind: Kind) -> u64 {
        self.0.get(&kind).copied().unwrap_or_default()
    }
}

/// Those that there are, and the users in any case.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Kind::User.count(self.of(Kind::User)))?;
        let others = self.0.iter().filter(|(kind, number)| **kind != Kind::User && **number > 0);
        others.map(|(kind, number)| kind.count(*number)).try_for_each(|one| write!(f, ", {one}"))
    }
}

/// What came to be in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What is there now.
    pub counts: Counts,
    /// How many documents were left out, as the user whose they are is not there.
    pub orphans: u64,
}

/// Writes a backup of the store. `-` is standard output; a file that exists is replaced with `force`
/// only. Gives what it holds and its length in bytes.
///
/// # Errors
/// When the store cannot be read or the file not written: then there is no such file, or the old one.
pub async fn back_up(
    store: &dyn Store,
    to: &Path,
    force: bool,
    clock: &Clock,
) -> Result<(Counts, u64), BackupError> {
    let destination = Destination::open(to, force)?;
    let schema = store.schema_version().await?;
    let mut snapshot = store.snapshot().await?;
    let header = Header::new(schema, PROGRAM, clock.now());
    let failed = |cause| BackupError::File { path: to.to_owned(), cause };
    let out = destination.writer().map_err(failed)?;
    let mut writer = Writer::begin(out, &header).map_err(failed)?;
    for kind in Kind::LASTING {
        while let Some(records) = more(&mut *snapshot, *kind).await? {
            records.iter().try_for_each(|record| writer.add(record)).map_err(failed)?;
        }
    }
    let (counts, bytes) = writer.finish().map_err(failed)?;
    destination.finish().map_err(failed)?;
    Ok((counts, bytes))
}

/// The next documents of a kind, while there are more.
async fn more(
    snapshot: &mut dyn Snapshot,
    kind: Kind,
) -> Result<Option<Vec<Record>>, ArchiveError> {
    let records = snapshot.next(kind).await?;
    Ok((!records.is_empty()).then_some(records))
}

/// A backup that was read to its end and found whole.
#[derive(Debug)]
pub struct Checked {
    path: PathBuf,
    /// What it says about itself.
    pub header: Header,
    /// What it holds.
    pub counts: Counts,
}

/// Reads a backup to its end, for a program that knows schemas up to `schema`.
///
/// # Errors
/// When it is no backup, damaged, or one of a newer program.
pub fn check(path: &Path, schema: u32) -> Result<Checked, BackupError> {
    let mut reader = Reader::open(path, PROGRAM, schema)?;
    let mut counts = Counts::default();
    while let Some(record) = reader.next()? {
        counts.add(record.kind());
    }
    Ok(Checked { path: path.to_owned(), header: reader.header().clone(), counts })
}

/// How many documents are handed to a store at a time.
const BATCH: usize = 500;

/// Fills a store with a backup, and compares.
///
/// # Errors
/// When the store is not empty and `replace` not given, or when something fails; then the store is as
/// it was, or one that no server starts on.
pub async fn restore(
    store: &dyn Store,
    backup: &Checked,
    replace: bool,
    clock: &Clock,
) -> Result<Filled, BackupError> {
    let filling = Filling::begin(store, replace, clock).await?;
    told(store, fill_from_file(store, backup, filling).await).await
}

async fn fill_from_file(
    store: &dyn Store,
    backup: &Checked,
    mut filling: Filling<'_>,
) -> Result<Filled, BackupError> {
    let altered = |error| match error {
        BackupError::Damaged { path, .. } | BackupError::Header { path, .. } => {
            BackupError::Altered(path)
        }
        other => other,
    };
    let mut reader = Reader::open(&backup.path, PROGRAM, backup.header.schema).map_err(altered)?;
    let mut batch = Vec::new();
    while let Some(record) = reader.next().map_err(altered)? {
        batch.push(record);
        if batch.len() == BATCH {
            filling.add(std::mem::take(&mut batch)).await?;
        }
    }
    filling.add(batch).await?;
    filling.finish(store, Kind::LASTING).await
}

/// Fills a store with everything that another holds, and compares.
///
/// # Errors
/// As [`restore`], and when the other store cannot be read.
pub async fn copy(
    from: &dyn Store,
    to: &dyn Store,
    replace: bool,
    clock: &Clock,
) -> Result<Filled, BackupError> {
    let snapshot = from.snapshot().await?;
    let filling = Filling::begin(to, replace, clock).await?;
    told(to, fill_from_store(to, snapshot, filling).await).await
}

async fn fill_from_store(
    to: &dyn Store,
    mut snapshot: Box<dyn Snapshot>,
    mut filling: Filling<'_>,
) -> Result<Filled, BackupError> {
    for kind in Kind::ALL {
        while let Some(records) = more(&mut *snapshot, *kind).await? {
            filling.add(records).await?;
        }
    }
    filling.finish(to, Kind::ALL).await
}

/// What came of filling a store, and whether it is left half filled.
async fn told(
    store: &dyn Store,
    outcome: Result<Filled, BackupError>,
) -> Result<Filled, BackupError> {
    match outcome {
        // A store that does not answer says so at the next start.
        Err(error) if store.is_half_filled().await.unwrap_or(false) => {
            Err(BackupError::HalfFilled(Box::new(error)))
        }
        outcome => outcome,
    }
}
