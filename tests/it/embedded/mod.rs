//! Tests behavior specific to the embedded store.

mod commits;
mod erasure;
mod opening;
mod year_digests;
