//! Links of one use: what a store does with them.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::password::PasswordHash;
use crate::domain::proof::{EmailConfirmation, PasswordReset};
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::{Email, User};

metered! {
/// Links of one use.
#[async_trait]
pub trait Proofs {
    /// Keeps a link to a new password.
    async fn add_password_reset(&self, reset: &PasswordReset) -> Result<(), StoreError>;

    /// Whose password a link can set, unless it ended by `now` or the user is disabled.
    async fn password_reset(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError>;

    /// Uses a link: sets the password as [`super::Accounts::set_password`] does at a reset. `false` where
    /// the link cannot be used (any more): of several uses at once, one succeeds.
    async fn reset_password(
        &self,
        token: &SecretHash,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Keeps a link that confirms an address.
    async fn add_email_confirmation(
        &self,
        confirmation: &EmailConfirmation,
    ) -> Result<(), StoreError>;

    /// The address that a link confirms and whose it is, unless the link ended by `now` or another
    /// address is wanted since.
    async fn email_confirmation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Email, User)>, StoreError>;

    /// Uses a link: confirms the address, ends every link to a new password, and queues the notice
    /// to the address that it replaces, as one act. `false` where the link cannot be used.
    async fn confirm_email(&self, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError>;
}
}
