//! API tokens, which let a program act for a user within a scope.

mod secret;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::Timestamp;
use crate::domain::values::id::UserId;
use crate::domain::values::problem::{Coded, Params, params};
use crate::domain::values::secret_hash::SecretHash;
use crate::domain::values::short_text::{TextRules, short_text};
use crate::domain::values::text::{named_variants, unknown};

pub use crate::domain::values::id::TokenId;
pub use secret::{NoSecret, PREFIX, Secret};

/// The maximum number of unexpired tokens per user.
pub const MAX_TOKENS: usize = 50;

/// How long an expired token stays listed, so that its owner can see why a program stopped working.
pub const EXPIRED_RETENTION: TimeDelta = TimeDelta::days(30);

short_text!(
    /// The name of a token: 1 to 80 characters, none of which are control or invisible characters.
    /// Runs of whitespace become one space.
    TokenName,
    TextRules { subject: "token_name", max: 80, may_be_empty: false }
);

/// What a token permits. `Write` includes `Read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_ty = UnknownScope, parse_err_fn = unknown)]
pub enum Scope {
    /// Read entries and settings.
    Read,
    /// Read and change entries and settings.
    Write,
}

/// The error for a string that isn't the name of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, thiserror::Error)]
#[error("token.scope")]
pub struct UnknownScope;

impl Coded for UnknownScope {}

named_variants!(Scope);

impl Scope {
    /// Returns whether this scope permits an operation that requires `needed`.
    pub fn allows(self, needed: Self) -> bool {
        self >= needed
    }
}

/// The lifetime of a new token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[strum(parse_err_ty = UnknownLifetime, parse_err_fn = unknown)]
pub enum Lifetime {
    /// 30 days.
    #[strum(serialize = "30d")]
    Month,
    /// 90 days.
    #[default]
    #[strum(serialize = "90d")]
    Quarter,
    /// 365 days.
    #[strum(serialize = "1y")]
    Year,
    /// It never expires.
    #[strum(serialize = "never")]
    Endless,
}

/// The error for a string that isn't the name of a lifetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, thiserror::Error)]
#[error("token.expires")]
pub struct UnknownLifetime;

impl Coded for UnknownLifetime {}

named_variants!(Lifetime);

impl Lifetime {
    /// Returns when a token created at `now` expires. `None` if it doesn't.
    pub fn end(self, now: Timestamp) -> Option<Timestamp> {
        let days = match self {
            Self::Month => 30,
            Self::Quarter => 90,
            Self::Year => 365,
            Self::Endless => return None,
        };
        Some(now + TimeDelta::days(days))
    }
}

/// Why a token can't be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The user has another unexpired token with this name, ignoring case.
    #[error("token.name_taken")]
    NameTaken,
    /// The user has the maximum number of unexpired tokens.
    #[error("token.too_many")]
    TooMany,
}

impl Coded for TokenError {
    fn params(&self) -> Params {
        match self {
            Self::NameTaken => Params::new(),
            Self::TooMany => params([("max", &MAX_TOKENS)]),
        }
    }
}

/// An API token of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// The token's ID, which the settings page uses.
    pub id: TokenId,
    /// The user it belongs to.
    pub user_id: UserId,
    /// The name that the user chose.
    pub name: TokenName,
    /// The hash of its [`Secret`], by which stores find the token. The secret itself is never
    /// stored.
    pub token_hash: SecretHash,
    /// What it permits.
    pub scope: Scope,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it expires. `None` if it works until it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

impl Token {
    /// Returns whether it has expired at `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// Returns when the store removes the token. `None` if it doesn't expire.
    pub fn forgotten_at(&self) -> Option<Timestamp> {
        self.expires_at.map(|end| end + EXPIRED_RETENTION)
    }

    /// Checks that the token can be added to the user's `others`, given a maximum of `most`. Tokens
    /// that have expired when it is created don't count.
    pub fn fits_beside(&self, others: &[Self], most: usize) -> Result<(), TokenError> {
        let live = || others.iter().filter(|other| !other.has_expired(self.created_at));
        if live().any(|other| other.name.key() == self.name.key()) {
            Err(TokenError::NameTaken)
        } else if live().count() >= most {
            Err(TokenError::TooMany)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
