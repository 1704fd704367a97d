//! Administration of accounts, invitations, and the audit log.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId, Username};
use crate::domain::admin::audit::{AuditEntry, AuditId};
use crate::domain::admin::invitation::{Invitation, InvitationId};
use crate::domain::admin::{AdminRequest, UserSummary};
use crate::domain::values::secret_hash::SecretHash;

metered! {
/// Administrative actions. They can only be carried out through this trait, so that each one is
/// recorded in the audit log.
#[async_trait]
pub trait Administration {
    /// Carries out an action and appends its audit log entry in one transaction, which also checks
    /// whether the actor is authorized. Fails with [`StoreError::Admin`] or
    /// [`StoreError::NoSuchUser`] and then changes nothing. Returns `false` if there was nothing to
    /// change; nothing is logged in this case.
    async fn administer(&self, request: &AdminRequest) -> Result<bool, StoreError>;

    /// Returns users ordered by name.
    async fn list_users(&self, page: &UserPageRequest) -> Result<Vec<UserSummary>, StoreError>;

    /// Returns the names of users, omitting those who no longer exist.
    async fn usernames(&self, users: &[UserId]) -> Result<Vec<(UserId, Username)>, StoreError>;
}
}

/// The selection of users to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserPageRequest {
    /// The start of their username, in lower case, as typed by the admin.
    pub prefix: String,
    /// Only list users after this username, in lower case.
    pub after: String,
    /// The maximum number of users.
    pub limit: usize,
}

impl UserPageRequest {
    /// Returns the exclusive lower bound and the exclusive upper bound of the names. U+007F sorts
    /// after every character that a username can contain.
    pub(super) fn bounds(&self) -> (&str, String) {
        (self.after.as_str(), format!("{}\u{7f}", self.prefix))
    }
}

metered! {
/// The audit log. It is read-only here: entries are written together with the actions
/// ([`Administration::administer`], [`Invitations::add_invited_user`]).
#[async_trait]
pub trait Audit {
    /// Returns up to `limit` entries before another entry, or the newest ones, newest first. With a
    /// user, only entries by or about them.
    async fn audit(
        &self,
        user: Option<UserId>,
        before: Option<AuditId>,
        limit: usize,
    ) -> Result<Vec<AuditEntry>, StoreError>;
}
}

metered! {
/// Invitations. They are created and revoked by [`Administration::administer`].
#[async_trait]
pub trait Invitations {
    /// Returns the invitations that can still be used, newest first.
    async fn invitations(&self, now: Timestamp) -> Result<Vec<Invitation>, StoreError>;

    /// Returns the invitation with this token, unless it expired by `now`.
    async fn invitation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Sets the token of an invitation, replacing any previous one. Returns the invitation, or
    /// `None` if it was used or revoked, or expired by `now`.
    async fn set_invitation_token(
        &self,
        invitation: InvitationId,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Uses an invitation: adds the user like [`super::accounts::Accounts::add_user`], removes the
    /// invitation, and appends to the audit log, in one transaction. Returns `false` if the
    /// invitation can't be used. Of several concurrent uses, one succeeds.
    async fn add_invited_user(
        &self,
        user: &User,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<bool, StoreError>;
}
}
