//! Totals by type and by location, ready to display.

use super::format::TypeBadge;
use crate::domain::allowances::Remaining;
use crate::domain::days::entry::HalfDays;
use crate::domain::year::balances::TypeBalance;
use crate::domain::year::totals::{Count, LocationTotals, TypeTotals, percent};
use crate::locale::{Html, Number, t};

/// A number of days, ready to display. `None` means zero.
pub(crate) struct CountView {
    pub(crate) actual: Option<Number>,
    pub(crate) planned: Option<Html<String>>,
}

impl From<Count> for CountView {
    fn from(count: Count) -> Self {
        let some = |days: HalfDays| (days.0 > 0).then(|| Number::from(days));
        Self { actual: some(count.actual), planned: some(count.planned).map(t::planned_days_html) }
    }
}

/// The total of one type in a month or a year, with the balance of its allowance.
pub(crate) struct TotalView<'a> {
    pub(crate) badge: TypeBadge<'a>,
    pub(crate) days: Html<String>,
    /// The days logged for the future, such as `+1 planned`. `None` if there are none.
    pub(crate) planned: Option<String>,
    pub(crate) is_zero: bool,
    /// What remains of the allowance, such as `12 left` or, if days are planned, `10 left to
    /// plan`. `None` without one.
    pub(crate) remaining: Option<String>,
    pub(crate) is_overdrawn: bool,
}

impl<'a> TotalView<'a> {
    /// Formats a total for display, without a balance.
    pub(crate) fn new(badge: TypeBadge<'a>, actual: HalfDays, planned: HalfDays) -> Self {
        let zero = HalfDays::default();
        Self {
            badge,
            days: t::days_html(actual),
            planned: (planned != zero).then(|| t::planned_days(Number::from(planned))),
            is_zero: actual == zero && planned == zero,
            remaining: None,
            is_overdrawn: false,
        }
    }

    /// Adds the balance of the type's allowance, if it has one.
    pub(crate) fn with_balance(self, balance: Option<&TypeBalance<'_>>) -> Self {
        let Some(balance) = balance.map(|of| of.balance) else { return self };
        let has_planned = balance.planned != HalfDays::default();
        let (remaining, is_overdrawn) = match balance.available() {
            Remaining::Left(days) if has_planned => {
                (t::year_left_planned(Number::from(days)), false)
            }
            Remaining::Left(days) => (t::year_left(Number::from(days)), false),
            Remaining::Over(days) => (t::year_over(Number::from(days)), true),
        };
        Self { remaining: Some(remaining), is_overdrawn, ..self }
    }
}

/// Returns the appearance of a type, even if the user no longer has it.
pub(crate) fn badge_of<'a>(type_totals: &TypeTotals<'a>) -> TypeBadge<'a> {
    type_totals
        .day_type
        .map_or_else(|| TypeBadge::unknown(type_totals.slug.as_str()), TypeBadge::new)
}

/// Formats a share of all days, such as `12%`. Only a share of no days is `0%`.
pub(crate) fn format_share(days: HalfDays, all: HalfDays) -> String {
    match percent(days, all).unwrap_or_default() {
        0 if days.0 > 0 => t::percent_below_one().to_owned(),
        rounded => t::percent(rounded),
    }
}

/// The days at a location.
pub(crate) struct LocationLine<'a> {
    pub(crate) name: &'a str,
    pub(crate) days: CountView,
    /// The location's share of all days with a location, including planned days.
    pub(crate) share: String,
}

/// Returns one line per location, in the order of `locations`: most days first.
pub(crate) fn location_lines<'a>(locations: &[LocationTotals<'a>]) -> Vec<LocationLine<'a>> {
    let all: HalfDays = locations.iter().map(|location| location.days.sum()).sum();
    let line = |location: &LocationTotals<'a>| LocationLine {
        name: location.location.as_str(),
        days: location.days.into(),
        share: format_share(location.days.sum(), all),
    };
    locations.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_share_is_not_zero() {
        let share = |days| format_share(HalfDays(days), HalfDays(400));
        assert_eq!([0, 1, 2, 200].map(share), ["0%", "<1%", "1%", "50%"]);
    }
}
