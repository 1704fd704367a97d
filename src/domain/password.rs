//! Passwords: what may become one, and what is kept of it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::username::Username;
use crate::domain::problem::Coded;

const MIN_CHARS: usize = 8;
const MAX_CHARS: usize = 128;

/// Why a text may not become a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Shorter than 8 or longer than 128 characters.
    #[error("password.length")]
    Length,
    /// The same as the username.
    #[error("password.is_username")]
    IsUsername,
    /// Among the first that anybody would try.
    #[error("password.too_common")]
    TooCommon,
}

impl Coded for PasswordError {}

/// How a user comes by a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// They changed it, knowing the old one: what they let programs do stays.
    Changed,
    /// By a link or an admin, since the old one is forgotten or somebody else has it: nothing that it
    /// let anybody make is trusted.
    Reset,
}

/// A password as typed: in Unicode form NFKC (NIST SP 800-63B, 5.1.1.2), so that the same password
/// typed on another keyboard is the same. Never printed.
#[derive(Debug, Clone)]
pub struct Password(SecretString);

impl Password {
    /// Takes what a person typed to prove who they are. Any text will do, but of an overlong one
    /// no more is kept than makes it wrong.
    pub fn typed(text: &str) -> Self {
        Self(text.nfkc().take(MAX_CHARS + 1).collect::<String>().into())
    }

    /// Takes what a person chose as their new password: 8 to 128 characters, not the username and
    /// not easy to guess (a zxcvbn score of at least 2, over a million guesses).
    pub fn chosen(text: &str, username: &Username) -> Result<Self, PasswordError> {
        let password = Self::typed(text);
        let normalized = password.0.expose_secret();
        // As typed too: one character may stand for several once it is normalized, or several for one.
        let lengths = [text.chars().count(), normalized.chars().count()];
        if lengths.iter().any(|length| !(MIN_CHARS..=MAX_CHARS).contains(length)) {
            return Err(PasswordError::Length);
        }
        if normalized.eq_ignore_ascii_case(username.as_str()) {
            return Err(PasswordError::IsUsername);
        }
        let strength = zxcvbn::zxcvbn(normalized, &[username.as_str(), "worklog"]);
        if strength.score() < zxcvbn::Score::Two {
            return Err(PasswordError::TooCommon);
        }
        Ok(password)
    }

    /// The bytes to hash.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// What proves a password: an Argon2id hash in PHC string format. Never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// What an account without a password has: no password fits it.
    pub fn none() -> Self {
        Self("!".to_owned())
    }

    /// Whether it is that of an account without a password.
    pub fn is_none(&self) -> bool {
        *self == Self::none()
    }

    /// Takes a hash in PHC string format.
    pub fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
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

    #[test]
    fn easy_passwords_are_refused() {
        let ada: Username = "ada.lovelace".parse().unwrap();
        let longest = "correct horse battery ".repeat(6)[..128].to_owned();
        for (input, expected) in [
            ("tremble-otter-42", Ok(())),
            ("pässwörter sind schön", Ok(())),
            (longest.as_str(), Ok(())),
            ("short-7", Err(PasswordError::Length)),
            ("½kx½7q", Err(PasswordError::Length)),
            ("Ada.Lovelace", Err(PasswordError::IsUsername)),
            ("password", Err(PasswordError::TooCommon)),
            ("Passw0rd", Err(PasswordError::TooCommon)),
            ("12345678", Err(PasswordError::TooCommon)),
            ("aaaaaaaaaaaaaaaa", Err(PasswordError::TooCommon)),
            ("worklog1", Err(PasswordError::TooCommon)),
        ] {
            assert_eq!(Password::chosen(input, &ada).map(|_| ()), expected, "{input}");
        }
        let too_long = format!("{longest}x");
        assert_eq!(Password::chosen(&too_long, &ada).map(|_| ()), Err(PasswordError::Length));
    }

    #[test]
    fn the_keyboard_does_not_matter() {
        let bytes = |text| Password::typed(text).as_bytes().to_owned();
        assert_eq!(bytes("scho\u{308}n"), bytes("sch\u{f6}n"));
    }

    #[test]
    fn nothing_secret_is_printed() {
        let printed = format!("{:?}{:?}", Password::typed("s3cret"), PasswordHash("$h".into()));
        assert_eq!(printed, "Password(SecretBox<str>([REDACTED]))PasswordHash(..)");
    }
}
