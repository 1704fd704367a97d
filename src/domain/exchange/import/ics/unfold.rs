//! Joins folded lines (RFC 5545, 3.1) and splits a calendar into its events.

use super::super::decode::decode;
use super::super::source::{Calendar, MAX_RECORDS, RawRecord, too_many_records};
use crate::domain::values::problem::Problem;

/// A line of a calendar after unfolding.
struct ContentLine<'a> {
    /// The number of its first physical line, from 1.
    number: usize,
    text: &'a str,
}

/// Returns whether a file starts like a calendar.
pub(in super::super) fn is_calendar(bytes: &[u8]) -> bool {
    const START: &[u8] = b"BEGIN:VCALENDAR";
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    bytes.get(..START.len()).is_some_and(|start| start.eq_ignore_ascii_case(START))
}

/// Splits a calendar into its events. Folds are removed before decoding, because they may be inside
/// a character.
pub(in super::super) fn parse(bytes: &[u8]) -> Result<Calendar, Problem> {
    let (bytes, numbers) = unfold(bytes);
    let text = decode(&bytes)?;
    let lines = text.split('\n').zip(numbers);
    let lines = lines.map(|(text, number)| ContentLine { number, text });
    let mut calendar = Calendar::default();
    let mut event: Option<RawRecord> = None;
    for line in lines {
        if event.is_none() {
            if is_property(line.text, "BEGIN:VEVENT") {
                event = Some(RawRecord::new(line.number, String::new()));
            } else {
                calendar.read_property(line.text);
                continue;
            }
        }
        let Some(record) = &mut event else { continue };
        record.text.push_str(line.text);
        record.text.push('\n');
        if is_property(line.text, "END:VEVENT") {
            calendar.events.extend(event.take());
            if calendar.events.len() > MAX_RECORDS {
                return Err(too_many_records());
            }
        }
    }
    // An unterminated event is kept and becomes a row error.
    calendar.events.extend(event);
    if calendar.events.is_empty() {
        return Err("ics.empty".into());
    }
    Ok(calendar)
}

/// Returns whether a line is exactly this property.
pub(super) fn is_property(line: &str, wanted: &str) -> bool {
    line.trim_end().eq_ignore_ascii_case(wanted)
}

impl Calendar {
    /// Reads a property of the calendar itself.
    fn read_property(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let name = name.split(';').next().unwrap_or_default().to_ascii_uppercase();
        match name.as_str() {
            "PRODID" => value.trim().clone_into(&mut self.producer),
            "NAME" | "X-WR-CALNAME" | "X-WR-CALDESC" => {
                self.name.push_str(value.trim());
                self.name.push('\n');
            }
            _ => {}
        }
    }
}

/// Joins folded lines and converts line ends to `\n`. Returns the bytes, and the number of the first
/// physical line of each line.
fn unfold(bytes: &[u8]) -> (Vec<u8>, Vec<usize>) {
    let mut unfolded: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut numbers = vec![1];
    let (mut at, mut number) = (0, 1);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'\r' && byte != b'\n' {
            unfolded.push(byte);
            continue;
        }
        if byte == b'\r' && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        number += 1;
        if matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        } else {
            unfolded.push(b'\n');
            numbers.push(number);
        }
    }
    (unfolded, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(bytes: &[u8]) -> Vec<(usize, String)> {
        let events = parse(bytes).unwrap().events;
        events.into_iter().map(|event| (event.line(), event.text)).collect()
    }

    #[test]
    fn a_fold_inside_a_character_is_removed() {
        let (start, end) = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:", "\r\nEND:VEVENT\r\n");
        let summary = "Fête 春节";
        let inside = start.len() + 2;
        let file = [start, summary, end].concat().into_bytes();
        for fold in [&b"\r\n "[..], b"\n\t", b"\r "] {
            let file = [&file[..inside], fold, &file[inside..]].concat();
            let expected = format!("BEGIN:VEVENT\nSUMMARY:{summary}\nEND:VEVENT\n");
            assert_eq!(events(&file), [(2, expected)], "{fold:?}");
        }
    }

    #[test]
    fn a_folded_end_belongs_to_its_property() {
        let file = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\n END:VEVENT\r\n\
                     DTSTART:20260101\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\n";
        let first = "BEGIN:VEVENT\nSUMMARY:AEND:VEVENT\nDTSTART:20260101\nEND:VEVENT\n";
        let second = "BEGIN:VEVENT\nEND:VEVENT\n";
        assert_eq!(events(file), [(2, first.to_owned()), (7, second.to_owned())]);
    }

    #[test]
    fn calendars_are_recognized_in_any_case_and_with_a_byte_order_mark() {
        for (bytes, expected) in [
            (&b"BEGIN:VCALENDAR\r\n"[..], true),
            (b"\xef\xbb\xbf\r\nbegin:vcalendar", true),
            (b"BEGIN:VCARD\r\n", false),
            (b"BEGIN", false),
        ] {
            assert_eq!(is_calendar(bytes), expected);
        }
    }

    #[test]
    fn calendars_in_old_encodings_are_decoded() {
        let file = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:F\xeate\nEND:VEVENT";
        assert_eq!(events(file)[0].1, "BEGIN:VEVENT\nSUMMARY:Fête\nEND:VEVENT\n");
        let utf_16 = "\u{feff}BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Fête\n END:VEVENT\nEND:VEVENT";
        let utf_16: Vec<u8> = utf_16.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!is_calendar(&utf_16), "decoded by the caller first");
    }
}
