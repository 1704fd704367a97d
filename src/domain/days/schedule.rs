//! Work schedules: the working days and the usual week, each from a date on.

#[cfg(test)]
mod tests;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::day::{Day, Month};
use super::entry::{Content, Part, Parts};
use super::location::Location;
use super::usual_week::{UsualWeek, loggable};
use super::week::Weekdays;
use crate::domain::types::{DayType, DayTypes, Slug};
use crate::domain::values::problem::{Coded, Params, params};

/// The maximum number of schedules per user.
pub const MAX_SCHEDULES: usize = 50;

/// A work schedule. Applies from a date until the next schedule does.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Schedule {
    /// The first day. `None` for the first schedule, which applies from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The working days.
    pub working_days: Weekdays,
    /// The usual week, or week A if two weeks alternate.
    #[serde(default, skip_serializing_if = "UsualWeek::is_empty")]
    pub week: UsualWeek,
    /// Week B, if two weeks alternate. Weeks start on Monday, whatever the calendar shows, so that
    /// changing that setting never swaps the weeks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week_b: Option<UsualWeek>,
    /// A day in week A, for the first schedule. In others, week A contains the first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Day>,
}

impl Default for Schedule {
    /// Returns the schedule of a new user: Monday to Friday from the beginning.
    fn default() -> Self {
        Self {
            from: None,
            working_days: Weekdays::MONDAY_TO_FRIDAY,
            week: UsualWeek::default(),
            week_b: None,
            anchor: None,
        }
    }
}

impl Schedule {
    /// Returns the usual parts of a day.
    pub fn usual(&self, day: Day) -> Option<&Parts> {
        let week = self.week_b.as_ref().filter(|_| !self.is_week_a(day)).unwrap_or(&self.week);
        week.on(day.weekday())
    }

    /// Returns the usual week, or both if two alternate.
    pub fn weeks(&self) -> impl Iterator<Item = &UsualWeek> {
        std::iter::once(&self.week).chain(&self.week_b)
    }

    /// Returns whether a day is in week A, if two weeks alternate.
    pub fn is_week_a(&self, day: Day) -> bool {
        // Day 1 is a Monday.
        let number = |day: Day| (day.date().num_days_from_ce() - 1).div_euclid(7);
        let anchor = self.from.or(self.anchor).unwrap_or_else(|| Month::FIRST.first_day());
        (number(day) - number(anchor)).rem_euclid(2) == 0
    }
}

/// Why an edit of the schedules can't be applied, or a document contains no valid schedules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// There are [`MAX_SCHEDULES`].
    #[error("schedule.too_many")]
    TooMany,
    /// The first doesn't apply from the beginning, or the others aren't in order.
    #[error("schedule.order")]
    Order,
}

impl Coded for ScheduleError {
    fn params(&self) -> Params {
        match self {
            Self::TooMany => params([("max", &MAX_SCHEDULES)]),
            Self::Order => Params::new(),
        }
    }
}

/// An edit of the schedules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScheduleEdit {
    /// Add a schedule, which replaces any other from the same day.
    Put {
        /// The first day of the schedule that this one replaces, if its date changes too.
        replaced: Option<Day>,
        /// The schedule.
        schedule: Box<Schedule>,
    },
    /// Remove the schedule from this day. The one before applies instead.
    Remove(Day),
}

/// A user's schedules, in order. The first applies from the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Vec<Schedule>", try_from = "Vec<Schedule>")]
pub struct Schedules(Vec<Schedule>);

impl Schedules {
    /// Returns the schedule that applies to a day.
    pub fn in_force(&self, day: Day) -> &Schedule {
        let later = self.0[1..].partition_point(|schedule| schedule.from <= Some(day));
        &self.0[later]
    }

    /// Returns the first schedule, which applies from the beginning.
    pub fn first(&self) -> &Schedule {
        &self.0[0]
    }

    /// Returns whether a day is a working day.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.in_force(day).working_days.contains(day.weekday())
    }

    /// Returns the usual parts of a day.
    pub fn usual(&self, day: Day) -> Option<&Parts> {
        self.in_force(day).usual(day)
    }

    /// Returns what to log on a day by its usual week. Leaves out parts that can't be logged.
    pub fn loggable(&self, types: &DayTypes, day: Day) -> Option<Parts> {
        loggable(self.usual(day)?, types)
    }

    /// Returns the content that the usual week sets for some days. Days without usual parts are
    /// left out.
    pub fn wanted(
        &self,
        types: &DayTypes,
        days: impl Iterator<Item = Day>,
    ) -> impl Iterator<Item = (Day, Content)> {
        days.filter_map(|day| Some((day, self.loggable(types, day)?.into())))
    }

    /// Returns the usual part of a day that has this type, if it can be logged. If both halves
    /// have it, returns the first.
    pub fn usual_part(&self, types: &DayTypes, day: Day, day_type: &Slug) -> Option<Part> {
        let parts = self.loggable(types, day)?;
        parts.iter().map(|(part, _)| part).find(|part| part.day_type == *day_type).cloned()
    }

    /// Returns the location that a type has in the usual week, according to the last schedule.
    pub fn usual_location(&self, day_type: &Slug) -> Option<&Location> {
        let weeks = self.0.iter().rev().flat_map(Schedule::weeks);
        let mut parts = weeks.flat_map(UsualWeek::parts).filter(|part| part.day_type == *day_type);
        parts.find_map(|part| part.location.as_ref())
    }

    /// Returns whether any schedule has usual parts.
    pub fn has_usual_week(&self) -> bool {
        self.0.iter().flat_map(Schedule::weeks).any(|week| !week.is_empty())
    }

    /// Returns the schedules, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Schedule> + ExactSizeIterator {
        self.0.iter()
    }

    /// Applies an edit.
    pub fn apply(&mut self, edit: &ScheduleEdit) -> Result<(), ScheduleError> {
        match edit {
            ScheduleEdit::Put { replaced, schedule } => {
                let mut all = self.0.clone();
                if schedule.from.is_some() {
                    all.retain(|known| known.from.is_none() || known.from != *replaced);
                }
                match all.binary_search_by_key(&schedule.from, |known| known.from) {
                    Ok(at) => all[at] = (**schedule).clone(),
                    Err(at) => all.insert(at, (**schedule).clone()),
                }
                *self = Self::try_from(all)?;
            }
            ScheduleEdit::Remove(day) => self.0.retain(|known| known.from != Some(*day)),
        }
        Ok(())
    }

    /// Replaces one type with another in all schedules, as [`UsualWeek::replace_type`] does.
    pub fn replace_type(&mut self, from: &Slug, to: &DayType, place: Option<&Location>) {
        for schedule in &mut self.0 {
            schedule.week.replace_type(from, to, place);
            if let Some(week) = &mut schedule.week_b {
                week.replace_type(from, to, place);
            }
        }
    }
}

impl Default for Schedules {
    fn default() -> Self {
        Self(vec![Schedule::default()])
    }
}

impl From<Schedule> for Schedules {
    /// Returns a single schedule, which applies from the beginning.
    fn from(first: Schedule) -> Self {
        Self(vec![Schedule { from: None, ..first }])
    }
}

impl From<Schedules> for Vec<Schedule> {
    fn from(schedules: Schedules) -> Self {
        schedules.0
    }
}

impl TryFrom<Vec<Schedule>> for Schedules {
    type Error = ScheduleError;

    fn try_from(all: Vec<Schedule>) -> Result<Self, ScheduleError> {
        let starts_at_the_beginning = all.first().is_some_and(|first| first.from.is_none());
        if !starts_at_the_beginning || !all.is_sorted_by(|one, next| one.from < next.from) {
            return Err(ScheduleError::Order);
        }
        if all.len() > MAX_SCHEDULES { Err(ScheduleError::TooMany) } else { Ok(Self(all)) }
    }
}
