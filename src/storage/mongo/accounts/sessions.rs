//! Login sessions in MongoDB.

use std::collections::BTreeMap;

use async_trait::async_trait;
use mongodb::bson::{doc, serialize_to_bson};

use crate::domain::Timestamp;
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::User;
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;
use crate::storage::accounts::Sessions;
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
        let ended = || doc! { "ends": { "$lte": date(now) } };
        self.sessions.delete_many(ended()).await.map_err(MongoError::from)?;
        self.throttles.delete_many(ended()).await.map_err(MongoError::from)?;
        self.password_resets.delete_many(ended()).await.map_err(MongoError::from)?;
        self.email_confirmations.delete_many(ended()).await.map_err(MongoError::from)?;
        self.uploads.delete_many(ended()).await.map_err(MongoError::from)?;
        self.upload_chunks.delete_many(ended()).await.map_err(MongoError::from)?;
        self.invitations.delete_many(ended()).await.map_err(MongoError::from)?;
        self.tokens.delete_many(ended()).await.map_err(MongoError::from)?;
        Ok(())
    }
}
