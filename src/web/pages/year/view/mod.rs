//! The year page: totals, the year planner, balances, charts, the office share, and missing days.

mod balances;
mod charts;
mod missing_days;
mod office_share;
mod planner;
mod table;
#[cfg(test)]
mod tests;

use askama::Template;

use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Year};
use crate::domain::types::{DayType, DayTypes, Slug, TypeKind};
use crate::domain::year::digest::YearDigest;
use crate::domain::year::missing_days::missing_runs;
use crate::domain::year::office_share::SharePeriod;
use crate::domain::year::totals::{Count, TypeTotals, by_location, by_type, days_of};
use crate::locale::t;
use crate::web::assets;
use crate::web::views::format::TypeBadge;
use crate::web::views::totals::{LocationLine, TotalView, badge_of, location_lines};
use crate::web::views::{Layout, Section};

use balances::{BalanceTable, balance_tables};
use charts::Doughnut;
use missing_days::MissingDaysView;
use office_share::OfficeShareView;
use planner::{Planner, PlannerBadge};
use table::MonthTable;

/// The data of the year page.
pub(crate) struct YearInput<'a> {
    /// The user who owns the days.
    pub(crate) user: &'a User,
    /// The days of the year, and those around it that the office share and the carry-over need.
    pub(crate) digest: &'a YearDigest,
    /// The year.
    pub(crate) year: Year,
    /// Today, in the user's time zone.
    pub(crate) today: Day,
    /// The period of each value of the office share.
    pub(crate) span: SharePeriod,
    /// The layout around the page.
    pub(crate) layout: Layout<'a>,
}

/// The year page.
#[derive(Template)]
#[template(path = "year/page.html")]
pub(crate) struct YearPage<'a> {
    layout: Layout<'a>,
    year: Year,
    is_this_year: bool,
    totals: Vec<TotalView<'a>>,
    planner: Planner,
    balances: Vec<BalanceTable<'a>>,
    table: MonthTable<'a>,
    charts: [Doughnut<'a>; 2],
    locations: Vec<LocationLine<'a>>,
    /// Whether the list of locations differs from the chart of the remote ones.
    shows_locations: bool,
    share: OfficeShareView,
    missing_days: MissingDaysView,
}

impl<'a> YearPage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(input: YearInput<'a>) -> askama::Result<Self> {
        let YearInput { user, digest, year, today, span, layout } = input;
        let settings = &user.settings;
        let days = days_of(digest, year);
        let types = by_type(digest, days, &settings.types, today);
        let location_totals = by_location(digest, days, &settings.types, today);
        Ok(Self {
            layout,
            year,
            is_this_year: today.year() == year,
            totals: totals(&types),
            planner: Planner::new(settings, digest, year, today)?,
            balances: balance_tables(settings, digest, settings.allowance_years(year), today),
            table: MonthTable::new(&types, year, today),
            charts: [Doughnut::of_types(&types), Doughnut::of_remote(&location_totals)],
            shows_locations: !Doughnut::shows_all(&location_totals),
            locations: location_lines(&location_totals),
            share: OfficeShareView::new(settings, digest, (year, span), today),
            missing_days: MissingDaysView::new(
                year,
                &missing_runs(
                    digest,
                    &settings.schedules,
                    settings.allowance_calendar.employment,
                    year,
                    today,
                ),
                digest.began_before || !digest.days.is_empty(),
            ),
        })
    }
}

/// Returns the appearance of the types that a [`YearDigest`] refers to by position. A merged type
/// looks like the type it was merged into, as on the month page and in the totals.
fn badges<'a>(types: &'a DayTypes, digest: &'a YearDigest) -> Vec<PlannerBadge<'a>> {
    let badge_of = |slug: &'a Slug| {
        let known = types.get(slug);
        PlannerBadge {
            badge: known.map_or_else(|| TypeBadge::unknown(slug.as_str()), TypeBadge::new),
            is_away: known.is_some_and(|known| known.kind != TypeKind::Work),
        }
    };
    digest.types.iter().map(badge_of).collect()
}

/// Returns the totals as on the month page: omits types without entries, unless they are built-in
/// and not archived.
fn totals<'a>(types: &[TypeTotals<'a>]) -> Vec<TotalView<'a>> {
    let total = |type_totals: &TypeTotals<'a>| {
        let is_offered = type_totals.day_type.is_some_and(DayType::is_offered);
        let Count { actual, planned } = type_totals.total;
        let total_view = TotalView::new(badge_of(type_totals), actual, planned);
        let even_zero = is_offered && type_totals.slug.is_built_in();
        (even_zero || !total_view.is_zero).then_some(total_view)
    };
    types.iter().filter_map(total).collect()
}
