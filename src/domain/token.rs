//! A token of the API: what lets a program act for a person, as far as the person says.

mod secret;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::Timestamp;
use super::id::UserId;
use super::problem::{Coded, Params, params};
use super::secret_hash::SecretHash;
use super::short_text::{Rules, short_text};
use super::text::{named_variants, unknown};

pub use super::id::TokenId;
pub use secret::{NoSecret, PREFIX, Secret};

/// The most tokens of one person that have not expired.
pub const MAX_TOKENS: usize = 50;

/// How long an expired token stays in the list of its owner, who may wonder why a program stopped.
pub const EXPIRED_KEPT: TimeDelta = TimeDelta::days(30);

short_text!(
    /// What a person calls a token: 1 to 80 characters, none of them control characters or
    /// invisible, single spaces.
    TokenName,
    Rules { subject: "token_name", max: 80, may_be_empty: false }
);

/// What a token lets a program do; `write` lets it read as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_ty = UnknownScope, parse_err_fn = unknown)]
pub enum Scope {
    /// See the record and the settings.
    Read,
    /// See and change them.
    Write,
}

/// A text names no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, thiserror::Error)]
#[error("token.scope")]
pub struct UnknownScope;

impl Coded for UnknownScope {}

named_variants!(Scope);

impl Scope {
    /// Whether a token of this scope may do what asks for `needed`.
    pub fn allows(self, needed: Self) -> bool {
        self >= needed
    }
}

/// How long a new token is good for.
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
    /// Until it is revoked.
    #[strum(serialize = "never")]
    Endless,
}

/// A text names no lifetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, thiserror::Error)]
#[error("token.expires")]
pub struct UnknownLifetime;

impl Coded for UnknownLifetime {}

named_variants!(Lifetime);

impl Lifetime {
    /// When a token made `now` expires, if it does.
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

/// Why a token was not added to those of its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// Another of theirs that has not expired is called so, apart from case.
    #[error("token.name_taken")]
    NameTaken,
    /// They have as many that have not expired as there can be.
    #[error("token.too_many")]
    TooMany,
}

impl Coded for TokenRefusal {
    fn params(&self) -> Params {
        match self {
            Self::NameTaken => Params::new(),
            Self::TooMany => params([("max", &MAX_TOKENS)]),
        }
    }
}

/// A token of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Names it to its owner.
    pub id: TokenId,
    /// Whose it is.
    pub user_id: UserId,
    /// What the person calls it.
    pub name: TokenName,
    /// Finds it: SHA-256 of its [`Secret`], in hex. The secret itself is kept nowhere.
    pub token_hash: SecretHash,
    /// What it lets a program do.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working; without, only when it is revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was last used, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

impl Token {
    /// Whether it no longer works at `now`.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }

    /// When it is removed by itself, if it is.
    pub fn forgotten_at(&self) -> Option<Timestamp> {
        self.expires_at.map(|end| end + EXPIRED_KEPT)
    }

    /// Whether it can be added beside `others` of the same person, who may have at most `most`. Those
    /// that have expired by the time it is made are in nobody's way.
    pub fn fits_beside(&self, others: &[Self], most: usize) -> Result<(), TokenRefusal> {
        let live = || others.iter().filter(|other| !other.has_expired(self.created_at));
        if live().any(|other| other.name.key() == self.name.key()) {
            Err(TokenRefusal::NameTaken)
        } else if live().count() >= most {
            Err(TokenRefusal::TooMany)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
