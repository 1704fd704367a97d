//! Imports, exports, and calendar feeds.

pub mod exports;
pub(crate) mod feeds;
pub mod flask_import;
pub(crate) mod imports;
