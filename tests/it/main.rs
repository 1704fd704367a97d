//! The tests that need a store or the whole program, as one binary.

mod browser;
mod calendars;
mod contract;
mod deploy;
mod embedded;
mod http;
mod layers;
mod mongo;
mod mongo_archive;
mod program;
mod scale;
mod support;
