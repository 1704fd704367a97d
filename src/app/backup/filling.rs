//! Filling a store, and comparing what is there then with what went in.

use std::collections::{BTreeMap, HashSet};

use chrono::TimeDelta;

use super::tally::Tally;
use super::{BackupError, Counts, Filled, more};
use crate::app::Clock;
use crate::domain::Timestamp;
use crate::domain::archive::{Kind, Record};
use crate::domain::user::UserId;
use crate::storage::{Intake, Store};

/// A store may forget by itself what ends within so long of being written; it is not compared.
const MARGIN: TimeDelta = TimeDelta::minutes(2);

/// A store being filled.
pub(super) struct Filling<'a> {
    intake: Box<dyn Intake>,
    clock: &'a Clock,
    users: HashSet<UserId>,
    expected: BTreeMap<Kind, Expected>,
    filled: Filled,
}

/// What went in of a kind.
struct Expected {
    /// What ends by then is not compared.
    margin: Timestamp,
    tally: Tally,
}

impl<'a> Filling<'a> {
    /// Begins; nothing else is to write to the store meanwhile.
    pub(super) async fn begin(
        store: &dyn Store,
        replace: bool,
        clock: &'a Clock,
    ) -> Result<Self, BackupError> {
        let filled = Filled { counts: Counts::default(), orphans: 0 };
        let (users, expected) = (HashSet::new(), BTreeMap::new());
        Ok(Self { intake: store.intake(replace).await?, clock, users, expected, filled })
    }

    /// Takes documents in, apart from those that have ended and those of users who are not there: no
    /// store should hold one, and none is to be kept from coming back by it.
    pub(super) async fn add(&mut self, mut records: Vec<Record>) -> Result<(), BackupError> {
        let now = self.clock.now();
        records.retain(|record| !record.has_ended(now));
        let read = records.len();
        records.retain(|record| match record {
            Record::User(user) => self.users.insert(user.id),
            other => other.user_id().is_none_or(|user| self.users.contains(&user)),
        });
        self.filled.orphans += (read - records.len()) as u64;
        for record in &records {
            self.filled.counts.add(record.kind());
            let expected = self.expected.entry(record.kind());
            let expected = expected
                .or_insert_with(|| Expected { margin: now + MARGIN, tally: Tally::default() });
            expected.add(record)?;
        }
        if records.is_empty() { Ok(()) } else { Ok(self.intake.add(records).await?) }
    }

    /// Ends, and compares every document of these kinds. Those that end soonest come first.
    pub(super) async fn finish(
        self,
        store: &dyn Store,
        kinds: &[Kind],
    ) -> Result<Filled, BackupError> {
        self.intake.finish().await?;
        let mut snapshot = store.snapshot().await?;
        let mut differ = Vec::new();
        for kind in kinds.iter().rev() {
            let nothing = Expected { margin: self.clock.now(), tally: Tally::default() };
            let expected = self.expected.get(kind).unwrap_or(&nothing);
            let mut found = Expected { tally: Tally::default(), ..*expected };
            while let Some(records) = more(&mut *snapshot, *kind).await? {
                records.iter().try_for_each(|record| found.add(record))?;
            }
            // A key for cookies is a store's own where none came.
            let own = *kind == Kind::CookieKey && expected.tally == Tally::default();
            if found.tally != expected.tally && !own {
                differ.push(*kind);
            }
        }
        if differ.is_empty() { Ok(self.filled) } else { Err(BackupError::Differs(differ)) }
    }
}

impl Expected {
    fn add(&mut self, record: &Record) -> Result<(), BackupError> {
        if record.has_ended(self.margin) {
            return Ok(());
        }
        Ok(self.tally.add(record)?)
    }
}
