//! The query of the audit log.

use serde::Deserialize;

/// The query of the audit log.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct AuditQuery {
    /// The username of the actor or affected user. Empty for all users.
    pub(crate) user: String,
    /// The ID of the last entry of the previous page. Empty on the first page.
    pub(crate) before: String,
}
