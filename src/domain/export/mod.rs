//! The record as files: CSV for people and their spreadsheets, JSON with everything of the account.
//!
//! Secrets stay: passwords, logins, feeds, the tokens of the API and the addresses of webhooks are in no
//! file, nor are their hashes.
//!
//! Written month by month, so that nobody has to hold the whole; [`super::import`] reads both again.

mod cells;
mod csv;
mod json;

pub use cells::restore_cell;
pub use csv::{csv_header, csv_month};
pub use json::{json_end, json_head, json_month};

/// What our JSON calls itself.
pub const FORMAT: &str = "worklog";

/// The version of its form.
pub const VERSION: u32 = 1;
