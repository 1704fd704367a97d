//! `/settings` and the pages below it, a file each.

pub mod data;
pub mod delete_account;
pub mod delete_days;
pub mod feed;
pub mod general;
