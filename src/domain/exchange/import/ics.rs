//! The dialect of public holiday calendars: each event is a holiday, and its summary becomes the
//! notes. Holidays on days off are left out.

use icalendar::parser::{Component, Property, read_calendar_simple, unfold};

use super::half_days::HalfDayRange;
use super::ics_dates::{self, IcsDate};
use super::source::{Calendar, MAX_RECORDS, RawRecord, ReadContext, too_many_records};
use super::{DayHalf, Dialect, ImportRow, ParsedFile, TypeName};
use crate::domain::days::day::Day;
use crate::domain::days::notes::{MAX_CHARS, Notes};
use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;

/// The maximum nesting depth of an event. The parser is recursive.
const MAX_DEPTH: usize = 4;

/// The maximum size of an event in bytes. Parsing it takes many times as much memory.
const MAX_EVENT: usize = 64 * 1024;

/// Splits a calendar into its events.
pub(super) fn parse(text: &str) -> Result<Calendar, Problem> {
    let mut events = Vec::new();
    let mut event: Option<RawRecord> = None;
    for (at, line) in text.lines().enumerate() {
        if event.is_none() && is_property(line, "BEGIN:VEVENT") {
            event = Some(RawRecord::new(at + 1, ""));
        }
        let Some(block) = &mut event else { continue };
        block.text.push_str(line);
        block.text.push('\n');
        if is_property(line, "END:VEVENT") {
            events.extend(event.take());
        }
        if events.len() > MAX_RECORDS {
            return Err(too_many_records());
        }
    }
    // The last event may be cut off.
    events.extend(event);
    if events.is_empty() {
        return Err("ics.empty".into());
    }
    Ok(Calendar { events })
}

/// Parses the events of a calendar separately, so that an invalid event doesn't affect the others.
pub(super) fn read_rows(calendar: &Calendar, context: ReadContext<'_>) -> ParsedFile {
    let mut reading = ParsedFile::new(Dialect::Ics);
    for event in &calendar.events {
        let first = event.text.lines().next().unwrap_or_default();
        reading.take(event.line(), first, event_rows(event, context.settings.time_zone));
    }
    reading
}

fn event_rows(event: &RawRecord, zone: TimeZone) -> Result<Vec<ImportRow>, Problem> {
    if !event.text.lines().next_back().is_some_and(|line| is_property(line, "END:VEVENT")) {
        return Err("ics.cut_off".into());
    }
    if event.text.len() > MAX_EVENT || depth(&event.text) > MAX_DEPTH {
        return Err("ics.damaged".into());
    }
    let unfolded = unfold(&event.text);
    let parts = read_calendar_simple(&unfolded).map_err(|_| "ics.damaged")?;
    rows(parts.first().ok_or("ics.damaged")?, event.line(), zone)
}

/// Returns the nesting depth of an event.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for line in text.lines() {
        let start =
            |word: &str| line.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
        if start("BEGIN:") {
            depth += 1;
            deepest = deepest.max(depth);
        } else if start("END:") {
            depth = depth.saturating_sub(1);
        }
    }
    deepest
}

fn is_property(line: &str, wanted: &str) -> bool {
    line.trim().eq_ignore_ascii_case(wanted)
}

fn rows(event: &Component<'_>, line: usize, zone: TimeZone) -> Result<Vec<ImportRow>, Problem> {
    if property(event, "RRULE").or_else(|| property(event, "RDATE")).is_some() {
        return Err("ics.repeats".into());
    }
    let status = property(event, "STATUS").map(|status| status.val.as_str()).unwrap_or_default();
    if status.eq_ignore_ascii_case("CANCELLED") {
        return Err("ics.cancelled".into());
    }
    let start = property(event, "DTSTART").ok_or("ics.no_start")?;
    let start = parse_date(start)?;
    let end = property(event, "DTEND").map(parse_date).transpose()?;
    let length = property(event, "DURATION").map(|length| {
        let text = length.val.as_str();
        ics_dates::length(text).ok_or_else(|| Problem::new("ics.duration").with("text", text))
    });
    let (first, last) = ics_dates::days(start, end, length.transpose()?, zone)?;
    let name = TypeName { label: "Holiday".to_owned(), slug: Some("holiday".to_owned()) };
    let row = ImportRow {
        notes: notes(event),
        ..ImportRow::new(line, Day::from_date(first)?, Day::from_date(last)?, name)
    };
    let mut rows = HalfDayRange { row, first: DayHalf::Whole, last: DayHalf::Whole }.rows()?;
    // A holiday on a day off isn't a day off work, so it must not count as one.
    for row in &mut rows {
        row.skips_days_off = true;
    }
    Ok(rows)
}

fn property<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a Property<'a>> {
    event.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
}

fn parse_date(property: &Property<'_>) -> Result<IcsDate, Problem> {
    let (name, text) = (property.name.as_str(), property.val.as_str());
    let problem = || Problem::new("ics.date").with("name", name).with("text", text);
    IcsDate::parse(text).ok_or_else(problem)
}

/// Returns the summary, cut to the length of notes.
fn notes(event: &Component<'_>) -> Notes {
    let summary = property(event, "SUMMARY").map(|summary| summary.val.as_str());
    let text: String = summary.unwrap_or_default().chars().take(MAX_CHARS).collect();
    text.parse().unwrap_or_default()
}
