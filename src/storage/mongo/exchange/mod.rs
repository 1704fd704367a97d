//! Calendar feeds and uploaded files in MongoDB.

mod feeds;
mod uploads;
