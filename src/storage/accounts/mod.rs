//! The traits for users, sessions, and throttling.

pub(crate) mod auth_events;
pub(crate) mod one_time_links;
pub(crate) mod tokens;

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::TimeDelta;

use crate::domain::Timestamp;
use crate::domain::accounts::attempts::{AttemptKey, LimitExceeded};
use crate::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::user::{Email, EmailKey, User, UserId, UsernameKey};
use crate::domain::settings::SettingsEdit;
use crate::domain::values::secret_hash::SecretHash;
use crate::storage::error::StoreError;

metered! {
/// Users.
#[async_trait]
pub trait Accounts {
    /// Adds a user, and queues a confirmation message if they entered an email address. Fails with
    /// [`StoreError::UsernameTaken`] if the username belongs to another user.
    async fn add_user(&self, user: &User) -> Result<(), StoreError>;

    /// Returns the user with this name.
    async fn user_by_name(&self, name: &UsernameKey) -> Result<Option<User>, StoreError>;

    /// Returns the user with this ID.
    async fn user(&self, id: UserId) -> Result<Option<User>, StoreError>;

    /// Returns the users with this confirmed email address, in the order in which they signed up.
    async fn users_by_email(&self, email: &EmailKey) -> Result<Vec<User>, StoreError>;

    /// Requests a change of the email address or removes it ([`User::want_email`]), and queues the
    /// resulting messages. Returns `false` and changes nothing if the user doesn't exist, or the session
    /// with the key `login` has ended by now.
    async fn edit_email(
        &self,
        user: UserId,
        login: &SecretHash,
        email: Option<&Email>,
        at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Applies an edit to the current settings. Returns `false` if the user doesn't exist. Fails
    /// with [`StoreError::Types`] and changes nothing if the edit isn't valid.
    async fn edit_settings(&self, user: UserId, edit: &SettingsEdit) -> Result<bool, StoreError>;

    /// Like [`edit_settings`](Self::edit_settings), but also returns `false` and changes nothing if the
    /// session with the key `login` has ended by now.
    async fn edit_settings_in(
        &self,
        user: UserId,
        login: &SecretHash,
        edit: &SettingsEdit,
    ) -> Result<bool, StoreError>;

    /// Replaces the `current` password, drops a requested change of a confirmed email address (someone
    /// else may have requested it), ends all sessions and password reset links of the user, and queues
    /// a notification, in one transaction. Also revokes the user's API tokens, if the reason says so
    /// ([`PasswordChangeReason::revokes_tokens`]). Returns `false` and changes nothing if the user
    /// doesn't exist or has another password by now.
    async fn set_password(
        &self,
        user: UserId,
        current: &PasswordHash,
        hash: &PasswordHash,
        renewal: PasswordChangeReason,
        at: Timestamp,
    ) -> Result<bool, StoreError>;
}
}

metered! {
/// Login sessions.
#[async_trait]
pub trait Sessions {
    /// Returns the session and its user, unless it expired by `now` or the user is disabled. Takes
    /// one round trip.
    async fn session(
        &self,
        key: &SecretHash,
        now: Timestamp,
    ) -> Result<Option<(LoginSession, User)>, StoreError>;

    /// Adds a session of a user who entered this password. If the user has too many, the least recently
    /// used ones end in the same transaction ([`LoginSession::surplus`]). Fails with
    /// [`StoreError::NoSuchUser`] if the user doesn't exist, is disabled, or has another password by
    /// now.
    async fn add_session(
        &self,
        session: &LoginSession,
        password: &PasswordHash,
    ) -> Result<(), StoreError>;

    /// Returns the sessions of a user that expire after `now`, most recently used first, without the
    /// forms in their data.
    async fn sessions(&self, user: UserId, now: Timestamp)
    -> Result<Vec<LoginSession>, StoreError>;

    /// Changes the data of a session as a request did, from `before` to `after`
    /// ([`LoginSession::merge_data`]). Returns `false` if it doesn't exist.
    async fn edit_session_data(
        &self,
        key: &SecretHash,
        before: &BTreeMap<String, String>,
        after: &BTreeMap<String, String>,
    ) -> Result<bool, StoreError>;

    /// Records when a session was last used and when it now expires ([`LoginSession::touch`]).
    async fn touch_session(
        &self,
        key: &SecretHash,
        seen: Timestamp,
        expires: Timestamp,
    ) -> Result<(), StoreError>;

    /// Ends a session, if it exists.
    async fn end_session(&self, key: &SecretHash) -> Result<(), StoreError>;

    /// Ends all sessions of a user except the one with this key.
    async fn end_other_sessions(&self, user: UserId, kept: &SecretHash) -> Result<(), StoreError>;

    /// Deletes everything that expired by `now`: sessions, one-time links, invitations, attempt
    /// counters, uploads, and tokens that expired long enough ago.
    ///
    /// Also corrects what was stored while the clock was ahead. Sessions last seen in the future are
    /// [dated back](LoginSession::date_back), documents that expire later than their kind allows are
    /// deleted, and messages that are due later than any delay become due.
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError>;
}
}

metered! {
/// Attempt counters, shared by all servers.
#[async_trait]
pub trait Throttles {
    /// Counts an attempt under all of these keys, or under none if it exceeds the limit of one.
    /// Returns how long to delay it. Concurrent attempts are all counted.
    async fn attempt(
        &self,
        keys: &[AttemptKey],
        now: Timestamp,
    ) -> Result<Result<TimeDelta, LimitExceeded>, StoreError>;

    /// Records that an attempt that was counted under these keys succeeded.
    async fn attempt_succeeded(&self, keys: &[AttemptKey]) -> Result<(), StoreError>;

    /// Deletes all counters of these subjects.
    async fn clear_attempts(&self, subjects: &[String]) -> Result<(), StoreError>;
}
}
