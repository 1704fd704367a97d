//! Permanent deletion from MongoDB.

use std::collections::BTreeMap;

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::UserId;
use crate::domain::backup::records::RecordKind;
use crate::domain::days::day::{Day, Month};
use crate::domain::settings::SettingsEdit;
use crate::domain::year::digest::{DigestReader, YearDigest, text_of};
use crate::domain::year::kept_balances::keep_balances;
use crate::storage::backup::collection_name;
use crate::storage::mongo::Mongo;
use crate::storage::mongo::error::MongoError;
use crate::storage::{Erasure, StoreError};

#[async_trait]
impl Erasure for Mongo {
    async fn delete_days(&self, user: UserId, from: Month, to: Month) -> Result<usize, StoreError> {
        Ok(self.transaction(|t| Box::pin(self.remove_days(&mut t.session, user, from, to))).await?)
    }

    async fn delete_user(&self, user: UserId, attempts: &[String]) -> Result<bool, StoreError> {
        Ok(self.transaction(|t| Box::pin(self.remove_user(&mut t.session, user, attempts))).await?)
    }
}

impl Mongo {
    /// Deletes a user, everything that belongs to them, and their attempt counters.
    async fn remove_user(
        &self,
        session: &mut ClientSession,
        user: UserId,
        attempts: &[String],
    ) -> Result<bool, MongoError> {
        let one = doc! { "_id": user.to_string() };
        let found = self.users.find_one_and_delete(one).session(&mut *session).await?;
        if let Some(found) = &found {
            self.remove_naming(session, found).await?;
        }
        for kind in RecordKind::ALL.iter().filter(|kind| kind.owner() == Some(RecordKind::User)) {
            let theirs = doc! { "user_id": user.to_string() };
            let collection = self.database.collection::<Document>(collection_name(*kind));
            collection.delete_many(theirs).session(&mut *session).await?;
        }
        self.remove_counters(session, attempts).await?;
        Ok(found.is_some())
    }

    /// Deletes the days of a range of months. Returns the number of deleted entries.
    async fn remove_days(
        &self,
        session: &mut ClientSession,
        user: UserId,
        from: Month,
        to: Month,
    ) -> Result<usize, MongoError> {
        let range = doc! { "$gte": from.to_string(), "$lte": to.to_string() };
        let mut digests = BTreeMap::new();
        let theirs = doc! { "user_id": user.to_string() };
        let mut found = self.months.find(theirs).session(&mut *session).await?;
        while let Some(log) = found.next(session).await.transpose()? {
            digests.insert(log.month, text_of(&log));
        }
        let all = read_digests(&digests)?;
        let gone = all.between(from.first_day(), to.last_day());
        let months = doc! { "user_id": user.to_string(), "month": range };
        self.months.delete_many(months).session(&mut *session).await?;
        self.remove_uploads(session, user).await?;
        // Submitted forms contain days.
        let forms = LoginSession::FORMS.map(|key| (format!("data.{key}"), "".into()));
        let forms: Document = forms.into_iter().collect();
        let theirs = doc! { "user_id": user.to_string() };
        self.sessions.update_many(theirs, doc! { "$unset": forms }).session(&mut *session).await?;
        self.forget_changes(session, user, from.first_day(), to.last_day()).await?;
        let one = doc! { "_id": user.to_string() };
        if let Some(found) = self.users.find_one(one).session(&mut *session).await? {
            let mut edits = keep_balances(&found.settings, &all, from, to);
            edits.push(SettingsEdit::KeepLocations(all.locations_except(gone)));
            self.apply_settings(session, user, &SettingsEdit::Batch(edits)).await?;
        }
        Ok(gone.len())
    }

    /// Removes days from the history.
    async fn forget_changes(
        &self,
        session: &mut ClientSession,
        user: UserId,
        first: Day,
        last: Day,
    ) -> Result<(), MongoError> {
        let (first, last) = (first.to_string(), last.to_string());
        let here = doc! { "date": { "$gte": &first, "$lte": &last } };
        let elsewhere =
            doc! { "$or": [{ "date": { "$lt": &first } }, { "date": { "$gt": &last } }] };
        let touched = doc! { "user_id": user.to_string(), "items": { "$elemMatch": &here } };
        let mut whole = touched.clone();
        whole.insert("$nor", [doc! { "items": { "$elemMatch": elsewhere } }]);
        self.changes.delete_many(whole).session(&mut *session).await?;
        let cut = doc! { "$pull": { "items": here } };
        self.changes.update_many(touched, cut).session(session).await?;
        Ok(())
    }
}

/// Combines the digests of months.
fn read_digests(months: &BTreeMap<Month, String>) -> Result<YearDigest, MongoError> {
    let mut reader = DigestReader::new(Month::FIRST);
    for (month, text) in months.iter().rev() {
        let taken = reader.take_text(*month, text);
        let _ = taken.map_err(|_| MongoError::Malformed("a month makes no sense"))?;
    }
    Ok(reader.finish())
}
