//! The report page. Its list of days is rendered a year at a time.

use std::ops::RangeInclusive;

use askama::Template;

use super::form::ReportForm;
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::month_log::MonthLog;
use crate::domain::types::DayTypes;
use crate::domain::year::digest::{DigestDay, YearDigest};
use crate::domain::year::totals::{TypeTotals, by_location, by_type};
use crate::locale::{month_and_year, t};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::views::day_lines::DayLines;
use crate::web::views::format::{TypeBadge, format_long_date};
use crate::web::views::totals::{CountView, LocationLine, badge_of, location_lines};
use crate::web::views::{Layout, Section};

/// The place of the days in the rendered page.
pub(super) const DAYS: &str = "<!-- days -->";

/// The report page.
#[derive(Template)]
#[template(path = "report/page.html")]
pub(super) struct ReportPage<'a> {
    layout: Layout<'a>,
    form: &'a ReportForm,
    errors: &'a FieldErrors,
    periods: Vec<Period>,
    report: Option<Report<'a>>,
}

/// A link to the report of a common period.
struct Period {
    label: &'static str,
    from: Day,
    to: Day,
}

/// A report, except for its list of days.
pub(super) struct Report<'a> {
    username: &'a str,
    heading: String,
    /// The days with an entry, such as `12 days logged, 3 planned`. `None` without entries.
    count: Option<String>,
    types: Vec<TypeDays<'a>>,
    locations: Vec<LocationLine<'a>>,
    has_planned: bool,
    /// The query of the CSV file.
    query: String,
}

/// The days of a type.
struct TypeDays<'a> {
    badge: TypeBadge<'a>,
    days: CountView,
}

impl<'a> ReportPage<'a> {
    /// Formats the page for display. Without a report, it only contains the form.
    pub(super) fn new(
        layout: Layout<'a>,
        form: &'a ReportForm,
        errors: &'a FieldErrors,
        today: Day,
        report: Option<Report<'a>>,
    ) -> Self {
        Self { layout, form, errors, periods: periods(today), report }
    }
}

/// Returns the common periods that lie within the supported dates.
fn periods(today: Day) -> Vec<Period> {
    let (month, year) = (today.month(), today.year());
    let of_month = |label, month: Month| (label, month.first_day(), month.last_day());
    let periods = [
        Some(of_month(t::report_this_month(), month)),
        month.previous().map(|month| of_month(t::report_last_month(), month)),
        Some((t::this_year(), year.first_day(), year.last_day())),
        year.previous().map(|year| (t::report_last_year(), year.first_day(), year.last_day())),
    ];
    let period = |(label, from, to)| Period { label, from, to };
    periods.into_iter().flatten().map(period).collect()
}

impl<'a> Report<'a> {
    /// Formats the totals of a range of days for display.
    pub(super) fn new(
        user: &'a User,
        digest: &'a YearDigest,
        range: &RangeInclusive<Day>,
        notes: bool,
        today: Day,
    ) -> Self {
        let (from, to) = (*range.start(), *range.end());
        let (days, types) = (digest.between(from, to), &user.settings.types);
        let line = |totals: &TypeTotals<'a>| {
            (!totals.total.is_zero())
                .then(|| TypeDays { badge: badge_of(totals), days: totals.total.into() })
        };
        Self {
            username: user.username.as_str(),
            heading: format_range(from, to),
            count: (!days.is_empty()).then(|| format_count(days, today)),
            types: by_type(digest, days, types, today).iter().filter_map(line).collect(),
            locations: location_lines(&by_location(digest, days, types, today)),
            has_planned: days.last().is_some_and(|last| last.day > today),
            query: format!("from={from}&to={to}{}", if notes { "" } else { "&notes=off" }),
        }
    }
}

fn format_range(from: Day, to: Day) -> String {
    if from == to {
        return format_long_date(from);
    }
    if from.month() == to.month() {
        return t::report_range_in_month(from.number(), to.number(), month_and_year(from.date()));
    }
    t::report_range(format_long_date(from), format_long_date(to))
}

/// Formats the number of days with an entry, apart from those after today.
fn format_count(days: &[DigestDay], today: Day) -> String {
    let logged = days.partition_point(|day| day.day <= today);
    match (logged, days.len() - logged) {
        (logged, 0) => t::report_count(logged),
        (0, planned) => t::report_count_only_planned(planned),
        (logged, planned) => t::report_count_planned(logged, planned),
    }
}

/// Renders the rows of the days that are in a range.
pub(super) fn render_days(
    logs: &[MonthLog],
    types: &DayTypes,
    range: &RangeInclusive<Day>,
    notes: bool,
    today: Day,
) -> askama::Result<String> {
    let entries = logs.iter().flat_map(MonthLog::iter).filter(|(day, _)| range.contains(day));
    let mut days = DayLines::new(entries, types, today);
    if !notes {
        days.hide_notes();
    }
    days.render()
}
