//! What only the embedded store does.

mod briefs;
mod commits;
mod erasure;
mod opening;
