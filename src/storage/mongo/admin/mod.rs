//! Administrative actions in MongoDB.

mod audit;
pub(crate) mod invitations;

use std::collections::HashMap;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Document, doc};
use serde::Deserialize;

use super::error::MongoError;
use super::{Mongo, keyed_until};
use crate::domain::Timestamp;
use crate::domain::accounts::password::PasswordChangeReason;
use crate::domain::accounts::user::{Role, User, UserId, Username};
use crate::domain::admin::{AdminCommand, AdminRequest, UserSummary};
use crate::domain::notifications::outbox::Message;
use crate::storage::{Administration, StoreError, UserPageRequest};

#[async_trait]
impl Administration for Mongo {
    async fn administer(&self, request: &AdminRequest) -> Result<bool, StoreError> {
        Ok(self.transaction(|t| Box::pin(self.apply_command(&mut t.session, request))).await?)
    }

    async fn list_users(&self, page: &UserPageRequest) -> Result<Vec<UserSummary>, StoreError> {
        Ok(self.users_of(page).await?)
    }

    async fn usernames(&self, users: &[UserId]) -> Result<Vec<(UserId, Username)>, StoreError> {
        #[derive(Deserialize)]
        struct UsernameRow {
            id: UserId,
            username: Username,
        }
        let ids: Vec<String> = users.iter().map(ToString::to_string).collect();
        let named = self.users.clone_with_type::<UsernameRow>();
        let found = named.find(doc! { "_id": { "$in": ids } });
        let found =
            found.projection(doc! { "id": 1, "username": 1 }).await.map_err(MongoError::from)?;
        let found: Vec<UsernameRow> = found.try_collect().await.map_err(MongoError::from)?;
        Ok(found.into_iter().map(|UsernameRow { id, username }| (id, username)).collect())
    }
}

impl Mongo {
    /// Carries out an action and appends its audit log entry. Locks the actor, so that if two
    /// admins concurrently revoke each other's role, the second attempt fails because that admin no
    /// longer has it.
    async fn apply_command(
        &self,
        session: &mut ClientSession,
        request: &AdminRequest,
    ) -> Result<bool, MongoError> {
        let actor = match request.actor.user() {
            Some(id) => self.locked_user(session, id).await?,
            None => None,
        };
        request.authorize(actor.as_ref()).map_err(StoreError::Admin)?;
        let changed = self.apply_change(session, request).await?;
        if changed {
            self.append(session, &request.entry()).await?;
        }
        Ok(changed)
    }

    /// Returns a user that no other transaction can change until this one ends.
    async fn locked_user(
        &self,
        session: &mut ClientSession,
        id: UserId,
    ) -> Result<Option<User>, MongoError> {
        match self.lock_user(session, id).await {
            Ok(()) => self.user_in(session, id).await,
            Err(MongoError::Told(StoreError::NoSuchUser)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Locks and returns a user, who must exist.
    async fn present(&self, session: &mut ClientSession, id: UserId) -> Result<User, MongoError> {
        let found = self.locked_user(session, id).await?;
        found.ok_or(MongoError::Told(StoreError::NoSuchUser))
    }

    async fn apply_change(
        &self,
        session: &mut ClientSession,
        request: &AdminRequest,
    ) -> Result<bool, MongoError> {
        match &request.command {
            AdminCommand::AddUser(user) => self.insert_user(session, user).await.map(|()| true),
            AdminCommand::SetPassword(user, hash) => {
                let (user, reset) =
                    (self.present(session, *user).await?, PasswordChangeReason::Reset);
                self.replace_password(session, user, hash, reset, request.at).await.map(|()| true)
            }
            AdminCommand::Disable(user)
            | AdminCommand::Enable(user)
            | AdminCommand::GrantAdmin(user)
            | AdminCommand::WithdrawAdmin(user) => {
                self.change_account(session, request, *user).await
            }
            AdminCommand::ShowResetLink(reset) => {
                let user = self.present(session, reset.user_id).await?;
                request.check_reset(&user).map_err(StoreError::Admin)?;
                let key = reset.token_hash.to_string();
                let document = keyed_until(key, reset, reset.expires_at)?;
                let resets = self.password_resets.clone_with_type::<Document>();
                resets.insert_one(document).session(session).await?;
                Ok(true)
            }
            AdminCommand::MailResetLink(user) => {
                let user = self.present(session, *user).await?;
                request.check_reset(&user).map_err(StoreError::Admin)?;
                let message = [Message::ResetByAdmin];
                self.queue_all(session, user.id, message, request.at).await.map(|()| true)
            }
            AdminCommand::Invite(invitation) => {
                self.add_invitation(session, invitation, request.at).await.map(|()| true)
            }
            AdminCommand::RevokeInvitation(id) => {
                self.remove_invitation(session, *id, request.at).await
            }
        }
    }

    /// Changes a user's role or state. A user who is no longer an active admin loses their
    /// invitations, and a disabled user their sessions.
    async fn change_account(
        &self,
        session: &mut ClientSession,
        request: &AdminRequest,
        user: UserId,
    ) -> Result<bool, MongoError> {
        let mut user = self.present(session, user).await?;
        if !request.apply_to(&mut user).map_err(StoreError::Admin)? {
            return Ok(false);
        }
        self.save_user(session, &user).await?;
        if user.disabled_at.is_some() {
            self.end_logins(session, user.id).await?;
        }
        if user.disabled_at.is_some() || user.role != Role::Admin {
            let theirs = doc! { "user_id": user.id.to_string() };
            self.invitations.delete_many(theirs).session(session).await?;
        }
        Ok(true)
    }

    async fn users_of(&self, page: &UserPageRequest) -> Result<Vec<UserSummary>, MongoError> {
        let (after, end) = page.bounds();
        let names = doc! { "$gt": after, "$gte": &page.prefix, "$lt": end };
        let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
        let found = self.users.find(doc! { "username_key": names });
        let found = found.sort(doc! { "username_key": 1 }).limit(limit).await?;
        let users: Vec<User> = found.try_collect().await?;
        let seen = self.last_seen(&users).await?;
        Ok(users.iter().map(|user| UserSummary::new(user, seen.get(&user.id).copied())).collect())
    }

    /// Returns when each user was last seen, based on their sessions.
    async fn last_seen(&self, users: &[User]) -> Result<HashMap<UserId, Timestamp>, MongoError> {
        #[derive(Deserialize)]
        struct LastSeenRow {
            #[serde(rename = "_id")]
            user: UserId,
            at: Timestamp,
        }
        let ids: Vec<String> = users.iter().map(|user| user.id.to_string()).collect();
        let pipeline = [
            doc! { "$match": { "user_id": { "$in": ids } } },
            doc! { "$group": { "_id": "$user_id", "at": { "$max": "$last_seen_at" } } },
        ];
        let found = self.sessions.aggregate(pipeline).with_type::<LastSeenRow>().await?;
        let found: Vec<LastSeenRow> = found.try_collect().await?;
        Ok(found.into_iter().map(|seen| (seen.user, seen.at)).collect())
    }
}
