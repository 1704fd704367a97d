//! The office share as a bar chart and as a table.

use chrono::NaiveDate;

use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::settings::Settings;
use crate::domain::year::digest::Brief;
use crate::domain::year::office_share::{Share, Span, Window, shares, windows};
use crate::web::views::format::month_short;

/// The width of a bar, in the chart's own units.
const WIDTH: usize = 10;

/// The office share over a year.
pub(super) struct ShareWords {
    pub(super) tabs: Vec<Tab>,
    /// The color of the office type.
    pub(super) colour: &'static str,
    /// The width of the chart, in its own units, which fits the bars of the whole year.
    pub(super) width: usize,
    pub(super) bars: Vec<Bar>,
    /// Whether the chart has too many bars for a card of normal width.
    pub(super) is_wide: bool,
    /// The labels below the chart.
    pub(super) axis: Vec<&'static str>,
    pub(super) has_work: bool,
}

/// A tab that selects the period of a bar.
pub(super) struct Tab {
    pub(super) span: Span,
    pub(super) label: &'static str,
    pub(super) is_chosen: bool,
}

/// A bar of the chart, and its row in the table.
pub(super) struct Bar {
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

impl ShareWords {
    pub(super) fn new(
        settings: &Settings,
        brief: &Brief,
        (year, span): (Year, Span),
        today: Day,
    ) -> Self {
        let windows = windows(year, span, settings.week_start);
        let width = windows.len() * WIDTH;
        let shares = shares(brief, &settings.types, windows, today);
        let office = settings.types.iter().find(|found| found.slug.as_str() == "office");
        Self {
            colour: office.map_or("", |office| office.colour.as_str()),
            tabs: Span::ALL
                .iter()
                .map(|tab| Tab { span: *tab, label: label(*tab), is_chosen: *tab == span })
                .collect(),
            width,
            is_wide: matches!(span, Span::Week | Span::TwelveWeeks),
            has_work: shares.iter().any(|share| share.worked.0 > 0),
            bars: shares.iter().enumerate().map(|(at, share)| Bar::of(span, at, share)).collect(),
            axis: axis(year, span),
        }
    }
}

fn label(span: Span) -> &'static str {
    match span {
        Span::Week => "Week",
        Span::Month => "Month",
        Span::Quarter => "Quarter",
        Span::TwelveWeeks => "12 weeks",
    }
}

fn axis(year: Year, span: Span) -> Vec<&'static str> {
    match span {
        Span::Quarter => vec!["Q1", "Q2", "Q3", "Q4"],
        _ => (1..=12).filter_map(|number| year.month(number)).map(month_short).collect(),
    }
}

impl Bar {
    fn of(span: Span, at: usize, share: &Share) -> Self {
        let percent = share.percent();
        let height = percent.unwrap_or_default();
        Self {
            label: name(span, &share.window),
            dates: matches!(span, Span::Week | Span::TwelveWeeks)
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

fn name(span: Span, window: &Window) -> String {
    match span {
        Span::Week => format!("Week {}", window.number),
        Span::TwelveWeeks => format!("To week {}", window.number),
        Span::Quarter => format!("Q{}", window.number),
        Span::Month => month(window.first).to_owned(),
    }
}

fn month(date: NaiveDate) -> &'static str {
    Day::from_date(date).map_or("", |day| month_short(day.month()))
}

/// Formats a date without the year, such as `5 Jan`.
fn date(date: NaiveDate) -> String {
    date.format("%-d %b").to_string()
}
