//! `/settings` and the pages below it, one module each.

pub mod account;
pub mod allowances;
pub mod data;
pub mod feed;
pub mod general;
pub mod menu;
pub mod schedule;
pub mod slack;
pub mod tokens;
pub mod types;
