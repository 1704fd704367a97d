//! The pages to export, import, and delete data.

use askama::Template;

use crate::domain::days::record_stats::RecordStats;
use crate::domain::values::problem::Problem;
use crate::locale::{Html, t};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::messages;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::choices::NO_ERROR;
use crate::web::views::format::{format_days, format_long_date};
use crate::web::views::{Layout, Section};

/// The page to import, export, and delete data.
#[derive(Template)]
#[template(path = "settings/data.html")]
pub(crate) struct DataPage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    years: Vec<LoggedYear>,
    all: String,
    notice: Option<String>,
    error: Option<&'a str>,
}

/// Returns the message that this many entries were deleted.
pub(super) fn format_deleted(count: usize) -> String {
    match count {
        0 => messages::message_for("done.deleted"),
        count => messages::message_for(
            Problem::new("done.days_deleted").with("days", format_days(count)),
        ),
    }
}

/// A year in which something was ever logged.
struct LoggedYear {
    year: i32,
    /// Whether not all of its entries were deleted.
    has_entries: bool,
    stats: String,
}

impl<'a> DataPage<'a> {
    /// Formats the numbers of entries in each year for display. `notice` confirms the last action, and `error` is
    /// that of the uploaded file.
    pub(crate) fn new(
        layout: Layout<'a>,
        current: SettingsPart,
        years: &[(i32, usize)],
        notice: Option<String>,
        error: Option<&'a str>,
    ) -> Self {
        let all = format_count(years.iter().map(|(_, days)| days).sum());
        let of_year = |&(year, days): &(i32, usize)| LoggedYear {
            year,
            has_entries: days > 0,
            stats: format_count(days),
        };
        let years = years.iter().map(of_year).collect();
        Self { layout, current, years, all, notice, error }
    }
}

/// The page to confirm the deletion of a year or of all entries.
#[derive(Template)]
#[template(path = "settings/delete_days.html")]
pub(crate) struct DeleteDaysPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The year. `None` for all entries.
    pub(crate) year: Option<i32>,
    /// The number and dates of the entries.
    pub(crate) extent: RecordStats,
    /// The fingerprint of the entries, which changes with any of them.
    pub(crate) fingerprint: &'a str,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
}

impl DeleteDaysPage<'_> {
    /// Returns the entries that will be deleted, or `None` if there is only history.
    fn days(&self) -> Option<Html<String>> {
        format_days_and_dates(self.extent)
    }

    /// Returns the label of the checkbox, such as `Delete 231 days of 2026 for good`.
    fn confirmation(&self) -> String {
        match (self.extent.days, self.year) {
            (0, None) => t::delete_confirm_history().to_owned(),
            (0, Some(year)) => t::delete_confirm_history_of(year),
            (days, None) => t::delete_confirm_days(days),
            (days, Some(year)) => t::delete_confirm_days_of(days, year),
        }
    }

    /// Returns the path that exports the entries.
    fn export_path(&self) -> String {
        let query = self.year.map(|year| format!("?year={year}"));
        format!("/export.json{}", query.unwrap_or_default())
    }
}

/// The page to confirm the deletion of the account.
#[derive(Template)]
#[template(path = "settings/delete_account.html")]
pub(crate) struct DeleteAccountPage<'a> {
    /// The page's layout.
    pub(crate) layout: Layout<'a>,
    /// The current page in the navigation.
    pub(crate) current: SettingsPart,
    /// The number and dates of the entries.
    pub(crate) extent: RecordStats,
    /// The number of calendar feeds.
    pub(crate) feeds: usize,
    /// The number of API tokens.
    pub(crate) tokens: usize,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
}

impl DeleteAccountPage<'_> {
    /// Returns the entries that will be deleted, or `None` if there are none.
    fn days(&self) -> Option<Html<String>> {
        format_days_and_dates(self.extent)
    }
}

/// Returns the number of entries, or that there is only history.
fn format_count(days: usize) -> String {
    match days {
        0 => t::data_only_history().to_owned(),
        days => format_days(days),
    }
}

fn format_days_and_dates(extent: RecordStats) -> Option<Html<String>> {
    format_span(extent).map(|dates| t::delete_days_html(dates, extent.days))
}

fn format_span(extent: RecordStats) -> Option<String> {
    let (first, last) = extent.span?;
    let first_date = format_long_date(first);
    Some(if first == last { first_date } else { t::date_range(first_date, format_long_date(last)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::day::Day;

    #[test]
    fn the_entries_to_delete_are_counted_exactly() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let span_of = |first, last| Some((day(first), day(last)));
        for (days, removed, span_, expected, dates) in [
            (0, 2, None, "The history of deleted days", None),
            (1, 0, span_of("2026-11-18", "2026-11-18"), "1 day", Some("18 November 2026")),
            (
                12,
                3,
                span_of("2026-01-02", "2026-11-18"),
                "12 days",
                Some("2 January 2026 to 18 November 2026"),
            ),
        ] {
            let extent = RecordStats { days, removed, span: span_ };
            assert_eq!(
                (format_count(days).as_str(), format_span(extent).as_deref()),
                (expected, dates)
            );
        }
    }
}
