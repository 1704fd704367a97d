//! The totals of an import by year and type.

use crate::domain::exchange::import::{FileTotals, YearTotal};
use crate::domain::types::DayTypes;
use crate::domain::values::problem::Problem;
use crate::locale::Number;
use crate::web::messages;
use crate::web::views::format::TypeBadge;

/// The totals by year and type.
pub(super) struct YearTotals<'a> {
    pub(super) rows: Vec<YearTotalRow<'a>>,
    /// Whether the file counts its days.
    pub(super) has_counts: bool,
    /// A warning about rows that Worklog counts differently.
    pub(super) warning: Option<String>,
}

/// The days of a type in a year.
pub(super) struct YearTotalRow<'a> {
    pub(super) year: i32,
    pub(super) badge: TypeBadge<'a>,
    /// The days to add or replace.
    pub(super) days: String,
    /// The file's own count. Empty if it has none.
    pub(super) in_file: String,
    pub(super) differs: bool,
}

impl<'a> YearTotals<'a> {
    pub(super) fn new(totals: FileTotals, types: &'a DayTypes) -> Self {
        let differing = totals.differing.len();
        let rows = totals.years.into_iter().map(|total| YearTotalRow::new(types, &total));
        let rows: Vec<_> = rows.collect();
        Self {
            has_counts: rows.iter().any(|row| !row.in_file.is_empty()),
            warning: (differing > 0).then(|| {
                let problem = Problem::new("import.counts_differ").with("rows", differing);
                messages::message_for(problem)
            }),
            rows,
        }
    }
}

impl<'a> YearTotalRow<'a> {
    fn new(types: &'a DayTypes, total: &YearTotal) -> Self {
        let known = types.get(&total.slug);
        Self {
            year: total.year,
            badge: known.map_or_else(|| TypeBadge::unknown("?"), TypeBadge::new),
            days: Number::from(total.days).to_string(),
            in_file: total.in_file.map(format_hundredths).unwrap_or_default(),
            differs: total.differs,
        }
    }
}

/// Formats hundredths of a day as days, such as `12`, `0.5`, or `1.25`.
pub(super) fn format_hundredths(hundredths: u32) -> String {
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    // `Number` has only one decimal place.
    let half = Number::from_halves(1).to_string();
    text.replace('.', half.trim_matches(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::format_hundredths;

    #[test]
    fn hundredths_are_formatted_as_days() {
        for (hundredths, text) in
            [(0, "0"), (50, "0.5"), (1000, "10"), (1225, "12.25"), (5, "0.05")]
        {
            assert_eq!(format_hundredths(hundredths), text);
        }
    }
}
