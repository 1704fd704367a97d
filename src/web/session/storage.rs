//! An actix-session store backed by [`sessions`].

use std::collections::HashMap;
use std::rc::Rc;

use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::state::REQUEST_STATE;
use crate::app::accounts::sessions::{self, FoundSession, NewSession};
use crate::app::{App, AppError};
use crate::web::error::{PageError, store_code};

/// The key in a session's state of the user's ID.
pub(super) const USER_ID: &str = "user_id";

/// The key in a session's state of the browser's `User-Agent`.
pub(super) const USER_AGENT: &str = "user_agent";

/// The size of a session key in bytes, before encoding.
const KEY_LENGTH: usize = 32;

/// An actix-session store that saves sessions in the app's store.
pub(crate) struct SessionStorage(App);

impl SessionStorage {
    /// Returns the session store of an app.
    pub(super) fn new(app: App) -> Self {
        Self(app)
    }
}

impl SessionStore for SessionStorage {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let found = sessions::find(&self.0, key.as_ref()).await;
        let found = found.map_err(|error| LoadError::Other(record_failure(error)))?;
        let Some(FoundSession { session, mut user, extended }) = found else { return Ok(None) };
        let code = extended.err().map(|error| {
            let code = store_code(Some(&error));
            PageError::from(AppError::from(error)).log();
            code
        });
        if let Some(language) = user.settings.language {
            language.make_current();
        }
        user.settings.types.localize();
        let stored = REQUEST_STATE.try_with(|state| {
            user.settings.region_week_start = state.week_start;
            state.user.replace(Some(Rc::new(user)));
            state.key_hash.replace(Some(session.key_hash));
            state.data.replace(session.data.clone());
            state.outage.set(code);
        });
        stored.map_err(|error| LoadError::Other(error.into()))?;
        Ok(Some(session.data.into_iter().collect()))
    }

    async fn save(
        &self,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, SaveError> {
        let key = URL_SAFE_NO_PAD.encode(rand::random::<[u8; KEY_LENGTH]>());
        let text = |name: &str| state.get(name).and_then(|json| serde_json::from_str(json).ok());
        let user_id = text(USER_ID).and_then(|id: String| id.parse().ok());
        let user_id = user_id.ok_or_else(|| {
            SaveError::Other(std::io::Error::other("a session without a user").into())
        })?;
        let password = REQUEST_STATE.try_with(|state| state.password.take()).ok().flatten();
        let password = password.ok_or_else(|| {
            SaveError::Other(std::io::Error::other("a session without a password").into())
        })?;
        let user_agent = text(USER_AGENT).unwrap_or_default();
        let data = state.into_iter().collect();
        let new = NewSession { user_id, password, user_agent, data };
        sessions::add(&self.0, &key, new).await.map_err(|error| {
            SaveError::Other(record_failure(match error {
                AppError::NoSuchUser => PageError::SessionRefused,
                error => error.into(),
            }))
        })?;
        key.try_into().map_err(|error: <SessionKey as TryFrom<String>>::Error| {
            SaveError::Serialization(error.into())
        })
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        // If the session ended during the request, this doesn't recreate it.
        let before = REQUEST_STATE.try_with(|state| state.data.take()).unwrap_or_default();
        let after = state.into_iter().collect();
        let updated = sessions::edit_data(&self.0, key.as_ref(), &before, &after).await;
        updated.map_err(|error| UpdateError::Other(record_failure(error)))?;
        Ok(key)
    }

    /// Does nothing, because loading a session already extends it.
    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    /// Succeeds at logout even if the store fails. Otherwise, actix-session would keep the cookie.
    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let Err(error) = sessions::end(&self.0, key.as_ref()).await else { return Ok(()) };
        if REQUEST_STATE.try_with(|state| state.ending.get()).unwrap_or(false) {
            PageError::from(error).log();
            return Ok(());
        }
        Err(record_failure(error))
    }
}

/// Records an error for [`with_request_state`](super::with_request_state), which responds with it.
fn record_failure(error: impl Into<PageError>) -> anyhow::Error {
    let error = error.into();
    let hidden = anyhow::Error::msg(error.to_string());
    // Fails only outside of a request.
    let _ = REQUEST_STATE.try_with(|state| state.failure.replace(Some(error)));
    hidden
}
