//! Days and their history in MongoDB.

mod apply;
mod erasure;
pub(super) mod group_commit;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{Document, RawDocumentBuf, deserialize_from_slice, doc};
use serde::Deserialize;

use super::Mongo;
use super::error::MongoError;
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::{Change, ChangeId, ChangeItem};
use crate::domain::days::day::{Day, Month};
use crate::domain::days::month_log::MonthLog;
use crate::domain::year::digest::{DigestReader, StoredMonth, YearDigest};
use crate::storage::days::ENOUGH_ITEMS;
use crate::storage::{DayTransaction, Days, HistoryPage, StoreError};
use apply::DaySave;

/// The batch size of a cursor over months. Larger than a year, so that it takes one round trip.
const ONE_BATCH: u32 = 1000;

/// The month of a stored log.
#[derive(Deserialize)]
struct LoggedMonth {
    month: Month,
}

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

    async fn logged_months(&self, user: UserId) -> Result<Vec<Month>, StoreError> {
        let theirs = doc! { "user_id": user.to_string() };
        let months = self.months.clone_with_type::<LoggedMonth>();
        // The index contains both fields.
        let found = months.find(theirs).projection(doc! { "_id": 0, "month": 1 });
        let found = found.sort(doc! { "month": 1 }).batch_size(ONE_BATCH).await;
        let months = found.map_err(MongoError::from)?.map_ok(|LoggedMonth { month }| month);
        Ok(months.try_collect().await.map_err(MongoError::from)?)
    }

    async fn brief(&self, user: UserId, from: Month, to: Month) -> Result<YearDigest, StoreError> {
        Ok(self.read_brief(user, from, to).await?)
    }

    async fn edit_days(
        &self,
        user: UserId,
        transaction: &DayTransaction,
    ) -> Result<Vec<ChangeItem>, StoreError> {
        if let ([_], None, Some(queue)) = (&transaction.edits[..], transaction.origin, &self.saves)
            && let Some(outcome) = queue.save(user, transaction).await
        {
            return outcome;
        }
        let alone = [DaySave { user, transaction }];
        let mut outcomes =
            self.transaction(|t| Box::pin(self.apply(&mut t.session, &alone))).await?;
        Ok(outcomes.pop().transpose().map_err(StoreError::Conflict)?.unwrap_or_default())
    }

    async fn day_history(
        &self,
        user: UserId,
        day: Day,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<HistoryPage, StoreError> {
        Ok(HistoryPage::new(self.read_history(user, day, before, limit + 1).await?, limit))
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

    async fn read_history(
        &self,
        user: UserId,
        day: Day,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<Vec<Change>, MongoError> {
        let mut touched = doc! { "user_id": user.to_string(), "items.date": day.to_string() };
        if let Some(before) = before {
            touched.insert("id", doc! { "$lt": before.to_string() });
        }
        // Only this day's item, because a change can contain thousands.
        let only = doc! {
            "id": 1, "user_id": 1, "at": 1, "actor": 1, "act": 1,
            "items": { "$elemMatch": { "date": day.to_string() } },
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let found = self.changes.find(touched).projection(only).sort(doc! { "id": -1 });
        Ok(found.limit(limit).await?.try_collect().await?)
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
}

fn month_filter(user: UserId, month: Month) -> Document {
    doc! { "user_id": user.to_string(), "month": month.to_string() }
}
