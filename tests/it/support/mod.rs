//! Shared test support.

pub(crate) mod backups;
pub(crate) mod collector;
pub(crate) mod concurrent;
mod forms;
pub(crate) mod history;
pub(crate) mod keep_alive;
pub(crate) mod mongod;
pub(crate) mod mongod_auth;
pub(crate) mod page;
pub(crate) mod raw_connection;
pub(crate) mod sample_store;
pub(crate) mod samples;
pub(crate) mod server;
pub(crate) mod smtpd;
pub(crate) mod store;
pub(crate) mod webhook;
