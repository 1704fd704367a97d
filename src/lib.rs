//! Worklog: a self-hosted log of where and how each working day was spent.
//!
//! Each layer depends only on the layers after it:
//! `main -> startup -> web -> app -> storage -> domain -> locale`.
//!
//! Other crates (the program, the tests in `tests/`, and the benchmarks) use a small part of it:
//! - [`config`], [`startup`], and [`telemetry`] run a server.
//! - [`app::App`] and the operations in [`app`] do what a command or a page does.
//! - [`storage::open`] opens a [`storage::Store`].
//! - [`web::configure`] serves the pages and the API.
//! - [`domain`] contains the values that all of these take and return, and [`locale`] their texts.
//!
//! Everything else is `pub(crate)`. The lint `unreachable_pub` finds what isn't.

pub mod app;
pub mod config;
pub mod domain;
#[cfg(test)]
mod fuzz;
pub mod locale;
pub mod startup;
pub mod storage;
pub mod telemetry;
pub mod web;
