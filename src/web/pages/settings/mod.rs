//! `/settings` and the pages below it, one module each.

pub(crate) mod account;
pub(crate) mod allowances;
pub(crate) mod data;
pub(crate) mod feed;
pub(crate) mod general;
pub(crate) mod menu;
pub(crate) mod schedule;
pub(crate) mod sessions;
pub(crate) mod slack;
pub(crate) mod tokens;
pub(crate) mod types;
