//! A user's week: its first day and the working days.

use chrono::{Weekday, WeekdaySet};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::domain::values::problem::Coded;
use crate::domain::values::text::{named_variants, serde_as_string};

/// Why a string isn't a valid part of a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeekError {
    /// It isn't a supported first day of the week.
    #[error("week.start")]
    WeekStart,
    /// It isn't one of `mon` to `sun`.
    #[error("week.day")]
    Weekday,
}

impl Coded for WeekError {}

/// The first day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[derive(VariantArray, IntoStaticStr, EnumString, Display)]
#[strum(parse_err_ty = WeekError, parse_err_fn = no_week_start)]
#[expect(missing_docs, reason = "self-explanatory names")]
pub enum WeekStart {
    #[default]
    #[strum(serialize = "mon")]
    Monday,
    #[strum(serialize = "sat")]
    Saturday,
    #[strum(serialize = "sun")]
    Sunday,
}

fn no_week_start(_: &str) -> WeekError {
    WeekError::WeekStart
}

named_variants!(WeekStart);

impl WeekStart {
    /// Returns the weekday.
    pub fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Mon,
            Self::Saturday => Weekday::Sat,
            Self::Sunday => Weekday::Sun,
        }
    }
}

serde_as_string!(WeekStart);

/// The weekdays, starting on Monday.
pub const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// Returns the name of a weekday in forms and documents: `mon` to `sun`.
pub fn weekday_slug(day: Weekday) -> &'static str {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day.num_days_from_monday() as usize]
}

/// A set of weekdays. Documents list them from Monday on, as `mon` to `sun`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Vec<String>", try_from = "Vec<String>")]
pub struct Weekdays(WeekdaySet);

impl Weekdays {
    /// All seven weekdays.
    pub const ALL: Self = Self(WeekdaySet::ALL);

    /// The default working days.
    pub const MONDAY_TO_FRIDAY: Self = Self(WeekdaySet::from_array([
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
    ]));

    /// Parses the names `mon` to `sun`, in any order.
    pub fn parse(slugs: impl IntoIterator<Item: AsRef<str>>) -> Result<Self, WeekError> {
        let mut days = WeekdaySet::EMPTY;
        for slug in slugs {
            let day = WEEKDAYS.into_iter().find(|day| weekday_slug(*day) == slug.as_ref());
            days.insert(day.ok_or(WeekError::Weekday)?);
        }
        Ok(Self(days))
    }

    /// Returns all seven weekdays if the set is empty.
    #[must_use]
    pub fn or_all(self) -> Self {
        if self.0.is_empty() { Self::ALL } else { self }
    }

    /// Returns whether the set contains the weekday.
    pub fn contains(self, day: Weekday) -> bool {
        self.0.contains(day)
    }
}

impl From<Weekdays> for Vec<String> {
    fn from(days: Weekdays) -> Self {
        days.0.iter(Weekday::Mon).map(|day| weekday_slug(day).to_owned()).collect()
    }
}

impl TryFrom<Vec<String>> for Weekdays {
    type Error = WeekError;

    fn try_from(slugs: Vec<String>) -> Result<Self, WeekError> {
        Self::parse(slugs.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_names_of_other_length() {
        assert_eq!(Weekdays::parse(["mon", "monday"]), Err(WeekError::Weekday));
    }
}
