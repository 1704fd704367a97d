//! The rules for new passwords: parses them, and checks them before they are hashed.

use std::io;

use super::breach_checker::BreachChecker;
use super::breached_list::BreachedList;
use crate::app::{App, AppError};
use crate::domain::accounts::attempts;
use crate::domain::accounts::password::{Password, PasswordError, PasswordHash};
use crate::domain::accounts::site_names::SiteNames;
use crate::domain::accounts::username::Username;

/// What the rules depend on, besides the username. Clones share it.
#[derive(Clone)]
pub struct PasswordRules {
    site: SiteNames,
    /// `None` if no list is configured.
    breached: Option<BreachChecker>,
}

impl PasswordRules {
    /// Creates the rules of a site with these names. With a list of breached passwords, starts the
    /// thread that reads it.
    ///
    /// # Errors
    /// Fails if the system can't create a thread.
    pub fn start(site: SiteNames, breached: Option<BreachedList>) -> io::Result<Self> {
        Ok(Self { site, breached: breached.map(BreachChecker::start).transpose()? })
    }

    /// Parses a new password by the rules that cost nothing. [`hash_new`] checks the others.
    ///
    /// # Errors
    /// Fails if the password breaks one of them.
    pub fn parse(&self, text: &str, username: &Username) -> Result<Password, PasswordError> {
        Password::parse_new(text, username, &self.site)
    }
}

/// Hashes a new password, unless it is easy to guess, breached, or the current one
/// ([`AppError::WeakPassword`]). `current` is the hash to compare it with. Checking takes tens of
/// milliseconds, so attempts must be counted before.
pub(crate) async fn hash_new(
    app: &App,
    password: Password,
    username: &Username,
    current: Option<&PasswordHash>,
) -> Result<PasswordHash, AppError> {
    let rules = &app.password_rules;
    let client = attempts::account_client(username.as_str());
    let _turn = app.hasher.turn(&client).await?;
    app.hasher.check_strength(password.clone(), username.clone(), rules.site.clone()).await?;
    if let Some(breached) = &rules.breached
        && breached.is_breached(&password).await
    {
        return Err(PasswordError::Breached.into());
    }
    if let Some(current) = current
        && app.hasher.verify(password.clone(), Some(current.clone())).await?
    {
        return Err(PasswordError::IsCurrent.into());
    }
    app.hasher.hash(password).await
}
