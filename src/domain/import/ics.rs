//! The dialect of public holiday calendars: each event is a holiday, and its summary becomes the
//! notes.

use icalendar::parser::{Component, Property, read_calendar_simple, unfold};

use super::halves::Range;
use super::moments::{self, Moment};
use super::{Dialect, FileError, Half, Reading, Row, TypeName};
use crate::domain::day::Day;
use crate::domain::notes::{MAX_CHARS, Notes};
use crate::domain::time_zone::TimeZone;

const REPEATS: &str = "It repeats (RRULE). Worklog takes single days: ask for a calendar that lists each year’s holidays.";

/// The maximum nesting depth of an event. The parser is recursive.
const MAX_DEPTH: usize = 4;

/// Reads the events of a calendar separately, so that an invalid event doesn't affect the others.
pub(super) fn read(text: &str, zone: TimeZone) -> Result<Reading, FileError> {
    let mut reading = Reading::new(Dialect::Ics);
    let mut event: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        if event.is_none() && is(line, "BEGIN:VEVENT") {
            event = Some(Block { line: at + 1, text: String::new(), depth: 0, deepest: 0 });
        }
        let Some(block) = &mut event else { continue };
        block.push(line);
        if is(line, "END:VEVENT") {
            let block = event.take().unwrap_or_default();
            reading.take(block.line, block.rows(zone));
        }
    }
    if let Some(block) = event {
        let cut = "This event never ends: is the file cut off?";
        reading.take(block.line, Err(cut.to_owned()));
    }
    if reading.rows.is_empty() && reading.faults.count == 0 {
        return Err(FileError::Calendar("There are no events in this calendar.".to_owned()));
    }
    Ok(reading)
}

/// The lines of one event.
#[derive(Default)]
struct Block {
    line: usize,
    text: String,
    depth: usize,
    deepest: usize,
}

impl Block {
    fn push(&mut self, line: &str) {
        let start =
            |word: &str| line.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
        if start("BEGIN:") {
            self.depth += 1;
            self.deepest = self.deepest.max(self.depth);
        } else if start("END:") {
            self.depth = self.depth.saturating_sub(1);
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn rows(&self, zone: TimeZone) -> Result<Vec<Row>, String> {
        const DAMAGED: &str = "This event does not follow the rules of calendars (RFC 5545).";
        if self.deepest > MAX_DEPTH {
            return Err(DAMAGED.to_owned());
        }
        let unfolded = unfold(&self.text);
        let parts = read_calendar_simple(&unfolded).map_err(|_| DAMAGED)?;
        let event = parts.first().ok_or(DAMAGED)?;
        rows(event, self.line, zone)
    }
}

fn is(line: &str, wanted: &str) -> bool {
    line.trim().eq_ignore_ascii_case(wanted)
}

fn rows(event: &Component<'_>, line: usize, zone: TimeZone) -> Result<Vec<Row>, String> {
    if property(event, "RRULE").or_else(|| property(event, "RDATE")).is_some() {
        return Err(REPEATS.to_owned());
    }
    let status = property(event, "STATUS").map(|status| status.val.as_str()).unwrap_or_default();
    if status.eq_ignore_ascii_case("CANCELLED") {
        return Err("Left out: it is cancelled.".to_owned());
    }
    let start = property(event, "DTSTART").ok_or("It has no start (DTSTART).")?;
    let start = moment(start)?;
    let end = property(event, "DTEND").map(moment).transpose()?;
    let length = property(event, "DURATION").map(|length| {
        let text = length.val.as_str();
        moments::length(text).ok_or_else(|| format!("DURATION “{text}” is not understood."))
    });
    let (first, last) = moments::days(start, end, length.transpose()?, zone)?;
    let day = |date| Day::from_date(date).map_err(|error| error.to_string());
    let name = TypeName { label: "Holiday".to_owned(), slug: Some("holiday".to_owned()) };
    let row = Row { notes: notes(event), ..Row::new(line, day(first)?, day(last)?, name) };
    Range { row, first: Half::Whole, last: Half::Whole }.rows()
}

fn property<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a Property<'a>> {
    event.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
}

fn moment(property: &Property<'_>) -> Result<Moment, String> {
    let (name, text) = (property.name.as_str(), property.val.as_str());
    Moment::read(text).ok_or_else(|| format!("{name} “{text}” is not a date of a calendar."))
}

/// Returns the summary, without control characters and cut to the length of notes.
fn notes(event: &Component<'_>) -> Notes {
    let summary = property(event, "SUMMARY").map(|summary| summary.val.as_str());
    let plain = |c: &char| !c.is_control() || *c == '\n';
    let text: String = summary.unwrap_or_default().chars().filter(plain).take(MAX_CHARS).collect();
    text.parse().unwrap_or_default()
}
