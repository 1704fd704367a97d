//! Moves documents from one place to another, and compares what is there then with what was moved.

use std::collections::{BTreeMap, HashSet};

use chrono::TimeDelta;

use super::BackupError;
use super::digest::MultisetDigest;
use crate::app::Clock;
use crate::domain::Timestamp;
use crate::domain::archive::{Kind, Record};
use crate::domain::backup::Counts;
use crate::domain::user::UserId;
use crate::storage::{ArchiveError, RestoreWriter, SnapshotReader};

/// A store may remove by itself what ends this soon after it was written; that is not compared.
const MARGIN: TimeDelta = TimeDelta::minutes(2);

/// Documents that were moved.
#[derive(Debug, Default)]
pub struct Transfer {
    /// How many there are of each kind.
    pub counts: Counts,
    /// How many were left out because their user isn't there.
    pub orphans: u64,
    users: HashSet<UserId>,
    expected: BTreeMap<Kind, Expected>,
}

/// The documents of a kind that were moved.
#[derive(Debug, Clone, Copy)]
struct Expected {
    /// What ends by then is not compared.
    margin: Timestamp,
    digest: MultisetDigest,
}

impl Transfer {
    /// Moves the documents of these kinds. Nothing else may write to the destination meanwhile.
    pub(super) async fn run(
        from: &mut dyn SnapshotReader,
        kinds: &[Kind],
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

    /// Leaves out documents that have ended and those whose user isn't there: no store should have one,
    /// and none of them may keep the others from being moved.
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
            let new = Expected { margin: now + MARGIN, digest };
            self.expected.entry(record.kind()).or_insert(new).add(record)?;
        }
        Ok(records)
    }

    /// Reads the destination and compares every document of these kinds.
    pub(super) async fn verify(
        &self,
        there: &mut dyn SnapshotReader,
        kinds: impl Iterator<Item = &Kind>,
        clock: &Clock,
    ) -> Result<(), BackupError> {
        let mut differ = Vec::new();
        for kind in kinds {
            let nothing = Expected { margin: clock.now(), digest: MultisetDigest::default() };
            let expected = self.expected.get(kind).unwrap_or(&nothing);
            let mut found = Expected { digest: MultisetDigest::default(), ..*expected };
            while let Some(records) = next(there, *kind).await? {
                records.iter().try_for_each(|record| found.add(record))?;
            }
            // Where no cookie key was moved, a store has its own.
            let own = *kind == Kind::CookieKey && !self.expected.contains_key(kind);
            if found.digest != expected.digest && !own {
                differ.push(*kind);
            }
        }
        if differ.is_empty() { Ok(()) } else { Err(BackupError::Differs(differ)) }
    }
}

impl Expected {
    fn add(&mut self, record: &Record) -> Result<(), BackupError> {
        if record.has_ended(self.margin) {
            return Ok(());
        }
        Ok(self.digest.add(record)?)
    }
}

/// The next documents of a kind, while there are more.
pub(super) async fn next(
    from: &mut dyn SnapshotReader,
    kind: Kind,
) -> Result<Option<Vec<Record>>, ArchiveError> {
    let records = from.next(kind).await?;
    Ok((!records.is_empty()).then_some(records))
}
