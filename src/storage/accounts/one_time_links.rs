//! Storage of one-time links.

use async_trait::async_trait;

use crate::domain::Timestamp;
use crate::domain::accounts::one_time_links::{EmailConfirmation, PasswordReset};
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::user::{Email, User};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::StoreError;

metered! {
/// One-time links: password resets and email confirmations.
#[async_trait]
pub trait OneTimeLinks {
    /// Adds a password reset link.
    async fn add_password_reset(&self, reset: &PasswordReset) -> Result<(), StoreError>;

    /// Returns the user whose password a link can reset, unless the link expired by `now` or the
    /// user is disabled.
    async fn password_reset(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError>;

    /// Uses a link: resets the password like [`super::Accounts::set_password`]. Returns `false` if
    /// the link can't be used. Of several concurrent uses, one succeeds.
    async fn reset_password(
        &self,
        token: &SecretHash,
        hash: &PasswordHash,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Adds a link that confirms an email address.
    async fn add_email_confirmation(
        &self,
        confirmation: &EmailConfirmation,
    ) -> Result<(), StoreError>;

    /// Returns the address that a link confirms and its user, unless the link expired by `now` or
    /// the user has since requested another address.
    async fn email_confirmation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(Email, User)>, StoreError>;

    /// Uses a link: confirms the address, deletes all password reset links, and queues a
    /// notification to the previous address, in one transaction. Returns `false` if the link can't
    /// be used.
    async fn confirm_email(&self, token: &SecretHash, now: Timestamp) -> Result<bool, StoreError>;
}
}
