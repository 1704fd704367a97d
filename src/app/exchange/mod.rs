//! Imports, exports, and calendar feeds.

pub mod exports;
pub mod feeds;
pub mod flask_import;
pub mod imports;
