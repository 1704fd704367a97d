//! The limit on file descriptors. Each connection takes one.

use rustix::process::{Resource, getrlimit};

/// Returns how many connections the limit on descriptors allows: three quarters of it. The rest is
/// for database files or connections, webhooks, and connections that are being refused.
pub(super) fn max_connections() -> usize {
    let limit = getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok());
    limit.map_or(usize::MAX, |limit| limit - limit / 4)
}
