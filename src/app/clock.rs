//! The clock, passed as a parameter so that tests can control it.

use std::sync::Arc;

use chrono::{SubsecRound, Utc};

use crate::domain::Timestamp;

/// A clock with millisecond resolution. Tests provide their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// Returns the system clock.
    pub fn system() -> Self {
        Self::new(Utc::now)
    }

    /// Returns a clock that calls `now`.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Returns the current time, truncated to milliseconds.
    pub fn now(&self) -> Timestamp {
        (self.0)().trunc_subsecs(3)
    }
}
