//! `/settings` and the pages below it, a file each.

pub mod account;
pub mod general;
pub mod slack;
