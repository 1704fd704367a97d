//! Users in MongoDB.

pub(super) mod auth_events;
mod one_time_links;
mod sessions;
mod throttles;
mod tokens;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc, serialize_to_bson};

use super::error::MongoError;
use super::{Mongo, keyed};
use crate::domain::Timestamp;
use crate::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use crate::domain::accounts::user::{Email, EmailKey, User, UserId, UsernameKey};
use crate::domain::notifications::outbox::Message;
use crate::domain::settings::SettingsEdit;
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;
use crate::storage::accounts::Accounts;

#[async_trait]
impl Accounts for Mongo {
    async fn add_user(&self, user: &User) -> Result<(), StoreError> {
        Ok(self.transaction(|t| Box::pin(self.insert_user(&mut t.session, user))).await?)
    }

    async fn user_by_name(&self, name: &UsernameKey) -> Result<Option<User>, StoreError> {
        let found = self.users.find_one(doc! { "username_key": name.as_str() }).await;
        Ok(found.map_err(MongoError::from)?)
    }

    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError> {
        let found = self.users.find_one(doc! { "_id": id.to_string() }).await;
        Ok(found.map_err(MongoError::from)?)
    }

    async fn users_by_email(&self, email: &EmailKey) -> Result<Vec<User>, StoreError> {
        let theirs = doc! { "email_key": email.as_str() };
        let found = self.users.find(theirs).sort(doc! { "_id": 1 }).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }

    async fn edit_email(
        &self,
        user: UserId,
        login: &SecretHash,
        email: Option<&Email>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let changed = self.transaction(|t| {
            Box::pin(async move {
                if !self.lock_login(&mut t.session, user, login).await? {
                    return Ok(false);
                }
                let found = self.user_in(&mut t.session, user).await?;
                let Some(user) = found else { return Ok(false) };
                self.change_email(&mut t.session, user, email, at).await?;
                Ok(true)
            })
        });
        Ok(changed.await?)
    }

    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError> {
        let applied =
            self.transaction(|t| Box::pin(self.apply_settings(&mut t.session, user, edit)));
        Ok(applied.await?)
    }

    async fn edit_settings_in(
        &self,
        user: UserId,
        login: &SecretHash,
        edit: &SettingsEdit,
    ) -> Result<bool, StoreError> {
        let applied = self.transaction(|t| {
            Box::pin(async move {
                Ok(self.lock_login(&mut t.session, user, login).await?
                    && self.apply_settings(&mut t.session, user, edit).await?)
            })
        });
        Ok(applied.await?)
    }

    async fn set_password(
        &self,
        user: UserId,
        current: &PasswordHash,
        hash: &PasswordHash,
        renewal: PasswordChangeReason,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let replaced = self.transaction(|t| {
            Box::pin(async move {
                let found = self.user_in(&mut t.session, user).await?;
                let found = found.filter(|found| found.password_hash == *current);
                let Some(user) = found else { return Ok(false) };
                self.replace_password(&mut t.session, user, hash, renewal, at).await?;
                Ok(true)
            })
        });
        Ok(replaced.await?)
    }
}

impl Mongo {
    /// Requests a change of a user's email address, or removes it.
    async fn change_email(
        &self,
        session: &mut ClientSession,
        mut user: User,
        email: Option<&Email>,
        at: Timestamp,
    ) -> Result<(), MongoError> {
        let messages = user.want_email(email.cloned());
        self.save_user(session, &user).await?;
        if user.email.is_none() {
            self.end_resets(session, user.id).await?;
        }
        self.queue_all(session, user.id, messages, at).await
    }

    /// Adds a user, and queues a confirmation message if they entered an email address.
    pub(super) async fn insert_user(
        &self,
        session: &mut ClientSession,
        user: &User,
    ) -> Result<(), MongoError> {
        let users = self.users.clone_with_type::<Document>();
        let document = keyed(user.id.to_string(), user)?;
        let added =
            users.insert_one(document).session(&mut *session).await.map_err(MongoError::from);
        added.map_err(|error| match error {
            error if error.is_duplicate() => StoreError::UsernameTaken.into(),
            error => error,
        })?;
        let given = user.pending_email().cloned();
        let given = given.map(|email| Message::ConfirmEmail { email });
        self.queue_all(session, user.id, given, user.created_at).await
    }

    /// Returns a user as read in this transaction.
    pub(super) async fn user_in(
        &self,
        session: &mut ClientSession,
        id: UserId,
    ) -> Result<Option<User>, MongoError> {
        Ok(self.users.find_one(doc! { "_id": id.to_string() }).session(session).await?)
    }

    /// Saves a user that was read in this transaction.
    pub(super) async fn save_user(
        &self,
        session: &mut ClientSession,
        user: &User,
    ) -> Result<(), MongoError> {
        let id = user.id.to_string();
        let users = self.users.clone_with_type::<Document>();
        let document = keyed(id.clone(), user)?;
        users.replace_one(doc! { "_id": id }, document).session(session).await?;
        Ok(())
    }

    /// Sets the password of a user who was read in this transaction, drops a requested change of a
    /// confirmed email address, ends all sessions and password reset links, and queues a notification.
    /// Also revokes the API tokens, if the reason says so.
    pub(super) async fn replace_password(
        &self,
        session: &mut ClientSession,
        mut user: User,
        hash: &PasswordHash,
        renewal: PasswordChangeReason,
        at: Timestamp,
    ) -> Result<(), MongoError> {
        user.password_hash = hash.clone();
        user.drop_email_change();
        self.save_user(session, &user).await?;
        self.end_logins(session, user.id).await?;
        self.end_resets(session, user.id).await?;
        if renewal.revokes_tokens() {
            self.revoke_tokens(session, user.id).await?;
        }
        let notice = user.confirmed_email().map(|to| Message::PasswordChanged { to: to.clone() });
        self.queue_all(session, user.id, notice, at).await
    }

    /// Deletes all sessions of a user.
    pub(super) async fn end_logins(
        &self,
        session: &mut ClientSession,
        user: UserId,
    ) -> Result<(), MongoError> {
        let theirs = doc! { "user_id": user.to_string() };
        self.sessions.delete_many(theirs).session(session).await?;
        Ok(())
    }

    /// Deletes all password reset links of a user.
    pub(super) async fn end_resets(
        &self,
        session: &mut ClientSession,
        user: UserId,
    ) -> Result<(), MongoError> {
        let theirs = doc! { "user_id": user.to_string() };
        self.password_resets.delete_many(theirs).session(session).await?;
        Ok(())
    }

    pub(super) async fn update_user(
        &self,
        session: &mut ClientSession,
        user: UserId,
        update: Document,
    ) -> Result<bool, MongoError> {
        let one = doc! { "_id": user.to_string() };
        let outcome = self.users.update_one(one, update).session(session).await?;
        Ok(outcome.matched_count > 0)
    }

    /// Applies an edit to a user's settings as read in this transaction.
    pub(super) async fn apply_settings(
        &self,
        session: &mut ClientSession,
        user: UserId,
        edit: &SettingsEdit,
    ) -> Result<bool, MongoError> {
        let one = doc! { "_id": user.to_string() };
        let found = self.users.find_one(one).session(&mut *session).await?;
        let Some(mut found) = found else { return Ok(false) };
        if found.settings.apply(edit).map_err(StoreError::from)? {
            let settings = serialize_to_bson(&found.settings)?;
            self.update_user(session, user, doc! { "$set": { "settings": settings } }).await?;
        }
        Ok(true)
    }
}
