//! How many calls a token and a user may make, and the headers that tell how many are left
//! (draft-ietf-httpapi-ratelimit-headers-10).
//!
//! Counted in memory: it protects this server from being kept busy, while what protects passwords
//! is counted in the store ([`crate::app::Limits`]). Of several servers each has its own count.

use std::num::NonZeroU32;
use std::sync::Arc;

use actix_web::dev::ServiceResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::app::Limits;
use crate::web::error::whole_seconds;

/// Calls a minute with one token. The compiler evaluates `unwrap` in a constant.
const OF_TOKEN: NonZeroU32 = NonZeroU32::new(600).unwrap();

/// Calls a minute of one user, with whatever tokens and logins.
const OF_USER: NonZeroU32 = NonZeroU32::new(1200).unwrap();

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

type Counts =
    RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// A limit: its name, the calls a minute, and the counts.
type Limit = (&'static str, NonZeroU32, Counts);

/// The counts of both limits; none where calls are not limited here.
#[derive(Clone)]
pub struct Limiter(Option<Arc<[Limit; 2]>>);

/// How a caller stands after a call.
pub enum Standing {
    /// Not counted here.
    Uncounted,
    /// Within the limits; what is left of each.
    Within(Vec<Left>),
    /// Over one of them, for so many seconds.
    Over(u64, Vec<Left>),
}

/// What is left of a limit.
pub struct Left {
    name: &'static str,
    quota: NonZeroU32,
    calls: u32,
    /// Seconds until all of it is there again.
    full_in: u64,
}

impl Limiter {
    /// Counts from nothing.
    pub fn new(limits: Limits) -> Self {
        let counts = |name, quota| {
            let counts = RateLimiter::keyed(Quota::per_minute(quota));
            (name, quota, counts.with_middleware())
        };
        let all = || Arc::new([counts("token", OF_TOKEN), counts("user", OF_USER)]);
        Self((limits == Limits::On).then(all))
    }

    /// Forgets the counts that are full again.
    pub fn forget(&self) {
        for (_, _, counts) in self.0.iter().flat_map(|all| all.iter()) {
            counts.retain_recent();
        }
    }

    /// Counts a call of a user, maybe with a token. One that a token may not make is not counted as
    /// the user's, so that a program that asks too much stops no other of theirs.
    pub fn count(&self, token: Option<String>, user: String) -> Standing {
        let Some(all) = &self.0 else { return Standing::Uncounted };
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
            left.push(Left { name, quota: *quota, calls, full_in });
            if let Some(seconds) = wait {
                return Standing::Over(seconds, left);
            }
        }
        Standing::Within(left)
    }
}

impl Standing {
    /// The name of the limit that the call is over.
    pub fn over(&self) -> Option<&'static str> {
        let Self::Over(_, left) = self else { return None };
        left.last().map(|left| left.name)
    }

    /// Tells the caller.
    pub fn tell<B>(&self, mut answer: ServiceResponse<B>) -> ServiceResponse<B> {
        let (Self::Within(left) | Self::Over(_, left)) = self else { return answer };
        let list = |item: &dyn Fn(&Left) -> String| {
            HeaderValue::from_str(&left.iter().map(item).collect::<Vec<_>>().join(", "))
        };
        let policy = list(&|left| format!("\"{}\";q={};w=60", left.name, left.quota));
        let rest = list(&|left| format!("\"{}\";r={};t={}", left.name, left.calls, left.full_in));
        for (name, value) in [(POLICY, policy), (LEFT, rest)] {
            if let Ok(value) = value {
                answer.headers_mut().insert(name, value);
            }
        }
        answer
    }
}
