//! Users and their roles.

use serde::{Deserialize, Serialize};

use super::password::PasswordHash;
use crate::domain::Timestamp;
use crate::domain::settings::Settings;
use crate::locale::Language;

pub use super::email::{Email, EmailError, EmailKey};
pub use super::username::{NewUsername, Username, UsernameError, UsernameKey};
pub use crate::domain::values::id::UserId;

/// A user's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A regular user.
    User,
    /// A user who also manages the accounts of others, but never sees their entries.
    Admin,
}

/// A user account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's ID.
    pub id: UserId,
    /// The username as the user writes it.
    pub username: Username,
    /// The username in lowercase, which is unique.
    pub username_key: UsernameKey,
    /// The email address. It is only used once it is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The key of `email`, set once the address is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_key: Option<EmailKey>,
    /// A new address that replaces a confirmed `email` once it is confirmed itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_email: Option<Email>,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// The user's role.
    pub role: Role,
    /// The user's settings.
    pub settings: Settings,
    /// When the account was created.
    pub created_at: Timestamp,
    /// When the account was disabled. `None` while it is enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Timestamp>,
    /// When an earlier version imported the account from the Flask service. No longer set or read:
    /// imports now recognize accounts by [`UserId::imported`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_in_at: Option<Timestamp>,
}

impl User {
    /// Creates an account with default settings.
    pub fn new(
        username: Username,
        email: Option<Email>,
        password_hash: PasswordHash,
        now: Timestamp,
    ) -> Self {
        Self {
            id: UserId::new(),
            username_key: username.key(),
            username,
            email,
            email_key: None,
            new_email: None,
            password_hash,
            role: Role::User,
            settings: Settings::default(),
            created_at: now,
            disabled_at: None,
            moved_in_at: None,
        }
    }

    /// Returns whether the user can still log in with the password that has this hash.
    pub fn may_log_in_with(&self, password: &PasswordHash) -> bool {
        self.disabled_at.is_none() && self.password_hash == *password
    }

    /// Returns whether the user is an admin whose account is enabled.
    pub fn is_active_admin(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }

    /// Returns the language of messages to the user: the chosen one, or that of their browser.
    pub fn language(&self) -> Language {
        self.settings.language.or(self.settings.browser_language).unwrap_or_default()
    }

    /// Returns the confirmed email address, if any.
    pub fn confirmed_email(&self) -> Option<&Email> {
        self.email.as_ref().filter(|_| self.email_key.is_some())
    }

    /// Returns the email address that waits for confirmation, if any.
    pub fn pending_email(&self) -> Option<&Email> {
        if self.email_key.is_some() { self.new_email.as_ref() } else { self.email.as_ref() }
    }
}
