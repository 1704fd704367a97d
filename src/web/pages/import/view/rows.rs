//! The rows of a file, each with a checkbox. One page of them is shown at a time: a year, or a part
//! of a year with many rows.

use std::collections::{BTreeMap, BTreeSet};

use super::ReviewInput;
use super::outcome::describe_outcome;
use crate::domain::days::day::Day;
use crate::domain::days::location::Location;
use crate::domain::days::plan::Plan;
use crate::domain::exchange::import::{
    Choices, DayHalf, ImportRow, ParsedFile, RecordSet, ResolvedImport, RowOutcome, RowState,
    UncheckedReason,
};
use crate::domain::types::LocationRule;
use crate::locale::{t, weekday_date};
use crate::web::messages;
use crate::web::pages::import::selection;
use crate::web::views::format::TypeBadge;

/// The maximum number of rows on a page.
const PAGE_ROWS: usize = 400;

/// The open page of rows, and the selection of all rows.
pub(super) struct ReviewRows<'a> {
    /// All pages.
    pub(super) pages: Vec<RowPage>,
    /// The year of the open page.
    pub(super) year: i32,
    /// Whether there are rows in several years.
    pub(super) has_years: bool,
    /// The rows of the open page.
    pub(super) rows: Vec<ReviewRow<'a>>,
    /// The number of selected checkboxes, and of all.
    pub(super) included: usize,
    pub(super) total: usize,
    /// Whether some rows start unchecked.
    pub(super) has_suggestions: bool,
    /// Explains whether events marked as free start checked.
    pub(super) hint: Option<&'static str>,
    /// The values of hidden fields, named as in the form.
    pub(super) hidden: Vec<(&'static str, String)>,
}

/// A page of rows.
pub(super) struct RowPage {
    /// The name, such as `2026` or `2026.2`.
    pub(super) name: String,
    pub(super) label: String,
    pub(super) included: usize,
    pub(super) total: usize,
    pub(super) is_open: bool,
}

/// The checkbox of a record, which decides about all its rows.
pub(super) struct RecordCheckbox {
    pub(super) record: u64,
    pub(super) is_checked: bool,
    /// Whether all its names are left out, so that selecting it has no effect.
    pub(super) is_left_out: bool,
}

/// A row of the file.
pub(super) struct ReviewRow<'a> {
    /// The checkbox, if it is the first row of its record on the page.
    pub(super) checkbox: Option<RecordCheckbox>,
    pub(super) days: String,
    pub(super) badge: Option<TypeBadge<'a>>,
    pub(super) when: &'static str,
    pub(super) location: Option<&'a str>,
    /// The hours of a time entry.
    pub(super) hours: Option<String>,
    pub(super) notes: &'a str,
    /// What happens to its days.
    pub(super) outcome: String,
    pub(super) line: usize,
}

/// A row with its outcome.
type Resolved<'a> = (&'a ImportRow, &'a RowOutcome);

impl<'a> ReviewRows<'a> {
    pub(super) fn new(
        reading: &'a ParsedFile,
        resolved: &'a ResolvedImport,
        plan: &Plan,
        differing: &BTreeSet<u64>,
        input: &ReviewInput<'_>,
    ) -> Self {
        let rows = resolved.rows.iter();
        let rows = rows.filter_map(|outcome| Some((reading.rows.get(outcome.row)?, outcome)));
        let mut years: BTreeMap<i32, Vec<Resolved<'_>>> = BTreeMap::new();
        for (row, outcome) in rows {
            years.entry(row.from.year().number()).or_default().push((row, outcome));
        }
        for rows in years.values_mut() {
            rows.sort_by_key(|(row, _)| (row.from, row.line));
        }
        let (included, total) = count_records(years.values().flatten());
        let names = years.iter().flat_map(|(year, rows)| page_names(*year, rows.len()));
        let open = names.clone().find(|name| name == input.page).or_else(|| names.clone().next());
        let open = open.unwrap_or_default();
        let (year, part) = parse_page(&open);
        let in_year = years.get(&year).map(Vec::as_slice).unwrap_or_default();
        let shown = in_year.chunks(PAGE_ROWS).nth(part).unwrap_or_default();
        let review = |(checkbox, found): (_, &Resolved<'a>)| ReviewRow {
            checkbox,
            ..review_row(*found, resolved, plan, differing)
        };
        Self {
            pages: pages(&years, &open),
            year,
            has_years: years.len() > 1,
            rows: checkboxes(shown).zip(shown).map(review).collect(),
            included,
            total,
            has_suggestions: reading.rows.iter().any(|row| row.unchecked.is_some()),
            hint: free_events_hint(reading).map(messages::text),
            hidden: hidden_fields(input.choices, &open, in_year, shown),
        }
    }
}

/// Returns the checkbox of each row. Only the first row of a record has one: with two of the same
/// name, unchecking one of them would have no effect.
fn checkboxes(shown: &[Resolved<'_>]) -> impl Iterator<Item = Option<RecordCheckbox>> {
    let mut boxes: BTreeMap<u64, RecordCheckbox> = BTreeMap::new();
    for (row, outcome) in shown {
        let record = row.record;
        let first = RecordCheckbox { record, is_checked: false, is_left_out: true };
        let checkbox = boxes.entry(record).or_insert(first);
        checkbox.is_checked |= outcome.is_included();
        checkbox.is_left_out &= outcome.state == RowState::LeftOut;
    }
    shown.iter().map(move |(row, _)| boxes.remove(&row.record))
}

/// Returns the number of included records, and of all. Two rows, a morning and an afternoon, can be
/// one record.
fn count_records<'r, 'a: 'r>(rows: impl IntoIterator<Item = &'r Resolved<'a>>) -> (usize, usize) {
    let mut records = BTreeMap::new();
    for (row, outcome) in rows {
        *records.entry(row.record).or_insert(false) |= outcome.is_included();
    }
    (records.values().filter(|is_included| **is_included).count(), records.len())
}

/// Returns the code of the message that explains whether events marked as free start checked.
fn free_events_hint(reading: &ParsedFile) -> Option<&'static str> {
    let mut reasons = reading.rows.iter().filter_map(|row| row.unchecked);
    if reading.is_all_free {
        Some("ics.all_free")
    } else {
        reasons.any(|reason| reason == UncheckedReason::Free).then_some("ics.some_free")
    }
}

/// Returns the names of the pages of a year.
fn page_names(year: i32, rows: usize) -> impl Iterator<Item = String> + Clone {
    let parts = rows.div_ceil(PAGE_ROWS);
    (1..=parts).map(move |part| if part == 1 { year.to_string() } else { format!("{year}.{part}") })
}

/// Returns the year of a page and the position of its part.
fn parse_page(name: &str) -> (i32, usize) {
    let (year, part) = name.split_once('.').unwrap_or((name, "1"));
    let part = part.parse().unwrap_or(1_usize);
    (year.parse().unwrap_or_default(), part.saturating_sub(1))
}

fn pages(years: &BTreeMap<i32, Vec<Resolved<'_>>>, open: &str) -> Vec<RowPage> {
    let mut pages = Vec::new();
    for (year, rows) in years {
        let parts = rows.chunks(PAGE_ROWS);
        let count = parts.len();
        for (at, (name, part)) in page_names(*year, rows.len()).zip(parts).enumerate() {
            let (included, total) = count_records(part);
            pages.push(RowPage {
                is_open: name == open,
                label: if count == 1 {
                    year.to_string()
                } else {
                    t::import_year_part(at + 1, year)
                },
                name,
                included,
                total,
            });
        }
    }
    pages
}

fn hidden_fields(
    choices: &Choices,
    open: &str,
    in_year: &[Resolved<'_>],
    shown: &[Resolved<'_>],
) -> Vec<(&'static str, String)> {
    let all: RecordSet = in_year.iter().map(|(row, _)| row.record).collect();
    let checked = in_year.iter().filter(|(_, outcome)| outcome.is_included());
    let checked: RecordSet = checked.map(|(row, _)| row.record).collect();
    // A disabled checkbox isn't submitted, which must not count as unchecking it.
    let enabled = shown.iter().filter(|(_, outcome)| outcome.state != RowState::LeftOut);
    let enabled: RecordSet = enabled.map(|(row, _)| row.record).collect();
    let sheet = choices.sheet.map(|sheet| sheet.to_string()).unwrap_or_default();
    let page = [("shown", enabled), ("checked", checked), ("in_year", all)];
    let page = page.into_iter().filter(|(_, records)| !records.is_empty());
    let page = page.map(|(name, records)| (name, records.to_string()));
    selection::fields(&choices.selection, open, &sheet).chain(page).collect()
}

fn review_row<'a>(
    (row, outcome): Resolved<'a>,
    resolved: &'a ResolvedImport,
    plan: &Plan,
    differing: &BTreeSet<u64>,
) -> ReviewRow<'a> {
    let known = outcome.slug.as_ref().and_then(|slug| resolved.types.get(slug));
    let fallback = known.filter(|known| known.location == LocationRule::Required);
    let fallback = fallback.filter(|_| outcome.state != RowState::NeedsLocation);
    let fallback = fallback.and(resolved.location.as_deref()).filter(|place| !place.is_empty());
    let takes_location = known.is_none_or(|known| known.location != LocationRule::None);
    let given = row.location.as_ref().filter(|_| takes_location);
    ReviewRow {
        checkbox: None,
        days: format_range(row.from, row.to),
        badge: known.map(TypeBadge::new),
        when: match row.half {
            DayHalf::Whole => "",
            DayHalf::Morning | DayHalf::Either => t::part_morning(),
            DayHalf::Afternoon => t::part_afternoon(),
        },
        location: given.map(Location::as_str).or(fallback),
        hours: row.minutes.map(format_hours),
        notes: if outcome.is_named_by_event {
            ""
        } else if known.is_none() && !row.name.label.is_empty() {
            &row.name.label
        } else {
            row.notes.as_str()
        },
        outcome: describe_outcome(row, outcome, plan, differing),
        line: row.line,
    }
}

/// Formats minutes as hours, such as `2:05 h`.
fn format_hours(minutes: u32) -> String {
    format!("{}:{:02} h", minutes / 60, minutes % 60)
}

fn format_range(from: Day, to: Day) -> String {
    let [first, last] = [from, to].map(|day| weekday_date(day.date()));
    if from == to { first.to_string() } else { t::import_range(first, last) }
}
