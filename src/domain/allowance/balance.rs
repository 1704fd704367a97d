//! The balance of one year.

use super::Allowance;
use crate::domain::day::{Day, Year};
use crate::domain::entry::HalfDays;

/// What remains of an allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remaining {
    /// So many days can still be taken; may be none.
    Left(HalfDays),
    /// So many more were taken than there were; never none.
    Over(HalfDays),
}

impl Remaining {
    fn of(available: u32, taken: u32) -> Self {
        match available.checked_sub(taken) {
            Some(left) => Self::Left(HalfDays(left)),
            None => Self::Over(HalfDays(taken - available)),
        }
    }

    /// What is left; none when it is over.
    pub fn left(self) -> HalfDays {
        match self {
            Self::Left(left) => left,
            Self::Over(_) => HalfDays(0),
        }
    }
}

/// How a year stands: `entitlement + carried_in = used + planned + expired + left - over`, where
/// left and over are [`at_year_end`](Self::at_year_end).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The days of the year itself.
    pub entitlement: HalfDays,
    /// What the year before handed on.
    pub carried_in: HalfDays,
    /// The last day on which carried days can be used.
    pub expires: Option<Day>,
    /// Carried days that nobody took by then, all days logged so far counted, planned ones too.
    /// They are gone when [`has_expired`](Self::has_expired); until then each can still be taken.
    pub expired: HalfDays,
    /// Whether the expiry date has passed.
    pub has_expired: bool,
    /// Taken up to today.
    pub used: HalfDays,
    /// Logged for days after today.
    pub planned: HalfDays,
    /// What could still be taken today if nothing were planned.
    pub today: Remaining,
    /// What is left when the year ends as logged.
    pub at_year_end: Remaining,
    /// What of it the next year begins with.
    pub carried_out: HalfDays,
}

impl Balance {
    /// Works out a year with a limit from what was carried into it and its own days of the type.
    pub(super) fn of(
        allowance: &Allowance,
        year: Year,
        carried_in: HalfDays,
        usage: &[(Day, HalfDays)],
        today: Day,
    ) -> Option<Self> {
        let entitlement = allowance.entitlement(year)?;
        let available = entitlement.0 + carried_in.0;
        let sum = |counts: &dyn Fn(Day) -> bool| -> u32 {
            usage.iter().filter(|(day, _)| counts(*day)).map(|(_, worth)| worth.0).sum()
        };
        let used = sum(&|day| day <= today);
        let planned = sum(&|day| day > today);
        let last_day = allowance.expires.map(|date| date.in_year(year));
        let in_time = last_day.map(|last| sum(&|day| day <= last));
        let expired = in_time.map_or(0, |taken| carried_in.0.saturating_sub(taken));
        let has_expired = last_day.is_some_and(|last| today > last);
        let gone = if has_expired { expired } else { 0 };
        let at_year_end = Remaining::of(available - expired, used + planned);
        Some(Self {
            entitlement,
            carried_in,
            expires: last_day,
            expired: HalfDays(expired),
            has_expired,
            used: HalfDays(used),
            planned: HalfDays(planned),
            today: Remaining::of(available - gone, used),
            at_year_end,
            carried_out: carried_out(allowance, year, at_year_end),
        })
    }
}

fn carried_out(allowance: &Allowance, year: Year, at_year_end: Remaining) -> HalfDays {
    let said = year.next().and_then(|next| allowance.carried_as_said(next));
    let most = allowance.carry.and_then(|carry| carry.most).map(HalfDays::from);
    let left = at_year_end.left();
    let worked_out = if allowance.hands_on(year) {
        most.map_or(left, |most| left.min(most))
    } else {
        HalfDays(0)
    };
    said.unwrap_or(worked_out)
}
