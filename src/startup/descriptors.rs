//! The limit on file descriptors. Each connection takes one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the process's limit on descriptors to the maximum that the system allows it, and logs it.
/// Many systems start programs with a limit of 1,024, for the sake of those that use `select`.
pub fn raise_descriptor_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        tracing::info!(limit = current, "the limit on file descriptors is at its maximum");
        return;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => tracing::info!(from = current, to = maximum, "raised the limit on descriptors"),
        Err(error) => {
            tracing::warn!(limit = current, %error, "the limit on descriptors wasn't raised");
        }
    }
}

/// Returns how many connections the limit on descriptors allows: three quarters of it. The rest is
/// for database files or connections, webhooks, and connections that are being refused.
pub(super) fn max_connections() -> usize {
    let limit = getrlimit(Resource::Nofile).current.and_then(|limit| usize::try_from(limit).ok());
    limit.map_or(usize::MAX, |limit| limit - limit / 4)
}
