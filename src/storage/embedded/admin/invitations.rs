//! Invitations in the embedded store.

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::audit;
use crate::domain::Timestamp;
use crate::domain::accounts::user::{User, UserId};
use crate::domain::admin::AdminError;
use crate::domain::admin::invitation::{Invitation, InvitationId, MAX_INVITATIONS};
use crate::domain::notifications::outbox::{Message, Queued};
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::embedded::document::{execute, find, find_all, find_text, millis, text};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::embedded::{Embedded, accounts, notifications};
use crate::storage::{Invitations, StoreError};

#[async_trait]
impl Invitations for Embedded {
    async fn invitations(&self, now: Timestamp) -> Result<Vec<Invitation>, StoreError> {
        const SQL: &str = "SELECT doc FROM invitations WHERE expires_at > ?1 ORDER BY id DESC";
        self.read(|connection| find_all(connection, SQL, [millis(now)]))
    }

    async fn invitation(
        &self,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        self.read(|connection| by_token(connection, token, now))
    }

    async fn set_invitation_token(
        &self,
        invitation: InvitationId,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        const SQL: &str = "UPDATE invitations SET token_hash = ?2, doc = ?3 WHERE id = ?1";
        let token = token.clone();
        self.write(move |connection| {
            let found =
                find(connection, "SELECT doc FROM invitations WHERE id = ?1", [id(invitation)])?;
            let found = found.filter(|found: &Invitation| !found.has_expired(now));
            let Some(mut found) = found else { return Ok(None) };
            found.token_hash = Some(token.clone());
            execute(connection, SQL, [id(invitation), token.to_string(), text(&found)?])?;
            Ok(Some(found))
        })
        .await
    }

    async fn add_invited_user(
        &self,
        user: &User,
        token: &SecretHash,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (user, token) = (user.clone(), token.clone());
        self.write(move |connection| {
            let Some(open) = by_token(connection, &token, now)? else { return Ok(false) };
            accounts::add(connection, &user)?;
            execute(connection, "DELETE FROM invitations WHERE id = ?1", [id(open.id)])?;
            audit::append(connection, &open.used_by(user.id, now))?;
            Ok(true)
        })
        .await
    }
}

fn id(invitation: InvitationId) -> String {
    invitation.to_string()
}

fn by_token(
    connection: &Connection,
    token: &SecretHash,
    now: Timestamp,
) -> Result<Option<Invitation>, EmbeddedError> {
    const SQL: &str = "SELECT doc FROM invitations WHERE token_hash = ?1";
    let found: Option<Invitation> = find(connection, SQL, [token.to_string()])?;
    Ok(found.filter(|found| !found.has_expired(now)))
}

/// Adds an invitation, and queues an email with its link if it has an address.
pub(in crate::storage::embedded) fn add(
    connection: &Connection,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<bool, EmbeddedError> {
    const OPEN: &str =
        "SELECT CAST(count(*) AS TEXT) FROM invitations WHERE user_id = ?1 AND expires_at > ?2";
    if let Some(user) = invitation.user_id {
        let open = find_text(connection, OPEN, params![user.to_string(), millis(now)])?;
        if open.and_then(|open| open.parse().ok()).unwrap_or(0) >= MAX_INVITATIONS {
            return Err(StoreError::Admin(AdminError::TooManyInvitations).into());
        }
    }
    insert(connection, invitation)?;
    if invitation.email.is_some() {
        let message = Message::Invitation { invitation: invitation.id };
        notifications::add(connection, &Queued::new(invitation.user_id, message, now))?;
    }
    Ok(true)
}

/// Inserts a new invitation's document.
pub(in crate::storage::embedded) fn insert(
    connection: &Connection,
    new: &Invitation,
) -> Result<(), EmbeddedError> {
    const SQL: &str = "INSERT INTO invitations (id, token_hash, user_id, expires_at, doc)
                       VALUES (?1, ?2, ?3, ?4, ?5)";
    let token = new.token_hash.as_ref().map(ToString::to_string);
    let user = new.user_id.map(|user| user.to_string());
    let values = params![id(new.id), token, user, millis(new.expires_at), text(new)?];
    execute(connection, SQL, values)?;
    Ok(())
}

/// Deletes an invitation unless it has expired. Returns whether it existed.
pub(in crate::storage::embedded) fn remove(
    connection: &Connection,
    invitation: InvitationId,
    now: Timestamp,
) -> Result<bool, EmbeddedError> {
    const SQL: &str = "DELETE FROM invitations WHERE id = ?1 AND expires_at > ?2";
    Ok(execute(connection, SQL, params![id(invitation), millis(now)])? > 0)
}

/// Deletes all invitations of a user.
pub(in crate::storage::embedded) fn remove_of(
    connection: &Connection,
    user: UserId,
) -> Result<(), EmbeddedError> {
    execute(connection, "DELETE FROM invitations WHERE user_id = ?1", [user.to_string()])?;
    Ok(())
}
