//! Passwords: the rules for new ones, and the hash that is stored.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::site_names::SiteNames;
use super::username::Username;
use crate::domain::values::problem::Coded;

const MIN_CHARS: usize = 8;
const MAX_CHARS: usize = 128;

/// Why a string isn't accepted as a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// It has fewer than 8 or more than 128 characters.
    #[error("password.length")]
    Length,
    /// It consists of the username or the site's names, apart from digits and symbols.
    #[error("password.is_name")]
    IsName,
    /// It is easy to guess.
    #[error("password.too_common")]
    TooCommon,
    /// It is in the list of breached passwords.
    #[error("password.breached")]
    Breached,
    /// It is the current password.
    #[error("password.is_current")]
    IsCurrent,
}

impl Coded for PasswordError {}

/// Why a user gets a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordChangeReason {
    /// The user changed the password by entering the old one. Their tokens remain valid.
    Changed,
    /// The same, but the user chose to revoke their tokens.
    ChangedWithTokens,
    /// The password was reset by a link or an admin, because the old one was forgotten or stolen.
    /// Tokens that may have been created with it are revoked.
    Reset,
}

impl PasswordChangeReason {
    /// Returns whether the user's tokens are revoked.
    pub fn revokes_tokens(self) -> bool {
        self != Self::Changed
    }
}

/// A password as typed, normalized to Unicode form NFKC (NIST SP 800-63B, 5.1.1.2), so that it
/// doesn't depend on the keyboard. Debug output is redacted.
#[derive(Debug, Clone)]
pub struct Password(SecretString);

impl Password {
    /// Accepts a password for verification. Any text is allowed. Text beyond the maximum length is
    /// cut off after one more character, so that it still fails verification.
    pub fn from_input(text: &str) -> Self {
        Self(text.nfkc().take(MAX_CHARS + 1).collect::<String>().into())
    }

    /// Checks a new password by the rules that cost nothing: 8 to 128 characters, and more than
    /// names with digits and symbols.
    pub fn parse_new(
        text: &str,
        username: &Username,
        site: &SiteNames,
    ) -> Result<Self, PasswordError> {
        let password = Self::parse_length(text)?;
        let normalized = password.0.expose_secret();
        if site.make_up(normalized, username) {
            return Err(PasswordError::IsName);
        }
        Ok(password)
    }

    /// Checks only the length of a new password, for users who aren't known: 8 to 128 characters.
    pub fn parse_length(text: &str) -> Result<Self, PasswordError> {
        let password = Self::from_input(text);
        // Both lengths count, because normalization may turn one character into several, or several
        // into one.
        let lengths = [text.chars().count(), password.0.expose_secret().chars().count()];
        if lengths.iter().any(|length| !(MIN_CHARS..=MAX_CHARS).contains(length)) {
            return Err(PasswordError::Length);
        }
        Ok(password)
    }

    /// Checks that a new password isn't easy to guess: a zxcvbn score of at least 2, which is over
    /// a million guesses. Takes tens of milliseconds, also for passwords that are chosen to take longer
    /// ([`limit_substitutions`]).
    pub fn check_strength(
        &self,
        username: &Username,
        site: &SiteNames,
    ) -> Result<(), PasswordError> {
        let known = site.with(username.as_str());
        let estimated = limit_substitutions(self.0.expose_secret());
        let strength = zxcvbn::zxcvbn(estimated.expose_secret(), &known);
        if strength.score() < zxcvbn::Score::Two { Err(PasswordError::TooCommon) } else { Ok(()) }
    }

    /// Returns the bytes to hash.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// The characters that zxcvbn 3.1 reads as letters, such as `4` as `a`.
const SUBSTITUTES: &str = "4@8({[<369!1|70$5+%2";

/// How many different ones of [`SUBSTITUTES`] are estimated as such.
const MAX_SUBSTITUTES: usize = 6;

/// Replaces the substitutes after the first few different ones by another symbol. zxcvbn tries every
/// combination of them, which takes over a second and 100 MB if a password contains all.
fn limit_substitutions(password: &str) -> SecretString {
    let mut found = String::new();
    let limit = |c: char| {
        if !SUBSTITUTES.contains(c) || found.contains(c) {
            return c;
        }
        if found.len() == MAX_SUBSTITUTES {
            return '~';
        }
        found.push(c);
        c
    };
    password.chars().map(limit).collect::<String>().into()
}

/// An Argon2id hash in PHC string format. Debug output is redacted.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Returns the hash of an account without a password. It matches no password.
    pub fn none() -> Self {
        Self("!".to_owned())
    }

    /// Returns whether the account has no password.
    pub fn is_none(&self) -> bool {
        *self == Self::none()
    }

    /// Wraps a hash in PHC string format.
    pub fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// Returns the hash in PHC string format.
    pub fn as_phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str) -> Result<(), PasswordError> {
        let (ada, site) = ("ada.lovelace".parse().unwrap(), SiteNames::default());
        Password::parse_new(input, &ada, &site)?.check_strength(&ada, &site)
    }

    #[test]
    fn no_password_takes_long_to_estimate() {
        let ada: Username = "ada".parse().unwrap();
        let site = SiteNames::default();
        let time = |text: &str| {
            let start = std::time::Instant::now();
            let _ = Password::from_input(text).check_strength(&ada, &site);
            start.elapsed()
        };
        time("warms up");
        let usual = time(&"correct-horse-battery ".repeat(5));
        for text in [format!("4@8({{[<369{}1!|70$5+%2", "4".repeat(80)), SUBSTITUTES.repeat(5)] {
            let limit = usual * 8;
            assert!(time(&text) < limit || time(&text) < limit, "{text}: more than {limit:?}");
        }
    }

    #[test]
    fn surplus_substitutes_stay_symbols() {
        let limited = |text: &str| limit_substitutions(text).expose_secret().to_owned();
        assert_eq!(limited("p@$$w0rd 1!"), "p@$$w0rd 1!");
        assert_eq!(limited("4@8({[<369 48"), "4@8({[~~~~ 48");
    }

    #[test]
    fn rejects_passwords_that_are_easy_to_guess() {
        let longest = "correct horse battery ".repeat(6)[..128].to_owned();
        for (input, expected) in [
            ("tremble-otter-42", Ok(())),
            ("pässwörter sind schön", Ok(())),
            (longest.as_str(), Ok(())),
            ("short-7", Err(PasswordError::Length)),
            ("½kx½7q", Err(PasswordError::Length)),
            ("Ada.Lovelace", Err(PasswordError::IsName)),
            ("\u{ff37}orklog2026!", Err(PasswordError::IsName)),
            ("password", Err(PasswordError::TooCommon)),
            ("Passw0rd", Err(PasswordError::TooCommon)),
            ("12345678", Err(PasswordError::TooCommon)),
            ("aaaaaaaaaaaaaaaa", Err(PasswordError::TooCommon)),
            ("w0rkl0g1", Err(PasswordError::TooCommon)),
        ] {
            assert_eq!(check(input), expected, "{input}");
        }
        assert_eq!(check(&format!("{longest}x")), Err(PasswordError::Length));
    }

    #[test]
    fn unicode_forms_are_equivalent() {
        let bytes = |text| Password::from_input(text).as_bytes().to_owned();
        assert_eq!(bytes("scho\u{308}n"), bytes("sch\u{f6}n"));
    }

    #[test]
    fn debug_output_is_redacted() {
        let printed =
            format!("{:?}{:?}", Password::from_input("s3cret"), PasswordHash("$h".into()));
        assert_eq!(printed, "Password(SecretBox<str>([REDACTED]))PasswordHash(..)");
    }
}
