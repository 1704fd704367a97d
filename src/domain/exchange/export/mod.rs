//! Exports of a user's data: CSV for people and spreadsheets, JSON with everything in the account.
//!
//! Secrets are never exported: no passwords, sessions, feeds, API tokens, or webhook URLs, and no
//! hashes of them.
//!
//! Files are written a month or a year at a time, so that an export never has to be in memory as a whole.
//! [`super::import`] reads both formats.

mod cells;
mod csv;
mod json;

pub use cells::restore_cell;
pub use csv::{CsvOptions, CsvSeparator, csv_header, csv_month};
pub use json::{JsonList, json_changes, json_end, json_head, json_month};

/// The value of `format` in the JSON export.
pub const FORMAT: &str = "worklog";

/// The version of the JSON export.
pub const VERSION: u32 = 1;
