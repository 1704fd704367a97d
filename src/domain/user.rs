//! A person with an account.

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::password::PasswordHash;
use super::settings::Settings;

pub use super::email::{Email, EmailError, EmailKey};
pub use super::id::UserId;
pub use super::username::{Username, UsernameError, UsernameKey};

/// What a user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Keeps their own record.
    User,
    /// Also looks after the accounts of others, and sees nothing of what they logged.
    Admin,
}

/// A person with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Names the user in every document.
    pub id: UserId,
    /// As the person writes it.
    pub username: Username,
    /// Unique among users.
    pub username_key: UsernameKey,
    /// Their address, which counts once it is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Set once `email` is confirmed to be theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_key: Option<EmailKey>,
    /// Takes the place of a confirmed `email` once it is confirmed itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_email: Option<Email>,
    /// Proves the password.
    pub password_hash: PasswordHash,
    /// What the user may do.
    pub role: Role,
    /// How the person wants it.
    pub settings: Settings,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Set while the account is closed for logins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Timestamp>,
    /// When it was brought over from the earlier service, if it was: further days come from there
    /// into such accounts alone, since others of the same name may be somebody else's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_in_at: Option<Timestamp>,
}

impl User {
    /// A new account with default settings.
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

    /// Whether they are an admin whose account is open.
    pub fn is_active_admin(&self) -> bool {
        self.role == Role::Admin && self.disabled_at.is_none()
    }

    /// The address that is known to be theirs.
    pub fn confirmed_email(&self) -> Option<&Email> {
        self.email.as_ref().filter(|_| self.email_key.is_some())
    }

    /// The address that waits to be confirmed.
    pub fn pending_email(&self) -> Option<&Email> {
        if self.email_key.is_some() { self.new_email.as_ref() } else { self.email.as_ref() }
    }
}
