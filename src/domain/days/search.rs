//! Searches in entries: by words in their notes, locations, and types.

use std::str::FromStr;

use super::entry::Content;
use super::location::Location;
use crate::domain::types::DayTypes;
use crate::domain::values::problem::{Coded, Params, params};
use crate::domain::values::text::comparison_key;

/// The maximum length of a search in characters.
pub const MAX_LENGTH: usize = 100;

/// Why a text isn't a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// There are no words.
    #[error("search.empty")]
    Empty,
    /// The text is longer than [`MAX_LENGTH`].
    #[error("search.too_long")]
    TooLong,
}

impl Coded for SearchError {
    fn params(&self) -> Params {
        match self {
            Self::Empty => Params::new(),
            Self::TooLong => params([("max", &MAX_LENGTH)]),
        }
    }
}

/// The words of a search. An entry must contain all of them, regardless of case and Unicode form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search(Vec<String>);

impl Search {
    /// Returns whether an entry contains all words. Each may be in the notes, a location, or the
    /// label of a type, and may be part of a longer word.
    pub fn matches(&self, types: &DayTypes, content: &Content) -> bool {
        let mut text = content.notes.as_str().to_owned();
        for (part, _) in content.parts.iter() {
            let known = types.get(&part.day_type).map(|known| known.label.as_str());
            let location = part.location.as_ref().map(Location::as_str);
            for more in [known.unwrap_or(part.day_type.as_str()), location.unwrap_or_default()] {
                text.push('\n');
                text.push_str(more);
            }
        }
        let text = comparison_key(&text);
        self.0.iter().all(|word| text.contains(word))
    }
}

impl FromStr for Search {
    type Err = SearchError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().count() > MAX_LENGTH {
            return Err(SearchError::TooLong);
        }
        let words: Vec<_> = text.split_whitespace().map(comparison_key).collect();
        if words.is_empty() { Err(SearchError::Empty) } else { Ok(Self(words)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::entry::{Part, Parts};

    #[test]
    fn all_words_must_occur() {
        let part = |slug: &str, location: &str| Part {
            day_type: slug.parse().unwrap(),
            location: location.parse().ok(),
        };
        let parts = Parts::Halves(part("remote", "Caf\u{e9} Rio"), part("office", ""));
        let content = Content { notes: "Met KIM\nabout budgets".parse().unwrap(), ..parts.into() };
        for (text, expected) in [
            ("kim", true),
            ("budget", true),
            ("Remote", true),
            ("office rio", true),
            ("cafe\u{301} about", true),
            ("KIM vacation", false),
            ("riooffice", false),
            ("cafe", false),
        ] {
            let search: Search = text.parse().unwrap();
            assert_eq!(search.matches(&DayTypes::default(), &content), expected, "{text}");
        }
    }

    #[test]
    fn empty_and_long_searches_are_rejected() {
        assert_eq!(" \t".parse::<Search>(), Err(SearchError::Empty));
        assert_eq!("x".repeat(MAX_LENGTH + 1).parse::<Search>(), Err(SearchError::TooLong));
        assert!("\u{e9}".repeat(MAX_LENGTH).parse::<Search>().is_ok());
    }
}
