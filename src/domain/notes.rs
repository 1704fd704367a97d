//! The free text of an entry.

use std::fmt;
use std::str::FromStr;

use super::text::serde_as_string;
use crate::domain::problem::{Coded, Params, params};

/// The most characters the notes of a day have.
pub const MAX_CHARS: usize = 1000;

/// Why a text cannot be kept as notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotesError {
    /// Longer than [`MAX_CHARS`].
    #[error("notes.too_long")]
    TooLong,
    /// Holds a control character other than a new line.
    #[error("notes.control")]
    ControlCharacter,
}

impl Coded for NotesError {
    fn params(&self) -> Params {
        params([("max", &MAX_CHARS)])
    }
}

/// Up to 1000 characters of any script; new lines are `\n`, other control characters refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Notes(String);

impl Notes {
    /// Whether nothing was noted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Notes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Notes {
    type Err = NotesError;

    /// Browsers send new lines as CR LF; both that and a lone CR become `\n`.
    fn from_str(text: &str) -> Result<Self, NotesError> {
        if text.contains('\r') {
            return text.replace("\r\n", "\n").replace('\r', "\n").parse();
        }
        let text = text.trim();
        if text.chars().any(|c| c.is_control() && c != '\n') {
            Err(NotesError::ControlCharacter)
        } else if text.chars().count() > MAX_CHARS {
            Err(NotesError::TooLong)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

serde_as_string!(Notes);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn limits() {
        let full = "語".repeat(MAX_CHARS);
        assert_eq!(full.parse::<Notes>().unwrap().as_str(), full);
        assert_eq!(format!("{full}.").parse::<Notes>(), Err(NotesError::TooLong));
        assert_eq!("a\tb".parse::<Notes>(), Err(NotesError::ControlCharacter));
        assert_eq!("a\0b".parse::<Notes>(), Err(NotesError::ControlCharacter));
        assert_eq!("a\r\nb\rc".parse::<Notes>().unwrap().as_str(), "a\nb\nc");
    }

    proptest! {
        #[test]
        fn reading_twice_changes_nothing(text in "(?s).{0,1100}") {
            if let Ok(notes) = text.parse::<Notes>() {
                prop_assert_eq!(notes.as_str().parse::<Notes>(), Ok(notes.clone()));
            }
        }
    }
}
