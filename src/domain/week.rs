//! The week as a person has it: where it starts, and which of its days they work.

use std::fmt;
use std::str::FromStr;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::text::serde_as_string;
use crate::domain::problem::Coded;

/// Why a text says nothing about a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeekError {
    /// Not a day that a week can start on.
    #[error("week.start")]
    WeekStart,
    /// Not one of `mon` to `sun`.
    #[error("week.day")]
    Weekday,
}

impl Coded for WeekError {}

/// The day that a person's weeks start on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub enum WeekStart {
    #[default]
    Monday,
    Saturday,
    Sunday,
}

impl WeekStart {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::Monday, Self::Saturday, Self::Sunday];

    /// As a weekday.
    pub fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Mon,
            Self::Saturday => Weekday::Sat,
            Self::Sunday => Weekday::Sun,
        }
    }
}

impl fmt::Display for WeekStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(weekday_slug(self.weekday()))
    }
}

impl FromStr for WeekStart {
    type Err = WeekError;

    fn from_str(text: &str) -> Result<Self, WeekError> {
        let found = Self::ALL.into_iter().find(|start| weekday_slug(start.weekday()) == text);
        found.ok_or(WeekError::WeekStart)
    }
}

serde_as_string!(WeekStart);

/// The weekdays of a week from Monday.
pub const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A weekday in forms and documents: `mon` to `sun`.
pub fn weekday_slug(day: Weekday) -> &'static str {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][day.num_days_from_monday() as usize]
}

/// The weekdays that a person works; may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<String>", try_from = "Vec<String>")]
pub struct WorkingDays([bool; 7]);

impl WorkingDays {
    /// Reads slugs `mon` to `sun`, in any order.
    pub fn parse<'a>(slugs: impl IntoIterator<Item = &'a str>) -> Result<Self, WeekError> {
        let mut days = [false; 7];
        for slug in slugs {
            let position = WEEKDAYS.iter().position(|day| weekday_slug(*day) == slug);
            days[position.ok_or(WeekError::Weekday)?] = true;
        }
        Ok(Self(days))
    }

    /// Whether the person works on this weekday.
    pub fn contains(self, day: Weekday) -> bool {
        self.0[day.num_days_from_monday() as usize]
    }
}

impl Default for WorkingDays {
    fn default() -> Self {
        Self([true, true, true, true, true, false, false])
    }
}

impl From<WorkingDays> for Vec<String> {
    fn from(days: WorkingDays) -> Self {
        let worked = WEEKDAYS.into_iter().filter(|day| days.contains(*day));
        worked.map(|day| weekday_slug(day).to_owned()).collect()
    }
}

impl TryFrom<Vec<String>> for WorkingDays {
    type Error = WeekError;

    fn try_from(slugs: Vec<String>) -> Result<Self, WeekError> {
        Self::parse(slugs.iter().map(String::as_str))
    }
}
