//! The notes of an entry.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

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
}

impl Coded for NotesError {
    fn params(&self) -> Params {
        params([("max", &MAX_CHARS)])
    }
}

/// Notes of up to 1000 characters. Newlines are `\n`, the only control character.
///
/// Clones share the text: an import has its notes in the rows, the plan, the change, and the months
/// at once, and would otherwise take several times as much memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Notes(Arc<str>);

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

    /// Parses notes. Converts CR LF, which browsers send, and single CR to `\n`, and other control
    /// characters, such as a pasted tab, to spaces.
    fn from_str(text: &str) -> Result<Self, NotesError> {
        let is_replaced = |c: char| c.is_control() && c != '\n';
        if text.contains(is_replaced) {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            return text.replace(is_replaced, " ").parse();
        }
        let text = text.trim();
        match text.chars().count() {
            0 => Ok(Self::default()),
            1..=MAX_CHARS => Ok(Self(text.into())),
            _ => Err(NotesError::TooLong),
        }
    }
}

serde_as_string!(Notes);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_become_spaces() {
        for (typed, expected) in [
            ("a\tb", "a b"),
            ("a\0b\u{1b}[31m", "a b [31m"),
            ("a\u{85}b\u{7f}c", "a b c"),
            ("a\r\nb\rc\nd", "a\nb\nc\nd"),
            ("\tdone\r\n", "done"),
            ("\0", ""),
        ] {
            assert_eq!(typed.parse::<Notes>().unwrap().as_str(), expected, "{typed:?}");
        }
    }

    #[test]
    fn rejects_long_notes() {
        let full = "語".repeat(MAX_CHARS);
        assert_eq!(full.parse::<Notes>().unwrap().as_str(), full);
        assert_eq!(format!("{full}.").parse::<Notes>(), Err(NotesError::TooLong));
    }

    proptest! {
        #[test]
        fn parsing_is_idempotent(text in "(?s).{0,1100}") {
            if let Ok(notes) = text.parse::<Notes>() {
                prop_assert_eq!(notes.as_str().parse::<Notes>(), Ok(notes.clone()));
                prop_assert!(!notes.as_str().contains(|c: char| c.is_control() && c != '\n'));
            }
        }
    }
}
