//! Removing for good.

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use super::Mongo;
use super::error::Error;
use super::transaction::Work;
use crate::domain::day::Month;
use crate::domain::location::Location;
use crate::domain::settings::SettingsEdit;
use crate::domain::user::UserId;
use crate::storage::{Erasure, StoreError};

/// The collections whose documents have a `user_id`.
const OF_USERS: [&str; 10] = [
    "months",
    "changes",
    "sessions",
    "feeds",
    "tokens",
    "outbox",
    "password_resets",
    "email_confirmations",
    "uploads",
    "invitations",
];

#[async_trait]
impl Erasure for Mongo {
    async fn delete_days(&self, user: UserId, from: Month, to: Month) -> Result<usize, StoreError> {
        Ok(self.transaction(DeleteDays { user, from, to }).await?)
    }

    async fn delete_user(&self, user: UserId, attempts: &[String]) -> Result<bool, StoreError> {
        Ok(self.transaction(DeleteUser { user, attempts }).await?)
    }
}

struct DeleteUser<'a> {
    user: UserId,
    attempts: &'a [String],
}

#[async_trait]
impl Work for DeleteUser<'_> {
    type Outcome = bool;

    async fn run(&self, store: &Mongo, session: &mut ClientSession) -> Result<bool, Error> {
        let one = doc! { "_id": self.user.to_string() };
        let found = store.users.find_one_and_delete(one).session(&mut *session).await?;
        if let Some(user) = &found {
            store.remove_naming(session, user).await?;
        }
        for name in OF_USERS {
            let theirs = doc! { "user_id": self.user.to_string() };
            let collection = store.database.collection::<Document>(name);
            collection.delete_many(theirs).session(&mut *session).await?;
        }
        let counts = doc! { "_id": { "$in": self.attempts } };
        store.throttles.delete_many(counts).session(session).await?;
        Ok(found.is_some())
    }
}

struct DeleteDays {
    user: UserId,
    from: Month,
    to: Month,
}

#[async_trait]
impl Work for DeleteDays {
    type Outcome = usize;

    async fn run(&self, store: &Mongo, session: &mut ClientSession) -> Result<usize, Error> {
        let user = self.user.to_string();
        let range = doc! { "$gte": self.from.to_string(), "$lte": self.to.to_string() };
        let (mut gone, mut kept) = (0, Vec::<Location>::new());
        let theirs = doc! { "user_id": &user };
        let mut found = store.months.find(theirs).session(&mut *session).await?;
        while let Some(log) = found.next(session).await.transpose()? {
            let goes = (self.from..=self.to).contains(&log.month);
            if goes {
                gone += log.days.len();
            } else {
                kept.extend(log.locations().cloned());
            }
        }
        let months = doc! { "user_id": &user, "month": range };
        store.months.delete_many(months).session(&mut *session).await?;
        store.uploads.delete_many(doc! { "user_id": &user }).session(&mut *session).await?;
        self.forget_changes(store, session).await?;
        let kept = SettingsEdit::KeepLocations(kept);
        store.apply_settings(session, self.user, &kept).await?;
        Ok(gone)
    }
}

impl DeleteDays {
    /// Takes the days out of the history.
    async fn forget_changes(
        &self,
        store: &Mongo,
        session: &mut ClientSession,
    ) -> Result<(), Error> {
        let user = self.user.to_string();
        let (first, last) = (self.from.first_day().to_string(), self.to.last_day().to_string());
        let here = doc! { "date": { "$gte": &first, "$lte": &last } };
        let elsewhere =
            doc! { "$or": [{ "date": { "$lt": &first } }, { "date": { "$gt": &last } }] };
        let touched = doc! { "user_id": &user, "items": { "$elemMatch": &here } };
        let mut whole = touched.clone();
        whole.insert("$nor", [doc! { "items": { "$elemMatch": elsewhere } }]);
        store.changes.delete_many(whole).session(&mut *session).await?;
        let cut = doc! { "$pull": { "items": here } };
        store.changes.update_many(touched, cut).session(session).await?;
        Ok(())
    }
}
