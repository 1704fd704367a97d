//! The users.

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson};

use super::error::Error;
use super::transaction::Work;
use super::{Mongo, keyed};
use crate::domain::Timestamp;
use crate::domain::password::PasswordHash;
use crate::domain::settings::SettingsEdit;
use crate::domain::user::{User, UserId, UsernameKey};
use crate::storage::{Accounts, StoreError};

#[async_trait]
impl Accounts for Mongo {
    async fn add_user(&self, user: &User) -> Result<(), StoreError> {
        let users = self.users.clone_with_type::<Document>();
        let added = users.insert_one(keyed(user.id.to_string(), user)?).await.map_err(Error::from);
        added.map(|_| ()).map_err(|error| match error {
            error if error.is_duplicate() => StoreError::UsernameTaken,
            error => error.into(),
        })
    }

    async fn user_by_name(&self, name: &UsernameKey) -> Result<Option<User>, StoreError> {
        let found = self.users.find_one(doc! { "username_key": name.as_str() }).await;
        Ok(found.map_err(Error::from)?)
    }

    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError> {
        Ok(self.transaction(EditSettings { user, edit }).await?)
    }

    async fn set_password(&self, user: UserId, hash: &PasswordHash) -> Result<bool, StoreError> {
        let update = doc! { "$set": { "password_hash": hash.as_phc() } };
        Ok(self.transaction(Change { user, update, ends_logins: true }).await?)
    }

    async fn set_disabled(&self, user: UserId, at: Option<Timestamp>) -> Result<bool, StoreError> {
        let update = if let Some(at) = at {
            doc! { "$set": { "disabled_at": serialize_to_bson(&at).map_err(Error::from)? } }
        } else {
            doc! { "$unset": { "disabled_at": "" } }
        };
        Ok(self.transaction(Change { user, update, ends_logins: at.is_some() }).await?)
    }
}

/// An edit of a user's settings.
struct EditSettings<'a> {
    user: UserId,
    edit: &'a SettingsEdit,
}

#[async_trait]
impl Work for EditSettings<'_> {
    type Outcome = bool;

    async fn run(&self, store: &Mongo, session: &mut ClientSession) -> Result<bool, Error> {
        store.apply_settings(session, self.user, self.edit).await
    }
}

/// A change of an account that may end its logins.
struct Change {
    user: UserId,
    update: Document,
    ends_logins: bool,
}

#[async_trait]
impl Work for Change {
    type Outcome = bool;

    async fn run(&self, store: &Mongo, session: &mut ClientSession) -> Result<bool, Error> {
        let matched = store.update_user(session, self.user, self.update.clone()).await?;
        if self.ends_logins {
            let theirs = doc! { "user_id": self.user.to_string() };
            store.sessions.delete_many(theirs).session(session).await?;
        }
        Ok(matched)
    }
}

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

    async fn update_user(
        &self,
        session: &mut ClientSession,
        user: UserId,
        update: Document,
    ) -> Result<bool, Error> {
        let one = doc! { "_id": user.to_string() };
        let outcome = self.users.update_one(one, update).session(session).await?;
        Ok(outcome.matched_count > 0)
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

    /// Applies an edit to the settings as they are in this transaction.
    pub(super) async fn apply_settings(
        &self,
        session: &mut ClientSession,
        user: UserId,
        edit: &SettingsEdit,
    ) -> Result<bool, Error> {
        let one = doc! { "_id": user.to_string() };
        let found = self.users.find_one(one).session(&mut *session).await?;
        let Some(mut found) = found else { return Ok(false) };
        if found.settings.apply(edit).map_err(StoreError::Types)? {
            let settings = serialize_to_bson(&found.settings)?;
            self.update_user(session, user, doc! { "$set": { "settings": settings } }).await?;
        }
        Ok(true)
    }
}
