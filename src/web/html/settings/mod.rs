//! `/settings` and the pages below it, a file each.

pub mod general;
pub mod pattern;
