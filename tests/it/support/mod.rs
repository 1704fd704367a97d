//! Shared test support.

pub(crate) mod backups;
pub(crate) mod collector;
pub(crate) mod everything;
pub(crate) mod guarded;
pub(crate) mod hook;
pub(crate) mod keep_alive;
pub(crate) mod mongod;
pub(crate) mod page;
pub(crate) mod race;
pub(crate) mod samples;
pub(crate) mod server;
pub(crate) mod smtpd;
mod steps;
pub(crate) mod store;
