//! Login sessions in MongoDB.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson};

use crate::domain::Timestamp;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::{User, UserId};
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

    async fn add_session(
        &self,
        session: &LoginSession,
        password: &PasswordHash,
    ) -> Result<(), StoreError> {
        let added =
            self.transaction(|t| Box::pin(self.start_login(&mut t.session, session, password)));
        Ok(added.await?)
    }

    async fn sessions(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Vec<LoginSession>, StoreError> {
        let found = self.sessions.find(user_filter(user)).projection(without_forms()).await;
        let found = found.map_err(MongoError::from)?.try_collect().await;
        let mut sessions: Vec<LoginSession> = found.map_err(MongoError::from)?;
        sessions.retain(|session| session.expires_at > now);
        sessions.sort_by_key(|session| Reverse(session.last_seen_at));
        Ok(sessions)
    }

    async fn edit_session_data(
        &self,
        key: &SecretHash,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError> {
        let edited = self.transaction(|t| {
            Box::pin(self.merge_session_data(&mut t.session, key, (before, after)))
        });
        Ok(edited.await?)
    }

    async fn touch_session(
        &self,
        key: &SecretHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError> {
        let text = |at: &Timestamp| serialize_to_bson(at).map_err(MongoError::from);
        let seen = text(&seen)?;
        let update = doc! {
            "$set": {
                "last_seen_at": &seen,
                "expires_at": text(&expires)?,
                "ends": date(expires),
            },
            // Times in this format are ordered like texts, except within a second.
            "$min": { "created_at": seen },
        };
        let outcome = self.sessions.update_one(doc! { "_id": key.to_string() }, update).await;
        outcome.map_err(MongoError::from)?;
        Ok(())
    }

    async fn end_session(&self, key: &SecretHash) -> Result<(), StoreError> {
        let outcome = self.sessions.delete_one(doc! { "_id": key.to_string() }).await;
        outcome.map_err(MongoError::from)?;
        Ok(())
    }

    async fn end_other_sessions(&self, user: UserId, kept: &SecretHash) -> Result<(), StoreError> {
        let others = doc! { "user_id": user.to_string(), "_id": { "$ne": kept.to_string() } };
        self.sessions.delete_many(others).await.map_err(MongoError::from)?;
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

fn user_filter(user: UserId) -> Document {
    doc! { "user_id": user.to_string() }
}

/// Returns the projection that omits the forms in a session's data.
fn without_forms() -> Document {
    LoginSession::FORMS.map(|key| (format!("data.{key}"), 0.into())).into_iter().collect()
}

impl Mongo {
    /// Changes the data of a session as a request did. Returns `false` if it doesn't exist.
    async fn merge_session_data(
        &self,
        session: &mut ClientSession,
        key: &SecretHash,
        (before, after): (&BTreeMap<String, String>, &BTreeMap<String, String>),
    ) -> Result<bool, MongoError> {
        let one = doc! { "_id": key.to_string() };
        let found = self.sessions.find_one(one.clone()).session(&mut *session).await?;
        let Some(mut login) = found else { return Ok(false) };
        login.merge_data(before, after);
        let update = doc! { "$set": { "data": serialize_to_bson(&login.data)? } };
        self.sessions.update_one(one, update).session(session).await?;
        Ok(true)
    }

    /// Adds a session, and ends the user's surplus sessions. Locking the user serializes concurrent
    /// logins, so that each one sees the other, and changes of the password.
    async fn start_login(
        &self,
        session: &mut ClientSession,
        login: &LoginSession,
        password: &PasswordHash,
    ) -> Result<(), MongoError> {
        self.lock_user_with(session, login.user_id, password).await?;
        let find = self.sessions.find(user_filter(login.user_id)).projection(without_forms());
        let mut found = find.session(&mut *session).await?;
        let others: Vec<LoginSession> = found.stream(&mut *session).try_collect().await?;
        let surplus = LoginSession::surplus(others, login.created_at);
        if !surplus.is_empty() {
            let keys: Vec<String> = surplus.iter().map(SecretHash::to_string).collect();
            let surplus = doc! { "_id": { "$in": keys } };
            self.sessions.delete_many(surplus).session(&mut *session).await?;
        }
        let document = keyed_until(login.key_hash.to_string(), login, login.expires_at)?;
        let sessions = self.sessions.clone_with_type::<Document>();
        sessions.insert_one(document).session(session).await?;
        Ok(())
    }
}
