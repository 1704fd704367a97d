//! The pages to export, import, and delete data.

use askama::Template;

use crate::domain::days::month_log::MonthLog;
use crate::domain::days::record_stats::{self, Extent};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::format::{days, long_date};
use crate::web::views::{Chrome, Section};

/// The page with the links to export, import, and delete data.
#[derive(Template)]
#[template(path = "settings/data.html")]
pub struct DataPage<'a> {
    chrome: Chrome<'a>,
    here: SettingsPart,
    years: Vec<YearRow>,
    all: String,
    deleted: Option<String>,
}

/// A year that has entries.
struct YearRow {
    year: i32,
    kept: String,
}

impl<'a> DataPage<'a> {
    /// Formats the user's entries for display. `deleted` entries were just deleted.
    pub fn new(
        chrome: Chrome<'a>,
        here: SettingsPart,
        logs: &[MonthLog],
        deleted: Option<usize>,
    ) -> Self {
        let years = record_stats::by_year(logs).into_iter();
        let years = years.map(|(year, extent)| YearRow { year, kept: kept(extent) }).collect();
        let deleted = deleted.map(|count| match count {
            0 => "Deleted.".to_owned(),
            count => format!("Deleted {}.", days(count)),
        });
        Self { chrome, here, years, all: kept(Extent::of(logs)), deleted }
    }
}

/// The page to confirm the deletion of a year or of all entries.
#[derive(Template)]
#[template(path = "settings/delete_days.html")]
pub struct DeleteDaysPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The current page in the navigation.
    pub here: SettingsPart,
    /// The year. `None` for all entries.
    pub year: Option<i32>,
    /// The number and dates of the entries.
    pub extent: Extent,
    /// The fingerprint of the entries, which changes with any of them.
    pub mark: &'a str,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
}

impl DeleteDaysPage<'_> {
    fn days(&self) -> String {
        days(self.extent.days)
    }

    fn span(&self) -> Option<String> {
        span(self.extent)
    }
}

/// The page to confirm the deletion of the account.
#[derive(Template)]
#[template(path = "settings/delete_account.html")]
pub struct DeleteAccountPage<'a> {
    /// The page's layout.
    pub chrome: Chrome<'a>,
    /// The current page in the navigation.
    pub here: SettingsPart,
    /// The number and dates of the entries.
    pub extent: Extent,
    /// The number of calendar feeds.
    pub feeds: usize,
    /// The number of API tokens.
    pub tokens: usize,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
}

impl DeleteAccountPage<'_> {
    fn days(&self) -> String {
        days(self.extent.days)
    }

    fn span(&self) -> Option<String> {
        span(self.extent)
    }
}

fn kept(extent: Extent) -> String {
    match extent {
        Extent { days: 0, removed: 0, .. } => "Nothing logged".to_owned(),
        Extent { days: 0, .. } => "The history of deleted days".to_owned(),
        extent => days(extent.days),
    }
}

fn span(extent: Extent) -> Option<String> {
    let (first, last) = extent.span?;
    let first_date = long_date(first);
    Some(if first == last { first_date } else { format!("{first_date} to {}", long_date(last)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::day::Day;

    #[test]
    fn the_entries_to_delete_are_counted_exactly() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let span_of = |first, last| Some((day(first), day(last)));
        for (days, removed, span_, words, dates) in [
            (0, 0, None, "Nothing logged", None),
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
            let extent = Extent { days, removed, span: span_ };
            assert_eq!((kept(extent).as_str(), span(extent).as_deref()), (words, dates));
        }
    }
}
