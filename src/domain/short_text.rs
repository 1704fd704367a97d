//! Single-line texts that users type: names, labels, notes.

use super::problem::Coded;
use super::text::squeeze;
use super::unseen;

/// Why a text isn't valid for a short-text type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// It is empty or only white space. Contains the message.
    #[error("{0}")]
    Empty(&'static str),
    /// It is too long.
    #[error("{subject} has at most {max} characters.")]
    TooLong {
        /// The name of the text in messages, such as "A name".
        subject: &'static str,
        /// The maximum length in characters.
        max: usize,
    },
    /// It contains a control character.
    #[error("{0} cannot hold control characters.")]
    ControlCharacter(&'static str),
    /// It contains an invisible character.
    #[error("{0} cannot hold invisible characters. This one has U+{code:04X}.", code = u32::from(*.1))]
    Invisible(&'static str, char),
}

/// Imports report these errors too, so `Display` returns their text.
impl Coded for TextError {}

/// The rules of a short-text type.
pub(crate) struct Rules {
    /// The name of the text in messages, such as "A name".
    pub(crate) subject: &'static str,
    /// The maximum length in characters.
    pub(crate) max: usize,
    /// The message if the text is empty. `None` if it may be empty.
    pub(crate) if_empty: Option<&'static str>,
}

impl Rules {
    /// Parses what a user typed. Runs of white space become one space.
    pub(crate) fn parse(&self, text: &str) -> Result<String, TextError> {
        let text = self.read_stored(text)?;
        unseen::check(&text).map_err(|char| TextError::Invisible(self.subject, char))?;
        Ok(text)
    }

    /// Parses a stored text. Version 1.0.0 accepted invisible characters at first.
    pub(crate) fn read_stored(&self, text: &str) -> Result<String, TextError> {
        let text = squeeze(text);
        match self.if_empty {
            Some(message) if text.is_empty() => Err(TextError::Empty(message)),
            _ if text.chars().any(char::is_control) => {
                Err(TextError::ControlCharacter(self.subject))
            }
            _ if text.chars().count() > self.max => {
                Err(TextError::TooLong { subject: self.subject, max: self.max })
            }
            _ => Ok(text),
        }
    }
}

/// Asserts that parsing a text returns this result or error message.
#[cfg(test)]
#[track_caller]
pub(crate) fn assert_read<T>(input: &str, expected: Result<&str, &str>)
where
    T: std::str::FromStr<Err = TextError> + ToString,
{
    let read = input.parse::<T>().map(|text| text.to_string()).map_err(|error| error.to_string());
    assert_eq!(read.as_deref().map_err(String::as_str), expected, "{input:?}");
}

/// Defines a short-text type by its [`Rules`]. Documents contain it as a string.
macro_rules! short_text {
    ($(#[$attribute:meta])* $name:ident, $rules:expr) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            const RULES: crate::domain::short_text::Rules = $rules;

            /// Returns the text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the text in lowercase. Texts with equal keys are considered the same.
            pub fn key(&self) -> String {
                self.0.to_lowercase()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::domain::short_text::TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::RULES.parse(text).map(Self)
            }
        }

        crate::domain::text::serde_as_string!($name, |text| {
            $name::RULES.read_stored(text).map($name)
        });
    };
}
pub(crate) use short_text;
