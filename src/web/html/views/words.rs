//! Small words that several pages use: dates, weekdays, numbers of days.

use chrono::Weekday;

use crate::domain::Timestamp;
use crate::domain::day::{Day, Month};
use crate::domain::entry::{Part, Parts};
use crate::domain::location::Location;
use crate::domain::text::plural;
use crate::domain::time_zone::TimeZone;
use crate::domain::types::{Colour, DayType, DayTypes, Slug};

/// The English name of a weekday.
pub(super) fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Its first three letters.
pub(super) fn weekday_short(day: Weekday) -> &'static str {
    &weekday_name(day)[..3]
}

/// The first three letters of a month's name.
pub(super) fn month_short(month: Month) -> &'static str {
    &month.name()[..3]
}

/// `18 November 2026`
pub(super) fn long_date(day: Day) -> String {
    format!("{} {} {}", day.number(), day.month().name(), day.month().year())
}

/// `18 Nov 2026`, where the person is.
pub(super) fn short_date(at: Timestamp, zone: TimeZone) -> String {
    zone.date(at).format("%-d %b %Y").to_string()
}

/// `1 day`, `2 days`
pub(super) fn plain_count(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", plural(count, one, many))
}

/// `18 November 2026, 12:05`, where the person is.
pub(super) fn moment(at: Timestamp, zone: TimeZone) -> String {
    zone.local(at).format("%-d %B %Y, %H:%M").to_string()
}

/// `12:05`, where the person is.
pub(super) fn time_of_day(at: Timestamp, zone: TimeZone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// `1 day`, `12 days`
pub(super) fn days(count: usize) -> String {
    plain_count(count, "day", "days")
}

/// The number of a day of the month with two digits: `01` to `31`.
pub(super) fn two_digits(number: u32) -> &'static str {
    const TABLE: &str = "0001020304050607080910111213141516171819202122232425262728293031";
    let at = number as usize * 2;
    TABLE.get(at..at + 2).unwrap_or_default()
}

/// The number of a day of the month as people write it: `1` to `31`.
pub(super) fn plain_number(number: u32) -> &'static str {
    two_digits(number).trim_start_matches('0')
}

/// How a type looks wherever it stands: label, letter, colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look<'a> {
    pub(super) label: &'a str,
    pub(super) letter: char,
    pub(super) colour: &'static str,
}

impl<'a> Look<'a> {
    pub(super) fn of(day_type: &'a DayType) -> Self {
        let colour = day_type.colour.as_str();
        Self { label: &day_type.label, letter: day_type.letter(), colour }
    }

    /// The look of the type with this slug. One that was merged into another, as the history of a day
    /// has it, is called as it was then; of one that nobody knows, there is its bare slug.
    pub(super) fn find(types: &'a DayTypes, slug: &'a Slug) -> Self {
        let Some(known) = types.get(slug) else { return Self::unknown(slug.as_str()) };
        let look = Self::of(known);
        known.former(slug).map_or(look, |former| Self {
            label: &former.label,
            letter: former.letter(),
            ..look
        })
    }

    /// The look of a type that does not exist.
    pub(super) fn unknown(name: &'a str) -> Self {
        let letter = name.chars().next().unwrap_or('?').to_ascii_uppercase();
        Self { label: name, letter, colour: Colour::Slate.as_str() }
    }
}

/// A part of a day as read: when, what and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PartWords<'a> {
    /// Empty for a whole day; `morning ` or `afternoon ` goes before the label.
    pub(super) when: &'static str,
    pub(super) look: Look<'a>,
    pub(super) location: Option<&'a str>,
}

impl<'a> PartWords<'a> {
    /// The parts of an entry, in the order of the day.
    pub(super) fn of_parts(types: &'a DayTypes, parts: &'a Parts) -> [Option<Self>; 2] {
        let words = |when, part: &'a Part| {
            let look = Look::find(types, &part.day_type);
            Some(Self { when, look, location: part.location.as_ref().map(Location::as_str) })
        };
        match parts {
            Parts::Whole(part) => [words("", part), None],
            Parts::Morning(am) => [words(MORNING, am), None],
            Parts::Afternoon(pm) => [None, words(AFTERNOON, pm)],
            Parts::Halves(am, pm) => [words(MORNING, am), words(AFTERNOON, pm)],
        }
    }
}

pub(super) const MORNING: &str = "morning ";
pub(super) const AFTERNOON: &str = "afternoon ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_days() {
        assert_eq!((two_digits(1), two_digits(10), two_digits(31)), ("01", "10", "31"));
        assert_eq!((plain_number(1), plain_number(10), plain_number(31)), ("1", "10", "31"));
    }

    #[test]
    fn a_type_that_was_merged_away_is_called_as_it_was() {
        let json = r#"[{"slug":"office","label":"Office","colour":"blue","kind":"work",
            "location":"optional","merged":[{"slug":"training","label":"Rust course"}]}]"#;
        let types: DayTypes = serde_json::from_str(json).unwrap();
        for (slug, label, letter, colour) in [
            ("office", "Office", 'O', "blue"),
            ("training", "Rust course", 'R', "blue"),
            ("gone", "gone", 'G', "slate"),
        ] {
            let expected = Look { label, letter, colour };
            assert_eq!(Look::find(&types, &slug.parse().unwrap()), expected);
        }
    }

    #[test]
    fn moments_are_dated_where_the_person_is() {
        let at = "2026-11-18T23:30:00Z".parse().unwrap();
        assert_eq!(short_date(at, TimeZone::UTC), "18 Nov 2026");
        assert_eq!(short_date(at, "Europe/Berlin".parse().unwrap()), "19 Nov 2026");
    }
}
