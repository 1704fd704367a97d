//! Single-line text that users enter: names, labels, notes.

use super::invisible_chars;
use super::problem::{Coded, Params, params};
use super::text::collapse_spaces;

/// Why a string isn't valid for a short-text type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The text contains only whitespace.
    #[error("{0}.empty")]
    Empty(&'static str),
    /// It is too long.
    #[error("{subject}.too_long")]
    TooLong {
        /// The prefix of the code, such as `location`.
        subject: &'static str,
        /// The maximum length in characters.
        max: usize,
    },
    /// It contains a control character.
    #[error("{0}.control")]
    ControlCharacter(&'static str),
    /// It contains an invisible character.
    #[error("{0}.invisible")]
    Invisible(&'static str, char),
}

impl Coded for TextError {
    fn params(&self) -> Params {
        match self {
            Self::TooLong { max, .. } => params([("max", max)]),
            Self::Invisible(_, char) => params([("code", &format!("{:04X}", u32::from(*char)))]),
            Self::Empty(_) | Self::ControlCharacter(_) => Params::new(),
        }
    }
}

/// The rules of a short-text type.
pub(crate) struct TextRules {
    /// The prefix of its error codes, such as `location`.
    pub(crate) subject: &'static str,
    /// The maximum length in characters.
    pub(crate) max: usize,
    /// Whether the text can be empty.
    pub(crate) may_be_empty: bool,
}

impl TextRules {
    /// Parses what a user typed. Runs of whitespace become one space.
    pub(crate) fn parse(&self, text: &str) -> Result<String, TextError> {
        let text = self.read_stored(text)?;
        invisible_chars::check(&text).map_err(|char| TextError::Invisible(self.subject, char))?;
        Ok(text)
    }

    /// Parses a stored string. Version 1.0.0 accepted invisible characters at first.
    pub(crate) fn read_stored(&self, text: &str) -> Result<String, TextError> {
        let text = collapse_spaces(text);
        let Self { subject, max, may_be_empty } = *self;
        if text.is_empty() && !may_be_empty {
            Err(TextError::Empty(subject))
        } else if text.chars().any(char::is_control) {
            Err(TextError::ControlCharacter(subject))
        } else if text.chars().count() > max {
            Err(TextError::TooLong { subject, max })
        } else {
            Ok(text)
        }
    }
}

/// Asserts the value that a string is parsed to, or the code of its error.
#[cfg(test)]
#[track_caller]
pub(crate) fn assert_read<T>(input: &str, expected: Result<&str, &str>)
where
    T: std::str::FromStr<Err = TextError> + ToString,
{
    let read = input.parse::<T>().map(|text| text.to_string()).map_err(|error| error.to_string());
    assert_eq!(read.as_deref().map_err(String::as_str), expected, "{input:?}");
}

/// Defines a short-text type by its [`TextRules`]. Documents contain it as a string.
macro_rules! short_text {
    ($(#[$attribute:meta])* $name:ident, $rules:expr) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            const RULES: crate::domain::values::short_text::TextRules = $rules;

            /// Returns the text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the text in lowercase and composed (NFC). Values with equal keys are
            /// considered the same.
            pub fn key(&self) -> String {
                crate::domain::values::text::comparison_key(&self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::domain::values::short_text::TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::RULES.parse(text).map(Self)
            }
        }

        crate::domain::values::text::serde_as_string!($name, |text| {
            $name::RULES.read_stored(text).map($name)
        });
    };
}
pub(crate) use short_text;
