//! Metrics of the application layer.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

use super::AppError;

/// Histogram buckets for the duration of a hash, in seconds. A hash takes about 20 ms on an idle
/// core.
const SECONDS: [f64; 9] = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 1., 5.];

/// Metrics of the application layer. Clones share their values.
#[derive(Clone, Debug)]
pub struct AppMetrics {
    logins: Family<OutcomeLabels, Counter>,
    signups: Family<OutcomeLabels, Counter>,
    limited: Family<LimitLabels, Counter>,
    auth_events: Family<EventLabels, Counter>,
    deliveries: Family<DeliveryLabels, Counter>,
    /// Whether the store responded to the last query for messages to deliver.
    pub(super) store_up: Gauge,
    /// The number of queued messages, across all servers.
    pub(super) outbox: Gauge,
    /// The number of passwords waiting to be hashed, verified, or checked against the rules.
    pub(super) passwords_waiting: Gauge,
    /// The number of passwords being processed.
    pub(super) passwords_running: Gauge,
    /// The number of passwords rejected because the queue was full.
    pub(super) passwords_refused: Counter,
    /// The processing time of a password.
    pub(super) password_seconds: Histogram,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct LimitLabels {
    policy: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EventLabels {
    kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DeliveryLabels {
    kind: &'static str,
    outcome: &'static str,
}

impl Default for AppMetrics {
    fn default() -> Self {
        Self {
            logins: Family::default(),
            signups: Family::default(),
            limited: Family::default(),
            auth_events: Family::default(),
            deliveries: Family::default(),
            store_up: Gauge::default(),
            outbox: Gauge::default(),
            passwords_waiting: Gauge::default(),
            passwords_running: Gauge::default(),
            passwords_refused: Counter::default(),
            password_seconds: Histogram::new(SECONDS),
        }
    }
}

impl AppMetrics {
    /// Registers all metrics.
    pub fn register(&self, registry: &mut Registry) {
        let r = registry;
        let text = "Passwords proven or not, at logins and where an act asks for one, by outcome";
        r.register("logins", text, self.logins.clone());
        r.register("signups", "Accounts asked for, by outcome", self.signups.clone());
        let text = "Attempts refused because there had been too many, by what limits them";
        r.register("limited_attempts", text, self.limited.clone());
        r.register("auth_events", "Authentication events, by kind", self.auth_events.clone());
        let text = "Whether the store answered when it was last asked for messages to deliver";
        r.register("store_up", text, self.store_up.clone());
        let text = "Messages in the queue of all servers";
        r.register("outbox_messages", text, self.outbox.clone());
        let text = "Attempts to deliver a message, by kind and outcome";
        r.register("outbox_deliveries", text, self.deliveries.clone());
        let text = "Passwords that wait for the hashing thread";
        r.register("password_jobs_waiting", text, self.passwords_waiting.clone());
        let text = "Passwords that the hashing thread works on";
        r.register("password_jobs_running", text, self.passwords_running.clone());
        let text = "Passwords refused because the queue was full";
        r.register("password_jobs_refused", text, self.passwords_refused.clone());
        let text = "How long the hashing thread worked on a password";
        r.register("password_job_duration_seconds", text, self.password_seconds.clone());
    }

    /// Counts a password check, at a login or where an action requires the password.
    pub(super) fn count_login<T>(&self, outcome: &Result<T, AppError>) {
        self.logins.get_or_create(&OutcomeLabels { outcome: outcome_label(outcome) }).inc();
    }

    /// Counts a sign-up attempt.
    pub(super) fn count_signup<T>(&self, outcome: &Result<T, AppError>) {
        self.signups.get_or_create(&OutcomeLabels { outcome: outcome_label(outcome) }).inc();
    }

    /// Counts an attempt that was rejected by a rate limit. `policy` names the limit, such as
    /// `login_address`.
    pub(crate) fn count_limited(&self, policy: impl Into<String>) {
        self.limited.get_or_create(&LimitLabels { policy: policy.into() }).inc();
    }

    /// Counts an authentication event.
    pub(super) fn count_auth_event(&self, kind: &'static str) {
        self.auth_events.get_or_create(&EventLabels { kind }).inc();
    }

    /// Counts an attempt to deliver a message of this kind.
    pub(super) fn count_delivery(&self, kind: &'static str, outcome: &'static str) {
        self.deliveries.get_or_create(&DeliveryLabels { kind, outcome }).inc();
    }
}

fn outcome_label<T>(outcome: &Result<T, AppError>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(AppError::WrongCredentials) => "wrong",
        Err(AppError::UsernameTaken) => "taken",
        Err(AppError::TooManyAttempts(_)) => "limited",
        Err(AppError::HasherBusy) => "busy",
        Err(AppError::Store(_)) => "failed",
        Err(_) => "refused",
    }
}
