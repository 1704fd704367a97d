//! Login sessions in MongoDB.

use std::collections::BTreeMap;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::bson::{Document, doc, serialize_to_bson};

use crate::domain::Timestamp;
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::User;
use crate::domain::backup::records::RecordKind;
use crate::domain::notifications::outbox::MAX_DELAY;
use crate::domain::values::clock_error::CLOCK_TOLERANCE;
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;
use crate::storage::accounts::Sessions;
use crate::storage::backup::collection_name;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed_until};

#[async_trait]
impl Sessions for Mongo {
    async fn session(
        &self,
        key: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError> {
        let found = Self::with_user(&self.sessions, &key.to_string()).await?;
        Ok(found.filter(|(session, _)| session.expires_at > now))
    }

    async fn add_session(&self, session: &LoginSession) -> Result<(), StoreError> {
        let document = keyed_until(session.key_hash.to_string(), session, session.expires_at)?;
        Ok(self.add_of_user(session.user_id, "sessions", document).await?)
    }

    async fn set_session_data(
        &self,
        key: &SecretHash,
        data: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        let data = serialize_to_bson(data).map_err(MongoError::from)?;
        let update = doc! { "$set": { "data": data } };
        let outcome = self.sessions.update_one(doc! { "_id": key.to_string() }, update).await;
        Ok(outcome.map_err(MongoError::from)?.matched_count > 0)
    }

    async fn touch_session(
        &self,
        key: &SecretHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let text = |at: &Timestamp| serialize_to_bson(at).map_err(MongoError::from);
        let update = doc! { "$set": {
            "last_seen_at": text(&seen)?,
            "expires_at": text(&expires)?,
            "ends": date(expires),
        } };
        let outcome = self.sessions.update_one(doc! { "_id": key.to_string() }, update).await;
        outcome.map_err(MongoError::from)?;
        Ok(())
    }

    async fn end_session(&self, key: &SecretHash) -> Result<(), StoreError> {
        let outcome = self.sessions.delete_one(doc! { "_id": key.to_string() }).await;
        outcome.map_err(MongoError::from)?;
        Ok(())
    }

    /// The TTL indexes delete the same documents, with a delay of up to a minute.
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError> {
        let text = |at: Timestamp| serialize_to_bson(&at).map_err(MongoError::from);
        for kind in RecordKind::ALL.iter().filter(|kind| kind.expires()) {
            let mut ended = vec![doc! { "ends": { "$lte": date(now) } }];
            let latest = kind.max_lifetime().map(|most| date(now + most + CLOCK_TOLERANCE));
            ended.extend(latest.map(|latest| doc! { "ends": { "$gt": latest } }));
            let documents = self.database.collection::<Document>(collection_name(*kind));
            documents.delete_many(doc! { "$or": ended }).await.map_err(MongoError::from)?;
        }
        let ahead = doc! {
            "ends": { "$gt": date(now) },
            "last_seen_at": { "$gt": text(now + CLOCK_TOLERANCE)? },
        };
        let found = self.sessions.find(ahead).await.map_err(MongoError::from)?;
        let ahead: Vec<LoginSession> = found.try_collect().await.map_err(MongoError::from)?;
        for mut session in ahead {
            session.date_back(now);
            self.touch_session(&session.key_hash, now, session.expires_at).await?;
        }
        let ahead = doc! { "due": { "$gt": date(now + MAX_DELAY) } };
        let due = doc! { "$set": { "due": date(now), "due_at": text(now)? } };
        self.outbox.update_many(ahead, due).await.map_err(MongoError::from)?;
        Ok(())
    }
}
