//! The years to which a calendar's repeated events are expanded, as the form contains them.

use std::ops::RangeInclusive;

use crate::domain::days::day::Year;
use crate::web::messages;

/// The fields for the years of repeated events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct YearFields {
    pub(super) first: String,
    pub(super) last: String,
    pub(super) first_error: Option<&'static str>,
    pub(super) last_error: Option<&'static str>,
}

impl From<RangeInclusive<i32>> for YearFields {
    fn from(years: RangeInclusive<i32>) -> Self {
        let (first, last) = (years.start().to_string(), years.end().to_string());
        Self { first, last, first_error: None, last_error: None }
    }
}

impl YearFields {
    /// Parses the years as typed. Returns `None` if the form contains none, so that the default
    /// applies. Invalid ones are returned with their errors.
    pub(super) fn parse(first: &str, last: &str) -> Result<Option<RangeInclusive<i32>>, Self> {
        if first.is_empty() && last.is_empty() {
            return Ok(None);
        }
        let year = |text: &str| text.trim().parse().ok().map(Year::number);
        let (first_error, last_error) = match (year(first), year(last)) {
            (Some(first), Some(last)) if first <= last => return Ok(Some(first..=last)),
            (Some(_), Some(_)) => (None, Some("ics.years_reversed")),
            (first, last) => {
                let error = |year: Option<i32>| year.is_none().then_some("ics.year");
                (error(first), error(last))
            }
        };
        Err(Self {
            first: first.to_owned(),
            last: last.to_owned(),
            first_error: first_error.map(messages::text),
            last_error: last_error.map(messages::text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_years_are_reported_at_their_fields() {
        let (year, reversed) = ("ics.year", "ics.years_reversed");
        for (first, last, first_error, last_error) in [
            ("2027", "2026", None, Some(reversed)),
            ("2026", "", None, Some(year)),
            ("", "2026", Some(year), None),
            (" ", "2026", Some(year), None),
            ("soon", "1969", Some(year), Some(year)),
            ("2026", "2101", None, Some(year)),
        ] {
            let expected = YearFields {
                first: first.to_owned(),
                last: last.to_owned(),
                first_error: first_error.map(messages::text),
                last_error: last_error.map(messages::text),
            };
            assert_eq!(YearFields::parse(first, last), Err(expected));
        }
        for (first, last, years) in [
            ("", "", None),
            ("2026", "2026", Some(2026..=2026)),
            (" 2026 ", "2030", Some(2026..=2030)),
        ] {
            assert_eq!(YearFields::parse(first, last), Ok(years));
        }
    }
}
