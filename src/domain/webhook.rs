//! Where a person's lines go: an address that whoever knows it can write to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use super::problem::{Params, Problem};

/// The address of a webhook. It is a secret: never printed, never shown whole again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Webhook(String);

impl Webhook {
    /// Takes an address that has been checked.
    pub fn from_url(url: String) -> Self {
        Self(url)
    }

    /// The whole address, to send to.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Enough of the address to tell it from another: its host and its last four characters.
    pub fn hint(&self) -> String {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let skipped = path.chars().count().saturating_sub(4);
        format!("{host}/…{}", path.chars().skip(skipped.max(4)).collect::<String>())
    }
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Webhook(..)")
    }
}

/// A line that was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// When it was given up.
    pub at: Timestamp,
    /// The code of the reason. Version 1.0.0 stored a sentence.
    why: String,
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    params: Params,
}

impl Failure {
    /// Returns a failure at a moment.
    pub fn new(at: Timestamp, why: Problem) -> Self {
        Self { at, why: why.code.into_owned(), params: why.params }
    }

    /// Returns the reason.
    pub fn why(&self) -> Problem {
        Problem { params: self.params.clone(), ..Problem::new(self.why.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_not_shown_whole() {
        for (url, hint) in [
            ("https://hooks.slack.com/services/T0/B0/abcdefgh", "hooks.slack.com/…efgh"),
            ("https://hooks.slack.com/abc", "hooks.slack.com/…"),
            ("https://hooks.slack.com/abcdef", "hooks.slack.com/…ef"),
            ("https://hooks.slack.com", "hooks.slack.com/…"),
        ] {
            let webhook = Webhook::from_url(url.to_owned());
            assert_eq!(webhook.hint(), hint);
            assert_eq!(format!("{webhook:?}"), "Webhook(..)");
        }
    }
}
