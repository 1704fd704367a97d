//! The report page. Its list of days is rendered a year at a time.

use std::ops::RangeInclusive;

use askama::Template;

use super::form::ReportForm;
use crate::domain::accounts::user::User;
use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::Entry;
use crate::domain::days::month_log::MonthLog;
use crate::domain::types::{DayType, DayTypes, TypeFilter};
use crate::domain::year::digest::{DigestDay, YearDigest};
use crate::domain::year::totals::{TypeTotals, by_location, by_type, dates_of};
use crate::locale::{month_and_year, t};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::views::choices::{NO_ERROR, SelectOption};
use crate::web::views::day_lines::DayLines;
use crate::web::views::format::{TypeBadge, format_long_date};
use crate::web::views::totals::{CountView, LocationLine, badge_of, location_lines};
use crate::web::views::{Layout, Section};

/// The place of the days in the rendered page.
pub(super) const DAYS: &str = "<!-- days -->";

/// What the page depends on, besides the days.
pub(super) struct ReportInput<'a> {
    pub(super) user: &'a User,
    pub(super) form: &'a ReportForm,
    pub(super) filter: &'a TypeFilter,
    pub(super) today: Day,
}

impl ReportInput<'_> {
    /// Returns the types of the filter as parameters of a query. Slugs need no encoding.
    fn type_query(&self) -> String {
        self.chosen().fold(String::new(), |query, known| query + "&type=" + known.slug.as_str())
    }

    fn chosen(&self) -> impl Iterator<Item = &DayType> {
        self.user.settings.types.iter().filter(|known| self.filter.names(&known.slug))
    }
}

/// The report page.
#[derive(Template)]
#[template(path = "report/page.html")]
pub(super) struct ReportPage<'a> {
    layout: Layout<'a>,
    form: &'a ReportForm,
    errors: &'a FieldErrors,
    types: Vec<SelectOption<'a>>,
    periods: Vec<Period>,
    report: Option<Report<'a>>,
}

/// A link to the report of a common period.
struct Period {
    label: &'static str,
    href: String,
}

/// A report, except for its list of days.
pub(super) struct Report<'a> {
    username: &'a str,
    heading: String,
    /// The types that the report is limited to, such as `Only Office, Remote`.
    only: Option<String>,
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
    /// The number of days with the type, such as `on 11 days`, if half days make it differ from the
    /// sum.
    dates: Option<String>,
}

impl<'a> ReportPage<'a> {
    /// Formats the page for display. Without a report, it only contains the form.
    pub(super) fn new(
        layout: Layout<'a>,
        input: &ReportInput<'a>,
        errors: &'a FieldErrors,
        report: Option<Report<'a>>,
    ) -> Self {
        let types = input.user.settings.types.iter();
        let option = |known: &'a DayType| {
            SelectOption::new(known.slug.as_str(), &*known.label, input.filter.names(&known.slug))
        };
        let (form, types) = (input.form, types.map(option).collect());
        Self { layout, form, errors, types, periods: periods(input), report }
    }
}

/// Returns the common periods that lie within the supported dates.
fn periods(input: &ReportInput<'_>) -> Vec<Period> {
    let (month, year) = (input.today.month(), input.today.year());
    let notes = if input.form.notes { "&notes=on" } else { "" };
    let types = input.type_query();
    let of_month = |label, month: Month| (label, month.first_day(), month.last_day());
    let periods = [
        Some(of_month(t::report_this_month(), month)),
        month.previous().map(|month| of_month(t::report_last_month(), month)),
        Some((t::this_year(), year.first_day(), year.last_day())),
        year.previous().map(|year| (t::report_last_year(), year.first_day(), year.last_day())),
    ];
    let period = |(label, from, to)| Period {
        label,
        href: format!("/report?from={from}&to={to}{notes}{types}"),
    };
    periods.into_iter().flatten().map(period).collect()
}

impl<'a> Report<'a> {
    /// Formats the totals of a range of days for display.
    pub(super) fn new(
        input: &ReportInput<'a>,
        digest: &'a YearDigest,
        range: &RangeInclusive<Day>,
    ) -> Self {
        let (from, to, today) = (*range.start(), *range.end(), input.today);
        let (days, types) = (digest.between(from, to), &input.user.settings.types);
        let line = |totals: &TypeTotals<'a>| {
            let dates = dates_of(digest, days, types, totals.slug);
            (dates > 0).then(|| TypeDays {
                badge: badge_of(totals),
                days: totals.total.into(),
                dates: (dates * 2 != totals.total.sum().0 as usize).then(|| t::report_dates(dates)),
            })
        };
        let labels: Vec<&str> = input.chosen().map(|known| known.label.as_str()).collect();
        let notes = if input.form.notes { "" } else { "&notes=off" };
        Self {
            username: input.user.username.as_str(),
            heading: format_range(from, to),
            only: (!labels.is_empty()).then(|| t::report_only(labels.join(", "))),
            count: (!days.is_empty()).then(|| format_count(days, today)),
            types: by_type(digest, days, types, today).iter().filter_map(line).collect(),
            locations: location_lines(&by_location(digest, days, types, today)),
            has_planned: days.last().is_some_and(|last| last.day > today),
            query: format!("from={from}&to={to}{notes}{}", input.type_query()),
        }
    }
}

fn format_range(from: Day, to: Day) -> String {
    if from == to {
        return format_long_date(from);
    }
    if (from, to) == (from.year().first_day(), from.year().last_day()) {
        return from.year().to_string();
    }
    if (from, to) == (from.month().first_day(), from.month().last_day()) {
        return month_and_year(from.date()).to_string();
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

/// Renders the rows of the days that are in a range and have one of the types.
pub(super) fn render_days(
    logs: &[MonthLog],
    types: &DayTypes,
    filter: &TypeFilter,
    range: &RangeInclusive<Day>,
    notes: bool,
    today: Day,
) -> askama::Result<String> {
    let has_type = |entry: &Entry| {
        entry.content.parts.iter().any(|(part, _)| filter.includes(types, &part.day_type))
    };
    let entries = logs.iter().flat_map(MonthLog::iter);
    let entries = entries.filter(|(day, entry)| range.contains(day) && has_type(entry));
    let mut days = DayLines::new(entries, types, today);
    if !notes {
        days.hide_notes();
    }
    days.render()
}
