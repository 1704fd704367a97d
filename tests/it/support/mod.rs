//! What the tests share.

pub(crate) mod mongod;
pub(crate) mod race;
pub(crate) mod samples;
pub(crate) mod store;
