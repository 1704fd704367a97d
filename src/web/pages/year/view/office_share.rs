//! The office share as a bar chart and as a table.

use chrono::NaiveDate;

use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::settings::Settings;
use crate::domain::year::digest::YearDigest;
use crate::domain::year::office_share::{OfficeShare, SharePeriod, ShareWindow, shares, windows};
use crate::web::views::format::month_short;

/// The width of a bar, in the chart's own units.
const WIDTH: usize = 10;

/// The office share over a year.
pub(super) struct OfficeShareView {
    pub(super) tabs: Vec<PeriodTab>,
    /// The color of the office type.
    pub(super) color: &'static str,
    /// The width of the chart, in its own units, which fits the bars of the whole year.
    pub(super) width: usize,
    pub(super) bars: Vec<ShareBar>,
    /// Whether the chart has too many bars for a card of normal width.
    pub(super) is_wide: bool,
    /// The labels below the chart.
    pub(super) axis: Vec<&'static str>,
    pub(super) has_work: bool,
}

/// A tab that selects the period of a bar.
pub(super) struct PeriodTab {
    pub(super) span: SharePeriod,
    pub(super) label: &'static str,
    pub(super) is_chosen: bool,
}

/// A bar of the chart, and its row in the table.
pub(super) struct ShareBar {
    pub(super) label: String,
    /// The first and last date, if the label doesn't make them clear.
    pub(super) dates: Option<String>,
    pub(super) percent: Option<u32>,
    pub(super) office: HalfDays,
    pub(super) worked: HalfDays,
    pub(super) x: usize,
    pub(super) y: u32,
    pub(super) height: u32,
}

impl OfficeShareView {
    pub(super) fn new(
        settings: &Settings,
        digest: &YearDigest,
        (year, span): (Year, SharePeriod),
        today: Day,
    ) -> Self {
        let windows = windows(year, span, settings.week_start);
        let width = windows.len() * WIDTH;
        let shares = shares(digest, &settings.types, windows, today);
        let office = settings.types.iter().find(|found| found.slug.as_str() == "office");
        Self {
            color: office.map_or("", |office| office.color.as_str()),
            tabs: SharePeriod::ALL
                .iter()
                .map(|tab| PeriodTab { span: *tab, label: label(*tab), is_chosen: *tab == span })
                .collect(),
            width,
            is_wide: matches!(span, SharePeriod::Week | SharePeriod::TwelveWeeks),
            has_work: shares.iter().any(|share| share.worked.0 > 0),
            bars: shares
                .iter()
                .enumerate()
                .map(|(at, share)| ShareBar::new(span, at, share))
                .collect(),
            axis: axis(year, span),
        }
    }
}

fn label(span: SharePeriod) -> &'static str {
    match span {
        SharePeriod::Week => "Week",
        SharePeriod::Month => "Month",
        SharePeriod::Quarter => "Quarter",
        SharePeriod::TwelveWeeks => "12 weeks",
    }
}

fn axis(year: Year, span: SharePeriod) -> Vec<&'static str> {
    match span {
        SharePeriod::Quarter => vec!["Q1", "Q2", "Q3", "Q4"],
        _ => (1..=12).filter_map(|number| year.month(number)).map(month_short).collect(),
    }
}

impl ShareBar {
    fn new(span: SharePeriod, at: usize, share: &OfficeShare) -> Self {
        let percent = share.percent();
        let height = percent.unwrap_or_default();
        Self {
            label: name(span, &share.window),
            dates: matches!(span, SharePeriod::Week | SharePeriod::TwelveWeeks)
                .then(|| format!("{}–{}", date(share.window.first), date(share.window.last))),
            percent,
            office: share.office,
            worked: share.worked,
            x: at * WIDTH + 1,
            y: 100 - height,
            height,
        }
    }
}

fn name(span: SharePeriod, window: &ShareWindow) -> String {
    match span {
        SharePeriod::Week => format!("Week {}", window.number),
        SharePeriod::TwelveWeeks => format!("To week {}", window.number),
        SharePeriod::Quarter => format!("Q{}", window.number),
        SharePeriod::Month => month(window.first).to_owned(),
    }
}

fn month(date: NaiveDate) -> &'static str {
    Day::from_date(date).map_or("", |day| month_short(day.month()))
}

/// Formats a date without the year, such as `5 Jan`.
fn date(date: NaiveDate) -> String {
    date.format("%-d %b").to_string()
}
