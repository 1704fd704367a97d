//! The year page: totals, the year planner, balances, charts, the office share, and missing days.

mod balances;
mod charts;
mod locations;
mod missing_days;
mod office_share;
mod planner;
mod table;
#[cfg(test)]
mod tests;

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Year};
use crate::domain::types::{DayType, DayTypes, Slug};
use crate::domain::year::digest::YearDigest;
use crate::domain::year::missing_days::gaps;
use crate::domain::year::office_share::SharePeriod;
use crate::domain::year::totals::{Count, TypeYear, by_location, by_type};
use crate::web::assets;
use crate::web::pages::month::calendar::MonthTotal;
use crate::web::views::format::TypeBadge;
use crate::web::views::log_today::LogToday;
use crate::web::views::{Layout, Section};

use balances::{BalanceTable, balance_tables};
use charts::Doughnut;
use locations::LocationLine;
use missing_days::GapsView;
use office_share::OfficeShareView;
use planner::Planner;
use table::MonthTable;

/// The data of the year page.
pub struct YearInput<'a> {
    /// The user who owns the days.
    pub user: &'a User,
    /// The days of the year, and those around it that the office share and the carry-over need.
    pub brief: &'a YearDigest,
    /// The year.
    pub year: Year,
    /// Today, in the user's time zone.
    pub today: Day,
    /// The period of each value of the office share.
    pub span: SharePeriod,
}

/// The year page.
#[derive(Template)]
#[template(path = "year/page.html")]
pub struct YearPage<'a> {
    layout: Layout<'a>,
    year: Year,
    is_this_year: bool,
    totals: Vec<MonthTotal<'a>>,
    planner: Planner,
    balances: Vec<BalanceTable<'a>>,
    table: MonthTable<'a>,
    charts: [Doughnut<'a>; 2],
    places: Vec<LocationLine<'a>>,
    share: OfficeShareView,
    gaps: GapsView,
}

impl<'a> YearPage<'a> {
    /// Formats the page for display.
    pub fn new(input: &YearInput<'a>) -> askama::Result<Self> {
        let YearInput { user, brief, year, today, span } = *input;
        let settings = &user.settings;
        let types = by_type(brief, &settings.types, year, today);
        let at_places = by_location(brief, &settings.types, year, today);
        Ok(Self {
            layout: Layout {
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
            balances: balance_tables(settings, brief, settings.allowance_years(year), today),
            table: MonthTable::new(&types, year, today),
            charts: [Doughnut::of_types(&types), Doughnut::of_remote(&at_places)],
            places: locations::lines(&at_places),
            share: OfficeShareView::new(settings, brief, (year, span), today),
            gaps: GapsView::new(
                &gaps(brief, settings.working_days, year, today),
                brief.began_before || !brief.days.is_empty(),
            ),
        })
    }
}

/// Returns the appearance of a type, even if the user no longer has it.
fn look<'a>(of_type: &TypeYear<'a>) -> TypeBadge<'a> {
    of_type.day_type.map_or_else(|| TypeBadge::unknown(of_type.slug.as_str()), TypeBadge::new)
}

/// Returns the appearance of the types that a [`YearDigest`] refers to by position. A merged type
/// looks like the type it was merged into, as on the month page and in the totals.
fn looks<'a>(types: &'a DayTypes, brief: &'a YearDigest) -> Vec<TypeBadge<'a>> {
    let look = |slug: &'a Slug| {
        types.get(slug).map_or_else(|| TypeBadge::unknown(slug.as_str()), TypeBadge::new)
    };
    brief.types.iter().map(look).collect()
}

/// Returns the totals as on the month page: omits types without entries, unless they are built-in
/// and not archived.
fn totals<'a>(types: &[TypeYear<'a>]) -> Vec<MonthTotal<'a>> {
    let words = |of_type: &TypeYear<'a>| {
        let is_offered = of_type.day_type.is_some_and(DayType::is_offered);
        let is_zero = of_type.total.is_zero();
        let Count { actual, planned } = of_type.total;
        let planned = (planned.0 > 0).then_some(planned);
        let total = MonthTotal { look: look(of_type), actual, planned, is_zero };
        ((is_offered && of_type.slug.is_built_in()) || !is_zero).then_some(total)
    };
    types.iter().filter_map(words).collect()
}
