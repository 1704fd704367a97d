//! Data exchanged with other programs: imports, exports, calendar feeds.

pub mod export;
pub mod feed;
pub mod feed_events;
pub mod ics;
pub mod import;
pub mod upload;
