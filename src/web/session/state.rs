//! The state of the current request, shared between the session store and the handlers.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::domain::Timestamp;
use crate::domain::accounts::password::PasswordHash;
use crate::domain::accounts::user::User;
use crate::domain::days::entry::Parts;
use crate::domain::days::week::WeekStart;
use crate::domain::values::secret_hash::SecretHash;
use crate::web::error::PageError;
use crate::web::theme::Theme;

/// Request data that can't be part of the session's state. That state only contains strings, so a
/// user in it would be serialized to JSON and parsed again for every page.
pub(super) struct RequestState {
    /// When the request arrived.
    pub(super) now: Timestamp,
    /// The first day of the week in the browser's region.
    pub(super) week_start: WeekStart,
    /// The theme that was chosen in the browser.
    pub(super) theme: Theme,
    /// The user, loaded together with the session.
    pub(super) user: RefCell<Option<Rc<User>>>,
    /// The password of the user who logs in with this request.
    pub(super) password: RefCell<Option<PasswordHash>>,
    /// The hash of the session's key.
    pub(super) key_hash: RefCell<Option<SecretHash>>,
    /// The code of the notice on pages if the session couldn't be extended.
    pub(super) outage: Cell<Option<&'static str>>,
    /// Why the session couldn't be loaded or saved. actix-session hides it.
    pub(super) failure: RefCell<Option<PageError>>,
    /// Whether the user is logging out.
    pub(super) ending: Cell<bool>,
    /// The data of the session when it was loaded.
    pub(super) data: RefCell<BTreeMap<String, String>>,
    /// What the user logged today, as far as the request has read it.
    pub(super) logged_today: RefCell<Option<Parts>>,
}

impl RequestState {
    /// Returns the state of a request that arrived at `now`.
    pub(super) fn at(now: Timestamp, week_start: WeekStart, theme: Theme) -> Self {
        Self {
            now,
            week_start,
            theme,
            user: RefCell::default(),
            password: RefCell::default(),
            key_hash: RefCell::default(),
            outage: Cell::default(),
            failure: RefCell::default(),
            ending: Cell::default(),
            data: RefCell::default(),
            logged_today: RefCell::default(),
        }
    }
}

tokio::task_local! {
    /// The current request.
    pub(super) static REQUEST_STATE: RequestState;
}
