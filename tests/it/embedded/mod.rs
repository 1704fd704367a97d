//! What only the embedded store does.

mod briefs;
mod commits;
mod opening;
