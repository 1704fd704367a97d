//! Writes the lines of an iCalendar file (RFC 5545): escaped, folded, and terminated by CR LF.
//!
//! The crate that reads such files isn't used for writing: it folds some final lines at 76 octets,
//! and doesn't escape the calendar's name.

use std::fmt::Write as _;

/// The maximum length of a line in octets, without its CR LF (RFC 5545, 3.1).
const LINE: usize = 75;

/// Builds an iCalendar file.
#[derive(Debug, Default)]
pub struct IcsWriter {
    text: String,
    line: String,
}

impl IcsWriter {
    /// Writes a property without escaping its value: dates, numbers, and keywords of the standard.
    pub fn plain(&mut self, name: &str, value: impl std::fmt::Display) {
        // Writing to a string can't fail.
        let _ = write!(self.line, "{name}:{value}");
        self.end_line();
    }

    /// Writes a property of type TEXT, with its value escaped (RFC 5545, 3.3.11).
    pub fn text(&mut self, name: &str, value: &str) {
        self.line.push_str(name);
        self.line.push(':');
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => self.line.extend(['\\', c]),
                '\n' => self.line.push_str("\\n"),
                // TEXT values must not contain control characters, which have no meaning in ours.
                c if c.is_control() => {}
                c => self.line.push(c),
            }
        }
        self.end_line();
    }

    /// Starts a component.
    pub fn begin(&mut self, component: &str) {
        self.plain("BEGIN", component);
    }

    /// Ends a component.
    pub fn end(&mut self, component: &str) {
        self.plain("END", component);
    }

    /// Returns the file.
    pub fn finish(self) -> String {
        self.text
    }

    /// Folds the line between characters, so that each physical line is valid UTF-8.
    fn end_line(&mut self) {
        let mut rest = self.line.as_str();
        let mut room = LINE;
        while rest.len() > room {
            let (fits, more) = rest.split_at(rest.floor_char_boundary(room));
            self.text.push_str(fits);
            self.text.push_str("\r\n ");
            rest = more;
            // The leading space of a continuation line counts as one of its octets.
            room = LINE - 1;
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(value: &str) -> String {
        let mut ics = IcsWriter::default();
        ics.text("SUMMARY", value);
        ics.finish()
    }

    /// Decodes a written TEXT property by the rules of RFC 5545 only.
    fn read(written: &str) -> String {
        let unfolded = written.replace("\r\n ", "");
        let value = unfolded.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
        let mut read = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            assert!(!matches!(c, ';' | ',' | '\n' | '\r'), "{value:?} has a bare {c:?}");
            match (c, if c == '\\' { chars.next() } else { None }) {
                (_, Some('n')) => read.push('\n'),
                (_, Some(escaped)) => {
                    assert!(matches!(escaped, '\\' | ';' | ','), "{value:?} escapes {escaped:?}");
                    read.push(escaped);
                }
                (c, None) => read.push(c),
            }
        }
        read
    }

    #[test]
    fn special_characters_are_escaped() {
        assert_eq!(text("a,b;c\\d\ne: \"f\""), "SUMMARY:a\\,b\\;c\\\\d\\ne: \"f\"\r\n");
        assert_eq!(text("END:VEVENT\r\nBEGIN:X"), "SUMMARY:END:VEVENT\\nBEGIN:X\r\n");
    }

    #[test]
    fn lines_are_folded_at_75_octets() {
        let head = "SUMMARY:".len();
        for (octets, lines) in [(75, 1), (76, 2), (149, 2), (150, 3), (223, 3), (224, 4)] {
            let written = text(&"x".repeat(octets - head));
            assert_eq!(written.split_terminator("\r\n").count(), lines, "{octets}");
        }
        let written = text(&"é".repeat(100));
        assert_eq!(written.split("\r\n").map(str::len).collect::<Vec<_>>(), [74, 75, 61, 0]);
    }

    proptest! {
        #[test]
        fn text_values_round_trip(value in "(\\PC|[,;\\\\\n]){0,300}") {
            let written = text(&value);
            prop_assert_eq!(read(&written), value);
            prop_assert!(written.ends_with("\r\n"));
            for line in written.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE && !line.is_empty(), "{:?}", line);
                prop_assert!(!line.contains(['\r', '\n']));
            }
        }
    }
}
