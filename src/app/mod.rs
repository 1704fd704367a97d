//! The operations of the application, called by pages, the API, and commands.
//!
//! Functions here take an [`App`] and domain values, call the store, and return domain values or an
//! [`AppError`]. This layer knows nothing about HTTP or about which store is in use.

pub mod accounts;
pub mod admin;
pub mod backup;
pub(crate) mod client_turns;
mod clock;
pub(crate) mod days;
mod error;
pub mod exchange;
pub(crate) mod large_reads;
mod metrics;
pub mod notifications;
pub(crate) mod types;
pub(crate) mod year;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use accounts::auth_events::AuthEventLog;
pub use accounts::breached_list::BreachedList;
pub use accounts::password_hasher::Hasher;
pub use accounts::password_rules::PasswordRules;
pub use accounts::sessions::SessionLifetimes;
pub use accounts::throttle::RateLimiting;
pub use clock::Clock;
pub use error::AppError;
pub use exchange::import_queue::ImportQueue;
pub use large_reads::LargeReads;
pub use metrics::AppMetrics;
pub use notifications::Notifier;

use crate::storage::Store;

/// The dependencies of all operations.
#[derive(Clone)]
pub struct App {
    /// The store.
    pub store: Arc<dyn Store>,
    /// Hashes passwords on a dedicated thread.
    pub hasher: Hasher,
    /// The rules for new passwords.
    pub password_rules: PasswordRules,
    /// The clock.
    pub clock: Clock,
    /// Whether attempts are rate-limited.
    pub limits: RateLimiting,
    /// How long sessions last.
    pub session_lifetimes: SessionLifetimes,
    /// Delivers notifications.
    pub notifier: Notifier,
    /// Limits how many imports run at once.
    pub imports: ImportQueue,
    /// Limits how many searches and downloads of a user run at once.
    pub large_reads: LargeReads,
    /// The authentication events that aren't written yet.
    pub auth_events: AuthEventLog,
    /// The metrics of this layer.
    pub metrics: AppMetrics,
}

/// The number of random bytes in the token of a link, before encoding.
const TOKEN_BYTES: usize = 32;

/// Returns a new token for a link: 256 random bits, base64url-encoded. Only its hash is stored
/// ([`SecretHash`](crate::domain::values::secret_hash::SecretHash)).
fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; TOKEN_BYTES]>())
}
