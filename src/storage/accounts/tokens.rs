//! Storage of API tokens.

use async_trait::async_trait;

use crate::domain::Timestamp;
use crate::domain::accounts::token::{Token, TokenId};
use crate::domain::accounts::user::{User, UserId};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

metered! {
/// API tokens.
#[async_trait]
pub trait Tokens {
    /// Adds a token. Fails with [`StoreError::Token`] if it isn't compatible with its owner's other
    /// tokens ([`Token::fits_beside`]). Concurrent additions can't exceed the limit. Fails
    /// with [`StoreError::NoSuchUser`] if the owner doesn't exist, or the session with the key `login` has
    /// ended by now.
    async fn add_token(
        &self,
        token: &Token,
        login: &SecretHash,
        limit: usize,
    ) -> Result<(), StoreError>;

    /// Returns a user's tokens, newest first. Expired ones are included for a while.
    async fn tokens(&self, user: UserId) -> Result<Vec<Token>, StoreError>;

    /// Returns the token with this hash and its user, unless it expired by `now` or the user is
    /// disabled. Takes one round trip.
    async fn token_user(
        &self,
        hash: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Token, User)>, StoreError>;

    /// Records when a token was used, unless that was already recorded since `token` was read. Of
    /// many concurrent uses, only one is written.
    async fn touch_token(
        &self,
        user: UserId,
        token: &Token,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Deletes a token. Returns `false` if the user has no such token.
    async fn revoke_token(&self, user: UserId, token: TokenId) -> Result<bool, StoreError>;
}
}
