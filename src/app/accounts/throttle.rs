//! Rate limits for logins, sign-ups, and other attempts, by account and by IP address.

use std::net::IpAddr;
use std::time::Duration;

use chrono::TimeDelta;

use crate::app::{App, AppError};
use crate::domain::accounts::throttle::{MAX_RESET_AFTER, ThrottlePolicy};
use crate::domain::accounts::user::{User, UserId};

/// Whether the server limits attempts itself. A reverse proxy may do it instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateLimiting {
    /// Attempts are counted and delayed.
    On,
    /// All attempts are allowed.
    Off,
}

/// The limit on login attempts to one account from any address. Slows down guessing, but locks the
/// owner out for at most 15 minutes.
const ACCOUNT_LOGINS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 5,
    first_wait: TimeDelta::seconds(1),
    max_wait: TimeDelta::minutes(15),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on login attempts from one address to any account. High enough for an office that
/// shares an address.
const ADDRESS_LOGINS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 100,
    first_wait: TimeDelta::seconds(1),
    max_wait: TimeDelta::minutes(1),
    reset_after: TimeDelta::minutes(15),
};

/// The limit on sign-ups from one address.
const ADDRESS_SIGNUPS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 10,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on deletions of days by one account. High enough to delete every year of a career
/// separately.
const ACCOUNT_DELETIONS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 50,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on password reset links requested for one username or email address. Each request
/// sends an email.
const NAME_RESET_LINKS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 3,
    first_wait: TimeDelta::minutes(1),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on password reset links requested from one address.
const ADDRESS_RESET_LINKS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 20,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on passwords tried with one user's reset links.
const USER_RESETS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 10,
    first_wait: TimeDelta::seconds(1),
    max_wait: TimeDelta::minutes(1),
    reset_after: TimeDelta::hours(1),
};

/// The limit on confirmation emails requested by one user. The recipient can be anyone.
const USER_CONFIRMATIONS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 5,
    first_wait: TimeDelta::minutes(1),
    max_wait: TimeDelta::hours(1),
    reset_after: MAX_RESET_AFTER,
};

/// The limit on test messages to one user's webhook.
const USER_TESTS: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 10,
    first_wait: TimeDelta::seconds(10),
    max_wait: TimeDelta::minutes(10),
    reset_after: TimeDelta::hours(1),
};

/// The key prefix for names and email addresses entered in the "forgot password" form.
const RESET_KEY_PREFIX: &str = "forgot:account";

/// Counts a login attempt. Fails if there were too many.
pub(crate) async fn count_login(app: &App, username: &str, from: IpAddr) -> Result<(), AppError> {
    attempt(app, &format!("login:address:{}", client_network(from)), ADDRESS_LOGINS).await?;
    attempt(app, &account_key(username), ACCOUNT_LOGINS).await
}

/// Resets the account's counter after a successful login, but not the counter of the IP address: an
/// attacker could otherwise reset it by logging in to their own account.
pub(crate) async fn clear_logins(app: &App, username: &str) -> Result<(), AppError> {
    match app.limits {
        RateLimiting::On => Ok(app.store.clear_attempts(&account_key(username)).await?),
        RateLimiting::Off => Ok(()),
    }
}

/// Counts a sign-up attempt. Fails if there were too many.
pub(crate) async fn count_signup(app: &App, from: IpAddr) -> Result<(), AppError> {
    attempt(app, &format!("signup:address:{}", client_network(from)), ADDRESS_SIGNUPS).await
}

/// Counts a deletion of days. Fails if there were too many.
pub(crate) async fn count_deletion(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &deletion_key(user), ACCOUNT_DELETIONS).await
}

/// Returns the keys that identify an account. Their counters are deleted with the account.
pub(crate) fn user_keys(user: &User) -> Vec<String> {
    let name = user.username.as_str();
    let mut keys =
        vec![account_key(name), input_key(RESET_KEY_PREFIX, name), deletion_key(user.id)];
    let addresses = user.email.iter().chain(&user.new_email);
    keys.extend(addresses.map(|address| input_key(RESET_KEY_PREFIX, address.as_str())));
    keys.extend([reset_key(user.id), confirmation_key(user.id), test_key(user.id)]);
    keys
}

fn reset_key(user: UserId) -> String {
    format!("reset:user:{user}")
}

fn confirmation_key(user: UserId) -> String {
    format!("confirm:user:{user}")
}

fn test_key(user: UserId) -> String {
    format!("slack-test:user:{user}")
}

fn deletion_key(user: UserId) -> String {
    format!("deletion:account:{user}")
}

/// Counts a request for a password reset link. Fails if there were too many.
pub(crate) async fn count_reset_request(
    app: &App,
    typed: &str,
    from: IpAddr,
) -> Result<(), AppError> {
    attempt(app, &format!("forgot:address:{}", client_network(from)), ADDRESS_RESET_LINKS).await?;
    attempt(app, &input_key(RESET_KEY_PREFIX, typed), NAME_RESET_LINKS).await
}

/// Counts a password tried with a reset link. Fails if there were too many.
pub(crate) async fn count_reset(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &reset_key(user), USER_RESETS).await
}

/// Counts a confirmation email. Fails if there were too many.
pub(crate) async fn count_confirmation(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &confirmation_key(user), USER_CONFIRMATIONS).await
}

/// Counts a test message. Fails if there were too many.
pub(crate) async fn count_test(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &test_key(user), USER_TESTS).await
}

async fn attempt(app: &App, key: &str, policy: ThrottlePolicy) -> Result<(), AppError> {
    if app.limits == RateLimiting::Off {
        return Ok(());
    }
    let now = app.clock.now();
    app.store.attempt(key, policy, now).await?.map_err(|early| {
        app.metrics.count_limited(policy_label(key));
        let wait = (early.open_at - now).to_std().unwrap_or_default();
        AppError::TooManyAttempts(wait.max(Duration::from_secs(1)))
    })
}

/// Returns the name of the limit for metrics, such as `login_address`: the first two segments of a
/// key. The rest contains personal data.
fn policy_label(key: &str) -> String {
    key.split(':').take(2).collect::<Vec<_>>().join("_").replace('-', "_")
}

/// Returns the key of a login attempt. Names that don't exist are counted too, so that the response
/// doesn't reveal which ones do.
fn account_key(username: &str) -> String {
    input_key("login:account", username)
}

fn input_key(kind: &str, typed: &str) -> String {
    let typed: String = typed.chars().take(64).collect();
    format!("{kind}:{}", typed.to_lowercase())
}

/// Returns the network that identifies a client: its IPv4 address, or its IPv6 /64, which providers
/// assign to one customer.
fn client_network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn client_network_returns_an_ipv4_address_or_an_ipv6_64() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(client_network(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn metric_names_contain_no_personal_data() {
        assert_eq!(policy_label(&account_key("ada:lovelace")), "login_account");
        assert_eq!(policy_label(&test_key(UserId::new())), "slack_test_user");
    }

    #[test]
    fn account_keys_ignore_case() {
        assert_eq!(account_key("ADA"), account_key("ada"));
    }
}
