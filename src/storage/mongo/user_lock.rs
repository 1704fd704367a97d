//! Documents that belong to a user and must not outlive them.

use std::collections::BTreeSet;

use mongodb::bson::{Document, deserialize_from_slice, doc};
use mongodb::{ClientSession, Collection};
use serde::de::DeserializeOwned;

use super::Mongo;
use super::error::MongoError;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

impl Mongo {
    /// Adds a document of a user to a collection. Fails if the user no longer exists.
    pub(super) async fn add_of_user(
        &self,
        user: UserId,
        to: &str,
        document: Document,
    ) -> Result<(), MongoError> {
        let (collection, document) = (&self.database.collection::<Document>(to), &document);
        self.transaction(|t| {
            Box::pin(async move {
                self.lock_user(&mut t.session, user).await?;
                collection.insert_one(document).session(&mut t.session).await?;
                Ok(())
            })
        })
        .await
    }

    /// Locks a user until the end of the transaction. Since deleting the user writes the same
    /// document, one of two concurrent transactions fails and is retried. Transactions that only
    /// change existing documents of the user don't require the lock, because those are deleted
    /// together with the user.
    pub(super) async fn lock_user(
        &self,
        session: &mut ClientSession,
        user: UserId,
    ) -> Result<(), MongoError> {
        self.lock_users(session, &BTreeSet::from([user])).await
    }

    /// Locks a user like [`lock_user`](Self::lock_user). Fails unless they may still log in with this
    /// password.
    pub(super) async fn lock_user_with(
        &self,
        session: &mut ClientSession,
        user: UserId,
        password: &PasswordHash,
    ) -> Result<(), MongoError> {
        self.lock_user(session, user).await?;
        let user = self.user_in(session, user).await?;
        let user = user.filter(|user| user.may_log_in_with(password));
        user.map(drop).ok_or(MongoError::Told(StoreError::NoSuchUser))
    }

    /// Locks a session of a user until the end of the transaction, so that it can't end meanwhile.
    /// Returns `false` if it has ended. Changing the password and disabling the account end it, too.
    pub(super) async fn lock_login(
        &self,
        session: &mut ClientSession,
        user: UserId,
        key: &SecretHash,
    ) -> Result<bool, MongoError> {
        let one = doc! { "_id": key.to_string(), "user_id": user.to_string() };
        let held = doc! { "$inc": { "held": 1_i64 } };
        let outcome = self.sessions.update_one(one, held).session(session).await?;
        Ok(outcome.matched_count > 0)
    }

    /// Locks a user and one of their sessions until the end of the transaction. Fails if the session has
    /// ended.
    pub(super) async fn lock_user_in(
        &self,
        session: &mut ClientSession,
        user: UserId,
        login: &SecretHash,
    ) -> Result<(), MongoError> {
        self.lock_user(session, user).await?;
        let is_active = self.lock_login(session, user, login).await?;
        is_active.then_some(()).ok_or(MongoError::Told(StoreError::NoSuchUser))
    }

    /// Locks several users with one statement, like [`lock_user`](Self::lock_user).
    pub(super) async fn lock_users(
        &self,
        session: &mut ClientSession,
        users: &BTreeSet<UserId>,
    ) -> Result<(), MongoError> {
        if users.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = users.iter().map(UserId::to_string).collect();
        let held = doc! { "$inc": { "held": 1_i64 } };
        let locked = self.users.update_many(doc! { "_id": { "$in": ids } }, held);
        let found = locked.session(session).await?.matched_count;
        let all_exist = usize::try_from(found).is_ok_and(|found| found == users.len());
        all_exist.then_some(()).ok_or(MongoError::Told(StoreError::NoSuchUser))
    }

    /// Returns a document and its user, unless the user is disabled. Takes one round trip.
    pub(super) async fn with_user<D: DeserializeOwned + Send + Sync>(
        collection: &Collection<D>,
        key: &str,
    ) -> Result<Option<(D, User)>, MongoError> {
        // The server merges `$unwind` into `$lookup`, which is its fastest way to join.
        let pipeline = [
            doc! { "$match": { "_id": key } },
            doc! { "$lookup": {
                "from": "users", "localField": "user_id", "foreignField": "_id", "as": "user",
            } },
            doc! { "$unwind": "$user" },
        ];
        let mut cursor = collection.aggregate(pipeline).await?;
        if !cursor.advance().await? {
            return Ok(None);
        }
        let document = deserialize_from_slice(cursor.current().as_bytes())?;
        let user = cursor.current().get_document("user")?;
        let user: User = deserialize_from_slice(user.as_bytes())?;
        Ok(user.disabled_at.is_none().then_some((document, user)))
    }
}
