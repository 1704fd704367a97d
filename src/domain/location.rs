//! A person's own named places.

use std::fmt;
use std::str::FromStr;

use super::text::{serde_as_string, squeeze};
use super::unseen;
use crate::domain::problem::Coded;

/// The most characters a location's name has.
pub const MAX_CHARS: usize = 80;

/// Why a text is not a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// Nothing but white space.
    #[error("Say where.")]
    Empty,
    /// Longer than [`MAX_CHARS`].
    #[error("A location has at most {MAX_CHARS} characters.")]
    TooLong,
    /// Holds a control character.
    #[error("A location cannot hold control characters.")]
    ControlCharacter,
    /// Holds a character that nobody sees.
    #[error("A location cannot hold invisible characters. This one has U+{:04X}.", u32::from(*.0))]
    Invisible(char),
}

impl Coded for LocationError {}

/// A named place ("Home", "New York"): 1 to 80 characters, none of them control characters or
/// invisible, single spaces.
///
/// Two locations are the same place when their [`key`](Self::key)s are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location(String);

impl Location {
    /// What decides whether two names mean the same place: the name without regard to case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        let location = stored(text)?;
        unseen::check(location.as_str()).map_err(LocationError::Invisible)?;
        Ok(location)
    }
}

/// Takes what is stored: invisible characters were once let in.
fn stored(text: &str) -> Result<Location, LocationError> {
    let name = squeeze(text);
    if name.is_empty() {
        Err(LocationError::Empty)
    } else if name.chars().any(char::is_control) {
        Err(LocationError::ControlCharacter)
    } else if name.chars().count() > MAX_CHARS {
        Err(LocationError::TooLong)
    } else {
        Ok(Location(name))
    }
}

serde_as_string!(Location, stored);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_names_as_people_write_them() {
        let long = "é".repeat(MAX_CHARS);
        let table = [
            ("Home", Ok("Home")),
            ("  New \t York\n", Ok("New York")),
            (long.as_str(), Ok(long.as_str())),
            ("", Err(LocationError::Empty)),
            (" \t ", Err(LocationError::Empty)),
            ("Ho\u{7}me", Err(LocationError::ControlCharacter)),
            ("Ho\u{AD}me", Err(LocationError::Invisible('\u{AD}'))),
            ("\u{200B}", Err(LocationError::Invisible('\u{200B}'))),
            ("👩\u{200D}💻", Ok("👩\u{200D}💻")),
        ];
        for (input, expected) in table {
            let read = input.parse::<Location>().map(|place| place.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{input:?}");
        }
        let too_long = format!("{long}x").parse::<Location>();
        assert_eq!(too_long, Err(LocationError::TooLong));
    }

    #[test]
    fn what_was_stored_before_can_still_be_read() {
        let stored: Location = serde_json::from_str(r#""Ho\u200Bme""#).unwrap();
        assert_eq!(serde_json::to_string(&stored).unwrap(), "\"Ho\u{200B}me\"");
        let message = stored.as_str().parse::<Location>().unwrap_err().to_string();
        assert_eq!(message, "A location cannot hold invisible characters. This one has U+200B.");
    }

    #[test]
    fn case_and_spaces_do_not_make_another_place() {
        let one: Location = "New York".parse().unwrap();
        let other: Location = " new  YORK ".parse().unwrap();
        assert_eq!(one.key(), other.key());
    }
}
