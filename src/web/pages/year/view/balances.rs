//! The tables of allowance balances: a row per type, and a column per step of the calculation.

use crate::domain::allowances::{Balance, CarriedFrom, Remaining, YearStart};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::settings::Settings;
use crate::domain::year::balances::{TypeBalance, balances};
use crate::domain::year::digest::YearDigest;
use crate::locale::{Number, short_date, t};
use crate::web::views::allowance::{CarryQuestion, format_period};
use crate::web::views::format::TypeBadge;

/// The allowance balances of an allowance year.
pub(super) struct BalanceTable<'a> {
    /// The first and last month, such as `April 2026 to March 2027`. `None` for a calendar year.
    pub(super) period: Option<String>,
    pub(super) types: Vec<TypeBadge<'a>>,
    pub(super) steps: Vec<BalanceStep>,
    /// Questions about carried-over days that can't be calculated.
    pub(super) questions: Vec<CarryQuestion<'a>>,
}

/// A column of the table.
pub(super) struct BalanceStep {
    pub(super) label: String,
    /// One cell for each type.
    pub(super) cells: Vec<BalanceCell>,
    /// Whether the column is the sum of the columns before it.
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

/// Returns the tables of the allowance years that overlap a calendar year and have any allowance.
/// There are two if allowance years don't start in January: the current balance may be in either.
pub(super) fn balance_tables<'a>(
    settings: &'a Settings,
    digest: &YearDigest,
    (first, last): (Year, Year),
    today: Day,
) -> Vec<BalanceTable<'a>> {
    let start = settings.allowance_calendar.year_start;
    let years = if first == last { vec![first] } else { vec![first, last] };
    let tables = years.into_iter().map(|year| {
        let balances = balances(settings, digest, year, today);
        BalanceTable::new(&balances, start, year, today)
    });
    tables.filter(|table| !table.types.is_empty()).collect()
}

impl<'a> BalanceTable<'a> {
    fn new(balances: &[TypeBalance<'a>], start: YearStart, year: Year, today: Day) -> Self {
        let is_now = start.year_of(today) == year;
        let says_something = |step: &BalanceStep| {
            step.cells.iter().any(|cell| !cell.text.is_empty())
                && (is_now || step.label != t::year_left_today())
        };
        let question =
            |type_balance: &TypeBalance<'a>| CarryQuestion::new(type_balance, start, year);
        Self {
            period: (!start.is_january()).then(|| format_period(start, year)),
            types: balances
                .iter()
                .map(|type_balance| TypeBadge::new(type_balance.day_type))
                .collect(),
            steps: steps(balances, start, year).into_iter().filter(says_something).collect(),
            questions: balances.iter().filter_map(question).collect(),
        }
    }
}

fn steps(balances: &[TypeBalance<'_>], start: YearStart, year: Year) -> [BalanceStep; 9] {
    let column = |label: &str, is_sum, cell: &dyn Fn(&Balance) -> BalanceCell| BalanceStep {
        label: label.to_owned(),
        cells: balances.iter().map(|type_balance| cell(&type_balance.balance)).collect(),
        is_sum,
    };
    let carried_label = match year.previous() {
        Some(before) => &t::year_carried_from(start.name(before)),
        None => t::year_carried(),
    };
    let name = start.name(year);
    let expired = |balance: &Balance, days: HalfDays| {
        let date = balance.expires.filter(|_| days.0 > 0).map(date);
        BalanceCell { date, ..change("−", days) }
    };
    let carried = |balance: &Balance, is_calculated| {
        let is_it = (balance.carried_from == CarriedFrom::YearBefore) == is_calculated;
        let sign = if balance.carried_in.0 < 0 { "−" } else { "+" };
        if is_it { change(sign, balance.carried_in.abs()) } else { BalanceCell::default() }
    };
    [
        column(&t::year_allowance(&name), false, &|balance| BalanceCell {
            text: Number::from(balance.entitlement).to_string(),
            ..BalanceCell::default()
        }),
        column(carried_label, false, &|balance| carried(balance, true)),
        column(t::year_brought_forward(), false, &|balance| carried(balance, false)),
        column(t::year_expired(), false, &|balance| expired(balance, balance.expiry().0)),
        column(t::year_used(), false, &|balance| change("−", balance.used)),
        column(t::year_left_today(), true, &|balance| remaining(balance.remaining_today)),
        column(t::year_planned(), false, &|balance| change("−", balance.planned)),
        column(t::year_will_expire(), false, &|balance| expired(balance, balance.expiry().1)),
        column(&t::year_at_end(&name), true, &|balance| remaining(balance.remaining_at_year_end)),
    ]
}

fn change(sign: &str, days: HalfDays) -> BalanceCell {
    let text = if days.0 > 0 { format!("{sign}{}", Number::from(days)) } else { String::new() };
    BalanceCell { text, ..BalanceCell::default() }
}

fn remaining(remaining: Remaining) -> BalanceCell {
    let (text, is_over) = match remaining {
        Remaining::Left(days) => (t::year_left(Number::from(days)), false),
        Remaining::Over(days) => (t::year_over(Number::from(days)), true),
    };
    BalanceCell { text, is_over, date: None }
}

/// Formats a date without the year, such as `31 Mar`.
fn date(day: Day) -> String {
    short_date(day.date()).to_string()
}
