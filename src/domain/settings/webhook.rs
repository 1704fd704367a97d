//! A user's Slack webhook. Anyone who knows its URL can post to it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::domain::values::problem::{Params, Problem};

/// The URL of a webhook. It is a secret: debug output is redacted, and pages show only a hint.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Webhook(String);

impl Webhook {
    /// Wraps a URL that has been validated.
    pub fn from_url(url: String) -> Self {
        Self(url)
    }

    /// Returns the whole URL, for sending.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// Returns enough of the URL to recognize it: the host and the last four characters.
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

/// The failure of a message that was abandoned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// When the message was abandoned.
    pub at: Timestamp,
    /// The code of the reason. Version 1.0.0 stored a sentence.
    #[serde(rename = "why")]
    reason: String,
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    params: Params,
}

impl Failure {
    /// Creates a failure.
    pub fn new(at: Timestamp, reason: Problem) -> Self {
        Self { at, reason: reason.code.into_owned(), params: reason.params }
    }

    /// Returns the reason.
    pub fn reason(&self) -> Problem {
        Problem { params: self.params.clone(), ..Problem::new(self.reason.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_does_not_reveal_the_url() {
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
