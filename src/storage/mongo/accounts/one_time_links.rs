//! One-time links in MongoDB.

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};

use crate::domain::Timestamp;
use crate::domain::accounts::one_time_links::{EmailConfirmation, PasswordReset};
use crate::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use crate::domain::accounts::user::{Email, User};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::accounts::Accounts;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, keyed_until};
use crate::storage::{OneTimeLinks, StoreError};

#[async_trait]
impl OneTimeLinks for Mongo {
    async fn add_password_reset(&self, reset: &PasswordReset) -> Result<(), StoreError> {
        let document = keyed_until(reset.token_hash.to_string(), reset, reset.expires_at)?;
        Ok(self.add_of_user(reset.user_id, "password_resets", document).await?)
    }

    async fn password_reset(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let found = self.password_resets.find_one(under(token)).await.map_err(MongoError::from)?;
        let Some(reset) = found else { return Ok(None) };
        let maker = match reset.made_by {
            Some(id) => self.user(id).await?,
            None => None,
        };
        if !reset.can_be_used(now, maker.as_ref()) {
            return Ok(None);
        }
        let user = self.user(reset.user_id).await?;
        Ok(user.filter(|user| user.disabled_at.is_none()))
    }

    async fn reset_password(
        &self,
        token: &SecretHash,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let used = self.transaction(|t| Box::pin(self.use_reset(&mut t.session, token, hash, now)));
        Ok(used.await?)
    }

    async fn add_email_confirmation(
        &self,
        confirmation: &EmailConfirmation,
    ) -> Result<(), StoreError> {
        let (key, ends) = (confirmation.token_hash.to_string(), confirmation.expires_at);
        let document = keyed_until(key, confirmation, ends)?;
        Ok(self.add_of_user(confirmation.user_id, "email_confirmations", document).await?)
    }

    async fn email_confirmation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Email, User)>, StoreError> {
        let found =
            self.email_confirmations.find_one(under(token)).await.map_err(MongoError::from)?;
        let Some(link) = found.filter(|link| link.expires_at > now) else { return Ok(None) };
        let user = self.user(link.user_id).await?;
        let user = user.filter(|user| user.pending_email() == Some(&link.email));
        Ok(user.map(|user| (link.email, user)))
    }

    async fn confirm_email(&self, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self
            .transaction(|t| Box::pin(self.use_confirmation(&mut t.session, token, now)))
            .await?)
    }
}

fn under(token: &SecretHash) -> Document {
    doc! { "_id": token.to_string() }
}

impl Mongo {
    /// Uses a password reset link, which is deleted in the same transaction, so that only one of
    /// several concurrent uses succeeds.
    async fn use_reset(
        &self,
        session: &mut ClientSession,
        token: &SecretHash,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, MongoError> {
        let resets = &self.password_resets;
        let found = resets.find_one(under(token)).session(&mut *session).await?;
        let Some(reset) = found else { return Ok(false) };
        let maker = match reset.made_by {
            Some(id) => self.user_in(session, id).await?,
            None => None,
        };
        let user = self.user_in(session, reset.user_id).await?;
        let user = user.filter(|user| user.disabled_at.is_none());
        let Some(user) = user.filter(|_| reset.can_be_used(now, maker.as_ref())) else {
            return Ok(false);
        };
        resets.delete_one(under(token)).session(&mut *session).await?;
        self.replace_password(session, user, hash, PasswordChangeReason::Reset, now).await?;
        Ok(true)
    }

    /// Uses an email confirmation link.
    async fn use_confirmation(
        &self,
        session: &mut ClientSession,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<bool, MongoError> {
        let links = &self.email_confirmations;
        let found = links.find_one(under(token)).session(&mut *session).await?;
        let Some(link) = found.filter(|link| link.expires_at > now) else { return Ok(false) };
        let user = self.user_in(session, link.user_id).await?;
        let user = user.filter(|user| user.pending_email() == Some(&link.email));
        let Some(mut user) = user else { return Ok(false) };
        let messages = user.confirm_email();
        self.save_user(session, &user).await?;
        self.end_resets(session, user.id).await?;
        let theirs = doc! { "user_id": user.id.to_string() };
        links.delete_many(theirs).session(&mut *session).await?;
        self.queue_all(session, user.id, messages, now).await?;
        Ok(true)
    }
}
