//! The dialect of calendars: each occurrence of an event is a row.
//!
//! An event's summary names a type or, if it names none, becomes the notes of a day of the type
//! chosen for the file. `own_feed` reads Worklog's own feeds.

mod event;
mod half;
mod own_feed;
mod recurrence;
mod series;
mod unchecked;
mod unfold;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{NaiveDate, TimeDelta};

pub use unchecked::UncheckedReason;
pub(super) use unfold::{is_calendar, parse};

use super::half_days::HalfDayRange;
use super::ics_dates::IcsDate;
use super::source::{Calendar, ReadContext};
use super::{Dialect, ImportRow, ParsedFile, TypeName};
use crate::domain::days::day::Day;
use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;
use event::CalendarEvent;
use recurrence::RuleBudget;
use unchecked::FreeEvents;

/// The number of record numbers reserved for the occurrences of one repeated event: one for each
/// day from 1970 to 2100.
const OCCURRENCES: u64 = 50_000;

/// The maximum distance in years from the current year to one in which events are repeated by
/// default.
const CLOSE: i32 = 5;

/// Reads the events of a calendar separately, so that an invalid event doesn't affect the others.
pub(super) fn read_rows(calendar: &Calendar, context: ReadContext<'_>) -> ParsedFile {
    let zone = context.settings.time_zone;
    let events: Vec<_> = calendar.events.iter().map(CalendarEvent::parse).collect();
    let known = || events.iter().filter_map(|event| event.as_ref().ok());
    let years = context.choices.years.clone();
    let years = years.unwrap_or_else(|| default_years(known(), zone, context.today));
    let reader = EventReader {
        is_own: own_feed::is_own(calendar),
        free: FreeEvents::detect(known()),
        moved: moved_occurrences(known()),
        zone,
        years,
    };
    let mut reading = ParsedFile::new(Dialect::Ics);
    reading.file_type = (!reader.is_own).then(|| file_type(calendar, known()));
    reading.is_all_free = !reader.is_own && reader.free.is_all();
    if known().any(CalendarEvent::repeats) {
        reading.years = Some(reader.years.clone());
    }
    let mut budget = RuleBudget::default();
    for (record, (raw, event)) in (0..).zip(calendar.events.iter().zip(&events)) {
        let rows = event.as_ref().map_err(Problem::clone);
        let rows = rows.and_then(|event| reader.rows(event, &mut budget));
        let text = event.as_ref().map_or("BEGIN:VEVENT", |event| event.quote());
        let first = reading.rows.len();
        reading.take(raw.line(), text, rows);
        if event.as_ref().is_ok_and(CalendarEvent::repeats) {
            number_occurrences(&mut reading.rows[first..], record, calendar.events.len());
        }
    }
    reading
}

/// Numbers the rows of a repeated event, so that an occurrence keeps its number when other years are
/// chosen.
fn number_occurrences(rows: &mut [ImportRow], record: u64, events: usize) {
    let epoch = NaiveDate::default();
    for row in rows {
        let day = u64::try_from((row.from.date() - epoch).num_days()).unwrap_or(0);
        row.record = events as u64 + record * OCCURRENCES + day;
    }
}

/// Returns the years to which repeated events are expanded by default: the current one, and those of
/// the other events that are close to it.
fn default_years<'e>(
    events: impl Iterator<Item = &'e CalendarEvent>,
    zone: TimeZone,
    today: Day,
) -> RangeInclusive<i32> {
    let this_year = today.year().number();
    let years = events.filter(|event| !event.repeats()).filter_map(|event| event.year(zone));
    let close = years.filter(|year| (this_year - CLOSE..=this_year + CLOSE).contains(year));
    close.fold(this_year..=this_year, |years, year| {
        year.min(*years.start())..=year.max(*years.end())
    })
}

/// Returns the occurrences that an event of its own replaces, by the UID of the series.
fn moved_occurrences<'e>(
    events: impl Iterator<Item = &'e CalendarEvent>,
) -> BTreeMap<String, Vec<IcsDate>> {
    let mut moved: BTreeMap<String, Vec<IcsDate>> = BTreeMap::new();
    for event in events {
        if let Some(replaced) = event.replaces.as_deref().and_then(IcsDate::parse) {
            moved.entry(event.uid.clone()).or_default().push(replaced);
        }
    }
    moved
}

/// Returns the name of the type of all events: public holidays if the file says so, or nothing.
fn file_type<'e>(
    calendar: &Calendar,
    mut events: impl Iterator<Item = &'e CalendarEvent>,
) -> TypeName {
    let says_holidays = unchecked::names_holidays(&calendar.name)
        || unchecked::names_holidays(&calendar.producer)
        || events.any(CalendarEvent::is_public_holiday);
    let label = if says_holidays { "Holiday" } else { "" };
    TypeName { label: label.to_owned(), slug: says_holidays.then(|| "holiday".to_owned()) }
}

/// Converts the events of one calendar to rows.
struct EventReader {
    is_own: bool,
    free: FreeEvents,
    moved: BTreeMap<String, Vec<IcsDate>>,
    zone: TimeZone,
    years: RangeInclusive<i32>,
}

impl EventReader {
    fn rows(
        &self,
        event: &CalendarEvent,
        budget: &mut RuleBudget,
    ) -> Result<Vec<ImportRow>, Problem> {
        if event.is_cancelled() {
            return Err("ics.cancelled".into());
        }
        // In Worklog's own feeds, half days have times. The words may be part of a name.
        let span =
            if self.is_own { event.span(self.zone)? } else { event.marked_span(self.zone)? };
        let unchecked = if self.is_own { None } else { self.free.reason(event) };
        let mut rows = Vec::new();
        for shift in self.shifts(event, span.first, budget)? {
            let first = span.first.checked_add_signed(shift).ok_or("date.out_of_range")?;
            let last = span.last.checked_add_signed(shift).ok_or("date.out_of_range")?;
            let (from, to) = (Day::from_date(first)?, Day::from_date(last)?);
            let row = self.row(event, from, to)?;
            let range = HalfDayRange { row, first: span.first_half, last: span.last_half };
            rows.extend(range.rows()?.into_iter().map(|row| ImportRow {
                unchecked,
                skips_days_off: row.skips_days_off && !self.is_own,
                ..row
            }));
        }
        if rows.is_empty() {
            let (first, last) = (self.years.start(), self.years.end());
            return Err(Problem::new("ics.not_in_years").with("first", first).with("last", last));
        }
        Ok(rows)
    }

    fn row(&self, event: &CalendarEvent, from: Day, to: Day) -> Result<ImportRow, Problem> {
        if self.is_own {
            return own_feed::row(event, from, to);
        }
        let name = TypeName { label: event.summary_without_mark().to_owned(), slug: None };
        Ok(ImportRow {
            is_of_file_type: true,
            notes: event.summary_as_notes(),
            ..ImportRow::new(event.line, from, to, name)
        })
    }

    /// Returns how far the occurrences of an event are from its first one.
    fn shifts(
        &self,
        event: &CalendarEvent,
        first: NaiveDate,
        budget: &mut RuleBudget,
    ) -> Result<Vec<TimeDelta>, Problem> {
        if !event.repeats() {
            return Ok(vec![TimeDelta::zero()]);
        }
        let series = event.series(self.zone);
        let start = series.first_day().unwrap_or(first);
        let range = self.days_of_years(first - start)?;
        let mut days: BTreeSet<NaiveDate> = match &event.rule {
            Some(rule) => recurrence::expand(rule, series, &range, budget)?.into_iter().collect(),
            None => BTreeSet::from([start]),
        };
        days.extend(series.days(&event.added_dates));
        let mut removed = series.days(&event.removed_dates);
        let moved = self.moved.get(&event.uid).into_iter().flatten();
        removed.extend(moved.filter_map(|day| series.day_of(*day)));
        days.retain(|day| range.contains(day) && !removed.contains(day));
        budget.spend(days.len())?;
        Ok(days.into_iter().map(|day| day - start).collect())
    }

    /// Returns the days as a series writes them that are in the chosen years for the user, who sees
    /// them `later` by up to a day if they are written in UTC.
    fn days_of_years(&self, later: TimeDelta) -> Result<RangeInclusive<NaiveDate>, Problem> {
        let first = NaiveDate::from_ymd_opt(*self.years.start(), 1, 1);
        let last = NaiveDate::from_ymd_opt(*self.years.end(), 12, 31);
        let (first, last) = first.zip(last).ok_or("date.out_of_range")?;
        Ok(first - later..=last - later)
    }
}
