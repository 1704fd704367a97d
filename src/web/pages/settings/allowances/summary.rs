//! Allowances and balances in words.

use crate::domain::allowances::{
    Allowance, AllowanceCalendar, AllowanceRule, Balance, CarriedDays, CarriedFrom, ExpiryDate,
    Remaining,
};
use crate::domain::days::day::Year;
use crate::domain::days::entry::HalfDays;
use crate::locale::{self, Number, t};
use crate::web::views::format::format_long_date;

/// The balance of the current year.
pub(super) struct BalanceView {
    /// The remaining days, such as `12.5 left` or `2 over`.
    pub(super) end: String,
    pub(super) is_over: bool,
    /// The used days, such as `17 of 30 used, 3 planned`.
    pub(super) taken: String,
    /// The carry-over, such as `5 carried over, of which 2 expired after 31 March 2026`.
    pub(super) carried: Option<String>,
}

impl BalanceView {
    pub(super) fn new(balance: &Balance) -> Self {
        let (end, is_over) = match balance.remaining_at_year_end {
            Remaining::Left(left) => (t::allowances_left(Number::from(left)), false),
            Remaining::Over(over) => (t::allowances_over(Number::from(over)), true),
        };
        // Days that have expired aren't available, so that the numbers add up to what is left.
        let expired = CarriedDays::from(balance.expiry().0).0;
        let entitlement = CarriedDays::from(balance.entitlement).0;
        let available = CarriedDays(entitlement + balance.carried_in.0 - expired);
        let (available, used) = (Number::from(available), Number::from(balance.used));
        let taken = match balance.planned {
            HalfDays(0) => t::allowances_balance(available, used),
            planned => t::allowances_balance_planned(available, Number::from(planned), used),
        };
        let carried = (balance.carried_in.0 != 0).then(|| format_carried(balance));
        Self { end, is_over, taken, carried }
    }
}

fn format_carried(balance: &Balance) -> String {
    let is_entered = matches!(balance.carried_from, CarriedFrom::Entered | CarriedFrom::Deleted);
    let days = Number::from(balance.carried_in);
    let last = balance.expires.filter(|_| balance.expired.0 > 0).map(format_long_date);
    match (last, balance.expiry()) {
        (None, _) if is_entered => t::allowances_brought(days),
        (None, _) => t::allowances_carried(days),
        (Some(last), (HalfDays(0), expiring)) => {
            let expiring = Number::from(expiring);
            if is_entered {
                t::allowances_brought_expiring(last, days, expiring)
            } else {
                t::allowances_carried_expiring(last, days, expiring)
            }
        }
        (Some(last), (expired, _)) => {
            let expired = Number::from(expired);
            if is_entered {
                t::allowances_brought_expired(last, days, expired)
            } else {
                t::allowances_carried_expired(last, days, expired)
            }
        }
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
        let name = calendar.year_start.name(year);
        match days {
            Some(days) => t::allowances_rule_days_in(days, name),
            None => t::allowances_rule_no_limit_in(name),
        }
    };
    with_carry_over(of_year, rule)
}

/// Formats a rule, such as `30 days a year, carry over up to 5 until 31 March`.
pub(super) fn format_rule(rule: AllowanceRule) -> String {
    with_carry_over(format_per_year(rule.days.map(HalfDays::from)), rule)
}

fn format_per_year(days: Option<HalfDays>) -> String {
    days.map_or_else(|| t::allowances_no_limit().to_owned(), t::allowances_rule_days)
}

fn with_carry_over(days: String, rule: AllowanceRule) -> String {
    let Some(carry) = rule.carry else { return days };
    let most = carry.most.map(|most| Number::from(HalfDays::from(most)));
    match (most, rule.expires.map(format_expiry)) {
        (None, None) => t::allowances_rule_carry(days),
        (Some(most), None) => t::allowances_rule_carry_most(days, most),
        (None, Some(date)) => t::allowances_rule_carry_until(date, days),
        (Some(most), Some(date)) => t::allowances_rule_carry_most_until(date, days, most),
    }
}

fn format_expiry(last: ExpiryDate) -> String {
    t::allowances_expiry_date(last.day(), locale::month_name(last.month()))
}

/// Formats the fields of a date without a year, as typed. Empty if both are.
pub(super) fn format_month_day(day: &str, month: &str) -> String {
    match (day, month_name(month)) {
        (only, "") | ("", only) => only.to_owned(),
        (day, month) => t::allowances_expiry_date(day, month),
    }
}

/// Returns the name of the month with this number, or an empty string.
pub(super) fn month_name(number: &str) -> &'static str {
    number.parse().map(locale::month_name).unwrap_or_default()
}
