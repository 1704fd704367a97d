//! The state of the current request, shared between the session store and the handlers.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::domain::Timestamp;
use crate::domain::accounts::user::User;
use crate::domain::values::secret_hash::SecretHash;

/// Request data that can't be part of the session's state. That state only contains strings, so a
/// user in it would be serialized to JSON and parsed again for every page.
pub(super) struct RequestState {
    /// When the request arrived.
    pub(super) now: Timestamp,
    /// The user, loaded together with the session.
    pub(super) user: RefCell<Option<Rc<User>>>,
    /// The hash of the session's key.
    pub(super) key_hash: RefCell<Option<SecretHash>>,
    /// The code of the notice on pages if the session couldn't be extended.
    pub(super) outage: Cell<Option<&'static str>>,
    /// Whether the user is logging out.
    pub(super) ending: Cell<bool>,
}

impl RequestState {
    /// Returns the state of a request that arrived at `now`.
    pub(super) fn at(now: Timestamp) -> Self {
        Self {
            now,
            user: RefCell::default(),
            key_hash: RefCell::default(),
            outage: Cell::default(),
            ending: Cell::default(),
        }
    }
}

tokio::task_local! {
    /// The current request.
    pub(super) static REQUEST_STATE: RequestState;
}
