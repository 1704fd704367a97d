//! Documents that belong to a user and must not outlive them.

use mongodb::bson::{Document, deserialize_from_slice, doc};
use mongodb::{ClientSession, Collection};
use serde::de::DeserializeOwned;

use super::Mongo;
use super::error::MongoError;
use crate::domain::accounts::user::{User, UserId};
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
        let held = doc! { "$inc": { "held": 1_i64 } };
        let found = self.update_user(session, user, held).await?;
        found.then_some(()).ok_or(MongoError::Told(StoreError::NoSuchUser))
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
