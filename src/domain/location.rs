//! A person's own named places.

use super::short_text::{Rules, short_text};

/// The most characters a location's name has.
pub const MAX_CHARS: usize = 80;

short_text!(
    /// A named place ("Home", "New York"): 1 to 80 characters, none of them control characters or
    /// invisible, single spaces.
    ///
    /// Two locations are the same place when their [`key`](Self::key)s are equal.
    Location,
    Rules { subject: "location", max: MAX_CHARS, may_be_empty: false }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::short_text::assert_read;

    #[test]
    fn reads_names_as_people_write_them() {
        let long = "é".repeat(MAX_CHARS);
        let table = [
            ("Home", Ok("Home")),
            ("  New \t York\n", Ok("New York")),
            (long.as_str(), Ok(long.as_str())),
            ("", Err("location.empty")),
            (" \t ", Err("location.empty")),
            ("Ho\u{7}me", Err("location.control")),
            ("Ho\u{AD}me", Err("location.invisible")),
            ("\u{200B}", Err("location.invisible")),
            ("👩\u{200D}💻", Ok("👩\u{200D}💻")),
            (&format!("{long}x"), Err("location.too_long")),
        ];
        for (input, expected) in table {
            assert_read::<Location>(input, expected);
        }
    }

    #[test]
    fn what_was_stored_before_can_still_be_read() {
        let stored: Location = serde_json::from_str(r#""Ho\u200Bme""#).unwrap();
        assert_eq!(serde_json::to_string(&stored).unwrap(), "\"Ho\u{200B}me\"");
        let message = stored.as_str().parse::<Location>().unwrap_err().to_string();
        assert_eq!(message, "location.invisible");
    }

    #[test]
    fn case_and_spaces_do_not_make_another_place() {
        let one: Location = "New York".parse().unwrap();
        let other: Location = " new  YORK ".parse().unwrap();
        assert_eq!(one.key(), other.key());
    }
}
