//! What only the embedded store does.

mod commits;
mod opening;
