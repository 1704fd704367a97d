//! Transfers documents from one place to another, and compares the result with what was
//! transferred.

use std::collections::{BTreeMap, HashSet};

use chrono::TimeDelta;

use super::BackupError;
use super::digest::MultisetDigest;
use crate::app::Clock;
use crate::domain::Timestamp;
use crate::domain::accounts::user::UserId;
use crate::domain::backup::RecordCounts;
use crate::domain::backup::records::{Record, RecordKind};
use crate::storage::{ArchiveError, RestoreWriter, SnapshotReader};

/// The safety margin for expiry: the store may already have removed documents that expire this soon
/// after being written, so they aren't compared.
const MARGIN: TimeDelta = TimeDelta::minutes(2);

/// The documents that were transferred.
#[derive(Debug, Default)]
pub struct Transfer {
    /// The number of documents of each kind.
    pub counts: RecordCounts,
    /// The number of documents left out because their user doesn't exist.
    pub orphans: u64,
    users: HashSet<UserId>,
    expected: BTreeMap<RecordKind, ExpectedKind>,
}

/// The transferred documents of a kind.
#[derive(Debug, Clone, Copy)]
struct ExpectedKind {
    /// Documents that expire by this time aren't compared.
    margin: Timestamp,
    digest: MultisetDigest,
}

impl Transfer {
    /// Transfers the documents of these kinds. Nothing else may write to the destination in the
    /// meantime.
    pub(super) async fn run(
        from: &mut dyn SnapshotReader,
        kinds: &[RecordKind],
        mut to: Box<dyn RestoreWriter>,
        clock: &Clock,
    ) -> Result<Self, BackupError> {
        let mut transfer = Self::default();
        for kind in kinds {
            while let Some(records) = next(from, *kind).await? {
                let records = transfer.take(records, clock.now())?;
                if !records.is_empty() {
                    to.add(records).await.map_err(BackupError::Write)?;
                }
            }
        }
        from.finish().await?;
        to.finish().await.map_err(BackupError::Write)?;
        Ok(transfer)
    }

    /// Removes expired documents, and those whose user doesn't exist, and records the rest for
    /// [`verify`](Self::verify). A store shouldn't contain documents without a user, but they must
    /// not prevent a backup.
    fn take(
        &mut self,
        mut records: Vec<Record>,
        now: Timestamp,
    ) -> Result<Vec<Record>, BackupError> {
        records.retain(|record| !record.has_ended(now));
        let read = records.len();
        records.retain(|record| match record {
            Record::User(user) => self.users.insert(user.id),
            other => other.user_id().is_none_or(|user| self.users.contains(&user)),
        });
        self.orphans += (read - records.len()) as u64;
        for record in &records {
            self.counts.add(record.kind());
            let digest = MultisetDigest::default();
            let new = ExpectedKind { margin: now + MARGIN, digest };
            self.expected.entry(record.kind()).or_insert(new).add(record)?;
        }
        Ok(records)
    }

    /// Reads the destination and compares all documents of these kinds with those transferred.
    pub(super) async fn verify(
        &self,
        written: &mut dyn SnapshotReader,
        kinds: impl Iterator<Item = &RecordKind>,
        clock: &Clock,
    ) -> Result<(), BackupError> {
        let mut differ = Vec::new();
        for kind in kinds {
            let nothing = ExpectedKind { margin: clock.now(), digest: MultisetDigest::default() };
            let expected = self.expected.get(kind).unwrap_or(&nothing);
            let mut actual = ExpectedKind { digest: MultisetDigest::default(), ..*expected };
            while let Some(records) = next(written, *kind).await? {
                records.iter().try_for_each(|record| actual.add(record))?;
            }
            // If no cookie key was transferred, the store generates its own.
            let own = *kind == RecordKind::CookieKey && !self.expected.contains_key(kind);
            if actual.digest != expected.digest && !own {
                differ.push(*kind);
            }
        }
        if differ.is_empty() { Ok(()) } else { Err(BackupError::VerificationFailed(differ)) }
    }
}

impl ExpectedKind {
    fn add(&mut self, record: &Record) -> Result<(), BackupError> {
        if record.has_ended(self.margin) {
            return Ok(());
        }
        Ok(self.digest.add(record)?)
    }
}

/// Returns the next documents of a kind, or `None` if there are no more.
pub(super) async fn next(
    from: &mut dyn SnapshotReader,
    kind: RecordKind,
) -> Result<Option<Vec<Record>>, ArchiveError> {
    let records = from.next(kind).await?;
    Ok((!records.is_empty()).then_some(records))
}
