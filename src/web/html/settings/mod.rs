//! `/settings` and the pages below it, a file each.

pub mod allowances;
pub mod general;
pub mod types;
