//! All integration tests, in one binary.

mod browser;
mod calendars;
mod catalogs;
mod contract;
mod deploy;
mod documents;
mod embedded;
mod http;
mod layers;
mod mongo;
mod mongo_snapshots;
mod program;
mod scale;
mod support;
