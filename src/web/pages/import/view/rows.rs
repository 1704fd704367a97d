//! The rows of a file, each with a checkbox. One page of them is shown at a time: a year, or a part
//! of a year with many rows.

use std::collections::{BTreeMap, BTreeSet};

use super::ReviewInput;
use super::year_totals::format_hundredths;
use crate::domain::days::day::Day;
use crate::domain::days::location::Location;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::exchange::import::{
    Choices, DayHalf, FileTotals, ImportRow, ParsedFile, RecordSet, ResolvedImport, RowOutcome,
};
use crate::domain::types::LocationRule;
use crate::web::messages;
use crate::web::pages::import::selection::base_value;
use crate::web::views::format::{AFTERNOON, MORNING, TypeBadge, format_days, weekday_short};

/// The maximum number of rows on a page.
const PAGE_ROWS: usize = 400;

/// The open page of rows, and the selection of all rows.
pub(super) struct ReviewRows<'a> {
    /// All pages.
    pub(super) pages: Vec<RowPage>,
    /// The year of the open page.
    pub(super) year: i32,
    /// The rows of the open page.
    pub(super) rows: Vec<ReviewRow<'a>>,
    /// The number of rows that are imported, and of all rows.
    pub(super) included: usize,
    pub(super) total: usize,
    /// Whether some rows start unchecked.
    pub(super) has_suggestions: bool,
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

/// A row of the file.
pub(super) struct ReviewRow<'a> {
    pub(super) record: u64,
    pub(super) is_checked: bool,
    pub(super) days: String,
    pub(super) badge: Option<TypeBadge<'a>>,
    pub(super) when: &'static str,
    pub(super) location: Option<&'a str>,
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
        let names = years.iter().flat_map(|(year, rows)| page_names(*year, rows.len()));
        let open = names.clone().find(|name| name == input.page).or_else(|| names.clone().next());
        let open = open.unwrap_or_default();
        let (year, part) = parse_page(&open);
        let in_year = years.get(&year).map(Vec::as_slice).unwrap_or_default();
        let shown = in_year.chunks(PAGE_ROWS).nth(part).unwrap_or_default();
        let differing = FileTotals::new(reading, resolved).differing;
        let review = |found: &Resolved<'a>| review_row(*found, resolved, plan, &differing);
        Self {
            pages: pages(&years, &open),
            year,
            rows: shown.iter().map(review).collect(),
            included: resolved.rows.iter().filter(|outcome| outcome.is_included).count(),
            total: resolved.rows.len(),
            has_suggestions: reading.rows.iter().any(|row| row.unchecked.is_some()),
            hidden: hidden_fields(input.choices, &open, in_year, shown),
        }
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
            pages.push(RowPage {
                is_open: name == open,
                label: if count == 1 {
                    year.to_string()
                } else {
                    format!("{year}, part {}", at + 1)
                },
                name,
                included: part.iter().filter(|(_, outcome)| outcome.is_included).count(),
                total: part.len(),
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
    let records =
        |rows: &[Resolved<'_>]| -> RecordSet { rows.iter().map(|(row, _)| row.record).collect() };
    let checked = in_year.iter().filter(|(_, outcome)| outcome.is_included);
    let checked: RecordSet = checked.map(|(row, _)| row.record).collect();
    let selection = &choices.selection;
    let fields = [
        ("rows_sheet", choices.sheet.map(|sheet| sheet.to_string()).unwrap_or_default()),
        ("base", base_value(selection.base).to_owned()),
        ("included", selection.included.to_string()),
        ("excluded", selection.excluded.to_string()),
        ("page", open.to_owned()),
        ("shown", records(shown).to_string()),
        ("checked", checked.to_string()),
        ("in_year", records(in_year).to_string()),
    ];
    fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn review_row<'a>(
    (row, outcome): Resolved<'a>,
    resolved: &'a ResolvedImport,
    plan: &Plan,
    differing: &BTreeSet<u64>,
) -> ReviewRow<'a> {
    let known = outcome.slug.as_ref().and_then(|slug| resolved.types.get(slug));
    let fallback = known.filter(|known| known.location == LocationRule::Required);
    let fallback = fallback.and(resolved.location.as_deref()).filter(|place| !place.is_empty());
    let takes_location = known.is_none_or(|known| known.location != LocationRule::None);
    let given = row.location.as_ref().filter(|_| takes_location);
    ReviewRow {
        record: row.record,
        is_checked: outcome.is_included,
        days: format_range(row.from, row.to),
        badge: known.map(TypeBadge::new),
        when: match row.half {
            DayHalf::Whole => "",
            DayHalf::Morning | DayHalf::Either => MORNING,
            DayHalf::Afternoon => AFTERNOON,
        },
        location: given.map(Location::as_str).or(fallback),
        notes: if outcome.is_named_by_event {
            ""
        } else if known.is_none() && row.notes.is_empty() {
            &row.name.label
        } else {
            row.notes.as_str()
        },
        outcome: describe_outcome(row, outcome, plan, differing),
        line: row.line,
    }
}

fn format_range(from: Day, to: Day) -> String {
    let one = |day: Day| format!("{} {day}", weekday_short(day.weekday()));
    if from == to { one(from) } else { format!("{} to {}", one(from), one(to)) }
}

/// Describes what happens to the days of a row.
fn describe_outcome(
    row: &ImportRow,
    outcome: &RowOutcome,
    plan: &Plan,
    differing: &BTreeSet<u64>,
) -> String {
    let mut said = Vec::new();
    if !outcome.is_included {
        said.push(messages::text("import.row_left_out").to_owned());
    } else if outcome.slug.is_none() {
        said.push(messages::text("import.row_without_type").to_owned());
    } else {
        said = describe_steps(row, outcome, plan);
    }
    if let Some(reason) = row.unchecked {
        said.push(messages::text(reason.code()).to_owned());
    }
    if outcome.is_included && differing.contains(&row.record) {
        let count = row.count.map(|count| format!("{} in the file", format_hundredths(count)));
        said.extend(count);
    }
    said.join(", ")
}

/// Returns how many days of a row have each outcome.
fn describe_steps(row: &ImportRow, outcome: &RowOutcome, plan: &Plan) -> Vec<String> {
    let from = plan.days.partition_point(|planned| planned.day < row.from);
    let days = plan.days.iter().skip(from).take_while(|planned| planned.day <= row.to);
    let (mut steps, mut in_plan) = ([0_usize; 4], 0);
    for planned in days {
        in_plan += 1;
        let at = match planned.step {
            PlannedStep::Added | PlannedStep::Filled => 0,
            PlannedStep::Replaced | PlannedStep::Removed => 1,
            PlannedStep::Kept => 2,
            PlannedStep::Same => 3,
        };
        steps[at] += 1;
    }
    let is_one_day = row.from == row.to;
    let count = |count: usize, one: &'static str, many: &'static str| {
        (count > 0).then(|| {
            if is_one_day {
                messages::text(one).to_owned()
            } else {
                format!("{} {}", format_days(count), messages::text(many))
            }
        })
    };
    let codes = ["import.row_added", "import.row_replaced", "import.row_kept", "import.row_same"];
    let steps = steps.into_iter().zip(codes);
    let steps = steps.filter_map(|(number, code)| count(number, code, code));
    let none = in_plan == 0 && outcome.free_days == 0;
    steps
        .chain(count(outcome.free_days, "import.row_day_off", "import.row_days_off"))
        .chain(none.then(|| messages::text("import.row_not_understood").to_owned()))
        .collect()
}
