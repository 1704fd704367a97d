//! `/settings` and the pages below it, one module each.

pub mod account;
pub mod allowances;
pub mod data;
pub mod delete_account;
pub mod delete_days;
pub mod feed;
pub mod general;
pub mod pattern;
pub mod slack;
pub mod tokens;
pub mod types;
