//! The text of a token, as a program sends it.
//!
//! `worklog_`, 43 characters that stand for 32 random bytes, and 6 that check them: of the same make as
//! the tokens of the large code hosts, so that a scanner that finds one in a file can tell a token from
//! a word without asking anybody, and so can we.

use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

/// Begins each token.
pub const PREFIX: &str = "worklog_";

/// Random bytes of a token.
const BYTES: usize = 32;

/// Digits that 32 bytes take: 62^43 is just more than 2^256.
const RANDOM_DIGITS: usize = 43;

/// Digits that a CRC-32 takes.
const CHECK_DIGITS: usize = 6;

/// The digits of base 62, in the order of their values.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A text is no token: it was never one, or lost or changed a character on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no token")]
pub struct NoSecret;

/// The whole text of a token. Whoever has it can use the token, so it prints as redacted;
/// [`Secret::reveal`] gives it away, to show it once.
#[derive(Debug, Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The token of these random bytes.
    pub fn of(bytes: [u8; BYTES]) -> Self {
        let random = encode(bytes);
        Self(format!("{PREFIX}{random}{}", check(&random)).into())
    }

    /// The text itself.
    pub fn reveal(&self) -> &str {
        self.0.expose_secret()
    }
}

impl FromStr for Secret {
    type Err = NoSecret;

    /// Tells what can be told without asking the store.
    fn from_str(text: &str) -> Result<Self, NoSecret> {
        let digits = text.strip_prefix(PREFIX).ok_or(NoSecret)?;
        let whole = digits.len() == RANDOM_DIGITS + CHECK_DIGITS
            && digits.bytes().all(|digit| digit.is_ascii_alphanumeric());
        let (random, checked) = if whole { digits.split_at(RANDOM_DIGITS) } else { ("", "") };
        if whole && check(random) == checked { Ok(Self(text.into())) } else { Err(NoSecret) }
    }
}

/// The bytes as one number in base 62, the highest digit first.
fn encode(mut bytes: [u8; BYTES]) -> String {
    let mut digits = [0; RANDOM_DIGITS];
    for digit in digits.iter_mut().rev() {
        let mut rest = 0u16;
        for byte in &mut bytes {
            let value = rest << 8 | u16::from(*byte);
            // Less than 256, since the rest is less than 62.
            *byte = (value / 62).to_le_bytes()[0];
            rest = value % 62;
        }
        *digit = DIGITS[usize::from(rest)];
    }
    digits.into_iter().map(char::from).collect()
}

/// The CRC-32 of a text in base 62.
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
    fn a_token_looks_as_scanners_are_told() {
        // Worked out by other means: base 62 of the number, and of zlib's CRC-32 of that.
        let zero = "worklog_00000000000000000000000000000000000000000002CZclj";
        assert_eq!(Secret::of([0; BYTES]).reveal(), zero);
        let highest = "worklog_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp13sRzl1";
        assert_eq!(Secret::of([255; BYTES]).reveal(), highest);
    }

    #[test]
    fn a_text_that_is_no_token_is_refused() {
        let token = Secret::of([7; BYTES]).reveal().to_owned();
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
    fn a_token_is_not_printed_by_accident() {
        let token = Secret::of([7; BYTES]);
        assert_eq!(format!("{token:?}"), "Secret(SecretBox<str>([REDACTED]))");
    }

    proptest! {
        #[test]
        fn every_token_is_read_again(bytes: [u8; BYTES], other: [u8; BYTES]) {
            let token = Secret::of(bytes);
            prop_assert_eq!(token.reveal().len(), PREFIX.len() + RANDOM_DIGITS + CHECK_DIGITS);
            let read: Secret = token.reveal().parse().unwrap();
            prop_assert_eq!(read.reveal(), token.reveal());
            prop_assert_eq!(Secret::of(other).reveal() == token.reveal(), other == bytes);
        }

        /// A CRC-32 tells any change within 32 bits in a row, and so any one character or two side by
        /// side that changed places.
        #[test]
        fn a_mistyped_character_is_noticed(bytes: [u8; BYTES], at in 0..49usize, to in 0..62usize) {
            let token = Secret::of(bytes);
            let mut typed = token.reveal().as_bytes().to_vec();
            typed[PREFIX.len() + at] = DIGITS[to];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(typed.parse::<Secret>().is_ok(), typed == token.reveal());
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,80}") {
            let _ = format!("{PREFIX}{text}").parse::<Secret>();
            let _ = text.parse::<Secret>();
        }
    }
}
