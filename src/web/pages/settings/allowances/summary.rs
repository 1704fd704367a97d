//! Allowances and balances in words.

use crate::domain::allowances::{
    Allowance, AllowanceCalendar, AllowanceRule, Balance, CarriedDays, CarriedFrom, ExpiryDate,
    Remaining,
};
use crate::domain::days::day::Year;
use crate::domain::days::entry::HalfDays;
use crate::web::views::format::{format_half_days, format_long_date};

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The balance of the current year.
pub(super) struct BalanceView {
    /// The remaining days, such as `12.5 left` or `2 over`.
    pub(super) end: String,
    pub(super) is_over: bool,
    /// The used days, such as `17 of 30 used, 3 planned`.
    pub(super) taken: String,
    /// The carry-over, such as `5 carried over, 2 expired after 31 March 2026`.
    pub(super) carried: Option<String>,
}

impl BalanceView {
    pub(super) fn new(balance: &Balance) -> Self {
        let (end, is_over) = match balance.remaining_at_year_end {
            Remaining::Left(left) => (format!("{left} left"), false),
            Remaining::Over(over) => (format!("{over} over"), true),
        };
        let planned = if balance.planned == HalfDays(0) {
            String::new()
        } else {
            format!(", {} planned", balance.planned)
        };
        let available =
            CarriedDays(CarriedDays::from(balance.entitlement).0 + balance.carried_in.0);
        let taken = format!("{} of {available} used{planned}", balance.used);
        let carried = (balance.carried_in.0 != 0).then(|| format_carried(balance));
        Self { end, is_over, taken, carried }
    }
}

fn format_carried(balance: &Balance) -> String {
    let origin = match balance.carried_from {
        CarriedFrom::Entered | CarriedFrom::Deleted => "brought forward",
        _ => "carried over",
    };
    let carried = format!("{} {origin}", balance.carried_in);
    let Some(last) = balance.expires.filter(|_| balance.expired.0 > 0) else { return carried };
    let last = format_long_date(last);
    match balance.expiry() {
        (HalfDays(0), days) => format!("{carried}, {days} to use by {last}"),
        (days, _) => format!("{carried}, {days} expired after {last}"),
    }
}

/// Formats the allowance of a year, such as `30 days a year, carry over up to 5 until 31 March`, or
/// `15 days in 2026` if that year differs.
pub(super) fn format_allowance(
    allowance: &Allowance,
    calendar: &AllowanceCalendar,
    year: Year,
) -> String {
    let (rule, days) = (allowance.rule(year), allowance.entitlement(calendar, year));
    let of_year = if days == rule.days.map(HalfDays::from) {
        format_per_year(days)
    } else {
        let days = days.map_or_else(|| NO_LIMIT.to_owned(), format_half_days);
        format!("{days} in {}", calendar.year_start.name(year))
    };
    with_carry_over(of_year, rule)
}

/// Formats a rule, such as `30 days a year, carry over up to 5 until 31 March`.
pub(super) fn format_rule(rule: AllowanceRule) -> String {
    with_carry_over(format_per_year(rule.days.map(HalfDays::from)), rule)
}

pub(super) const NO_LIMIT: &str = "No limit";

fn format_per_year(days: Option<HalfDays>) -> String {
    days.map_or_else(|| NO_LIMIT.to_owned(), |days| format!("{} a year", format_half_days(days)))
}

fn with_carry_over(days: String, rule: AllowanceRule) -> String {
    let Some(carry) = rule.carry else { return days };
    let most = carry.most.map_or_else(String::new, |most| format!(" up to {most}"));
    let until = rule.expires.map(|last| format!(" until {}", format_expiry(last)));
    format!("{days}, carry over{most}{}", until.unwrap_or_default())
}

fn format_expiry(last: ExpiryDate) -> String {
    format!("{} {}", last.day(), month_name(&last.month().to_string()))
}

/// Returns the name of the month with this number, or an empty string.
pub(super) fn month_name(number: &str) -> &'static str {
    let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    at.and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}
