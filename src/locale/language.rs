//! The languages, and the one of the current task.

use std::cell::Cell;
use std::future::Future;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

// `Language`, `LANGUAGES`, and `TAGS`.
include!(concat!(env!("OUT_DIR"), "/languages.rs"));

tokio::task_local! {
    static CURRENT: Cell<Language>;
}

impl Language {
    /// All languages, English first.
    pub const ALL: &'static [Self] = &LANGUAGES;

    /// Returns the language tag, such as `de`, for `lang` attributes and documents.
    pub fn tag(self) -> &'static str {
        TAGS[self as usize]
    }

    /// Returns the language of the current task. Outside of [`Self::scope`], that is English.
    pub fn current() -> Self {
        CURRENT.try_with(Cell::get).unwrap_or_default()
    }

    /// Changes the language of the current task, once it is known who asks.
    pub(crate) fn make_current(self) {
        // Fails only outside of a request.
        let _ = CURRENT.try_with(|current| current.set(self));
    }

    /// Runs a task in this language.
    pub(crate) fn scope<F: Future>(self, task: F) -> impl Future<Output = F::Output> {
        CURRENT.scope(Cell::new(self), task)
    }

    /// Runs a function in this language.
    pub(crate) fn with<T>(self, function: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(Cell::new(self), function)
    }
}

/// No language has this tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("language.unknown")]
pub struct UnknownLanguage;

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Parses a language tag, in any case. A region or script is ignored unless it has a catalog.
    fn from_str(tag: &str) -> Result<Self, UnknownLanguage> {
        let prefixes = std::iter::successors(Some(tag), |tag| Some(tag.rsplit_once('-')?.0));
        prefixes
            .filter_map(|tag| Self::ALL.iter().find(|known| known.tag().eq_ignore_ascii_case(tag)))
            .copied()
            .next()
            .ok_or(UnknownLanguage)
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Returns the value for the current language, of one value for each.
pub(super) fn pick<T: Copy>(translations: &[T]) -> T {
    translations[Language::current() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_that_of_the_task() {
        assert_eq!(Language::current(), Language::En);
        for language in Language::ALL {
            assert_eq!(language.with(Language::current), *language);
            assert_eq!(language.tag().parse(), Ok(*language));
        }
        assert_eq!("en-GB".parse(), Ok(Language::En));
        assert!("x".parse::<Language>().is_err());
    }
}
