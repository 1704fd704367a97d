//! What admins do with accounts, and the log of it.

use async_trait::async_trait;

use super::StoreError;
use crate::domain::Timestamp;
use crate::domain::admin::{AdminAct, UserSummary};
use crate::domain::audit::{AuditEntry, AuditId};
use crate::domain::invitation::{Invitation, InvitationId};
use crate::domain::secret_hash::SecretHash;
use crate::domain::user::{User, UserId, Username};

metered! {
/// Acts of admins. There is no other way to do what they do, so that none is missing in the log.
#[async_trait]
pub trait Administration {
    /// Carries out an act and appends its entry to the log, in one transaction. Whether whoever acts may
    /// is decided there too: [`StoreError::Admin`] and [`StoreError::NoSuchUser`] leave everything as it
    /// was. `false` where nothing had to be changed: then nothing is logged.
    async fn administer(&self, act: &AdminAct) -> Result<bool, StoreError>;

    /// Users in the order of their names.
    async fn list_users(&self, page: &UserPage) -> Result<Vec<UserSummary>, StoreError>;

    /// The names of users; of those who are gone none.
    async fn usernames(&self, users: &[UserId]) -> Result<Vec<(UserId, Username)>, StoreError>;
}
}

/// Which users are listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserPage {
    /// Those whose names begin so, in small letters; whatever was typed.
    pub prefix: String,
    /// Those after this name, in small letters.
    pub after: String,
    /// At most so many.
    pub most: usize,
}

impl UserPage {
    /// What the names are greater than, unless they are the prefix itself, and less than. Names are ASCII
    /// below the last character.
    pub(super) fn bounds(&self) -> (&str, String) {
        (self.after.as_str(), format!("{}\u{7f}", self.prefix))
    }
}

metered! {
/// The log of what admins did, which is read here and nowhere changed: entries come in with the acts
/// ([`Administration::administer`], [`Invitations::add_invited_user`]).
#[async_trait]
pub trait Audit {
    /// Entries before another, or the newest; those that a user made or that are about them, or all. The
    /// newest first.
    async fn audit(
        &self,
        user: Option<UserId>,
        before: Option<AuditId>,
        most: usize,
    ) -> Result<Vec<AuditEntry>, StoreError>;
}
}

metered! {
/// Invitations. They are made and taken back by [`Administration::administer`].
#[async_trait]
pub trait Invitations {
    /// Those that can be used, the newest first.
    async fn invitations(&self, now: Timestamp) -> Result<Vec<Invitation>, StoreError>;

    /// The invitation with this token, unless it expired by `now`.
    async fn invitation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Gives an invitation a token, in place of the one that it has; gives the invitation, unless it was
    /// used, taken back or expired by `now`.
    async fn set_invitation_token(
        &self,
        invitation: InvitationId,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError>;

    /// Uses an invitation: adds the user as [`super::Accounts::add_user`] does, removes the invitation and
    /// logs that, as one act. `false` where it cannot be used (any more): of several uses at once, one
    /// succeeds.
    async fn add_invited_user(
        &self,
        user: &User,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<bool, StoreError>;
}
}
