//! The notes of an entry.

use std::fmt;
use std::str::FromStr;

use crate::domain::values::problem::{Coded, Params, params};
use crate::domain::values::text::serde_as_string;

/// The maximum length of notes in characters.
pub const MAX_CHARS: usize = 1000;

/// Why a string can't be used as notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotesError {
    /// It is longer than [`MAX_CHARS`].
    #[error("notes.too_long")]
    TooLong,
    /// It contains a control character other than a newline.
    #[error("notes.control")]
    ControlCharacter,
}

impl Coded for NotesError {
    fn params(&self) -> Params {
        params([("max", &MAX_CHARS)])
    }
}

/// Notes of up to 1000 characters. Newlines are `\n`; other control characters aren't allowed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Notes(String);

impl Notes {
    /// Returns whether the notes are empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the text.
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

    /// Parses notes. Converts CR LF, which browsers send, and single CR to `\n`.
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
    fn rejects_long_notes_and_control_characters() {
        let full = "語".repeat(MAX_CHARS);
        assert_eq!(full.parse::<Notes>().unwrap().as_str(), full);
        assert_eq!(format!("{full}.").parse::<Notes>(), Err(NotesError::TooLong));
        assert_eq!("a\tb".parse::<Notes>(), Err(NotesError::ControlCharacter));
        assert_eq!("a\0b".parse::<Notes>(), Err(NotesError::ControlCharacter));
        assert_eq!("a\r\nb\rc".parse::<Notes>().unwrap().as_str(), "a\nb\nc");
    }

    proptest! {
        #[test]
        fn parsing_is_idempotent(text in "(?s).{0,1100}") {
            if let Ok(notes) = text.parse::<Notes>() {
                prop_assert_eq!(notes.as_str().parse::<Notes>(), Ok(notes.clone()));
            }
        }
    }
}
