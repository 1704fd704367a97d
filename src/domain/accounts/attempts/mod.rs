//! What attempts are counted by: keys, each with a limit.
//!
//! An attacker who guesses an account's password must not lock its owner out. So wrong passwords
//! are counted for the account together with the address that they come from. A browser in which
//! the owner has logged in before has a count of its own, and so do the pages of a logged-in user.
//! The account as a whole is only slowed down.

mod networks;
mod policies;
#[cfg(test)]
mod tests;

use std::net::IpAddr;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use super::throttle::{Throttle, ThrottlePolicy};
use super::user::{Email, User, UserId};
use crate::domain::Timestamp;

pub(crate) use networks::smallest_network;
pub use networks::{networks, truncated};

/// The name of the limit on wrong passwords from one network.
const NETWORK_LIMIT: &str = "login_address";

/// Where a password was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PasswordSource {
    /// In the form of someone who isn't logged in.
    Login {
        /// The address of the client.
        address: IpAddr,
        /// The ID of the browser, if someone has logged in to this account with it before.
        device: Option<String>,
    },
    /// On a page of the logged-in user.
    Session {
        /// The address of the client.
        address: IpAddr,
    },
}

impl PasswordSource {
    /// Returns the address of the client.
    pub(crate) fn address(&self) -> IpAddr {
        match self {
            Self::Login { address, .. } | Self::Session { address } => *address,
        }
    }
}

/// Who shares a count, and what happens once it exceeds the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// One client: attempts wait. A success deletes the count.
    Own,
    /// Many clients: attempts wait. A success isn't counted, but doesn't delete the count either:
    /// otherwise, attackers could log in to their own account to reset it.
    Shared,
    /// Like `Shared`, but attempts are delayed instead of rejected.
    Delayed,
}

/// A key that attempts are counted by, with its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptKey {
    /// The key of the counter: its subject, the limit, and a detail. It contains only hashes of
    /// names and addresses.
    pub key: String,
    /// The name of the limit in metrics, such as `login_address`.
    pub limit: &'static str,
    /// The limit.
    pub policy: ThrottlePolicy,
    /// Who shares the count.
    pub counting: Counting,
}

/// The error for an attempt that exceeds a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitExceeded {
    /// The name of the limit, for metrics.
    pub limit: &'static str,
    /// Who shares the count.
    pub counting: Counting,
    /// When the next attempt is allowed.
    pub open_at: Timestamp,
}

impl AttemptKey {
    /// Returns the key of a counter that belongs to one client.
    pub fn own(limit: &'static str, subject: &str, policy: ThrottlePolicy) -> Self {
        Self { key: format!("{subject}:{limit}"), limit, policy, counting: Counting::Own }
    }

    /// Returns the key for a detail of the subject, such as an address.
    fn with_detail(mut self, detail: &str) -> Self {
        self.key = format!("{}:{}", self.key, hash(&self.key, detail));
        self
    }

    fn counting(self, counting: Counting) -> Self {
        Self { counting, ..self }
    }

    /// Returns the counter after one more attempt at `now`, whose outcome isn't known yet. Fails if
    /// it comes too early, unless it is only delayed.
    pub fn count(&self, counter: &Throttle, now: Timestamp) -> Result<Throttle, LimitExceeded> {
        match self.counting {
            Counting::Delayed => Ok(counter.counted(now, self.policy)),
            Counting::Own | Counting::Shared => {
                let next = counter.attempt(now, self.policy);
                let (limit, counting) = (self.limit, self.counting);
                next.map_err(|early| LimitExceeded { limit, counting, open_at: early.open_at })
            }
        }
    }

    /// Returns how long to delay an attempt that was counted at `now`.
    pub fn delay(&self, counted: &Throttle, now: Timestamp) -> TimeDelta {
        match self.counting {
            Counting::Delayed => (counted.open_at - now).max(TimeDelta::zero()),
            Counting::Own | Counting::Shared => TimeDelta::zero(),
        }
    }

    /// Returns the counter after a counted attempt succeeded, or `None` to delete it.
    pub fn after_success(&self, counter: &Throttle) -> Option<Throttle> {
        match self.counting {
            Counting::Own => None,
            Counting::Shared | Counting::Delayed => {
                Some(counter.uncounted(self.policy)).filter(|counter| counter.attempts > 0)
            }
        }
    }
}

/// Returns the keys of a password for an account. Names that don't exist are counted too, so that
/// the response doesn't reveal which ones do.
pub fn password_keys(username: &str, source: &PasswordSource) -> Vec<AttemptKey> {
    let account = account_subject(username);
    match source {
        PasswordSource::Session { .. } => {
            vec![AttemptKey::own("login_session", &account, policies::PASSWORDS)]
        }
        PasswordSource::Login { address, device: Some(device) } => {
            let own = AttemptKey::own("login_device", &account, policies::PASSWORDS);
            // One account can get any number of device cookies. Attempts without one aren't counted
            // here, so that others in the same network can't lock known browsers out.
            let known = network_keys(NETWORK_LIMIT, *address, policies::NETWORK_LOGINS);
            let known = known.into_iter().map(|key| key.with_detail("device"));
            std::iter::once(own.with_detail(device)).chain(known).collect()
        }
        PasswordSource::Login { address, device: None } => {
            let pair = AttemptKey::own("login_pair", &account, policies::PASSWORDS)
                .with_detail(&smallest_network(*address));
            let whole = AttemptKey::own("login_account", &account, policies::ACCOUNT_LOGINS);
            let mut keys = vec![pair, whole.counting(Counting::Delayed)];
            keys.extend(network_keys(NETWORK_LIMIT, *address, policies::NETWORK_LOGINS));
            keys
        }
    }
}

/// Returns the client that entered a password: its smallest network, or the account of a logged-in
/// user. Passwords wait in a queue, of which each client gets a share.
pub(crate) fn password_client(username: &str, source: &PasswordSource) -> String {
    match source {
        PasswordSource::Session { .. } => account_client(username),
        PasswordSource::Login { address, .. } => smallest_network(*address),
    }
}

/// Returns the client that chose a password for an account.
pub(crate) fn account_client(username: &str) -> String {
    account_subject(username)
}

/// Returns the keys of a sign-up.
pub fn signup_keys(address: IpAddr) -> Vec<AttemptKey> {
    network_keys("signup_address", address, policies::NETWORK_SIGNUPS)
}

/// Returns the keys of a request for a password reset link for a username or email address.
pub fn reset_request_keys(typed: &str, address: IpAddr) -> Vec<AttemptKey> {
    let mut keys = network_keys("forgot_address", address, policies::NETWORK_RESET_LINKS);
    keys.push(AttemptKey::own(
        "forgot_account",
        &account_subject(typed),
        policies::NAME_RESET_LINKS,
    ));
    keys
}

/// Returns the key of a password tried with a user's reset link.
pub fn reset_keys(user: &User) -> [AttemptKey; 1] {
    [AttemptKey::own("reset_user", &account_subject(user.username.as_str()), policies::USER_RESETS)]
}

/// Returns the key of a deletion of days.
pub fn deletion_keys(user: UserId) -> [AttemptKey; 1] {
    [AttemptKey::own("deletion_account", &user_subject(user), policies::USER_DELETIONS)]
}

/// Returns the key of a confirmation email.
pub fn confirmation_keys(user: UserId) -> [AttemptKey; 1] {
    [AttemptKey::own("confirm_user", &user_subject(user), policies::USER_CONFIRMATIONS)]
}

/// Returns the key of an email about a login from a new browser.
pub fn new_browser_keys(user: UserId) -> [AttemptKey; 1] {
    [AttemptKey::own("new_browser_user", &user_subject(user), policies::USER_NEW_BROWSERS)]
}

/// Returns the key of a test message to a webhook.
pub fn test_keys(user: UserId) -> [AttemptKey; 1] {
    [AttemptKey::own("slack_test_user", &user_subject(user), policies::USER_TESTS)]
}

/// Returns the first key that a subject can have, and the end of its keys (exclusive).
pub fn keys_of(subject: &str) -> (String, String) {
    // ';' follows ':'.
    (format!("{subject}:"), format!("{subject};"))
}

/// Returns the subjects of the counters that protect an account's password. All keys of a subject
/// begin with it.
pub fn account_subjects(user: &User) -> Vec<String> {
    account_names(user).map(account_subject).collect()
}

/// Returns what a user may type to name their account: the username and the email addresses.
pub(crate) fn account_names(user: &User) -> impl Iterator<Item = &str> {
    let addresses = user.email.iter().chain(&user.new_email);
    std::iter::once(user.username.as_str()).chain(addresses.map(Email::as_str))
}

/// Returns the subjects of all counters that belong to a user. They are deleted with the account.
pub fn user_subjects(user: &User) -> Vec<String> {
    let mut subjects = account_subjects(user);
    subjects.push(user_subject(user.id));
    subjects
}

fn user_subject(user: UserId) -> String {
    hash("user", &user.to_string())
}

/// Returns the subject for a username or email address, as typed.
fn account_subject(typed: &str) -> String {
    let typed: String = typed.chars().take(254).collect();
    hash("account", &typed.to_lowercase())
}

fn network_keys(limit: &'static str, address: IpAddr, policy: ThrottlePolicy) -> Vec<AttemptKey> {
    let keys = networks(address).into_iter().map(|(network, factor)| {
        let free_attempts = policy.free_attempts * factor;
        let policy = ThrottlePolicy { free_attempts, ..policy };
        AttemptKey::own(limit, &hash("network", &network), policy).counting(Counting::Shared)
    });
    keys.collect()
}

/// Returns 128 bits of the SHA-256 of a name in a context.
fn hash(context: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("{context}:{name}"));
    hex::encode(&digest[..16])
}
