//! Calendar feeds and uploaded files in the embedded database.

pub(crate) mod feeds;
pub(crate) mod uploads;
