//! The real server over HTTP, each test with one of its own.

mod access;
mod accounts;
mod bad_input;
mod days;
mod guards;
mod server;
