//! The domain: pure types and rules about days, users, and their data.
//!
//! Everything here is a value that is valid once it exists, or a function of values. There is no
//! I/O, clock, or database: the current time is an argument.

pub mod accounts;
pub mod admin;
pub mod allowances;
pub mod backup;
pub mod days;
pub mod exchange;
#[cfg(test)]
pub(crate) mod fuzz;
pub mod notifications;
pub mod settings;
pub mod types;
pub mod values;
pub mod year;

/// A point in time, in UTC. Stored as an RFC 3339 string.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
