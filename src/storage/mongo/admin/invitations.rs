//! Invitations in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};
use mongodb::options::ReturnDocument;

use crate::domain::Timestamp;
use crate::domain::accounts::user::User;
use crate::domain::admin::AdminError;
use crate::domain::admin::invitation::{Invitation, InvitationId, MAX_INVITATIONS};
use crate::domain::notifications::outbox::{Message, Queued};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed_until, notifications};
use crate::storage::{Invitations, StoreError};

#[async_trait]
impl Invitations for Mongo {
    async fn invitations(&self, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
        let open = doc! { "ends": { "$gt": date(now) } };
        let found = self.invitations.find(open).sort(doc! { "_id": -1 }).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }

    async fn invitation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        let found = self.invitations.find_one(under(token)).await.map_err(MongoError::from)?;
        Ok(found.filter(|found| !found.has_expired(now)))
    }

    async fn set_invitation_token(
        &self,
        invitation: InvitationId,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        let update = doc! { "$set": { "token_hash": token.to_string() } };
        let set = self.invitations.find_one_and_update(open(invitation, now), update);
        let set = set.return_document(ReturnDocument::After).await;
        Ok(set.map_err(MongoError::from)?)
    }

    async fn add_invited_user(
        &self,
        user: &User,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let added = self
            .transaction(|t| Box::pin(self.insert_invited_user(&mut t.session, user, token, now)));
        Ok(added.await?)
    }
}

fn under(token: &SecretHash) -> Document {
    doc! { "token_hash": token.to_string() }
}

fn open(invitation: InvitationId, now: Timestamp) -> Document {
    doc! { "_id": invitation.to_string(), "ends": { "$gt": date(now) } }
}

/// Returns the document of an invitation as it is stored.
pub(in crate::storage::mongo) fn stored(invitation: &Invitation) -> Result<Document, MongoError> {
    keyed_until(invitation.id.to_string(), invitation, invitation.expires_at)
}

impl Mongo {
    /// Adds a user with an invitation, which is deleted in the same transaction, so that only one
    /// of several concurrent uses succeeds.
    async fn insert_invited_user(
        &self,
        session: &mut ClientSession,
        user: &User,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<bool, MongoError> {
        let removed = self.invitations.find_one_and_delete(under(token));
        let invitation = removed.session(&mut *session).await?;
        let invitation = invitation.filter(|invitation| !invitation.has_expired(now));
        let Some(invitation) = invitation else { return Ok(false) };
        self.insert_user(session, user).await?;
        self.append(session, &invitation.used_by(user.id, now)).await?;
        Ok(true)
    }

    /// Adds an invitation, and queues an email with its link if it has an address. The caller must
    /// have locked the admin who creates it.
    pub(in crate::storage::mongo) async fn add_invitation(
        &self,
        session: &mut ClientSession,
        invitation: &Invitation,
        now: Timestamp,
    ) -> Result<(), MongoError> {
        if let Some(user) = invitation.user_id {
            let open = doc! { "user_id": user.to_string(), "ends": { "$gt": date(now) } };
            let open = self.invitations.count_documents(open).session(&mut *session).await?;
            if open >= MAX_INVITATIONS as u64 {
                return Err(StoreError::Admin(AdminError::TooManyInvitations).into());
            }
        }
        let invitations = self.invitations.clone_with_type::<Document>();
        invitations.insert_one(stored(invitation)?).session(&mut *session).await?;
        if invitation.email.is_some() {
            let message = Message::Invitation { invitation: invitation.id };
            let message = notifications::stored(&Queued::new(invitation.user_id, message, now))?;
            let outbox = self.outbox.clone_with_type::<Document>();
            outbox.insert_one(message).session(session).await?;
        }
        Ok(())
    }

    /// Deletes an invitation unless it has expired. Returns whether it existed.
    pub(in crate::storage::mongo) async fn remove_invitation(
        &self,
        session: &mut ClientSession,
        invitation: InvitationId,
        now: Timestamp,
    ) -> Result<bool, MongoError> {
        let removed = self.invitations.delete_one(open(invitation, now)).session(session).await?;
        Ok(removed.deleted_count > 0)
    }
}
