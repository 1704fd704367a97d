//! What the program does, whoever asks: pages, commands, later the API.
//!
//! Functions here take the [`App`] and domain values, call the store, and answer with domain values
//! or an [`AppError`]. Nothing here knows HTTP or which store is open.

pub mod accounts;
pub mod admin;
pub mod backup;
mod clock;
pub mod days;
pub mod emails;
pub mod erasure;
mod error;
pub mod exports;
pub mod feeds;
pub mod flask_import;
mod hasher;
pub mod imports;
pub mod invitations;
mod limits;
pub mod many;
pub mod messenger;
mod meter;
pub mod resets;
pub mod sessions;
pub mod slack;
pub mod tokens;
pub mod types;
pub mod year;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use clock::Clock;
pub use error::AppError;
pub use hasher::Hasher;
pub use limits::Limits;
pub use messenger::Messenger;
pub use meter::Meter;
pub use sessions::SessionLengths;

use crate::storage::Store;

/// What every function of the program works with.
#[derive(Clone)]
pub struct App {
    /// Where the record is kept.
    pub store: Arc<dyn Store>,
    /// Hashes passwords on threads of its own.
    pub hasher: Hasher,
    /// Tells the time.
    pub clock: Clock,
    /// Slows attempts down.
    pub limits: Limits,
    /// How long logins last.
    pub session_lengths: SessionLengths,
    /// Tells people.
    pub messenger: Messenger,
    /// Counts what is done.
    pub meter: Meter,
}

/// Bytes of a link's token before encoding.
const TOKEN_BYTES: usize = 32;

/// A token for a link, which nobody can guess: 256 random bits. Only its hash is stored
/// ([`SecretHash`](crate::domain::secret_hash::SecretHash)).
fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; TOKEN_BYTES]>())
}
