//! The user's named locations.

use crate::domain::values::short_text::{TextRules, short_text};

/// The maximum length of a location's name in characters.
pub const MAX_CHARS: usize = 80;

short_text!(
    /// A named location ("Home", "New York"): 1 to 80 characters, none of which are control or
    /// invisible characters. Runs of whitespace become one space.
    ///
    /// Two locations are the same if their [`key`](Self::key)s are equal.
    Location,
    TextRules { subject: "location", max: MAX_CHARS, may_be_empty: false }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::values::short_text::assert_read;

    #[test]
    fn parses_names() {
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
    fn stored_names_with_invisible_characters_remain_readable() {
        let stored: Location = serde_json::from_str(r#""Ho\u200Bme""#).unwrap();
        assert_eq!(serde_json::to_string(&stored).unwrap(), "\"Ho\u{200B}me\"");
        let message = stored.as_str().parse::<Location>().unwrap_err().to_string();
        assert_eq!(message, "location.invisible");
    }

    #[test]
    fn names_differing_in_case_spaces_and_unicode_form_are_the_same_location() {
        for (one, other, same) in [
            ("New York", " new  YORK ", true),
            ("Caf\u{e9}", "Cafe\u{301}", true),
            ("CAFE\u{301}", "caf\u{e9}", true),
            ("\u{c5}re", "\u{212b}RE", true),
            ("\u{ac00}", "\u{1100}\u{1161}", true),
            ("Cafe", "Caf\u{e9}", false),
            ("\u{fb01}eld", "field", false),
        ] {
            let [one, other] = [one, other].map(|name| name.parse::<Location>().unwrap());
            assert_eq!(one.key() == other.key(), same, "{one} {other}");
        }
    }
}
