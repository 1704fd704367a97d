//! The properties of an event.

use icalendar::parser::{Component, Property, read_calendar_simple};

use super::super::ics_dates::{self, IcsDate};
use super::super::source::RawRecord;
use super::half::{self, EventDays};
use super::series::SeriesStart;
use super::unfold::is_property;
use crate::domain::days::day::Day;
use crate::domain::days::notes::{MAX_CHARS, Notes};
use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;

/// The maximum nesting depth of an event. The parser is recursive.
const MAX_DEPTH: usize = 4;

/// The maximum size of an event in bytes. Parsing it takes many times as much memory.
const MAX_EVENT: usize = 64 * 1024;

/// An event of a calendar.
#[derive(Debug)]
pub(super) struct CalendarEvent {
    pub(super) line: usize,
    pub(super) uid: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) location: String,
    pub(super) categories: Vec<String>,
    pub(super) status: String,
    /// `TRANSP` or, if Outlook wrote the event, its own property.
    pub(super) transparency: String,
    pub(super) busy_status: String,
    start: IcsDate,
    /// The name of the start's time zone (`TZID`).
    start_zone: Option<String>,
    end: Option<IcsDate>,
    duration: Option<String>,
    /// The recurrence rule.
    pub(super) rule: Option<String>,
    /// The lists of dates on which it also occurs.
    pub(super) added_dates: Vec<String>,
    /// The lists of dates on which it doesn't occur.
    pub(super) removed_dates: Vec<String>,
    /// The date of the occurrence of its series that it replaces.
    pub(super) replaces: Option<String>,
}

impl CalendarEvent {
    /// Parses the lines of an event.
    pub(super) fn parse(record: &RawRecord) -> Result<Self, Problem> {
        if !record.text.lines().next_back().is_some_and(|line| is_property(line, "END:VEVENT")) {
            return Err("ics.cut_off".into());
        }
        if record.text.len() > MAX_EVENT {
            return Err(Problem::new("ics.too_large").with("max", MAX_EVENT / 1024));
        }
        if depth(&record.text) > MAX_DEPTH {
            return Err("ics.damaged".into());
        }
        let parts = read_calendar_simple(&record.text).map_err(|_| "ics.damaged")?;
        Self::from_component(record.line(), parts.first().ok_or("ics.damaged")?)
    }

    fn from_component(line: usize, event: &Component<'_>) -> Result<Self, Problem> {
        let text = |name| property(event, name).map(|found| found.val.as_str().trim().to_owned());
        let shouted = |name| text(name).unwrap_or_default().to_ascii_uppercase();
        let lists = |name: &str| all(event, name).map(str::to_owned).collect();
        let categories = all(event, "CATEGORIES").flat_map(|list| list.split(','));
        let start = property(event, "DTSTART").ok_or("ics.no_start")?;
        Ok(Self {
            line,
            uid: text("UID").unwrap_or_default(),
            summary: text("SUMMARY").unwrap_or_default(),
            description: text("DESCRIPTION").unwrap_or_default(),
            location: text("LOCATION").unwrap_or_default(),
            categories: categories.map(|name| name.trim().to_ascii_uppercase()).collect(),
            status: shouted("STATUS"),
            transparency: shouted("TRANSP"),
            busy_status: shouted("X-MICROSOFT-CDO-BUSYSTATUS"),
            start: parse_date(start)?,
            start_zone: parameter(start, "TZID"),
            end: property(event, "DTEND").map(parse_date).transpose()?,
            duration: text("DURATION"),
            rule: text("RRULE"),
            added_dates: lists("RDATE"),
            removed_dates: lists("EXDATE"),
            replaces: text("RECURRENCE-ID"),
        })
    }

    /// Returns the text that an error quotes.
    pub(super) fn quote(&self) -> &str {
        if self.summary.is_empty() { "BEGIN:VEVENT" } else { &self.summary }
    }

    /// Returns whether the event is a series.
    pub(super) fn repeats(&self) -> bool {
        self.rule.is_some() || !self.added_dates.is_empty()
    }

    /// Returns whether the event has a date without a time.
    pub(super) fn is_all_day(&self) -> bool {
        matches!(self.start, IcsDate::Date(_))
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.status == "CANCELLED"
    }

    /// Returns whether the event says that it is a public holiday, as Google's calendars do.
    pub(super) fn is_public_holiday(&self) -> bool {
        self.description.starts_with("Public holiday")
            || self.categories.iter().any(|category| category.contains("HOLIDAY"))
    }

    /// Returns the year of an event that can be imported.
    pub(super) fn year(&self, zone: TimeZone) -> Option<i32> {
        let first = self.span(zone).ok()?.first;
        Some(Day::from_date(first).ok()?.year().number())
    }

    /// Returns the start as that of a series. A local time whose zone isn't in the IANA database is
    /// in the user's.
    pub(super) fn series(&self, users: TimeZone) -> SeriesStart {
        let zone = self.start_zone.as_ref().map(|name| name.parse().unwrap_or(users));
        SeriesStart { start: self.start, zone }
    }

    /// Returns the days that the first occurrence covers, by its dates and times.
    pub(super) fn span(&self, zone: TimeZone) -> Result<EventDays, Problem> {
        let length = self.duration.as_deref().map(|text| {
            ics_dates::length(text).ok_or_else(|| Problem::new("ics.duration").with("text", text))
        });
        half::span(self.start, self.end, length.transpose()?, zone)
    }

    /// Returns the days that the first occurrence covers, and whether they are marked as half days.
    pub(super) fn marked_span(&self, zone: TimeZone) -> Result<EventDays, Problem> {
        let span = self.span(zone)?;
        let mark = half::mark(&self.summary, &self.categories);
        mark.map_or(Ok(span), |half| span.halved(half))
    }

    /// Returns the summary without a mark of half days at its end.
    pub(super) fn summary_without_mark(&self) -> &str {
        half::without_mark(&self.summary)
    }

    /// Returns the summary, shortened to the length of notes.
    pub(super) fn summary_as_notes(&self) -> Notes {
        let text: String = self.summary.chars().take(MAX_CHARS).collect();
        text.parse().unwrap_or_default()
    }
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

fn property<'a>(event: &'a Component<'_>, name: &str) -> Option<&'a Property<'a>> {
    event.properties.iter().find(|property| property.name.as_str().eq_ignore_ascii_case(name))
}

/// Returns the values of a property that may be repeated.
fn all<'a>(event: &'a Component<'_>, name: &str) -> impl Iterator<Item = &'a str> {
    let named = event.properties.iter();
    let named = named.filter(move |property| property.name.as_str().eq_ignore_ascii_case(name));
    named.map(|property| property.val.as_str())
}

/// Returns the value of a parameter of a property.
fn parameter(property: &Property<'_>, name: &str) -> Option<String> {
    let mut named = property.params.iter();
    let found = named.find(|parameter| parameter.key.as_str().eq_ignore_ascii_case(name))?;
    Some(found.val.as_ref()?.as_str().trim_matches('"').to_owned())
}

fn parse_date(property: &Property<'_>) -> Result<IcsDate, Problem> {
    let (name, text) = (property.name.as_str(), property.val.as_str());
    let problem = || Problem::new("ics.date").with("name", name).with("text", text);
    IcsDate::parse(text).ok_or_else(problem)
}
