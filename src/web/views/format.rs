//! Formatting shared by several pages: dates, weekdays, day counts, types, and parts of a day.

use crate::domain::Timestamp;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{HalfDays, Part, Parts};
use crate::domain::days::location::Location;
use crate::domain::types::{Color, DayType, DayTypes, Slug};
use crate::domain::values::time_zone::TimeZone;
use crate::locale::{self, t};
pub(crate) use crate::locale::{weekday_name, weekday_short_name as weekday_short};

/// Formats a day, such as `18 November 2026`.
pub(crate) fn format_long_date(day: Day) -> String {
    locale::long_date(day.date()).to_string()
}

/// Formats a time as a date in the user's time zone, such as `18 Nov 2026`.
pub(crate) fn format_short_date(at: Timestamp, zone: TimeZone) -> String {
    locale::medium_date(zone.date(at)).to_string()
}

/// Formats a time in the user's time zone, such as `18 November 2026, 12:05`.
pub(crate) fn format_date_time(at: Timestamp, zone: TimeZone) -> String {
    t::date_and_time(locale::long_date(zone.date(at)), format_time(at, zone))
}

/// Formats a time in the user's time zone in little space, such as `18 Nov 2026, 12:05`.
pub(crate) fn format_short_date_time(at: Timestamp, zone: TimeZone) -> String {
    t::date_and_time(format_short_date(at, zone), format_time(at, zone))
}

/// Formats the time of day in the user's time zone, such as `12:05`.
pub(crate) fn format_time(at: Timestamp, zone: TimeZone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// Formats a number of days, such as `1 day` or `12 days`.
pub(crate) fn format_days(count: usize) -> String {
    t::days(count)
}

/// Formats a number of half days as days, such as `0.5 days` or `1 day`.
pub(crate) fn format_half_days(days: HalfDays) -> String {
    t::days(days)
}

/// Returns a day number with two digits, `01` to `31`.
pub(crate) fn two_digits(number: u32) -> &'static str {
    const TABLE: &str = "0001020304050607080910111213141516171819202122232425262728293031";
    let at = number as usize * 2;
    TABLE.get(at..at + 2).unwrap_or_default()
}

/// Returns a day number without a leading zero, `1` to `31`.
pub(crate) fn plain_number(number: u32) -> &'static str {
    two_digits(number).trim_start_matches('0')
}

/// The label, letter, and color by which a type is shown everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TypeBadge<'a> {
    pub(crate) label: &'a str,
    pub(crate) letter: char,
    pub(crate) color: &'static str,
}

impl<'a> TypeBadge<'a> {
    pub(crate) fn new(day_type: &'a DayType) -> Self {
        let color = day_type.color.as_str();
        Self { label: &day_type.label, letter: day_type.letter(), color }
    }

    /// Returns the appearance of the type with this slug. If the type was merged into another, as
    /// in the history of a day, it keeps its former label. An unknown type is shown by its slug.
    pub(crate) fn find(types: &'a DayTypes, slug: &'a Slug) -> Self {
        let Some(known) = types.get(slug) else { return Self::unknown(slug.as_str()) };
        let badge = Self::new(known);
        known.former(slug).map_or(badge, |former| Self {
            label: &former.label,
            letter: former.letter(),
            ..badge
        })
    }

    /// Returns the appearance of an unknown type.
    pub(crate) fn unknown(name: &'a str) -> Self {
        let letter = name.chars().next().unwrap_or('?').to_ascii_uppercase();
        Self { label: name, letter, color: Color::Slate.as_str() }
    }
}

/// A part of a day, ready to display: the half, the type, and the location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PartView<'a> {
    /// The prefix of the label: `morning ` or `afternoon `, or empty for a whole day.
    pub(crate) when: &'static str,
    pub(crate) badge: TypeBadge<'a>,
    pub(crate) location: Option<&'a str>,
}

impl<'a> PartView<'a> {
    /// Returns the parts of an entry, in the order of the day.
    pub(crate) fn from_parts(types: &'a DayTypes, parts: &'a Parts) -> [Option<Self>; 2] {
        let view = |when, part: &'a Part| {
            let badge = TypeBadge::find(types, &part.day_type);
            Some(Self { when, badge, location: part.location.as_ref().map(Location::as_str) })
        };
        match parts {
            Parts::Whole(part) => [view("", part), None],
            Parts::Morning(am) => [view(t::part_morning(), am), None],
            Parts::Afternoon(pm) => [None, view(t::part_afternoon(), pm)],
            Parts::Halves(am, pm) => [view(t::part_morning(), am), view(t::part_afternoon(), pm)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_formatted_with_and_without_a_leading_zero() {
        assert_eq!((two_digits(1), two_digits(10), two_digits(31)), ("01", "10", "31"));
        assert_eq!((plain_number(1), plain_number(10), plain_number(31)), ("1", "10", "31"));
    }

    #[test]
    fn counts_agree_with_their_noun() {
        let days = [0, 1, 2, 3, 4].map(|halves| format_half_days(HalfDays(halves)));
        assert_eq!(days, ["0 days", "0.5 days", "1 day", "1.5 days", "2 days"]);
        assert_eq!([0, 1, 2].map(format_days), ["0 days", "1 day", "2 days"]);
    }

    #[test]
    fn a_merged_type_keeps_its_former_label() {
        let json = r#"[{"slug":"office","label":"Office","colour":"blue","kind":"work",
            "location":"optional","merged":[{"slug":"training","label":"Rust course"}]}]"#;
        let types: DayTypes = serde_json::from_str(json).unwrap();
        for (slug, label, letter, color) in [
            ("office", "Office", 'O', "blue"),
            ("training", "Rust course", 'R', "blue"),
            ("gone", "gone", 'G', "slate"),
        ] {
            let expected = TypeBadge { label, letter, color };
            assert_eq!(TypeBadge::find(&types, &slug.parse().unwrap()), expected);
        }
    }

    #[test]
    fn times_are_formatted_in_the_users_time_zone() {
        let at = "2026-11-18T23:30:00Z".parse().unwrap();
        assert_eq!(format_short_date(at, TimeZone::UTC), "18 Nov 2026");
        assert_eq!(format_short_date(at, "Europe/Berlin".parse().unwrap()), "19 Nov 2026");
    }
}
