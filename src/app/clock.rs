//! The time, as a parameter.

use std::sync::Arc;

use chrono::{SubsecRound, Utc};

use crate::domain::Timestamp;

/// Tells the time, to the millisecond; a test gives its own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::new(Utc::now)
    }

    /// A clock that asks `now`.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.0)().trunc_subsecs(3)
    }
}
