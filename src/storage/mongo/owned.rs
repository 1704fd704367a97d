//! Documents that are a user's, which must not outlive the user.

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use super::Mongo;
use super::error::Error;
use super::transaction::Work;
use crate::domain::user::UserId;
use crate::storage::StoreError;

/// A new document of a user.
struct Add<'a> {
    user: UserId,
    to: &'a str,
    document: Document,
}

#[async_trait]
impl Work for Add<'_> {
    type Outcome = ();

    async fn run(&self, store: &Mongo, session: &mut ClientSession) -> Result<(), Error> {
        store.hold_user(session, self.user).await?;
        let collection = store.database.collection::<Document>(self.to);
        collection.insert_one(&self.document).session(session).await?;
        Ok(())
    }
}

impl Mongo {
    /// Adds a document of a user to a collection, unless the user is gone by then.
    pub(super) async fn add_of_user(
        &self,
        user: UserId,
        to: &str,
        document: Document,
    ) -> Result<(), Error> {
        self.transaction(Add { user, to, document }).await
    }

    /// Makes sure that the user is there until the transaction ends: removing the user writes the
    /// same document, so that of the two one fails and is tried again. A transaction that only
    /// changes what is already the user's need not, as that is removed with the user.
    pub(super) async fn hold_user(
        &self,
        session: &mut ClientSession,
        user: UserId,
    ) -> Result<(), Error> {
        let held = doc! { "$inc": { "held": 1_i64 } };
        let found = self.update_user(session, user, held).await?;
        found.then_some(()).ok_or(Error::Told(StoreError::NoSuchUser))
    }
}
