//! What the program does, whoever asks: pages, commands, later the API.
//!
//! Functions here take the [`App`] and domain values, call the store, and answer with domain values
//! or an [`AppError`]. Nothing here knows HTTP or which store is open.

pub mod accounts;
mod clock;
pub mod days;
mod error;
pub mod exports;
mod hasher;
pub mod imports;
mod limits;
pub mod many;
pub mod sessions;
pub mod types;
pub mod year;

use std::sync::Arc;

pub use clock::Clock;
pub use error::AppError;
pub use hasher::Hasher;
pub use limits::Limits;
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
}
