//! Days and their history in MongoDB.

mod erasure;

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::raw::{CString, RawArrayBuf, cstr};
use mongodb::bson::{
    Document, RawBson, RawDocumentBuf, deserialize_from_slice, doc, rawdoc, serialize_to_bson,
    serialize_to_raw_document_buf,
};

use super::Mongo;
use super::error::MongoError;
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::{Change, ChangeId, ChangeItem};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::month_log::{DayKey, MonthLog};
use crate::domain::year::digest::{DigestReader, StoredMonth, YearDigest};
use crate::storage::days::ENOUGH_ITEMS;
use crate::storage::{DayTransaction, Days, StoreError};

/// The batch size of a cursor over months. Larger than a year, so that it takes one round trip.
const ONE_BATCH: u32 = 1000;

/// How many months are saved with one command, of which the driver has several copies in memory.
const MONTHS_PER_COMMAND: usize = 24;

#[async_trait]
impl Days for Mongo {
    async fn month(&self, user: UserId, month: Month) -> Result<MonthLog, StoreError> {
        let found =
            self.months.find_one(month_filter(user, month)).await.map_err(MongoError::from)?;
        Ok(found.unwrap_or_else(|| MonthLog::empty(user, month)))
    }

    async fn months(
        &self,
        user: UserId,
        from: Month,
        to: Month,
    ) -> Result<Vec<MonthLog>, StoreError> {
        let range = doc! { "$gte": from.to_string(), "$lte": to.to_string() };
        let theirs = doc! { "user_id": user.to_string(), "month": range };
        let found = self.months.find(theirs).sort(doc! { "month": 1 }).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }

    async fn brief(&self, user: UserId, from: Month, to: Month) -> Result<YearDigest, StoreError> {
        Ok(self.read_brief(user, from, to).await?)
    }

    async fn edit_days(
        &self,
        user: UserId,
        transaction: &DayTransaction,
    ) -> Result<Vec<ChangeItem>, StoreError> {
        Ok(self.transaction(|t| Box::pin(self.apply(&mut t.session, user, transaction))).await?)
    }

    async fn day_history(&self, user: UserId, day: Day) -> Result<Vec<Change>, StoreError> {
        let touched = doc! { "user_id": user.to_string(), "items.date": day.to_string() };
        // Only this day's item, because a change can contain thousands.
        let only = doc! {
            "id": 1, "user_id": 1, "at": 1, "actor": 1, "act": 1,
            "items": { "$elemMatch": { "date": day.to_string() } },
        };
        let found = self.changes.find(touched).projection(only).sort(doc! { "id": 1 }).await;
        let changes = found.map_err(MongoError::from)?.try_collect().await;
        let mut changes: Vec<Change> = changes.map_err(MongoError::from)?;
        // The ID of a previewed change is as old as its preview.
        changes.sort_by_key(|change| change.at);
        Ok(changes)
    }

    async fn changes_between(
        &self,
        user: UserId,
        from: Day,
        to: Day,
        read: &[ChangeId],
    ) -> Result<Vec<Change>, StoreError> {
        Ok(self.read_changes(user, (from, to), read).await?)
    }

    async fn change(&self, user: UserId, id: ChangeId) -> Result<Option<Change>, StoreError> {
        let one = doc! { "_id": id.to_string(), "user_id": user.to_string() };
        Ok(self.changes.find_one(one).await.map_err(MongoError::from)?)
    }

    async fn has_change(&self, user: UserId, id: ChangeId) -> Result<bool, StoreError> {
        let one = doc! { "_id": id.to_string(), "user_id": user.to_string() };
        let changes = self.changes.clone_with_type::<RawDocumentBuf>();
        let found = changes.find_one(one).projection(doc! { "_id": 1 }).await;
        Ok(found.map_err(MongoError::from)?.is_some())
    }
}

impl Mongo {
    /// Reads months backwards from the latest: as many as the range contains and one more, which
    /// shows whether anything is logged before it. Months without remaining days don't count.
    async fn read_brief(
        &self,
        user: UserId,
        from: Month,
        to: Month,
    ) -> Result<YearDigest, MongoError> {
        let theirs = doc! {
            "user_id": user.to_string(),
            "month": { "$lte": to.to_string() },
            "days": { "$gt": {} },
        };
        let enough = i64::from(from.months_until(to)) + 2;
        let months = self.months.clone_with_type::<RawDocumentBuf>();
        let found = months.find(theirs).sort(doc! { "month": -1 }).limit(enough);
        let mut found = found.batch_size(ONE_BATCH).await?;
        let mut reader = DigestReader::new(from);
        while found.advance().await? {
            let month: StoredMonth<'_> = deserialize_from_slice(found.current().as_bytes())?;
            let taken = reader.add_month(&month);
            if taken.map_err(|_| MongoError::Malformed("a month makes no sense"))?.is_break() {
                break;
            }
        }
        Ok(reader.finish())
    }

    async fn read_changes(
        &self,
        user: UserId,
        (from, to): (Day, Day),
        read: &[ChangeId],
    ) -> Result<Vec<Change>, MongoError> {
        let range = doc! { "date": { "$gte": from.to_string(), "$lte": to.to_string() } };
        let read: Vec<String> = read.iter().map(ToString::to_string).collect();
        let touched = doc! {
            "user_id": user.to_string(),
            "items": { "$elemMatch": range },
            "_id": { "$nin": read },
        };
        let mut found = self.changes.find(touched).sort(doc! { "id": 1 }).await?;
        let (mut changes, mut items) = (Vec::new(), 0);
        while items < ENOUGH_ITEMS
            && let Some(change) = found.try_next().await?
        {
            items += change.items.len();
            changes.push(change);
        }
        Ok(changes)
    }

    async fn apply(
        &self,
        session: &mut ClientSession,
        user: UserId,
        transaction: &DayTransaction,
    ) -> Result<Vec<ChangeItem>, MongoError> {
        let mut months = self.months_of(session, user, transaction).await?;
        let count_before = months.len();
        let mut items = Vec::new();
        for edit in &transaction.edits {
            let month = edit.day.month();
            let log = months.entry(month).or_insert_with(|| MonthLog::empty(user, month));
            items.extend(log.edit(edit, transaction.at).map_err(StoreError::Conflict)?);
        }
        if items.is_empty() {
            return Ok(items);
        }
        if months.len() > count_before {
            self.lock_user(session, user).await?;
        }
        self.write_months(session, months.values(), &items).await?;
        drop(months);
        if let Some(edit) = &transaction.settings {
            self.apply_settings(session, user, edit).await?;
        }
        self.queue_all(session, user, transaction.messages.iter().cloned(), transaction.at).await?;
        let change = transaction.to_change(user, items);
        let mut document = serialize_to_raw_document_buf(&change)?;
        document.append(cstr!("_id"), change.id.to_string());
        let changes = self.changes.clone_with_type::<RawDocumentBuf>();
        changes.insert_one(document).session(session).await?;
        Ok(change.items)
    }

    /// Returns the months that a change affects, read in this transaction with one query.
    async fn months_of(
        &self,
        session: &mut ClientSession,
        user: UserId,
        transaction: &DayTransaction,
    ) -> Result<BTreeMap<Month, MonthLog>, MongoError> {
        let touched: BTreeSet<Month> =
            transaction.edits.iter().map(|edit| edit.day.month()).collect();
        let touched: Vec<String> = touched.iter().map(Month::to_string).collect();
        let theirs = doc! { "user_id": user.to_string(), "month": { "$in": touched } };
        let mut found = self.months.find(theirs).session(&mut *session).await?;
        let mut months = BTreeMap::new();
        while let Some(log) = found.next(session).await.transpose()? {
            months.insert(log.month, log);
        }
        Ok(months)
    }

    /// Saves the changed days of all months with as few commands as memory permits.
    async fn write_months(
        &self,
        session: &mut ClientSession,
        months: impl Iterator<Item = &MonthLog>,
        items: &[ChangeItem],
    ) -> Result<(), MongoError> {
        for months in months.collect::<Vec<_>>().chunks(MONTHS_PER_COMMAND) {
            let mut updates = RawArrayBuf::new();
            for log in months {
                if let Some(update) = by_path(log, items)? {
                    let month = RawDocumentBuf::try_from(month_filter(log.user_id, log.month))?;
                    updates.push(rawdoc! { "q": month, "u": update, "upsert": true });
                }
            }
            if updates.is_empty() {
                continue;
            }
            let command = rawdoc! { "update": self.months.name(), "updates": updates };
            let reply = self.database.run_raw_command(command).session(&mut *session).await?;
            if let Some(error) = refused(&reply) {
                return Err(error);
            }
        }
        Ok(())
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

fn month_filter(user: UserId, month: Month) -> Document {
    doc! { "user_id": user.to_string(), "month": month.to_string() }
}

/// Returns the update of a month's changed days, each addressed by its path, or `None` if none
/// changed. It is built as raw BSON, since a document with a year of days would take megabytes in
/// memory.
fn by_path(log: &MonthLog, items: &[ChangeItem]) -> Result<Option<RawDocumentBuf>, MongoError> {
    let (mut set, mut unset) = (RawDocumentBuf::new(), RawDocumentBuf::new());
    for item in items.iter().filter(|item| item.date.month() == log.month) {
        let key = DayKey::from(item.date);
        let day = CString::try_from(format!("days.{key}"))?;
        let removed = CString::try_from(format!("removed.{key}"))?;
        if let Some(entry) = &item.after {
            set.append(day, serialize_to_raw_document_buf(entry)?);
            unset.append(removed, "");
        } else {
            unset.append(day, "");
            set.append(removed, RawBson::try_from(serialize_to_bson(&log.removed.get(&key))?)?);
        }
    }
    let mut update = RawDocumentBuf::new();
    for (operator, fields) in [(cstr!("$set"), set), (cstr!("$unset"), unset)] {
        if !fields.is_empty() {
            update.append(operator, fields);
        }
    }
    Ok((!update.is_empty()).then_some(update))
}
