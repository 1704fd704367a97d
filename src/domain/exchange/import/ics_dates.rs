//! The days that a calendar event covers, from its `DTSTART`, `DTEND`, and `DURATION`.

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};

use crate::domain::values::problem::Problem;
use crate::domain::values::time_zone::TimeZone;

/// The start or end of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IcsDate {
    /// A date without a time.
    Date(NaiveDate),
    /// A local time, with or without a named time zone.
    Local(NaiveDateTime),
    /// A time in UTC.
    Utc(NaiveDateTime),
}

impl IcsDate {
    /// Parses `20261225`, `20261225T000000`, or `20261225T000000Z`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((date, time)) = text.split_once(['T', 't']) else {
            return read_date(text).map(Self::Date);
        };
        let (time, is_utc) = match time.strip_suffix(['Z', 'z']) {
            Some(time) => (time, true),
            None => (time, false),
        };
        let number = |from: usize, to: usize| {
            crate::domain::values::text::parse_digits(time.get(from..to)?, 2)
        };
        let second = number(4, 6).unwrap_or(0).min(59);
        let at = read_date(date)?.and_hms_opt(number(0, 2)?, number(2, 4)?, second)?;
        Some(if is_utc { Self::Utc(at) } else { Self::Local(at) })
    }

    /// Returns the date and time in the user's time zone. Only times in UTC are converted.
    pub(super) fn date_in(self, zone: TimeZone) -> Option<NaiveDateTime> {
        match self {
            Self::Date(date) => date.and_hms_opt(0, 0, 0),
            Self::Local(at) => Some(at),
            Self::Utc(at) => Some(zone.local(at.and_utc())),
        }
    }

    /// Returns the date as written.
    pub(super) fn date(self) -> Option<NaiveDate> {
        self.as_written().map(|at| at.date())
    }

    /// Returns the date and time as written.
    pub(super) fn as_written(self) -> Option<NaiveDateTime> {
        match self {
            Self::Date(date) => date.and_hms_opt(0, 0, 0),
            Self::Local(at) | Self::Utc(at) => Some(at),
        }
    }
}

fn read_date(text: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| {
        crate::domain::values::text::parse_digits(text.get(from..to)?, to - from)
    };
    let whole = text.len() == 8;
    let year = number(0, 4).filter(|_| whole)?.cast_signed();
    NaiveDate::from_ymd_opt(year, number(4, 6)?, number(6, 8)?)
}

/// Returns the first and last day of an event.
///
/// The end isn't part of the event (RFC 5545, 3.6.1). An event without an end, or with an end equal
/// to its start, lasts one day. Times are accepted only if all of them are midnights, either as
/// written or, for UTC, in the user's time zone.
pub(super) fn days(
    start: IcsDate,
    end: Option<IcsDate>,
    length: Option<TimeDelta>,
    zone: TimeZone,
) -> Result<(NaiveDate, NaiveDate), Problem> {
    let seen = |moment: IcsDate| moment.date_in(zone);
    let as_written = span(start, end, length, &IcsDate::as_written);
    let (first, end) =
        as_written.or_else(|| span(start, end, length, &seen)).ok_or("ics.not_whole")?;
    if end < first {
        return Err("import.ends_early".into());
    }
    let last = end.checked_sub_days(Days::new(1)).unwrap_or(end);
    Ok((first, last.max(first)))
}

/// Returns start and end as dates if both are midnights according to `view`.
fn span(
    start: IcsDate,
    end: Option<IcsDate>,
    length: Option<TimeDelta>,
    view: &dyn Fn(IcsDate) -> Option<NaiveDateTime>,
) -> Option<(NaiveDate, NaiveDate)> {
    let first = view(start)?;
    let end = match (end, length) {
        (Some(end), _) => view(end)?,
        (None, Some(length)) => first.checked_add_signed(length)?,
        (None, None) => first,
    };
    let midnight = |at: NaiveDateTime| at.time() == chrono::NaiveTime::MIN;
    // Some programs set the end a second or a minute before midnight.
    let almost = end.checked_add_signed(TimeDelta::minutes(1)).filter(|at| at.date() > end.date());
    let end = almost.and_then(|at| at.date().and_hms_opt(0, 0, 0)).unwrap_or(end);
    (midnight(first) && midnight(end)).then(|| (first.date(), end.date()))
}

/// Parses a duration such as `P1D`, `P2W`, `PT24H`, or `P1DT12H`.
pub(super) fn length(text: &str) -> Option<TimeDelta> {
    let mut total = TimeDelta::zero();
    let mut digits = String::new();
    for c in text.trim().strip_prefix(['P', 'p'])?.chars() {
        if c.is_ascii_digit() && digits.len() < 6 {
            digits.push(c);
            continue;
        }
        if c.eq_ignore_ascii_case(&'T') && digits.is_empty() {
            continue;
        }
        let number: i64 = std::mem::take(&mut digits).parse().ok()?;
        total = total.checked_add(&match c.to_ascii_uppercase() {
            'W' => TimeDelta::try_weeks(number)?,
            'D' => TimeDelta::try_days(number)?,
            'H' => TimeDelta::try_hours(number)?,
            'M' => TimeDelta::try_minutes(number)?,
            'S' => TimeDelta::try_seconds(number)?,
            _ => return None,
        })?;
    }
    digits.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered_days(
        start: &str,
        end: Option<&str>,
        duration: Option<&str>,
    ) -> Result<String, Problem> {
        let start = IcsDate::parse(start).ok_or("no start")?;
        let end = end.and_then(IcsDate::parse);
        let berlin = "Europe/Berlin".parse().unwrap();
        let (first, last) = days(start, end, duration.and_then(length), berlin)?;
        Ok(format!("{first}..{last}"))
    }

    #[test]
    fn finds_the_days_of_an_event() {
        for (start, end, duration, expected) in [
            ("20261225", None, None, Some("2026-12-25..2026-12-25")),
            ("20261225", Some("20261225"), None, Some("2026-12-25..2026-12-25")),
            ("20261225", Some("20261226"), None, Some("2026-12-25..2026-12-25")),
            ("20261225", Some("20261227"), None, Some("2026-12-25..2026-12-26")),
            ("20261225", None, Some("P1D"), Some("2026-12-25..2026-12-25")),
            ("20261225", None, Some("P1W"), Some("2026-12-25..2026-12-31")),
            ("20261225", None, Some("PT24H"), Some("2026-12-25..2026-12-25")),
            ("20261225T000000", Some("20261226T000000"), None, Some("2026-12-25..2026-12-25")),
            ("20261225T000000", Some("20261225T235959"), None, Some("2026-12-25..2026-12-25")),
            ("20261225T000000Z", Some("20261226T000000Z"), None, Some("2026-12-25..2026-12-25")),
            ("20261224T230000Z", Some("20261225T230000Z"), None, Some("2026-12-25..2026-12-25")),
            ("20261225T090000", Some("20261225T100000"), None, None),
            ("20261225T000000", Some("20261225T100000"), None, None),
            ("20261226", Some("20261225"), None, None),
            ("2026-12-25", None, None, None),
            ("20261325", None, None, None),
        ] {
            assert_eq!(
                covered_days(start, end, duration).ok().as_deref(),
                expected,
                "{start} {end:?}"
            );
        }
    }

    #[test]
    fn parses_durations() {
        for (text, hours) in [
            ("P1D", Some(24)),
            ("P1DT12H", Some(36)),
            ("P2W", Some(336)),
            ("P", Some(0)),
            ("1D", None),
            ("P999999999999W", None),
            ("P1", None),
            ("PX", None),
            ("-P1D", None),
        ] {
            assert_eq!(length(text).map(|length| length.num_hours()), hours, "{text}");
        }
    }
}
