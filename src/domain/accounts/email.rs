//! Email addresses.

use std::fmt;
use std::str::FromStr;

use email_address::EmailAddress;
use serde::{Deserialize, Serialize};

use crate::domain::values::invisible_chars;
use crate::domain::values::problem::Coded;
use crate::domain::values::text::serde_as_string;

/// The error for a string that isn't a valid email address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("email.invalid")]
pub struct EmailError;

impl Coded for EmailError {}

/// An email address. `from_str` checks its syntax: a local part and a domain (RFC 5321, 4.1.2, and
/// RFC 6531), without whitespace, at most 254 bytes (RFC 5321, 4.5.3.1.3). It rejects quoted local
/// parts and IP addresses instead of a domain, because no email could be sent to many of them.
/// Addresses stored by earlier versions may be invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Returns the address as the user entered it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the key for looking up an account by email address.
    pub fn key(&self) -> EmailKey {
        EmailKey(self.0.to_lowercase())
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        let email = parse_stored(text)?;
        let is_valid = text.rsplit_once('@').is_some_and(|(local, domain)| {
            let is_quoted = local.starts_with('"');
            let is_literal = domain.starts_with('[');
            !is_quoted
                && !is_literal
                && EmailAddress::is_valid_local_part(local)
                && EmailAddress::is_valid_domain(domain)
        });
        (is_valid && invisible_chars::check(text).is_ok()).then_some(email).ok_or(EmailError)
    }
}

/// Accepts a stored address. Earlier versions accepted nearly anything with an `@`.
fn parse_stored(text: &str) -> Result<Email, EmailError> {
    let no_whitespace =
        text.len() <= 254 && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    let sides = text.rsplit_once('@');
    let both_parts = sides.is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    (no_whitespace && both_parts).then(|| Email(text.to_owned())).ok_or(EmailError)
}

serde_as_string!(Email, parse_stored);

/// An email address in lowercase, so that lookups ignore case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailKey(String);

impl EmailKey {
    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_email_addresses() {
        for (input, valid) in [
            ("ada@example.org", true),
            ("a@b", true),
            ("ada", false),
            ("@example.org", false),
            ("ada@", false),
            ("a da@example.org", false),
            ("ada@example.org\r\nBcc: x@y", false),
            ("Zoë@bücher.example", true),
            ("o'neill+log@example.org", true),
            ("<ada@example.org>", false),
            ("ada,bob@example.org", false),
            ("ada@bob@example.org", false),
            (".ada@example.org", false),
            ("ada@example..org", false),
            ("ada@-", false),
            ("a\u{200b}da@example.org", false),
            ("ada@[192.0.2.1]", false),
            ("\"ada@home\"@example.org", false),
        ] {
            assert_eq!(input.parse::<Email>().is_ok(), valid, "{input}");
            assert!(!valid || input.parse::<lettre::Address>().is_ok(), "lettre accepts {input}");
        }
        for earlier in ["<ada@example.org>", "ada@[192.0.2.1]", "\"ada@home\"@example.org"] {
            let stored = serde_json::from_value::<Email>(earlier.into());
            assert!(
                stored.is_ok(),
                "{earlier}, which earlier versions accepted, still deserializes"
            );
        }
    }
}
