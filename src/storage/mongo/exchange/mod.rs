//! Calendar feeds and uploaded files in MongoDB.

mod feeds;
pub(super) mod uploads;
