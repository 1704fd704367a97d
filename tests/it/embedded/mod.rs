//! Tests behavior specific to the embedded store.

mod commits;
mod erasure;
mod opening;
mod replaced;
mod year_digests;
