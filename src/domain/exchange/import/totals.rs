//! The totals of a file by year and type, compared with its own count of days.

use std::collections::{BTreeMap, BTreeSet};

use super::hours::HALF_DAY;
use super::resolved::{ResolvedImport, RowOutcome, RowState};
use super::{ImportRow, ParsedFile};
use crate::domain::days::entry::HalfDays;
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::types::Slug;

/// The days of a type in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearTotal {
    /// The year.
    pub year: i32,
    /// The type.
    pub slug: Slug,
    /// The days that are added or replaced.
    pub days: HalfDays,
    /// The days according to the file's own count, in hundredths of a day, including those that
    /// stay as logged. A range belongs to the year in which it starts. `None` if the file doesn't
    /// count its days.
    pub in_file: Option<u32>,
    /// Whether the file and Worklog count the days of the same rows differently.
    pub differs: bool,
}

/// The totals of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileTotals {
    /// The totals by year and type, in order.
    pub years: Vec<YearTotal>,
    /// The records that Worklog counts differently.
    pub differing: BTreeSet<u64>,
}

/// The two counts of some rows, in hundredths of a day.
#[derive(Default, Clone, Copy)]
struct Counts {
    ours: u32,
    theirs: u32,
}

impl FileTotals {
    /// Counts the days that the plan changes, and compares the rows with the counts of the file.
    pub fn new(reading: &ParsedFile, resolved: &ResolvedImport, plan: &Plan) -> Self {
        let mut days = logged_days(plan);
        let (counts, differing) = compare(reading, resolved);
        for key in counts.keys() {
            days.entry(key.clone()).or_default();
        }
        let years = days.into_iter().map(|((year, slug), days)| {
            let counts = counts.get(&(year, slug.clone()));
            YearTotal {
                year,
                slug,
                days,
                in_file: counts.map(|counts| counts.theirs),
                differs: counts.is_some_and(|counts| counts.ours != counts.theirs),
            }
        });
        Self { years: years.collect(), differing }
    }
}

/// Adds up the days that the plan logs by year and type.
fn logged_days(plan: &Plan) -> BTreeMap<(i32, Slug), HalfDays> {
    let mut days: BTreeMap<(i32, Slug), HalfDays> = BTreeMap::new();
    for planned in &plan.days {
        let (Some(wanted), PlannedStep::Added | PlannedStep::Filled | PlannedStep::Replaced) =
            (&planned.wanted, planned.step)
        else {
            continue;
        };
        for (part, length) in wanted.parts.iter() {
            let year = planned.day.year().number();
            *days.entry((year, part.day_type.clone())).or_default() += length;
        }
    }
    days
}

/// Adds up the counts of rows by year and type, and finds the records whose counts differ.
fn compare(
    reading: &ParsedFile,
    resolved: &ResolvedImport,
) -> (BTreeMap<(i32, Slug), Counts>, BTreeSet<u64>) {
    let mut years: BTreeMap<(i32, Slug), Counts> = BTreeMap::new();
    let mut records: BTreeMap<u64, Counts> = BTreeMap::new();
    let counted: BTreeSet<u64> =
        reading.rows.iter().filter(|row| row.count.is_some()).map(|row| row.record).collect();
    for (row, outcome) in imported(reading, resolved) {
        let Some(slug) = &outcome.slug else { continue };
        if !counted.contains(&row.record) {
            continue;
        }
        let ours = outcome.length.0 * HALF_DAY;
        let theirs = row.count.unwrap_or(0);
        let year = years.entry((row.from.year().number(), slug.clone())).or_default();
        for counts in [year, records.entry(row.record).or_default()] {
            counts.ours = counts.ours.saturating_add(ours);
            counts.theirs = counts.theirs.saturating_add(theirs);
        }
    }
    records.retain(|_, counts| counts.ours != counts.theirs);
    (years, records.into_keys().collect())
}

fn imported<'r>(
    reading: &'r ParsedFile,
    resolved: &'r ResolvedImport,
) -> impl Iterator<Item = (&'r ImportRow, &'r RowOutcome)> {
    let outcomes = resolved.rows.iter().filter(|outcome| outcome.state == RowState::Imported);
    outcomes.filter_map(|outcome| Some((reading.rows.get(outcome.row)?, outcome)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::accounts::user::UserId;
    use crate::domain::days::entry::{Part, Parts};
    use crate::domain::days::month_log::{DayEdit, Edit, MonthLog, Precondition};
    use crate::domain::days::plan::OnExistingEntry;
    use crate::domain::exchange::import::{Choices, ReadContext, parse, read_rows, resolve_rows};
    use crate::domain::settings::Settings;

    /// Returns the totals of a table with these counts, as `year type days in_file differs`.
    fn totals(text: &str, counts: &[Option<u32>], excluded: &str) -> (Vec<String>, Vec<u64>) {
        totals_beside(&[], OnExistingEntry::Keep, text, counts, excluded)
    }

    /// Returns the totals of an import into an account with these entries.
    fn totals_beside(
        months: &[MonthLog],
        existing: OnExistingEntry,
        text: &str,
        counts: &[Option<u32>],
        excluded: &str,
    ) -> (Vec<String>, Vec<u64>) {
        let mut choices = Choices::default();
        choices.selection.exclude(&excluded.parse().unwrap());
        let settings = Settings::default();
        let today = "2026-11-29".parse().unwrap();
        let context = ReadContext { settings: &settings, choices: &choices, today };
        let mut reading = read_rows(&parse(text.as_bytes()).unwrap(), context).unwrap();
        for (row, count) in reading.rows.iter_mut().zip(counts) {
            row.count = *count;
        }
        let resolved = resolve_rows(&reading, &settings, &choices).unwrap();
        let wanted = resolved.days.iter().map(|new| (new.day, Some(new.content.clone())));
        let plan = Plan::new(months, wanted, existing);
        let totals = FileTotals::new(&reading, &resolved, &plan);
        let describe = |total: &YearTotal| {
            let in_file = total.in_file.map_or_else(|| "-".to_owned(), |count| count.to_string());
            format!("{} {} {} {in_file} {}", total.year, total.slug, total.days, total.differs)
        };
        (totals.years.iter().map(describe).collect(), totals.differing.into_iter().collect())
    }

    /// 2026-11-16 is a Monday.
    const TABLE: &str = "Von;Bis;Zeitraum;Art der Abwesenheit\n\
        16.11.2026;22.11.2026;ganztägig;Urlaub\n\
        23.11.2026;23.11.2026;vormittags;Urlaub\n\
        28.12.2026;01.01.2027;ganztägig;Krank\n";

    #[test]
    fn days_are_added_up_by_year_and_type() {
        let (totals, differing) = totals(TABLE, &[], "");
        assert_eq!(
            totals,
            ["2026 sick 4 - false", "2026 vacation 5.5 - false", "2027 sick 1 - false"]
        );
        assert!(differing.is_empty());
    }

    #[test]
    fn days_that_stay_as_logged_are_not_counted() {
        let mut log = MonthLog::empty(UserId::new(), "2026-11".parse().unwrap());
        for (day, slug) in [("2026-11-16", "sick"), ("2026-11-17", "vacation")] {
            let part = Part { day_type: slug.parse().unwrap(), location: None };
            let edit = Edit::Put(Parts::Whole(part).into());
            let day = day.parse().unwrap();
            let edit = DayEdit { day, precondition: Precondition::NoEntry, edit };
            log.edit(&edit, Timestamp::default()).unwrap();
        }
        let counts = [Some(500), None, None];
        for (existing, days) in [(OnExistingEntry::Keep, "3.5"), (OnExistingEntry::Replace, "4.5")]
        {
            let (found, differing) =
                totals_beside(std::slice::from_ref(&log), existing, TABLE, &counts, "");
            assert_eq!(found[1], format!("2026 vacation {days} 500 false"));
            assert!(differing.is_empty());
        }
    }

    #[test]
    fn totals_are_compared_with_the_counts_of_the_file() {
        let counts = [Some(500), Some(50), Some(500)];
        let (found, differing) = totals(TABLE, &counts, "");
        let expected =
            ["2026 sick 4 500 false", "2026 vacation 5.5 550 false", "2027 sick 1 - false"];
        assert_eq!(found, expected);
        assert!(differing.is_empty());
        let (found, differing) = totals(TABLE, &[Some(700), Some(50), Some(500)], "");
        assert_eq!(found[1], "2026 vacation 5.5 750 true");
        assert_eq!(differing, [0]);
        let (found, differing) = totals(TABLE, &[Some(700), Some(50), None], "0");
        assert_eq!(found[1], "2026 vacation 0.5 50 false", "excluded rows don't count");
        assert!(differing.is_empty());
    }
}
