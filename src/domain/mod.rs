//! The domain: pure types and rules about days, users, and their data.
//!
//! Everything here is a value that is valid once it exists, or a function of values. There is no
//! I/O, clock, or database: the current time is an argument.

pub mod admin;
pub mod allowance;
pub mod archive;
pub mod audit;
pub mod backup;
pub mod balances;
pub mod brief;
pub mod calendar;
pub mod change;
pub mod day;
pub mod email;
mod email_change;
pub mod entry;
pub mod export;
pub mod extent;
pub mod feed;
pub mod feed_events;
pub mod fingerprint;
pub mod gaps;
pub mod ics;
pub mod id;
pub mod import;
pub mod invitation;
pub mod location;
pub mod month_log;
pub mod notes;
pub mod outbox;
pub mod password;
pub mod pattern;
pub mod plan;
pub mod problem;
pub mod proof;
pub mod range;
pub mod secret_hash;
pub mod session;
pub mod settings;
pub mod share;
pub mod short_text;
pub mod summary;
pub mod text;
pub mod throttle;
pub mod time_zone;
pub mod token;
pub mod types;
pub mod undo;
mod unseen;
pub mod upload;
pub mod user;
pub mod username;
pub mod webhook;
pub mod week;
pub mod year_totals;

/// A point in time, in UTC. Stored as an RFC 3339 string.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
