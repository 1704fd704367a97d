//! The tokens of the API: what a store does with them.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::secret_hash::SecretHash;
use crate::domain::token::{Token, TokenId};
use crate::domain::user::{User, UserId};

metered! {
/// The tokens of the API.
#[async_trait]
pub trait Tokens {
    /// Adds a token; [`StoreError::Token`] where it does not fit beside those that its owner has
    /// ([`Token::fits_beside`]), of any number added at once.
    async fn add_token(&self, token: &Token, most: usize) -> Result<(), StoreError>;

    /// The tokens of a user, the newest first; those that expired are among them for a while.
    async fn tokens(&self, user: UserId) -> Result<Vec<Token>, StoreError>;

    /// The token with this hash and whose it is, unless it expired by `now` or the user is disabled.
    /// One round trip.
    async fn token_user(
        &self,
        hash: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Token, User)>, StoreError>;

    /// Notes that a token was used, unless somebody else noted so since `token` was read: of many
    /// uses at once, one is written.
    async fn touch_token(
        &self,
        user: UserId,
        token: &Token,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Removes a token. `false` when the user has no such token.
    async fn revoke_token(&self, user: UserId, token: TokenId) -> Result<bool, StoreError>;
}
}
