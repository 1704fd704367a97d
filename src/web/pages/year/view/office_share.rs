//! The office share as a bar chart and as a table.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use crate::domain::days::day::{Day, Year};
use crate::domain::settings::Settings;
use crate::domain::year::digest::YearDigest;
use crate::domain::year::office_share::{
    OfficeShare, SharePeriod, ShareWindow, shares, whole, windows,
};
use crate::locale::{Number, month_short_name, short_date, t};

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
    pub(super) axis: Vec<Cow<'static, str>>,
    pub(super) has_work: bool,
    /// The share of the whole year. `None` if no days were worked.
    pub(super) total: Option<ShareTotal>,
}

/// The office share of a year up to today.
pub(super) struct ShareTotal {
    pub(super) percent: u32,
    pub(super) office: Number,
    pub(super) worked: Number,
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
    /// The office days and the worked days, such as `1.5 of 2`.
    pub(super) days: String,
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
        let windows = windows(year, span, settings.first_weekday());
        let width = windows.len() * WIDTH;
        let total = shares(digest, &settings.types, [whole(year)], today);
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
            axis: axis(span),
            total: total.first().and_then(ShareTotal::new),
        }
    }
}

fn label(span: SharePeriod) -> &'static str {
    match span {
        SharePeriod::Week => t::share_week(),
        SharePeriod::Month => t::share_month(),
        SharePeriod::Quarter => t::share_quarter(),
        SharePeriod::TwelveWeeks => t::share_12_weeks(),
    }
}

fn axis(span: SharePeriod) -> Vec<Cow<'static, str>> {
    match span {
        SharePeriod::Quarter => (1..=4).map(|number| t::share_of_quarter(number).into()).collect(),
        _ => (1..=12).map(|number| month_short_name(number).into()).collect(),
    }
}

impl ShareTotal {
    fn new(share: &OfficeShare) -> Option<Self> {
        let (office, worked) = (Number::from(share.office), Number::from(share.worked));
        share.percent().map(|percent| Self { percent, office, worked })
    }
}

impl ShareBar {
    fn new(span: SharePeriod, at: usize, share: &OfficeShare) -> Self {
        let percent = share.percent();
        let height = percent.unwrap_or_default();
        Self {
            label: name(span, &share.window),
            dates: matches!(span, SharePeriod::Week | SharePeriod::TwelveWeeks)
                .then(|| format_dates(share.window.first, share.window.last)),
            percent,
            days: t::share_days(Number::from(share.office), Number::from(share.worked)),
            x: at * WIDTH + 1,
            y: 100 - height,
            height,
        }
    }
}

fn name(span: SharePeriod, window: &ShareWindow) -> String {
    match span {
        SharePeriod::Week => t::share_of_week(window.number),
        SharePeriod::TwelveWeeks => t::share_to_week(window.number),
        SharePeriod::Quarter => t::share_of_quarter(window.number),
        SharePeriod::Month => month_short_name(window.first.month()).to_owned(),
    }
}

/// Formats the days of a bar without the year, such as `5–11 Jan` or `29 Dec – 4 Jan`.
fn format_dates(first: NaiveDate, last: NaiveDate) -> String {
    if (first.year(), first.month()) == (last.year(), last.month()) {
        return t::share_dates_in_month(first.day(), short_date(last));
    }
    t::share_dates(short_date(first), short_date(last))
}
