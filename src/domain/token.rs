//! A token of the API: what lets a program act for a person, as far as the person says.

mod name;
mod secret;

use std::str::FromStr;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::id::UserId;
use super::session::KeyHash;

pub use super::id::TokenId;
use crate::domain::problem::{Coded, Params};
pub use name::{TokenName, TokenNameError};
pub use secret::{NoSecret, PREFIX, Secret};

/// The most tokens of one person that have not expired.
pub const MAX_TOKENS: usize = 50;

/// How long an expired token stays in the list of its owner, who may wonder why a program stopped.
pub const EXPIRED_KEPT: TimeDelta = TimeDelta::days(30);

/// What a token lets a program do; `write` lets it read as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// See the record and the settings.
    Read,
    /// See and change them.
    Write,
}

/// A text names no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("token.scope")]
pub struct UnknownScope;

impl Coded for UnknownScope {}

impl Scope {
    /// All of them, the one that lets least first.
    pub const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// Its name in forms and documents.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Whether a token of this scope may do what asks for `needed`.
    pub fn allows(self, needed: Self) -> bool {
        self >= needed
    }
}

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
    }
}

/// How long a new token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lifetime {
    /// 30 days.
    Month,
    /// 90 days.
    #[default]
    Quarter,
    /// 365 days.
    Year,
    /// Until it is revoked.
    Endless,
}

/// A text names no lifetime.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("token.expires")]
pub struct UnknownLifetime;

impl Coded for UnknownLifetime {}

impl Lifetime {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::Endless];

    /// Its name in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "30d",
            Self::Quarter => "90d",
            Self::Year => "1y",
            Self::Endless => "never",
        }
    }

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

impl FromStr for Lifetime {
    type Err = UnknownLifetime;

    fn from_str(text: &str) -> Result<Self, UnknownLifetime> {
        Self::ALL.into_iter().find(|lifetime| lifetime.as_str() == text).ok_or(UnknownLifetime)
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
            Self::TooMany => vec![("max", MAX_TOKENS.to_string())],
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
    pub token_hash: KeyHash,
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
