//! The time after which an operation of a store on another host counts as failed.
//!
//! A database that hangs accepts connections but doesn't respond, so nothing else would end the
//! operation. Whether it took effect is then unknown: a write that was sent may still be applied.

use std::time::Duration;

use super::StoreError;

/// How long an operation may take. The database driver notices within the same time that a server
/// doesn't respond, and then ends operations without a limit, too.
pub(super) const TIMEOUT: Duration = Duration::from_secs(5);

/// The number of edits that an operation without additional time may apply: almost three years.
const EDITS: usize = 1_000;

/// The longest limit. By default, MongoDB aborts longer transactions. The one in our manifests does so
/// after 20 s.
const LONGEST: Duration = Duration::from_mins(1);

/// Returns the limit of an operation that applies this many edits. Large imports take longer on a
/// busy machine.
pub(super) fn for_edits(count: usize) -> Duration {
    for_batches(count.div_ceil(EDITS))
}

/// Returns the limit of an operation that writes this many batches, one after the other.
pub(super) fn for_batches(count: usize) -> Duration {
    let count = u32::try_from(count.max(1)).unwrap_or(u32::MAX);
    TIMEOUT.saturating_mul(count).min(LONGEST)
}

/// The database didn't respond in time.
#[derive(Debug, thiserror::Error)]
#[error("the database didn't respond within {} s", .0.as_secs())]
struct TimedOut(Duration);

/// Fails with [`StoreError::Unavailable`], and abandons the work, if it takes longer.
pub(super) async fn within<T, E: From<StoreError>>(
    limit: Duration,
    work: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let done = tokio::time::timeout(limit, work).await;
    done.unwrap_or_else(|_| Err(StoreError::Unavailable(Box::new(TimedOut(limit))).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_imports_have_more_time_up_to_a_limit() {
        let seconds = |edits| for_edits(edits).as_secs();
        for (edits, limit) in [(0, 5), (1, 5), (1_000, 5), (1_001, 10), (7_300, 40)] {
            assert_eq!(seconds(edits), limit, "{edits}");
        }
        assert_eq!([seconds(50_000), seconds(usize::MAX)], [60; 2]);
    }
}
