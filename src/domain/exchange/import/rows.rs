//! Converts rows to days according to the user's settings and choices.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::context::{ImportWork, ResolvedTypes};
use super::hours::TimeEntries;
use super::merge::{Addition, Merged};
use super::resolved::{ImportedDay, ResolvedImport};
use super::type_names::{self, label_key};
use super::{Choices, Dialect, ImportRow, MAX_DAYS, MAX_ROW_ERRORS, ParsedFile};
use crate::domain::days::entry::Part;
use crate::domain::days::location::Location;
use crate::domain::days::plan::{MAX_CHANGE, entry_size};
use crate::domain::settings::Settings;
use crate::domain::types::{LocationRule, Slug};
use crate::domain::values::problem::Problem;

/// The name shown for rows without a name in a file that contains several people.
const UNNAMED: &str = "(no name)";

/// The maximum number of days visited before a file is rejected as too large, since rows may repeat
/// each other.
const MAX_STEPS: usize = 4 * MAX_DAYS;

/// Converts a parsed file to days.
pub fn resolve_rows(
    reading: &ParsedFile,
    settings: &Settings,
    choices: &Choices,
) -> Result<ResolvedImport, Problem> {
    let mut work = ImportWork {
        settings,
        types: settings.types.clone(),
        resolved: BTreeMap::new(),
        location: None,
        row_errors: reading.row_errors.clone(),
        days: BTreeMap::new(),
        time_entries: TimeEntries::default(),
        steps: 0,
        size: 0,
        out: ResolvedImport {
            date_question: reading.date_question.clone(),
            waiting: reading.date_question.as_ref().map_or(0, |question| question.waiting),
            ..ResolvedImport::default()
        },
    };
    let rows = work.of_person(&reading.rows, choices.person.as_deref());
    work.resolve(reading, &rows, choices)?;
    work.choose_location(&rows, choices.location.as_deref());
    for row in rows {
        work.add(row, reading.dialect)?;
    }
    let entries = std::mem::take(&mut work.time_entries);
    work.days.extend(entries.days());
    if work.days.len() > MAX_DAYS {
        return Err(too_many_days());
    }
    Ok(work.finish())
}

fn too_many_days() -> Problem {
    Problem::new("file.too_many_days").with("max", MAX_DAYS)
}

impl ImportWork<'_> {
    /// Returns the rows of the chosen person, or all rows if the file contains only one person.
    fn of_person<'r>(&mut self, rows: &'r [ImportRow], chosen: Option<&str>) -> Vec<&'r ImportRow> {
        let mut people: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *people.entry(row.person.as_deref().unwrap_or(UNNAMED)).or_default() += 1;
        }
        if people.len() < 2 {
            return rows.iter().collect();
        }
        self.out.people =
            people.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        let of = |row: &&ImportRow| Some(row.person.as_deref().unwrap_or(UNNAMED)) == chosen;
        let theirs: Vec<&ImportRow> = rows.iter().filter(of).collect();
        let others = rows.len() - theirs.len();
        if theirs.is_empty() {
            self.out.waiting += others;
        } else {
            self.out.left_out = others;
        }
        theirs
    }

    /// Chooses the location of rows without one whose type requires it: the one that the user
    /// entered, else "Home" if the type implies it, else the location last used with the type.
    fn choose_location(&mut self, rows: &[&ImportRow], typed: Option<&str>) {
        let lacking = |row: &&&ImportRow| row.location.is_none() && self.needs_location(row);
        let lacking: Vec<&ImportRow> = rows.iter().filter(lacking).copied().collect();
        let Some(first) = lacking.first() else { return };
        self.out.rows_without_location = lacking.len();
        let usual = if type_names::is_home(&first.name) {
            Some("Home")
        } else {
            let last = self.slug_of(first).and_then(|slug| self.settings.last_location(slug));
            last.map(Location::as_str)
        };
        let location = typed.or(usual).map(str::trim).unwrap_or_default().to_owned();
        if !location.is_empty() {
            let parsed: Result<Location, _> = location.parse();
            self.out.location_error = parsed.as_ref().err().copied().map(Problem::from);
            self.location = parsed.ok().map(|location| self.settings.canonical(location));
        }
        self.out.location = Some(location);
    }

    fn slug_of(&self, row: &ImportRow) -> Option<&Slug> {
        match self.resolved.get(&label_key(&row.name)) {
            Some(ResolvedTypes::Is(slug)) => Some(slug),
            _ => None,
        }
    }

    fn needs_location(&self, row: &ImportRow) -> bool {
        let rule =
            self.slug_of(row).and_then(|slug| self.types.get(slug)).map(|known| known.location);
        rule == Some(LocationRule::Required)
    }

    fn add(&mut self, row: &ImportRow, dialect: Dialect) -> Result<(), Problem> {
        let slug = match self.resolved.get(&label_key(&row.name)) {
            Some(ResolvedTypes::Is(slug)) => slug.clone(),
            Some(ResolvedTypes::Out) => {
                self.out.left_out += 1;
                return Ok(());
            }
            Some(ResolvedTypes::Waits) | None => {
                self.out.waiting += 1;
                return Ok(());
            }
        };
        let given = row.location.clone().map(|location| self.settings.canonical(location));
        let lacks = given.is_none() && self.needs_location(row);
        let location = if lacks { self.location.clone() } else { given.clone() };
        // `Addition` moves a location that the type doesn't take to the notes.
        let part = match Part::without_excess_location(&self.types, slug, location) {
            Ok(part) => part,
            Err(error) => {
                self.row_errors.add(row.line, &row.text, error);
                return Ok(());
            }
        };
        let addition = Addition::new(row, part, given.as_ref());
        if let Some(minutes) = row.minutes {
            self.time_entries.add(row.from, addition, minutes);
            return Ok(());
        }
        self.add_days(row, dialect, &addition)
    }

    fn add_days(
        &mut self,
        row: &ImportRow,
        dialect: Dialect,
        added: &Addition,
    ) -> Result<(), Problem> {
        let mut day = Some(row.from);
        while let Some(this) = day.filter(|day| *day <= row.to) {
            day = this.next();
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(too_many_days());
            }
            if row.skips_days_off && !self.settings.schedules.is_working_day(this) {
                self.out.free_days += 1;
                continue;
            }
            match self.days.entry(this) {
                Entry::Vacant(slot) => {
                    let new = slot.insert(Merged::new(added.clone()));
                    self.size += entry_size(&new.content);
                }
                Entry::Occupied(mut slot) => {
                    let first = slot.get().line;
                    if !slot.get_mut().add(added) {
                        let code = match dialect {
                            Dialect::Ics => "import.twice_event",
                            Dialect::Flask => "import.twice_entry",
                            _ => "import.twice_line",
                        };
                        let twice = Problem::new(code).with("day", this).with("first", first);
                        self.row_errors.add(row.line, &row.text, twice);
                    }
                }
            }
        }
        if self.days.len() > MAX_DAYS {
            Err(too_many_days())
        } else if self.size > MAX_CHANGE {
            // A row for many days repeats its notes for each.
            Err("file.too_much_text".into())
        } else {
            Ok(())
        }
    }

    fn finish(mut self) -> ResolvedImport {
        let days = self.days.into_iter();
        self.out.days = days
            .map(|(day, Merged { line, content, times })| ImportedDay { line, day, content, times })
            .collect();
        self.out.types = self.types;
        self.out.row_error_count = self.row_errors.count;
        let mut row_errors = self.row_errors.first;
        row_errors.sort_by_key(|error| error.line);
        row_errors.truncate(MAX_ROW_ERRORS);
        self.out.row_errors = row_errors;
        self.out
    }
}
