//! Administrative actions in the embedded store.

pub(crate) mod audit;
pub(crate) mod invitations;

use async_trait::async_trait;
use rusqlite::{Connection, params};

use super::accounts::{self, one_time_links, sessions};
use super::document::column;
use super::error::EmbeddedError;
use super::{Embedded, notifications};
use crate::domain::accounts::password::PasswordChangeReason;
use crate::domain::accounts::user::{Role, User, UserId, Username};
use crate::domain::admin::{AdminCommand, AdminError, AdminRequest, UserSummary};
use crate::domain::notifications::outbox::Message;
use crate::storage::{Administration, StoreError, UserPageRequest};

#[async_trait]
impl Administration for Embedded {
    async fn administer(&self, request: &AdminRequest) -> Result<bool, StoreError> {
        let request = request.clone();
        self.write(move |connection| administer(connection, &request)).await
    }

    async fn list_users(&self, page: &UserPageRequest) -> Result<Vec<UserSummary>, StoreError> {
        self.read(|connection| list(connection, page))
    }

    async fn usernames(&self, users: &[UserId]) -> Result<Vec<(UserId, Username)>, StoreError> {
        self.read(|connection| {
            let found = users.iter().map(|id| accounts::by_id(connection, *id));
            let found: Vec<Option<User>> = found.collect::<Result<_, _>>()?;
            Ok(found.into_iter().flatten().map(|user| (user.id, user.username)).collect())
        })
    }
}

fn administer(connection: &Connection, request: &AdminRequest) -> Result<bool, EmbeddedError> {
    let actor =
        request.actor.user().map(|id| accounts::by_id(connection, id)).transpose()?.flatten();
    request.authorize(actor.as_ref()).map_err(StoreError::Admin)?;
    let changed = apply_request(connection, request)?;
    if changed {
        audit::append(connection, &request.entry())?;
    }
    Ok(changed)
}

fn apply_request(connection: &Connection, request: &AdminRequest) -> Result<bool, EmbeddedError> {
    match &request.command {
        AdminCommand::AddUser(user) => accounts::add(connection, user).map(|()| true),
        AdminCommand::SetPassword(user, hash) => {
            let (user, hash) = (present(connection, *user)?, hash.clone());
            let reset = PasswordChangeReason::Reset;
            accounts::replace_password(connection, user, hash, reset, request.at).map(|()| true)
        }
        AdminCommand::Disable(user)
        | AdminCommand::Enable(user)
        | AdminCommand::GrantAdmin(user)
        | AdminCommand::WithdrawAdmin(user) => change_account(connection, request, *user),
        AdminCommand::ShowResetLink(reset) => {
            request.check_reset(&present(connection, reset.user_id)?).map_err(StoreError::Admin)?;
            one_time_links::insert_reset(connection, reset).map(|()| true)
        }
        AdminCommand::MailResetLink(user) => {
            request.check_reset(&present(connection, *user)?).map_err(StoreError::Admin)?;
            notifications::add_all(connection, *user, [Message::ResetByAdmin], request.at)
                .map(|()| true)
        }
        AdminCommand::Invite(invitation) => invitations::add(connection, invitation, request.at),
        AdminCommand::RevokeInvitation(id) => invitations::remove(connection, *id, request.at),
    }
}

fn present(connection: &Connection, id: UserId) -> Result<User, EmbeddedError> {
    accounts::by_id(connection, id)?.ok_or(EmbeddedError::Store(StoreError::NoSuchUser))
}

/// Changes a user's role or state. A user who is no longer an active admin loses their invitations,
/// and a disabled user their sessions.
fn change_account(
    connection: &Connection,
    request: &AdminRequest,
    user: UserId,
) -> Result<bool, EmbeddedError> {
    let mut user = present(connection, user)?;
    let changed =
        request.apply_to(&mut user).map_err(|refusal: AdminError| StoreError::from(refusal))?;
    if !changed {
        return Ok(false);
    }
    accounts::save(connection, &user)?;
    if user.disabled_at.is_some() {
        sessions::end_all(connection, user.id)?;
    }
    if user.disabled_at.is_some() || user.role != Role::Admin {
        invitations::remove_of(connection, user.id)?;
    }
    Ok(true)
}

fn list(
    connection: &Connection,
    page: &UserPageRequest,
) -> Result<Vec<UserSummary>, EmbeddedError> {
    const SQL: &str = "SELECT doc, (
            SELECT json_quote(max(json_extract(sessions.doc, '$.last_seen_at')))
            FROM sessions WHERE sessions.user_id = users.id
        ) FROM users
        WHERE username_key > ?1 AND username_key >= ?2 AND username_key < ?3
        ORDER BY username_key LIMIT ?4";
    let (after, end) = page.bounds();
    let limit = i64::try_from(page.limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(SQL)?;
    let mut rows = statement.query(params![after, page.prefix, end, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(UserSummary::new(&column(row, 0)?, column(row, 1)?));
    }
    Ok(found)
}
