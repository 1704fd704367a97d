//! Decides which events are half days.
//!
//! An event with times counts as a half day if it covers a morning or an afternoon: it lasts at
//! least three hours and either ends, or starts, around noon. Six hours or more around noon are a
//! whole day. Other times, such as those of a meeting, aren't a day at all. An all-day event is a
//! half day if its summary or category says so.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use super::super::DayHalf;
use super::super::half_days::parse_half;
use super::super::ics_dates::{self, IcsDate};
use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;

/// The hours between which a half day ends or starts.
const NOON: std::ops::RangeInclusive<f64> = 11.0..=14.0;

/// The minimum length of a half day in hours.
const HALF_DAY: f64 = 3.0;

/// The minimum length of a whole day in hours.
const WHOLE_DAY: f64 = 6.0;

/// Phrases for a half day, in lowercase.
const HALF_DAY_MARKS: [&str; 9] = [
    "half day",
    "half-day",
    "halfday",
    "½ day",
    "halber tag",
    "halbtags",
    "demi-journée",
    "media jornada",
    "halve dag",
];

/// The days of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EventDays {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
    /// The part of the first day.
    pub(super) first_half: DayHalf,
    /// The part of the last day.
    pub(super) last_half: DayHalf,
}

impl EventDays {
    /// Returns the span of an event that is marked as a half day. Times are more precise than the
    /// mark. Fails if the event covers several whole days.
    pub(super) fn halved(self, half: DayHalf) -> Result<Self, Problem> {
        if (self.first_half, self.last_half) != (DayHalf::Whole, DayHalf::Whole) {
            Ok(self)
        } else if self.first == self.last {
            Ok(Self { first_half: half, last_half: half, ..self })
        } else {
            Err("ics.half_of_which".into())
        }
    }
}

/// Returns the days of an event, and which of them are half days.
pub(super) fn span(
    start: IcsDate,
    end: Option<IcsDate>,
    length: Option<TimeDelta>,
    zone: TimeZone,
) -> Result<EventDays, Problem> {
    match ics_dates::days(start, end, length, zone) {
        Ok((first, last)) => {
            let whole = DayHalf::Whole;
            Ok(EventDays { first, last, first_half: whole, last_half: whole })
        }
        Err(problem) if problem.code == "ics.not_whole" => {
            timed(start, end, length, zone).ok_or(problem)
        }
        Err(problem) => Err(problem),
    }
}

/// Returns the days of an event with times, or `None` if it covers no half or whole day.
fn timed(
    start: IcsDate,
    end: Option<IcsDate>,
    length: Option<TimeDelta>,
    zone: TimeZone,
) -> Option<EventDays> {
    let from = start.date_in(zone)?;
    let to = match (end, length) {
        (Some(end), _) => end.date_in(zone)?,
        (None, Some(length)) => from.checked_add_signed(length)?,
        (None, None) => return None,
    };
    let (first, mut last, mut until) = (from.date(), to.date(), hour(to));
    if until == 0.0 && last > first {
        (last, until) = (last.pred_opt()?, 24.0);
    }
    if first == last {
        let half = part_of_day(hour(from), until)?;
        return Some(EventDays { first, last, first_half: half, last_half: half });
    }
    let first_half = match hour(from) {
        hour if hour < *NOON.start() => DayHalf::Whole,
        hour if NOON.contains(&hour) => DayHalf::Afternoon,
        _ => return None,
    };
    let last_half = match until {
        hour if hour > *NOON.end() => DayHalf::Whole,
        hour if NOON.contains(&hour) => DayHalf::Morning,
        _ => return None,
    };
    (last > first).then_some(EventDays { first, last, first_half, last_half })
}

fn hour(at: NaiveDateTime) -> f64 {
    f64::from(at.num_seconds_from_midnight()) / 3600.0
}

/// Returns the part of a day between two hours.
fn part_of_day(from: f64, to: f64) -> Option<DayHalf> {
    let length = to - from;
    if length < HALF_DAY {
        None
    } else if length >= WHOLE_DAY && from < 12.0 && to > 12.0 {
        Some(DayHalf::Whole)
    } else if from < *NOON.start() && NOON.contains(&to) {
        Some(DayHalf::Morning)
    } else if NOON.contains(&from) && to > *NOON.end() {
        Some(DayHalf::Afternoon)
    } else {
        None
    }
}

/// Returns the half day that a summary or category names.
pub(super) fn mark(summary: &str, categories: &[String]) -> Option<DayHalf> {
    let summary = summary.to_lowercase();
    let marked = HALF_DAY_MARKS.iter().any(|mark| summary.contains(mark));
    let category =
        categories.iter().any(|category| category.replace(['_', '-'], " ") == "HALF DAY");
    if !marked {
        return category.then_some(DayHalf::Either);
    }
    let words = summary.replace(['(', ')', ',', ':', '-'], " ");
    // Other languages only say that it is half a day.
    let half = parse_half(&words).filter(|half| *half != DayHalf::Whole);
    Some(half.unwrap_or(DayHalf::Either))
}

/// Removes a mark in parentheses, or after a dash or comma, from the end of a summary.
pub(super) fn without_mark(summary: &str) -> &str {
    let is_mark = |text: &str| {
        let text = text.to_lowercase();
        HALF_DAY_MARKS.iter().any(|mark| text.contains(mark))
    };
    let at = summary.rfind(['(', ',', '–']).or_else(|| summary.rfind(" - "));
    match at.filter(|at| summary.get(*at..).is_some_and(is_mark)) {
        Some(at) => summary.get(..at).unwrap_or(summary).trim(),
        None => summary.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_days(start: &str, end: &str) -> Option<String> {
        let (start, end) = (IcsDate::parse(start).unwrap(), IcsDate::parse(end));
        let span = span(start, end, None, "Europe/Berlin".parse().unwrap()).ok()?;
        Some(format!("{} {:?} {} {:?}", span.first, span.first_half, span.last, span.last_half))
    }

    #[test]
    fn times_that_cover_half_a_day_are_half_days() {
        for (start, end, expected) in [
            ("20260105T080000", "20260105T120000", Some("2026-01-05 Morning 2026-01-05 Morning")),
            ("20260105T000000", "20260105T120000", Some("2026-01-05 Morning 2026-01-05 Morning")),
            (
                "20260105T120000",
                "20260106T000000",
                Some("2026-01-05 Afternoon 2026-01-05 Afternoon"),
            ),
            (
                "20260105T130000",
                "20260105T170000",
                Some("2026-01-05 Afternoon 2026-01-05 Afternoon"),
            ),
            ("20260105T090000", "20260105T170000", Some("2026-01-05 Whole 2026-01-05 Whole")),
            ("20260105T110000", "20260105T190000", Some("2026-01-05 Whole 2026-01-05 Whole")),
            ("20260105T070000", "20260105T140000", Some("2026-01-05 Whole 2026-01-05 Whole")),
            ("20260105T080000", "20260105T133000", Some("2026-01-05 Morning 2026-01-05 Morning")),
            ("20260105T070000Z", "20260105T110000Z", Some("2026-01-05 Morning 2026-01-05 Morning")),
            ("20260105T120000", "20260107T120000", Some("2026-01-05 Afternoon 2026-01-07 Morning")),
            ("20260105T080000", "20260106T170000", Some("2026-01-05 Whole 2026-01-06 Whole")),
            ("20260105T090000", "20260105T100000", None),
            ("20260105T103000", "20260105T123000", None),
            ("20260105T180000", "20260105T220000", None),
            ("20260105T220000", "20260106T060000", None),
            ("20260105", "20260106", Some("2026-01-05 Whole 2026-01-05 Whole")),
        ] {
            assert_eq!(half_days(start, end).as_deref(), expected, "{start} {end}");
        }
    }

    #[test]
    fn summaries_and_categories_mark_half_days() {
        for (summary, category, expected) in [
            ("Christmas Eve (half day)", "", Some(DayHalf::Either)),
            ("Half-day vacation, afternoon", "", Some(DayHalf::Afternoon)),
            ("Urlaub (halber Tag, Vormittag)", "", Some(DayHalf::Morning)),
            ("Vacation - half day AM", "", Some(DayHalf::Morning)),
            ("Christmas Eve", "HALF_DAY", Some(DayHalf::Either)),
            ("Congés (demi-journée)", "", Some(DayHalf::Either)),
            ("Vacaciones, media jornada", "", Some(DayHalf::Either)),
            ("Verlof - halve dag", "", Some(DayHalf::Either)),
            ("Half day for development", "", Some(DayHalf::Either)),
            ("Half term", "PUBLIC", None),
            ("Meeting (am Rhein)", "", None),
        ] {
            assert_eq!(mark(summary, &[category.to_owned()]), expected, "{summary}");
        }
        for (summary, expected) in [
            ("Urlaub (halber Tag)", "Urlaub"),
            ("Vacation - half day AM", "Vacation"),
            ("Vacation, half day", "Vacation"),
            ("Trip (Rome)", "Trip (Rome)"),
        ] {
            assert_eq!(without_mark(summary), expected);
        }
    }
}
