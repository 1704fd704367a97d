//! The limits.

use chrono::TimeDelta;

use crate::domain::accounts::throttle::{MAX_RESET_AFTER, ThrottlePolicy};

/// The limit on wrong passwords for one account from one address, from one browser that has logged
/// in before, or on the pages of the logged-in user.
pub(super) const PASSWORDS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 5,
    first_wait: TimeDelta::seconds(1),
    max_wait: TimeDelta::minutes(15),
    reset_after: MAX_RESET_AFTER,
};

/// The delay of logins to one account, wherever they come from. It never rejects one: otherwise,
/// many attackers together could still lock the owner out.
pub(super) const ACCOUNT_LOGINS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 20,
    first_wait: TimeDelta::milliseconds(250),
    max_wait: TimeDelta::seconds(2),
    reset_after: TimeDelta::minutes(15),
};

/// The limit on wrong passwords from one network for any account. High enough for an office that
/// shares an address.
pub(super) const NETWORK_LOGINS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 100,
    first_wait: TimeDelta::seconds(1),
    max_wait: TimeDelta::minutes(1),
    reset_after: TimeDelta::minutes(15),
};

/// The limit on sign-ups from one network.
pub(super) const NETWORK_SIGNUPS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 10,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on deletions of days by one user. High enough to delete every year of a career
/// separately.
pub(super) const USER_DELETIONS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 50,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on password reset links requested for one username or email address. Each request
/// sends an email.
pub(super) const NAME_RESET_LINKS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 3,
    first_wait: TimeDelta::minutes(1),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on password reset links requested from one network.
pub(super) const NETWORK_RESET_LINKS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 20,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on passwords tried with one user's reset links.
pub(super) const USER_RESETS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 10,
    first_wait: TimeDelta::seconds(1),
    max_wait: TimeDelta::minutes(1),
    reset_after: TimeDelta::hours(1),
};

/// The limit on confirmation emails requested by one user. The recipient can be anyone.
pub(super) const USER_CONFIRMATIONS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 5,
    first_wait: TimeDelta::minutes(1),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on test messages to one user's webhook.
pub(super) const USER_TESTS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 10,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::minutes(10),
    reset_after: TimeDelta::hours(1),
};
