//! Searches in entries: by words in their notes, locations, and types.

use std::ops::Range;
use std::str::FromStr;

use unicode_normalization::char::is_combining_mark;

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

/// The words of a search. An entry must contain all of them, regardless of case and Unicode form. The
/// default has no words, so all entries match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
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

    /// Splits a text into the pieces that match a word and those between them. The flag is whether
    /// a piece matches.
    pub fn split<'t>(&self, text: &'t str) -> Vec<(&'t str, bool)> {
        let (key, origins) = key_with_origins(text);
        let mut hits = Vec::new();
        for word in &self.0 {
            for (at, _) in key.match_indices(word.as_str()) {
                hits.push(origins[at].start..origins[at + word.len() - 1].end);
            }
        }
        hits.sort_by_key(|hit| hit.start);
        let (mut pieces, mut done) = (Vec::new(), 0);
        for hit in hits {
            let start = hit.start.max(done);
            if start > done {
                pieces.push((&text[done..start], false));
            }
            if hit.end > start {
                pieces.push((&text[start..hit.end], true));
                done = hit.end;
            }
        }
        if done < text.len() {
            pieces.push((&text[done..], false));
        }
        pieces
    }
}

/// Returns the comparison key of a text and, for each byte of it, the bytes of the text that it
/// comes from: a character with its combining marks, which have one key.
fn key_with_origins(text: &str) -> (String, Vec<Range<usize>>) {
    let starts = text.char_indices().filter(|(at, c)| *at == 0 || !is_combining_mark(*c));
    let mut starts = starts.map(|(at, _)| at).peekable();
    let (mut key, mut origins) = (String::new(), Vec::new());
    while let Some(start) = starts.next() {
        let origin = start..starts.peek().copied().unwrap_or(text.len());
        key.push_str(&comparison_key(&text[origin.clone()]));
        origins.resize(key.len(), origin);
    }
    (key, origins)
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
        assert!(Search::default().matches(&DayTypes::default(), &content), "no words");
        assert_eq!(Search::default().split("Met KIM"), [("Met KIM", false)]);
    }

    #[test]
    fn matches_are_marked_in_the_original_text() {
        for (words, text, expected) in [
            ("kim", "Met KIM, then Kimberley", "Met [KIM], then [Kim]berley"),
            ("mon one", "money, Monday", "[mone]y, [Mon]day"),
            ("aa", "aaa", "[aa]a"),
            ("caf\u{e9}", "In the Cafe\u{301} Rio", "In the [Cafe\u{301}] Rio"),
            ("i", "\u{130}", "[\u{130}]"),
            ("x", "", ""),
            ("x", "none", "none"),
        ] {
            let pieces = words.parse::<Search>().unwrap().split(text);
            let marked = |(piece, hit): (&str, bool)| {
                if hit { format!("[{piece}]") } else { piece.to_owned() }
            };
            let marked: String = pieces.into_iter().map(marked).collect();
            assert_eq!(marked.replace("][", ""), expected, "{words}");
        }
    }

    #[test]
    fn empty_and_long_searches_are_rejected() {
        assert_eq!(" \t".parse::<Search>(), Err(SearchError::Empty));
        assert_eq!("x".repeat(MAX_LENGTH + 1).parse::<Search>(), Err(SearchError::TooLong));
        assert!("\u{e9}".repeat(MAX_LENGTH).parse::<Search>().is_ok());
    }
}
