//! The table of allowance balances: a column per type, and a row per step of the calculation.

use crate::domain::allowances::{Balance, Remaining};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::year::balances::TypeBalance;
use crate::web::views::format::{TypeBadge, month_short};

/// The allowance balances of a year.
pub(super) struct BalanceTable<'a> {
    pub(super) columns: Vec<TypeBadge<'a>>,
    pub(super) lines: Vec<BalanceLine>,
}

/// A row of the table.
pub(super) struct BalanceLine {
    pub(super) label: String,
    pub(super) cells: Vec<BalanceCell>,
    /// Whether the row is the sum of the rows above it.
    pub(super) is_sum: bool,
}

/// A cell of the table.
#[derive(Default)]
pub(super) struct BalanceCell {
    pub(super) text: String,
    /// The expiry date, which can differ between types.
    pub(super) date: Option<String>,
    pub(super) is_over: bool,
}

impl<'a> BalanceTable<'a> {
    pub(super) fn new(balances: &[TypeBalance<'a>], year: Year, today: Day) -> Self {
        let line = |label: &str, is_sum, cell: &dyn Fn(&Balance) -> BalanceCell| BalanceLine {
            label: label.to_owned(),
            cells: balances.iter().map(|type_balance| cell(&type_balance.balance)).collect(),
            is_sum,
        };
        let before = year.previous().map_or_else(String::new, |before| format!(" from {before}"));
        let expired = |balance: &Balance, has| {
            let days = if balance.has_expired == has { balance.expired } else { HalfDays(0) };
            let date = balance.expires.filter(|_| days.0 > 0).map(date);
            BalanceCell { date, ..step("−", days) }
        };
        let all = [
            line(&format!("Allowance of {year}"), false, &|balance| BalanceCell {
                text: balance.entitlement.to_string(),
                ..BalanceCell::default()
            }),
            line(&format!("Carried over{before}"), false, &|balance| step("+", balance.carried_in)),
            line("Expired", false, &|balance| expired(balance, true)),
            line("Used", false, &|balance| step("−", balance.used)),
            line("Left today", true, &|balance| remaining(balance.remaining_today)),
            line("Planned", false, &|balance| step("−", balance.planned)),
            line("Will expire unused", false, &|balance| expired(balance, false)),
            line(&format!("At the end of {year}"), true, &|balance| {
                remaining(balance.remaining_at_year_end)
            }),
        ];
        let is_now = today.year() == year;
        let says_something = |line: &BalanceLine| {
            line.cells.iter().any(|cell| !cell.text.is_empty())
                && (is_now || line.label != "Left today")
        };
        Self {
            columns: balances
                .iter()
                .map(|type_balance| TypeBadge::new(type_balance.day_type))
                .collect(),
            lines: all.into_iter().filter(says_something).collect(),
        }
    }
}

fn step(sign: &str, days: HalfDays) -> BalanceCell {
    let text = if days.0 > 0 { format!("{sign}{days}") } else { String::new() };
    BalanceCell { text, ..BalanceCell::default() }
}

fn remaining(remaining: Remaining) -> BalanceCell {
    let (text, is_over) = match remaining {
        Remaining::Left(days) => (format!("{days} left"), false),
        Remaining::Over(days) => (format!("{days} over"), true),
    };
    BalanceCell { text, is_over, date: None }
}

/// Formats a date without the year, such as `31 Mar`.
fn date(day: Day) -> String {
    format!("{} {}", day.number(), month_short(day.month()))
}
