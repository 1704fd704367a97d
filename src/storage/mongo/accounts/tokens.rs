//! API tokens in MongoDB.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use mongodb::ClientSession;
use mongodb::bson::{Bson, Document, doc, serialize_to_bson};

use crate::domain::Timestamp;
use crate::domain::accounts::token::{Token, TokenId};
use crate::domain::accounts::user::{User, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::mongo::error::MongoError;
use crate::storage::mongo::{Mongo, date, keyed};
use crate::storage::{StoreError, Tokens};

#[async_trait]
impl Tokens for Mongo {
    async fn add_token(
        &self,
        token: &Token,
        login: &SecretHash,
        limit: usize,
    ) -> Result<(), StoreError> {
        let added = self
            .transaction(|t| Box::pin(self.insert_token(&mut t.session, (token, login), limit)));
        Ok(added.await?)
    }

    async fn tokens(&self, user: UserId) -> Result<Vec<Token>, StoreError> {
        let found = self.tokens.find(user_filter(user)).sort(doc! { "id": -1 }).await;
        Ok(found.map_err(MongoError::from)?.try_collect().await.map_err(MongoError::from)?)
    }

    async fn token_user(
        &self,
        hash: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Token, User)>, StoreError> {
        let found = Self::with_user(&self.tokens, &hash.to_string()).await?;
        Ok(found.filter(|(token, _)| !token.has_expired(now)))
    }

    async fn touch_token(
        &self,
        user: UserId,
        token: &Token,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = |at: &Timestamp| serialize_to_bson(at).map_err(MongoError::from);
        // In a query, null also matches a missing field.
        let before = token.last_used_at.as_ref().map_or(Ok(Bson::Null), text)?;
        let one = doc! {
            "_id": token.token_hash.to_string(),
            "user_id": user.to_string(),
            "last_used_at": before,
        };
        let update = doc! { "$set": { "last_used_at": text(&at)? } };
        self.tokens.update_one(one, update).await.map_err(MongoError::from)?;
        Ok(())
    }

    async fn revoke_token(&self, user: UserId, token: TokenId) -> Result<bool, StoreError> {
        let one = doc! { "user_id": user.to_string(), "id": token.to_string() };
        let outcome = self.tokens.delete_one(one).await.map_err(MongoError::from)?;
        Ok(outcome.deleted_count > 0)
    }
}

fn user_filter(user: UserId) -> Document {
    doc! { "user_id": user.to_string() }
}

impl Mongo {
    /// Adds a token if it is compatible with its owner's other tokens. Locking the user serializes
    /// concurrent additions, so that each one sees the other.
    async fn insert_token(
        &self,
        session: &mut ClientSession,
        (token, login): (&Token, &SecretHash),
        limit: usize,
    ) -> Result<(), MongoError> {
        self.lock_user_in(session, token.user_id, login).await?;
        let mut found = self.tokens.find(user_filter(token.user_id)).session(&mut *session).await?;
        let others: Vec<Token> = found.stream(&mut *session).try_collect().await?;
        token.fits_beside(&others, limit).map_err(StoreError::Token)?;
        let mut document = keyed(token.token_hash.to_string(), token)?;
        if let Some(end) = token.forgotten_at() {
            document.insert("ends", date(end));
        }
        let tokens = self.tokens.clone_with_type::<Document>();
        tokens.insert_one(document).session(session).await?;
        Ok(())
    }

    /// Deletes all tokens of a user.
    pub(in crate::storage::mongo) async fn revoke_tokens(
        &self,
        session: &mut ClientSession,
        user: UserId,
    ) -> Result<(), MongoError> {
        self.tokens.delete_many(user_filter(user)).session(session).await?;
        Ok(())
    }
}
