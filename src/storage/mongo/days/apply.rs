//! Changing days: reads the months, applies the edits, and writes what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use mongodb::ClientSession;
use mongodb::bson::raw::{CString, RawArrayBuf, cstr};
use mongodb::bson::{
    Document, RawBson, RawDocumentBuf, doc, rawdoc, serialize_to_bson,
    serialize_to_raw_document_buf,
};

use super::month_filter;
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::ChangeItem;
use crate::domain::days::day::Month;
use crate::domain::days::month_log::{Conflict, DayKey, MonthLog};
use crate::domain::notifications::outbox::Queued;
use crate::storage::mongo::Mongo;
use crate::storage::mongo::error::MongoError;
use crate::storage::{DayTransaction, Origin, StoreError};

/// How many months are saved with one command, of which the driver has several copies in memory.
const MONTHS_PER_COMMAND: usize = 24;

/// A change to a user's days. Several can share a transaction of the database.
pub(super) struct DaySave<'a> {
    pub(super) user: UserId,
    pub(super) transaction: &'a DayTransaction,
}

/// What a save changed, or why it was refused.
pub(super) type SaveOutcome = Result<Vec<ChangeItem>, Box<Conflict>>;

/// A month as read in the transaction, with the edits so far.
struct EditedMonth {
    log: MonthLog,
    is_new: bool,
    changed: BTreeSet<DayKey>,
}

type EditedMonths = BTreeMap<(UserId, Month), EditedMonth>;

impl Mongo {
    /// Applies saves in one transaction, each after those before it. A conflict refuses only its own
    /// save; any other error fails the transaction. Returns the outcomes in the order of the saves.
    pub(super) async fn apply(
        &self,
        session: &mut ClientSession,
        saves: &[DaySave<'_>],
    ) -> Result<Vec<SaveOutcome>, MongoError> {
        for DaySave { user, transaction } in saves {
            if let Some(origin) = transaction.origin {
                self.check_origin(session, *user, origin).await?;
            }
        }
        let mut months = self.months_of(session, saves).await?;
        let outcomes = saves.iter().map(|save| save.edit(&mut months));
        let mut outcomes = outcomes.collect::<Result<Vec<_>, MongoError>>()?;
        months.retain(|_, month| !month.changed.is_empty());
        let new = months.values().filter(|month| month.is_new);
        let owners: BTreeSet<UserId> = new.map(|month| month.log.user_id).collect();
        self.lock_users(session, &owners).await?;
        self.write_months(session, &months).await?;
        drop(months);
        self.record(session, saves, &mut outcomes).await?;
        Ok(outcomes)
    }

    /// Fails if what the edits were made from was deleted. A deletion that is committed later
    /// conflicts with this transaction: it deletes the months of the change, or the upload, which is
    /// written here because an import may only add months.
    async fn check_origin(
        &self,
        session: &mut ClientSession,
        user: UserId,
        origin: Origin,
    ) -> Result<(), MongoError> {
        let one = |id: String| doc! { "_id": id, "user_id": user.to_string() };
        let exists = match origin {
            Origin::Change(id, items) => {
                let mut whole = one(id.to_string());
                whole.insert("items", doc! { "$size": i64::try_from(items).unwrap_or(i64::MAX) });
                let changes = self.changes.clone_with_type::<RawDocumentBuf>();
                let found = changes.find_one(whole).projection(doc! { "_id": 1 });
                found.session(session).await?.is_some()
            }
            Origin::Upload(id) => {
                let held = doc! { "$inc": { "held": 1 } };
                let found = self.uploads.update_one(one(id.to_string()), held).session(session);
                found.await?.matched_count > 0
            }
        };
        exists.then_some(()).ok_or(origin.missing().into())
    }

    /// Returns the months that the saves affect, read in this transaction with one query.
    async fn months_of(
        &self,
        session: &mut ClientSession,
        saves: &[DaySave<'_>],
    ) -> Result<EditedMonths, MongoError> {
        let mut touched = BTreeMap::<UserId, BTreeSet<Month>>::new();
        for DaySave { user, transaction } in saves {
            let months = transaction.edits.iter().map(|edit| edit.day.month());
            touched.entry(*user).or_default().extend(months);
        }
        let theirs = touched.iter().map(|(user, months)| {
            let months: Vec<String> = months.iter().map(Month::to_string).collect();
            doc! { "user_id": user.to_string(), "month": { "$in": months } }
        });
        let touched = doc! { "$or": theirs.collect::<Vec<_>>() };
        let mut found = self.months.find(touched).session(&mut *session).await?;
        let mut months = EditedMonths::new();
        while let Some(log) = found.next(session).await.transpose()? {
            months.insert((log.user_id, log.month), EditedMonth::stored(log));
        }
        Ok(months)
    }

    /// Saves the changed days of all months with as few commands as memory permits.
    async fn write_months(
        &self,
        session: &mut ClientSession,
        months: &EditedMonths,
    ) -> Result<(), MongoError> {
        for months in months.values().collect::<Vec<_>>().chunks(MONTHS_PER_COMMAND) {
            let mut updates = RawArrayBuf::new();
            for month in months {
                let filter = month_filter(month.log.user_id, month.log.month);
                let filter = RawDocumentBuf::try_from(filter)?;
                updates.push(rawdoc! { "q": filter, "u": month.update()?, "upsert": true });
            }
            let command = rawdoc! { "update": self.months.name(), "updates": updates };
            let reply = self.database.run_raw_command(command).session(&mut *session).await?;
            if let Some(error) = refused(&reply) {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Applies the settings edits, queues the messages, and adds the changes to the history, except
    /// those of saves that changed nothing.
    async fn record(
        &self,
        session: &mut ClientSession,
        saves: &[DaySave<'_>],
        outcomes: &mut [SaveOutcome],
    ) -> Result<(), MongoError> {
        let (mut messages, mut changes) = (Vec::new(), Vec::new());
        for (DaySave { user, transaction }, outcome) in saves.iter().zip(outcomes) {
            let Some(items) = outcome.as_mut().ok().filter(|items| !items.is_empty()) else {
                continue;
            };
            if let Some(edit) = &transaction.settings {
                self.apply_settings(session, *user, edit).await?;
            }
            let theirs = transaction.messages.iter().cloned();
            messages
                .extend(theirs.map(|message| Queued::new(Some(*user), message, transaction.at)));
            let change = transaction.to_change(*user, mem::take(items));
            let mut document = serialize_to_raw_document_buf(&change)?;
            document.append(cstr!("_id"), change.id.to_string());
            changes.push(document);
            *items = change.items;
        }
        self.queue_messages(session, messages).await?;
        if !changes.is_empty() {
            let history = self.changes.clone_with_type::<RawDocumentBuf>();
            history.insert_many(changes).session(session).await?;
        }
        Ok(())
    }
}

impl DaySave<'_> {
    /// Applies the edits to the months. Fails if the transaction must be rolled back.
    fn edit(&self, months: &mut EditedMonths) -> Result<SaveOutcome, MongoError> {
        let mut items = Vec::new();
        for edit in &self.transaction.edits {
            let month = edit.day.month();
            let new = || EditedMonth::new(self.user, month);
            let month = months.entry((self.user, month)).or_insert_with(new);
            match month.log.edit(edit, self.transaction.at) {
                Ok(None) => {}
                Ok(Some(item)) => {
                    month.changed.insert(item.date.into());
                    items.push(item);
                }
                Err(conflict) if items.is_empty() => return Ok(Err(conflict)),
                Err(conflict) => return Err(StoreError::Conflict(conflict).into()),
            }
        }
        Ok(Ok(items))
    }
}

impl EditedMonth {
    fn stored(log: MonthLog) -> Self {
        Self { log, is_new: false, changed: BTreeSet::new() }
    }

    fn new(user: UserId, month: Month) -> Self {
        Self { is_new: true, ..Self::stored(MonthLog::empty(user, month)) }
    }

    /// Returns the update of the changed days, each addressed by its path. It is built as raw BSON,
    /// since a document with a year of days would take megabytes in memory.
    fn update(&self) -> Result<RawDocumentBuf, MongoError> {
        let (mut set, mut unset) = (RawDocumentBuf::new(), RawDocumentBuf::new());
        for key in &self.changed {
            let day = CString::try_from(format!("days.{key}"))?;
            let removed = CString::try_from(format!("removed.{key}"))?;
            if let Some(entry) = self.log.days.get(key) {
                set.append(day, serialize_to_raw_document_buf(entry)?);
                unset.append(removed, "");
            } else {
                unset.append(day, "");
                let version = serialize_to_bson(&self.log.removed.get(key))?;
                set.append(removed, RawBson::try_from(version)?);
            }
        }
        Ok(rawdoc! { "$set": set, "$unset": unset })
    }
}

/// Returns the error of the first failed statement of a write command. In a transaction, it ends
/// the command.
fn refused(reply: &Document) -> Option<MongoError> {
    let error = reply.get_array("writeErrors").ok()?.first()?.as_document()?;
    Some(MongoError::Statement {
        code: error.get_i32("code").unwrap_or_default(),
        message: error.get_str("errmsg").unwrap_or_default().to_owned(),
    })
}
