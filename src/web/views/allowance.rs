//! Allowances in words, for the year page and the settings.

use super::overdrafts::type_name;
use crate::domain::allowances::{CarriedFrom, YearStart};
use crate::domain::days::day::Year;
use crate::domain::year::balances::TypeBalance;
use crate::locale::{month_and_year, t};

/// Asks for the days carried over into a year, which can't be calculated.
pub(crate) struct CarryQuestion<'a> {
    /// The name of the type.
    pub(crate) name: &'a str,
    /// The name of the year.
    pub(crate) year: String,
    /// The path of the form to enter them.
    pub(crate) path: String,
}

impl<'a> CarryQuestion<'a> {
    /// Returns the question, or `None` if the days are known.
    pub(crate) fn new(of_type: &TypeBalance<'a>, start: YearStart, year: Year) -> Option<Self> {
        let day_type = of_type.day_type;
        (of_type.balance.carried_from == CarriedFrom::Unknown).then(|| Self {
            name: type_name(day_type),
            year: start.name(year),
            path: format!("/settings/allowances/{0}?carried={year}#{0}", day_type.slug),
        })
    }
}

/// Formats the first and last month of an allowance year, such as `April 2026 to March 2027`.
pub(crate) fn format_period(start: YearStart, year: Year) -> String {
    let (first, last) = (start.first_day(year), start.last_day(year));
    t::date_range(month_and_year(first.date()), month_and_year(last.date()))
}
