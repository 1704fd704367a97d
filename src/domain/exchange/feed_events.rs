//! The content of a feed: an iCalendar file with one event per day or half day.
//!
//! Work counts as free time and everything else as busy, so that programs that plan around the feed
//! plan correctly. A whole day is an all-day event. A half day is an event from midnight to noon,
//! or from noon to midnight, in the reader's local time: a day has no time zone, and half a day
//! away must not look like a whole one.

use super::feed::{Detail, Feed};
use super::ics::IcsWriter;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::{Entry, Part, Parts};
use crate::domain::days::month_log::MonthLog;
use crate::domain::settings::Settings;
use crate::domain::types::{DayType, TypeKind};
use crate::locale::t;

/// The `PRODID` of feeds, by which imports recognize them.
pub(crate) const PRODUCER: &str = "-//Worklog//Feed//EN";

/// Returns the first month that a feed contains: the one 12 months before the current month.
pub fn first_month(today: Day) -> Month {
    let back = std::iter::successors(Some(today.month()), |month| month.previous());
    back.take(13).last().unwrap_or(today.month())
}

/// Returns the file. The same data always produces the same bytes.
pub fn calendar(feed: &Feed, settings: &Settings, logs: &[MonthLog]) -> String {
    let mut ics = IcsWriter::default();
    ics.begin("VCALENDAR");
    ics.plain("VERSION", "2.0");
    ics.plain("PRODID", PRODUCER);
    ics.plain("CALSCALE", "GREGORIAN");
    ics.text("NAME", feed.name.as_str());
    ics.text("X-WR-CALNAME", feed.name.as_str());
    ics.text("X-WR-TIMEZONE", settings.time_zone.name());
    ics.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    ics.plain("X-PUBLISHED-TTL", "PT1H");
    let mut any = false;
    for (day, entry) in logs.iter().flat_map(MonthLog::iter) {
        any = true;
        for span in EventSpan::from_parts(&entry.content.parts).into_iter().flatten() {
            event(&mut ics, feed, settings, day, entry, span);
        }
    }
    if !any {
        time_zone(&mut ics);
    }
    ics.end("VCALENDAR");
    ics.finish()
}

/// The part of a day that an event covers.
#[derive(Clone, Copy)]
enum EventSpan<'a> {
    Whole(&'a Part),
    Morning(&'a Part),
    Afternoon(&'a Part),
}

impl<'a> EventSpan<'a> {
    fn from_parts(parts: &'a Parts) -> [Option<Self>; 2] {
        match parts {
            Parts::Whole(part) => [Some(Self::Whole(part)), None],
            Parts::Morning(am) => [Some(Self::Morning(am)), None],
            Parts::Afternoon(pm) => [Some(Self::Afternoon(pm)), None],
            Parts::Halves(am, pm) => [Some(Self::Morning(am)), Some(Self::Afternoon(pm))],
        }
    }

    /// Returns the part, and the name of the span for the event's UID.
    fn parts(self) -> (&'a Part, &'static str) {
        match self {
            Self::Whole(part) => (part, "day"),
            Self::Morning(part) => (part, "am"),
            Self::Afternoon(part) => (part, "pm"),
        }
    }
}

fn event(
    ics: &mut IcsWriter,
    feed: &Feed,
    settings: &Settings,
    day: Day,
    entry: &Entry,
    span: EventSpan<'_>,
) {
    let moment = "%Y%m%dT%H%M%SZ";
    let (part, name) = span.parts();
    let day_type = settings.types.get(&part.day_type);
    let works = day_type.is_none_or(|day_type| day_type.kind == TypeKind::Work);
    ics.begin("VEVENT");
    ics.plain("UID", format_args!("{day}-{name}-{}@worklog", feed.id));
    ics.plain("SEQUENCE", entry.version);
    // In a file without a method, DTSTAMP is the time of the last revision (RFC 5545, 3.8.7.2).
    ics.plain("DTSTAMP", entry.stored_at().format(moment));
    ics.plain("CREATED", entry.created_at.format(moment));
    ics.plain("LAST-MODIFIED", entry.stored_at().format(moment));
    period(ics, day, span);
    ics.text("SUMMARY", &summary(feed.detail, part, day_type, works));
    if let Some(location) = part.location.as_ref().filter(|_| feed.detail >= Detail::Location) {
        ics.text("LOCATION", location.as_str());
    }
    if feed.detail >= Detail::Notes && !entry.content.notes.is_empty() {
        ics.text("DESCRIPTION", entry.content.notes.as_str());
    }
    ics.plain("TRANSP", if works { "TRANSPARENT" } else { "OPAQUE" });
    ics.end("VEVENT");
}

fn period(ics: &mut IcsWriter, day: Day, span: EventSpan<'_>) {
    let date = day.date();
    // The day after the last supported `Day` is still a valid date.
    let next = date.succ_opt().unwrap_or(date);
    match span {
        EventSpan::Whole(_) => {
            ics.plain("DTSTART;VALUE=DATE", date.format("%Y%m%d"));
            ics.plain("DTEND;VALUE=DATE", next.format("%Y%m%d"));
        }
        EventSpan::Morning(_) => {
            ics.plain("DTSTART", date.format("%Y%m%dT000000"));
            ics.plain("DTEND", date.format("%Y%m%dT120000"));
        }
        EventSpan::Afternoon(_) => {
            ics.plain("DTSTART", date.format("%Y%m%dT120000"));
            ics.plain("DTEND", next.format("%Y%m%dT000000"));
        }
    }
}

fn summary(detail: Detail, part: &Part, day_type: Option<&DayType>, works: bool) -> String {
    if detail == Detail::Presence {
        return if works { t::feed_working() } else { t::feed_away() }.to_owned();
    }
    let label = day_type.map_or(part.day_type.as_str(), |day_type| &day_type.label);
    match &part.location {
        Some(location) if detail >= Detail::Location => format!("{label}, {location}"),
        _ => label.to_owned(),
    }
}

/// Writes a time zone. A file requires at least one component (RFC 5545, 3.6), and a user may have
/// no entries.
fn time_zone(ics: &mut IcsWriter) {
    ics.begin("VTIMEZONE");
    ics.plain("TZID", "Etc/UTC");
    ics.begin("STANDARD");
    ics.plain("DTSTART", "19700101T000000");
    ics.plain("TZOFFSETFROM", "+0000");
    ics.plain("TZOFFSETTO", "+0000");
    ics.end("STANDARD");
    ics.end("VTIMEZONE");
}

#[cfg(test)]
mod tests;
