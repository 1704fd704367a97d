//! Rate limits per token and per user, reported in response headers
//! (draft-ietf-httpapi-ratelimit-headers-10).
//!
//! The counts are in memory and per server, because they only protect this server from overload.
//! The limits that protect passwords are counted in the store ([`crate::app::RateLimiting`]).

use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::app::RateLimiting;
use crate::web::error::whole_seconds;

/// Calls per minute with one token. The compiler evaluates `unwrap` in a constant.
const TOKEN_QUOTA: NonZeroU32 = NonZeroU32::new(600).unwrap();

/// Calls per minute by one user, across all tokens and sessions.
const USER_QUOTA: NonZeroU32 = NonZeroU32::new(1200).unwrap();

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STATE: HeaderName = HeaderName::from_static("ratelimit");

type KeyedLimiter =
    RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// A limit: its name, the calls per minute, and the counters.
type RateLimit = (&'static str, NonZeroU32, KeyedLimiter);

/// The counters of both limits, or `None` if rate limiting is off.
#[derive(Clone)]
pub struct ApiRateLimiter(Option<Arc<[RateLimit; 2]>>);

/// The result of counting a call.
pub(crate) enum RateLimitStatus {
    /// Rate limiting is off.
    Uncounted,
    /// Within the limits, with what remains of each.
    Within(Vec<QuotaState>),
    /// Over a limit, with the seconds to wait.
    Over(u64, Vec<QuotaState>),
}

/// What remains of one limit.
pub(crate) struct QuotaState {
    name: &'static str,
    quota: NonZeroU32,
    calls: u32,
    /// Seconds until the limit is fully replenished.
    full_in: u64,
}

impl ApiRateLimiter {
    /// Creates a limiter with all counters at zero.
    pub fn new(limits: RateLimiting) -> Self {
        let counts = |name, quota| {
            let counts = RateLimiter::keyed(Quota::per_minute(quota));
            (name, quota, counts.with_middleware())
        };
        let all = || Arc::new([counts("token", TOKEN_QUOTA), counts("user", USER_QUOTA)]);
        Self((limits == RateLimiting::On).then(all))
    }

    /// Drops the counters that are fully replenished, to free memory.
    pub(crate) fn remove_stale(&self) {
        for (_, _, counts) in self.0.iter().flat_map(|all| all.iter()) {
            counts.retain_recent();
        }
    }

    /// Counts a call by a user, with a token or without. A call over the token's limit isn't
    /// counted for the user, so a runaway program doesn't block the user's other programs.
    pub(crate) fn count(&self, token: Option<String>, user: String) -> RateLimitStatus {
        let Some(all) = &self.0 else { return RateLimitStatus::Uncounted };
        let mut left = Vec::new();
        for ((name, quota, counts), key) in all.iter().zip([token, Some(user)]) {
            let Some(key) = key else { continue };
            let (calls, wait) = match counts.check_key(&key) {
                Ok(state) => (state.remaining_burst_capacity(), None),
                Err(early) => {
                    let until = early.wait_time_from(DefaultClock::default().now());
                    (0, Some(whole_seconds(until).max(1)))
                }
            };
            let missing = u64::from(quota.get() - calls) * 60;
            let full_in = missing.div_ceil(u64::from(quota.get()));
            left.push(QuotaState { name, quota: *quota, calls, full_in });
            if let Some(seconds) = wait {
                return RateLimitStatus::Over(seconds, left);
            }
        }
        RateLimitStatus::Within(left)
    }
}

impl RateLimitStatus {
    /// Returns the name of the limit that was exceeded.
    pub(crate) fn exceeded(&self) -> Option<&'static str> {
        let Self::Over(_, left) = self else { return None };
        left.last().map(|left| left.name)
    }

    /// Adds the rate limit headers to a response.
    pub(crate) fn add_headers<B>(&self, mut response: ServiceResponse<B>) -> ServiceResponse<B> {
        let (Self::Within(left) | Self::Over(_, left)) = self else { return response };
        let list = |item: &dyn Fn(&QuotaState) -> String| {
            HeaderValue::from_str(&left.iter().map(item).collect::<Vec<_>>().join(", "))
        };
        let policy = list(&|left| format!("\"{}\";q={};w=60", left.name, left.quota));
        let rest = list(&|left| format!("\"{}\";r={};t={}", left.name, left.calls, left.full_in));
        for (name, value) in [(POLICY, policy), (STATE, rest)] {
            if let Ok(value) = value {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
