//! How logins and sign-ups are slowed down, by account and by address.

use std::net::IpAddr;
use std::time::Duration;

use chrono::TimeDelta;

use super::{App, AppError};
use crate::domain::throttle::Policy;
use crate::domain::user::{User, UserId};

/// Whether attempts are limited here, or by something in front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limits {
    /// Counted and slowed down.
    On,
    /// Let through.
    Off,
}

/// Passwords tried on one account, whoever tries: guessing gets slow, and the person waits at most
/// a quarter of an hour for somebody else's guesses.
const LOGINS_OF_ACCOUNT: Policy = Policy {
    free: 5,
    first_wait: TimeDelta::seconds(1),
    longest_wait: TimeDelta::minutes(15),
    forget_after: TimeDelta::hours(24),
};

/// Logins from one address on any accounts; an office behind one address stays below it.
const LOGINS_OF_ADDRESS: Policy = Policy {
    free: 100,
    first_wait: TimeDelta::seconds(1),
    longest_wait: TimeDelta::minutes(1),
    forget_after: TimeDelta::minutes(15),
};

/// Accounts made from one address.
const SIGNUPS_OF_ADDRESS: Policy = Policy {
    free: 10,
    first_wait: TimeDelta::seconds(10),
    longest_wait: TimeDelta::hours(1),
    forget_after: TimeDelta::hours(24),
};

/// Deletions of days by one account: every year of a working life goes through.
const DELETIONS_OF_ACCOUNT: Policy = Policy {
    free: 50,
    first_wait: TimeDelta::seconds(10),
    longest_wait: TimeDelta::hours(1),
    forget_after: TimeDelta::hours(24),
};

/// Links to a new password asked for under one name: each sends a letter.
const LINKS_OF_NAME: Policy = Policy {
    free: 3,
    first_wait: TimeDelta::minutes(1),
    longest_wait: TimeDelta::hours(1),
    forget_after: TimeDelta::hours(24),
};

/// Links to a new password asked for from one address.
const LINKS_OF_ADDRESS: Policy = Policy {
    free: 20,
    first_wait: TimeDelta::seconds(10),
    longest_wait: TimeDelta::hours(1),
    forget_after: TimeDelta::hours(24),
};

/// Letters that confirm an address, which can be anybody's.
const CONFIRMATIONS_OF_USER: Policy = Policy {
    free: 5,
    first_wait: TimeDelta::minutes(1),
    longest_wait: TimeDelta::hours(1),
    forget_after: TimeDelta::hours(24),
};

/// Test lines to a webhook.
const TESTS_OF_USER: Policy = Policy {
    free: 10,
    first_wait: TimeDelta::seconds(10),
    longest_wait: TimeDelta::minutes(10),
    forget_after: TimeDelta::hours(1),
};

/// What was typed as the name or address of a forgotten password is counted under this.
const FORGOTTEN: &str = "forgot:account";

/// Counts a login, or refuses it.
pub(super) async fn count_login(app: &App, username: &str, from: IpAddr) -> Result<(), AppError> {
    attempt(app, &format!("login:address:{}", network(from)), LOGINS_OF_ADDRESS).await?;
    attempt(app, &account_key(username), LOGINS_OF_ACCOUNT).await
}

/// A login succeeded: the account's count starts again. The address's goes on, or an attacker's own
/// account would clear it.
pub(super) async fn login_succeeded(app: &App, username: &str) -> Result<(), AppError> {
    match app.limits {
        Limits::On => Ok(app.store.clear_attempts(&account_key(username)).await?),
        Limits::Off => Ok(()),
    }
}

/// Counts a sign-up, or refuses it.
pub(super) async fn count_signup(app: &App, from: IpAddr) -> Result<(), AppError> {
    attempt(app, &format!("signup:address:{}", network(from)), SIGNUPS_OF_ADDRESS).await
}

/// Counts a deletion of days, or refuses it.
pub(super) async fn count_deletion(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &deletion_key(user), DELETIONS_OF_ACCOUNT).await
}

/// The keys of all counts that tell of an account.
pub(super) fn keys_of(user: &User) -> Vec<String> {
    let name = user.username.as_str();
    let mut keys = vec![account_key(name), as_typed(FORGOTTEN, name), deletion_key(user.id)];
    let addresses = user.email.iter().chain(&user.new_email);
    keys.extend(addresses.map(|address| as_typed(FORGOTTEN, address.as_str())));
    keys.extend([confirmation_key(user.id), test_key(user.id)]);
    keys
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

/// Counts a forgotten password, or refuses it.
pub(super) async fn count_forgotten(app: &App, typed: &str, from: IpAddr) -> Result<(), AppError> {
    attempt(app, &format!("forgot:address:{}", network(from)), LINKS_OF_ADDRESS).await?;
    attempt(app, &as_typed(FORGOTTEN, typed), LINKS_OF_NAME).await
}

/// Counts a letter that confirms an address, or refuses it.
pub(super) async fn count_confirmation(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &confirmation_key(user), CONFIRMATIONS_OF_USER).await
}

/// Counts a test line, or refuses it.
pub(super) async fn count_test(app: &App, user: UserId) -> Result<(), AppError> {
    attempt(app, &test_key(user), TESTS_OF_USER).await
}

async fn attempt(app: &App, key: &str, policy: Policy) -> Result<(), AppError> {
    if app.limits == Limits::Off {
        return Ok(());
    }
    let now = app.clock.now();
    app.store.attempt(key, policy, now).await?.map_err(|early| {
        app.meter.count_limited(kind_of(key));
        let wait = (early.open_at - now).to_std().unwrap_or_default();
        AppError::TooManyAttempts(wait.max(Duration::from_secs(1)))
    })
}

/// What is limited, and what it is counted by: the first two words of a key, which are the program's.
fn kind_of(key: &str) -> String {
    key.split(':').take(2).collect::<Vec<_>>().join("_").replace('-', "_")
}

/// Whatever was typed as a username counts as itself, so that the answer does not tell which exist.
fn account_key(username: &str) -> String {
    as_typed("login:account", username)
}

fn as_typed(kind: &str, typed: &str) -> String {
    let typed: String = typed.chars().take(64).collect();
    format!("{kind}:{}", typed.to_lowercase())
}

/// What one customer of a provider has: an IPv4 address, or a /64 of IPv6.
fn network(address: IpAddr) -> String {
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
    fn a_network_is_what_one_customer_has() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn what_is_limited_names_nobody() {
        assert_eq!(kind_of(&account_key("ada:lovelace")), "login_account");
        assert_eq!(kind_of(&test_key(UserId::new())), "slack_test_user");
    }

    #[test]
    fn case_does_not_make_another_account() {
        assert_eq!(account_key("ADA"), account_key("ada"));
    }
}
