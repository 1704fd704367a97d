//! The start of a repeated event. It decides how the dates of its rule and lists are read.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveDateTime};

use super::super::ics_dates::IcsDate;
use crate::domain::values::time_zone::TimeZone;

/// The start of a series. The rule and lists are about days as the start is written: in UTC, they may
/// differ from the user's days.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeriesStart {
    pub(super) start: IcsDate,
    /// The time zone of a local start. `None` if it isn't named.
    pub(super) zone: Option<TimeZone>,
}

impl SeriesStart {
    /// Returns the first day of the series.
    pub(super) fn first_day(self) -> Option<NaiveDate> {
        self.start.date()
    }

    /// Returns the last day on which an event of the series can start if it ends at `until`, which is
    /// inclusive.
    pub(super) fn last_day(self, until: IcsDate) -> Option<NaiveDate> {
        let at = self.converted(until)?;
        let is_date = matches!(until, IcsDate::Date(_));
        if is_date || at.time() >= self.start.as_written()?.time() {
            Some(at.date())
        } else {
            at.date().pred_opt()
        }
    }

    /// Returns the day of the series on which a date is.
    pub(super) fn day_of(self, date: IcsDate) -> Option<NaiveDate> {
        Some(self.converted(date)?.date())
    }

    /// Returns the days of lists of dates (`RDATE` or `EXDATE`), such as
    /// `20260101,20270101T090000Z`.
    pub(super) fn days(self, lists: &[String]) -> BTreeSet<NaiveDate> {
        let values = lists.iter().flat_map(|list| list.split(','));
        // A period consists of a start, a slash, and an end.
        let starts = values.filter_map(|value| value.split('/').next());
        starts.filter_map(|start| self.day_of(IcsDate::parse(start)?)).collect()
    }

    /// Converts a time in UTC to the time zone of the start.
    fn converted(self, date: IcsDate) -> Option<NaiveDateTime> {
        match (self.start, date, self.zone) {
            (IcsDate::Local(_), IcsDate::Utc(_), Some(zone)) => date.date_in(zone),
            _ => date.as_written(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(start: &str, zone: Option<&str>) -> SeriesStart {
        let zone = zone.map(|zone| zone.parse().unwrap());
        SeriesStart { start: IcsDate::parse(start).unwrap(), zone }
    }

    #[test]
    fn reads_lists_of_dates() {
        let lists = ["20260101,20270101T090000Z", "20280101/P1D", "x", ""].map(str::to_owned);
        let days = |zone| {
            let days = series("20250101T000000", zone).days(&lists);
            days.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(days(None), ["2026-01-01", "2027-01-01", "2028-01-01"]);
        assert_eq!(days(Some("Pacific/Honolulu")), ["2026-01-01", "2026-12-31", "2028-01-01"]);
    }

    #[test]
    fn a_series_ends_at_a_time_in_its_own_zone() {
        for (start, zone, until, expected) in [
            ("20200101", None, "20260101", "2026-01-01"),
            ("20200101", None, "20251231T235959Z", "2025-12-31"),
            ("20200101T090000", None, "20260101", "2026-01-01"),
            ("20200101T090000", None, "20260101T085959", "2025-12-31"),
            ("20191231T230000Z", None, "20251231T230000Z", "2025-12-31"),
            ("20191231T230000Z", None, "20251231T225959Z", "2025-12-30"),
            ("20200101T000000", Some("Europe/Berlin"), "20251231T230000Z", "2026-01-01"),
            ("20200101T000000", Some("Europe/Berlin"), "20251231T225959Z", "2025-12-31"),
            ("20200101T000000", Some("America/New_York"), "20260101T045959Z", "2025-12-31"),
            ("20200101T000000", Some("America/New_York"), "20260101T050000Z", "2026-01-01"),
        ] {
            let last = series(start, zone).last_day(IcsDate::parse(until).unwrap()).unwrap();
            assert_eq!(last.to_string(), expected, "{start} {zone:?} {until}");
        }
    }
}
