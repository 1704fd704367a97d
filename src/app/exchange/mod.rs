//! Imports, exports, and calendar feeds.

pub mod exports;
pub(crate) mod feeds;
pub mod flask_import;
pub(crate) mod import_queue;
pub(crate) mod imports;
pub(crate) mod uploads;
