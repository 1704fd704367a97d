//! What only the embedded store does.

mod commits;
mod erasure;
mod opening;
