//! The logins.

use std::collections::BTreeMap;

use async_trait::async_trait;
use mongodb::bson::{Document, doc, serialize_to_bson, serialize_to_document};
use serde::Deserialize;

use super::error::Error;
use super::{Mongo, date};
use crate::domain::Timestamp;
use crate::domain::session::{KeyHash, LoginSession};
use crate::domain::user::User;
use crate::storage::{Sessions, StoreError};

/// A login with its user, as one read gives them.
#[derive(Deserialize)]
struct Joined {
    session: LoginSession,
    users: Vec<User>,
}

#[async_trait]
impl Sessions for Mongo {
    async fn session(
        &self,
        key: &KeyHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError> {
        let pipeline = [
            doc! { "$match": { "key_hash": key.to_string() } },
            doc! { "$project": { "_id": 0, "session": "$$ROOT" } },
            doc! { "$lookup": {
                "from": "users",
                "localField": "session.user_id",
                "foreignField": "id",
                "as": "users",
            } },
        ];
        let read = async {
            let mut cursor = self.sessions.aggregate(pipeline).with_type::<Joined>().await?;
            let found = cursor.advance().await?;
            Ok::<_, Error>(if found { Some(cursor.deserialize_current()?) } else { None })
        };
        let Some(Joined { session, users }) = read.await? else { return Ok(None) };
        let user = users.into_iter().find(|user| user.disabled_at.is_none());
        Ok(user.filter(|_| session.expires_at > now).map(|user| (session, user)))
    }

    async fn add_session(&self, session: &LoginSession) -> Result<(), StoreError> {
        let mut document = serialize_to_document(session).map_err(Error::from)?;
        document.insert("ends", date(session.expires_at));
        let sessions = self.sessions.clone_with_type::<Document>();
        sessions.insert_one(document).await.map_err(Error::from)?;
        Ok(())
    }

    async fn set_session_data(
        &self,
        key: &KeyHash,
        data: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        let data = serialize_to_bson(data).map_err(Error::from)?;
        let update = doc! { "$set": { "data": data } };
        let outcome = self.sessions.update_one(doc! { "key_hash": key.to_string() }, update).await;
        Ok(outcome.map_err(Error::from)?.matched_count > 0)
    }

    async fn touch_session(
        &self,
        key: &KeyHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let text = |at: &Timestamp| serialize_to_bson(at).map_err(Error::from);
        let update = doc! { "$set": {
            "last_seen_at": text(&seen)?,
            "expires_at": text(&expires)?,
            "ends": date(expires),
        } };
        let outcome = self.sessions.update_one(doc! { "key_hash": key.to_string() }, update).await;
        outcome.map_err(Error::from)?;
        Ok(())
    }

    async fn end_session(&self, key: &KeyHash) -> Result<(), StoreError> {
        let outcome = self.sessions.delete_one(doc! { "key_hash": key.to_string() }).await;
        outcome.map_err(Error::from)?;
        Ok(())
    }

    /// The TTL indexes do the same, a minute late at most.
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError> {
        let ended = || doc! { "ends": { "$lte": date(now) } };
        self.sessions.delete_many(ended()).await.map_err(Error::from)?;
        self.throttles.delete_many(ended()).await.map_err(Error::from)?;
        Ok(())
    }
}
