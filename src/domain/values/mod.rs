//! Basic values that every other module uses: identifiers, short text, time zones.

pub mod clock_error;
pub mod fingerprint;
pub mod id;
pub(crate) mod invisible_chars;
pub mod problem;
pub mod secret_hash;
pub mod short_text;
pub mod text;
pub mod time_zone;
