//! The trace of the request under way, for what it asks others to do.

use crate::domain::trace::TraceParent;

tokio::task_local! {
    static UNDER_WAY: Option<TraceParent>;
}

/// Does something as work of a trace.
pub async fn within<T>(work_of: Option<TraceParent>, work: impl Future<Output = T>) -> T {
    UNDER_WAY.scope(work_of, work).await
}

/// The work under way, if it is of a trace.
pub(super) fn under_way() -> Option<TraceParent> {
    UNDER_WAY.try_with(|trace| *trace).ok().flatten()
}
