//! Tests behavior specific to the embedded store.

mod briefs;
mod commits;
mod erasure;
mod opening;
