//! The balance of an allowance in one year.

use super::carried::{CarriedDays, CarriedFrom};
use super::{Allowance, AllowanceCalendar};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;

/// What remains of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remaining {
    /// The days that can still be taken, possibly 0.
    Left(HalfDays),
    /// The days taken beyond the allowance, never 0.
    Over(HalfDays),
}

impl Remaining {
    fn of(available: i32, taken: u32) -> Self {
        let left = available - taken.cast_signed();
        let days = HalfDays(left.unsigned_abs());
        if left < 0 { Self::Over(days) } else { Self::Left(days) }
    }

    /// Returns the days that can still be taken, or 0 if the allowance is overdrawn.
    pub fn left(self) -> HalfDays {
        match self {
            Self::Left(left) => left,
            Self::Over(_) => HalfDays(0),
        }
    }

    /// Returns the days taken beyond the allowance, or 0.
    pub fn over(self) -> HalfDays {
        match self {
            Self::Left(_) => HalfDays(0),
            Self::Over(over) => over,
        }
    }
}

/// The balance of one year: `entitlement + carried_in = used + planned + expired + left - over`.
/// Left and over are [`remaining_at_year_end`](Self::remaining_at_year_end).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The days of the year, without those carried into it.
    pub entitlement: HalfDays,
    /// The days carried over from the year before.
    pub carried_in: CarriedDays,
    /// Where the days carried over come from.
    pub carried_from: CarriedFrom,
    /// The last day on which carried-over days can be used.
    pub expires: Option<Day>,
    /// Carried-over days that aren't used by that day, given everything logged so far, including
    /// planned days. Until [`has_expired`](Self::has_expired) they can still be taken.
    pub expired: HalfDays,
    /// Whether that day has passed.
    pub has_expired: bool,
    /// The days taken up to and including today.
    pub used: HalfDays,
    /// The days logged after today.
    pub planned: HalfDays,
    /// What remains today, ignoring planned days.
    pub remaining_today: Remaining,
    /// What remains at the end of the year, with everything logged so far.
    pub remaining_at_year_end: Remaining,
    /// The days of it that are carried over into the next year, unless the user enters other ones.
    pub carried_out: HalfDays,
}

impl Balance {
    /// Calculates the balance of a year from the days carried into it and its own days of the type.
    /// Returns `None` for a year without a limit.
    pub(super) fn of(
        allowance: &Allowance,
        calendar: &AllowanceCalendar,
        year: Year,
        (carried_in, carried_from): (CarriedDays, CarriedFrom),
        usage: &[(Day, HalfDays)],
        today: Day,
    ) -> Option<Self> {
        let entitlement = allowance.entitlement(calendar, year)?;
        let rule = allowance.rule(year);
        let available = entitlement.0.cast_signed() + carried_in.0;
        let sum = |counts: &dyn Fn(Day) -> bool| -> u32 {
            usage.iter().filter(|(day, _)| counts(*day)).map(|(_, worth)| worth.0).sum()
        };
        let used = sum(&|day| day <= today);
        let planned = sum(&|day| day > today);
        let last_day = rule.expires.and_then(|date| calendar.year_start.date_in(year, date));
        let in_time = last_day.map(|last| sum(&|day| day <= last));
        let expired = in_time.map_or(0, |taken| carried_in.gained().saturating_sub(taken));
        let has_expired = last_day.is_some_and(|last| today > last);
        let gone = if has_expired { expired } else { 0 };
        let remaining_at_year_end =
            Remaining::of(available - expired.cast_signed(), used + planned);
        let left = remaining_at_year_end.left();
        Some(Self {
            entitlement,
            carried_in,
            carried_from,
            expires: last_day,
            expired: HalfDays(expired),
            has_expired,
            used: HalfDays(used),
            planned: HalfDays(planned),
            remaining_today: Remaining::of(available - gone.cast_signed(), used),
            remaining_at_year_end,
            carried_out: rule.carry.map_or(HalfDays(0), |carry| carry.limit(left)),
        })
    }

    /// Returns the days that can still be logged, today or for later: what remains at the end of the
    /// year, and carried-over days that aren't used yet but haven't expired.
    pub fn available(&self) -> Remaining {
        match self.remaining_at_year_end {
            Remaining::Left(left) => Remaining::Left(HalfDays(left.0 + self.expiry().1.0)),
            over @ Remaining::Over(_) => over,
        }
    }

    /// Returns the carried-over days that have expired, and those that will expire if nothing else
    /// is logged.
    pub fn expiry(&self) -> (HalfDays, HalfDays) {
        let none = HalfDays(0);
        if self.has_expired { (self.expired, none) } else { (none, self.expired) }
    }
}
