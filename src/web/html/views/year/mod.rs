//! The year page: totals, every day of the year, charts, shares and gaps.

mod balances;
mod charts;
mod gaps;
mod places;
mod planner;
mod share;
mod table;
#[cfg(test)]
mod tests;

use askama::Template;

use super::calendar::Total;
use super::words::Look;
use super::{Chrome, LogToday, Section, assets};
use crate::domain::balances::balances;
use crate::domain::brief::Brief;
use crate::domain::day::{Day, Year};
use crate::domain::gaps::gaps;
use crate::domain::share::Span;
use crate::domain::types::{DayType, DayTypes, Slug};
use crate::domain::user::User;
use crate::domain::year_totals::{Count, TypeYear, by_location, by_type};

use balances::BalanceTable;
use charts::Doughnut;
use gaps::GapWords;
use places::PlaceLine;
use planner::Planner;
use share::ShareWords;
use table::MonthTable;

/// What the year page is made of.
pub struct YearInput<'a> {
    /// Whose year it is.
    pub user: &'a User,
    /// Their days in it, and around it.
    pub brief: &'a Brief,
    /// The year.
    pub year: Year,
    /// The day that it is for the person.
    pub today: Day,
    /// What the office share is told by.
    pub span: Span,
}

/// The year page.
#[derive(Template)]
#[template(path = "year/page.html")]
pub struct YearPage<'a> {
    chrome: Chrome<'a>,
    year: Year,
    is_this_year: bool,
    totals: Vec<Total<'a>>,
    planner: Planner,
    balances: BalanceTable<'a>,
    table: MonthTable<'a>,
    charts: [Doughnut<'a>; 2],
    places: Vec<PlaceLine<'a>>,
    share: ShareWords,
    gaps: GapWords,
}

impl<'a> YearPage<'a> {
    /// Puts the page into words.
    pub fn new(input: &YearInput<'a>) -> askama::Result<Self> {
        let YearInput { user, brief, year, today, span } = *input;
        let settings = &user.settings;
        let types = by_type(brief, &settings.types, year, today);
        let at_places = by_location(brief, &settings.types, year, today);
        Ok(Self {
            chrome: Chrome {
                title: year.to_string(),
                username: Some(user.username.as_str()),
                is_admin: user.is_active_admin(),
                section: Section::Year,
                signup_open: false,
                log_today: Some(LogToday::new(settings, today)),
            },
            year,
            is_this_year: today.year() == year,
            totals: totals(&types),
            planner: Planner::new(settings, brief, year, today)?,
            balances: BalanceTable::new(&balances(settings, brief, year, today), year, today),
            table: MonthTable::new(&types, year, today),
            charts: [Doughnut::of_types(&types), Doughnut::of_remote(&at_places)],
            places: places::lines(&at_places),
            share: ShareWords::new(settings, brief, (year, span), today),
            gaps: GapWords::new(
                &gaps(brief, settings.working_days, year, today),
                brief.began_before || !brief.days.is_empty(),
            ),
        })
    }
}

/// How a type of the record looks, whether or not the person still has it.
fn look<'a>(of_type: &TypeYear<'a>) -> Look<'a> {
    of_type.day_type.map_or_else(|| Look::unknown(of_type.slug.as_str()), Look::of)
}

/// How the types look that a brief names by position. One that was merged into another looks like that
/// one, as on the month page and in the totals.
fn looks<'a>(types: &'a DayTypes, brief: &'a Brief) -> Vec<Look<'a>> {
    let look =
        |slug: &'a Slug| types.get(slug).map_or_else(|| Look::unknown(slug.as_str()), Look::of);
    brief.types.iter().map(look).collect()
}

/// As on the month page: the types built in stand there even with nothing logged, unless they are
/// archived.
fn totals<'a>(types: &[TypeYear<'a>]) -> Vec<Total<'a>> {
    let words = |of_type: &TypeYear<'a>| {
        let is_offered = of_type.day_type.is_some_and(DayType::is_offered);
        let is_zero = of_type.total.is_zero();
        let Count { actual, planned } = of_type.total;
        let planned = (planned.0 > 0).then_some(planned);
        let total = Total { look: look(of_type), actual, planned, is_zero };
        ((is_offered && of_type.slug.is_built_in()) || !is_zero).then_some(total)
    };
    types.iter().filter_map(words).collect()
}
