//! The traits for calendar feeds and uploaded files, and the reader of the Flask database.

pub(crate) mod feeds;
pub(crate) mod flask;
pub(crate) mod uploads;
