//! The secret text of a token, which programs send.
//!
//! It consists of `worklog_`, 43 characters that encode 32 random bytes, and 6 characters of
//! checksum. This follows the format of GitHub's tokens: secret scanners, and Worklog itself, can
//! verify a token without a lookup.

use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

/// The prefix of every token.
pub const PREFIX: &str = "worklog_";

/// The number of random bytes in a token.
const BYTES: usize = 32;

/// The base-62 digits of 32 bytes: 62^43 is just over 2^256.
const RANDOM_DIGITS: usize = 43;

/// The base-62 digits of a CRC-32.
const CHECK_DIGITS: usize = 6;

/// The digits of base 62, in the order of their values.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The error for a string that isn't a token, or was altered or truncated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no token")]
pub struct NoSecret;

/// The text of a token. Anyone who has it can use the token, so debug output is redacted.
/// [`Secret::reveal`] returns the text, to show it once.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Creates the token of these random bytes.
    pub fn from_bytes(bytes: [u8; BYTES]) -> Self {
        let random = encode(bytes);
        Self(format!("{PREFIX}{random}{}", check(&random)).into())
    }

    /// Returns the text.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl FromStr for Secret {
    type Err = NoSecret;

    /// Checks the format and the checksum, without asking the store.
    fn from_str(text: &str) -> Result<Self, NoSecret> {
        let digits = text.strip_prefix(PREFIX).ok_or(NoSecret)?;
        let whole = digits.len() == RANDOM_DIGITS + CHECK_DIGITS
            && digits.bytes().all(|digit| digit.is_ascii_alphanumeric());
        let (random, checked) = if whole { digits.split_at(RANDOM_DIGITS) } else { ("", "") };
        if whole && check(random) == checked { Ok(Self(text.into())) } else { Err(NoSecret) }
    }
}

/// Encodes the bytes as one number in base 62, highest digit first.
fn encode(mut bytes: [u8; BYTES]) -> String {
    let mut digits = [0; RANDOM_DIGITS];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0u16;
        for byte in &mut bytes {
            let value = rest << 8 | u16::from(*byte);
            // The quotient is less than 256, because the remainder is less than 62.
            *byte = (value / 62).to_le_bytes()[0];
            rest = value % 62;
        }
        *digit = DIGITS[usize::from(rest)];
    }
    digits.into_iter().map(char::from).collect()
}

/// Returns the CRC-32 of a string, encoded in base 62.
fn check(text: &str) -> String {
    let mut sum = u64::from(crc32fast::hash(text.as_bytes()));
    let mut digits = [0; CHECK_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(sum % 62).unwrap_or_default()];
        sum /= 62;
    }
    digits.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_have_the_documented_format() {
        // Calculated independently: the number in base 62, and zlib's CRC-32 of that string.
        let zero = "worklog_00000000000000000000000000000000000000000002CZclj";
        assert_eq!(Secret::from_bytes([0; BYTES]).reveal(), zero);
        let highest = "worklog_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13sRzl1";
        assert_eq!(Secret::from_bytes([255; BYTES]).reveal(), highest);
    }

    #[test]
    fn rejects_invalid_tokens() {
        let token = Secret::from_bytes([7; BYTES]).reveal().to_owned();
        let bare = token.trim_start_matches(PREFIX);
        for text in [
            String::new(),
            PREFIX.to_owned(),
            bare.to_owned(),
            format!("wlfeed_{bare}"),
            format!("WORKLOG_{bare}"),
            format!("{token}0"),
            format!(" {token}"),
            token[..token.len() - 1].to_owned(),
            token.to_uppercase(),
            format!("{}é", &token[..token.len() - 2]),
            format!("{PREFIX}{}", "é".repeat(24) + "0"),
        ] {
            assert_eq!(text.parse::<Secret>().err(), Some(NoSecret), "{text}");
        }
    }

    #[test]
    fn debug_output_is_redacted() {
        let token = Secret::from_bytes([7; BYTES]);
        assert_eq!(format!("{token:?}"), "Secret(SecretBox<str>([REDACTED]))");
    }

    proptest! {
        #[test]
        fn every_token_round_trips_through_text(bytes: [u8; BYTES], other: [u8; BYTES]) {
            let token = Secret::from_bytes(bytes);
            prop_assert_eq!(token.reveal().len(), PREFIX.len() + RANDOM_DIGITS + CHECK_DIGITS);
            let read: Secret = token.reveal().parse().unwrap();
            prop_assert_eq!(read.reveal(), token.reveal());
            prop_assert_eq!(Secret::from_bytes(other).reveal() == token.reveal(), other == bytes);
        }

        /// A CRC-32 detects any change within 32 consecutive bits, and so any changed character and
        /// any two adjacent characters that were swapped.
        #[test]
        fn a_mistyped_character_is_detected(bytes: [u8; BYTES], at in 0..49usize, to in 0..62usize) {
            let token = Secret::from_bytes(bytes);
            let mut typed = token.reveal().as_bytes().to_vec();
            typed[PREFIX.len() + at] = DIGITS[to];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(typed.parse::<Secret>().is_ok(), typed == token.reveal());
        }

        #[test]
        fn parsing_never_panics(text in ".{0,80}") {
            let _ = format!("{PREFIX}{text}").parse::<Secret>();
            let _ = text.parse::<Secret>();
        }
    }
}
