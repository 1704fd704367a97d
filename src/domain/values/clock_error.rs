//! Times that were stored while the clock was ahead.
//!
//! If the clock once jumps ahead, the times stored meanwhile remain in the future after it is
//! corrected. Without a check, a wait or a session would last until then.

use chrono::TimeDelta;

use crate::domain::Timestamp;

/// How much the clocks of servers that share a store may differ.
pub const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(1);

/// Returns whether a stored time is further in the future than clocks may differ. Only use it for
/// times that were the current time when they were stored.
pub fn is_ahead(stored: Timestamp, now: Timestamp) -> bool {
    stored - now > CLOCK_TOLERANCE
}
