//! What a person calls a token.

use std::fmt;
use std::str::FromStr;

use crate::domain::problem::{Coded, Params, code_point};
use crate::domain::text::{serde_as_string, squeeze};
use crate::domain::unseen;

/// The most characters a name has.
const MAX_CHARS: usize = 80;

/// Why a text is not the name of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenNameError {
    /// Nothing but white space.
    #[error("token_name.empty")]
    Empty,
    /// Longer than 80 characters.
    #[error("token_name.too_long")]
    TooLong,
    /// Holds a control character.
    #[error("token_name.control")]
    ControlCharacter,
    /// Holds a character that nobody sees.
    #[error("token_name.invisible")]
    Invisible(char),
}

impl Coded for TokenNameError {
    fn params(&self) -> Params {
        match self {
            Self::TooLong => vec![("max", MAX_CHARS.to_string())],
            Self::Invisible(character) => vec![("character", code_point(*character))],
            _ => Params::new(),
        }
    }
}

/// What a person calls a token: 1 to 80 characters, none of them control characters or
/// invisible, single spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenName(String);

impl TokenName {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What decides whether two names are the same: the name without regard to case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for TokenName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TokenName {
    type Err = TokenNameError;

    fn from_str(text: &str) -> Result<Self, TokenNameError> {
        let name = stored(text)?;
        unseen::check(name.as_str()).map_err(TokenNameError::Invisible)?;
        Ok(name)
    }
}

/// Takes what is stored: invisible characters were once let in.
fn stored(text: &str) -> Result<TokenName, TokenNameError> {
    let name = squeeze(text);
    if name.is_empty() {
        Err(TokenNameError::Empty)
    } else if name.chars().any(char::is_control) {
        Err(TokenNameError::ControlCharacter)
    } else if name.chars().count() > MAX_CHARS {
        Err(TokenNameError::TooLong)
    } else {
        Ok(TokenName(name))
    }
}

serde_as_string!(TokenName, stored);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_people_write_them() {
        let longest = "é".repeat(MAX_CHARS);
        for (input, expected) in [
            ("  My \t laptop\n", Ok("My laptop")),
            (longest.as_str(), Ok(longest.as_str())),
            ("", Err(TokenNameError::Empty)),
            (" \t ", Err(TokenNameError::Empty)),
            ("a\u{7}b", Err(TokenNameError::ControlCharacter)),
        ] {
            let read = input.parse::<TokenName>().map(|name| name.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{input:?}");
        }
        assert_eq!(
            "La\u{200B}ptop".parse::<TokenName>(),
            Err(TokenNameError::Invisible('\u{200B}'))
        );
        let kept: TokenName = serde_json::from_str("\"La\u{200B}ptop\"").unwrap();
        assert_eq!(kept.as_str(), "La\u{200B}ptop", "one that was let in before is still read");
        assert_eq!(format!("{longest}x").parse::<TokenName>(), Err(TokenNameError::TooLong));
    }

    #[test]
    fn names_that_differ_by_case_alone_are_the_same() {
        let key = |text: &str| text.parse::<TokenName>().unwrap().key();
        assert_eq!(key("Büro  LAPTOP"), key("büro laptop"));
        assert_ne!(key("laptop"), key("laptop 2"));
    }
}
