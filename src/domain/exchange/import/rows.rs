//! Converts rows to days according to the user's settings and choices.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::context::{ImportWork, ResolvedTypes};
use super::hours::TimeEntries;
use super::merge::{Addition, Merged};
use super::resolved::{ImportedDay, ResolvedImport, RowOutcome, RowState};
use super::type_names::{self, TypeWords, label_key};
use super::{
    Choices, DayHalf, Dialect, ImportRow, MAX_DAYS, MAX_RECORDS, MAX_ROW_ERRORS, ParsedFile,
};
use crate::domain::days::day::Day;
use crate::domain::days::entry::{HalfDays, Part, PartError};
use crate::domain::days::location::Location;
use crate::domain::days::notes::Notes;
use crate::domain::days::plan::{MAX_CHANGE, entry_size};
use crate::domain::settings::Settings;
use crate::domain::types::{LocationRule, Slug, TypeKind};
use crate::domain::values::problem::Problem;
use crate::locale::t;

/// The name shown for rows without a name in a file that contains several people.
const UNNAMED: &str = "(no name)";

/// The maximum number of days visited, including repeated ones. It limits the time that a file takes:
/// all its rows may cover the same [`MAX_RANGE`](super::MAX_RANGE) days.
const MAX_STEPS: usize = 4 * MAX_RECORDS;

/// Converts a parsed file to days.
pub fn resolve_rows(
    reading: &ParsedFile,
    settings: &Settings,
    choices: &Choices,
) -> Result<ResolvedImport, Problem> {
    let mut work = ImportWork {
        settings,
        types: settings.types.clone(),
        words: TypeWords::new(&settings.types),
        resolved: BTreeMap::new(),
        known: BTreeSet::new(),
        location: None,
        row_errors: reading.row_errors.clone(),
        days: BTreeMap::new(),
        time_entries: TimeEntries::default(),
        steps: 0,
        size: 0,
        out: ResolvedImport {
            date_question: reading.date_question.clone(),
            year_question: reading.year_question.clone(),
            waiting: reading.waiting(),
            ..ResolvedImport::default()
        },
    };
    let numbered = work.of_person(&reading.rows, choices.person.as_deref());
    let rows: Vec<&ImportRow> = numbered.iter().map(|(_, row)| *row).collect();
    work.resolve(reading, &rows, choices)?;
    let included = rows.into_iter().filter(|row| choices.selection.includes(row));
    work.choose_location(&included.collect::<Vec<_>>(), choices.location.as_deref());
    for (position, row) in numbered {
        work.resolve_row(position, row, reading.dialect, choices.selection.includes(row))?;
    }
    work.add_time_entries();
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
    /// Each row comes with its position.
    fn of_person<'r>(
        &mut self,
        rows: &'r [ImportRow],
        chosen: Option<&str>,
    ) -> Vec<(usize, &'r ImportRow)> {
        let mut people: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *people.entry(row.person.as_deref().unwrap_or(UNNAMED)).or_default() += 1;
        }
        if people.len() < 2 {
            return rows.iter().enumerate().collect();
        }
        self.out.people =
            people.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        let of = |(_, row): &(usize, &ImportRow)| {
            Some(row.person.as_deref().unwrap_or(UNNAMED)) == chosen
        };
        let theirs: Vec<_> = rows.iter().enumerate().filter(of).collect();
        let others = rows.len() - theirs.len();
        if theirs.is_empty() {
            self.out.waiting += others;
        } else {
            self.out.left_out = others;
        }
        theirs
    }

    /// Chooses the location of rows without one whose type requires it: the one that the user
    /// entered, else the one last used with the type, else that of the usual week, else "Home" if the
    /// name in the file implies it.
    fn choose_location(&mut self, rows: &[&ImportRow], typed: Option<&str>) {
        let lacking = |row: &&&ImportRow| row.location.is_none() && self.needs_location(row);
        let lacking: Vec<&ImportRow> = rows.iter().filter(lacking).copied().collect();
        let Some(first) = lacking.first() else { return };
        self.out.rows_without_location = lacking.len();
        let slug = self.slug_of(first);
        let known = slug.and_then(|slug| {
            let last = self.settings.last_location(slug);
            last.or_else(|| self.settings.schedules.usual_location(slug))
        });
        let home = || type_names::is_home(&first.name).then(t::import_home);
        let usual = known.map(Location::as_str).or_else(home);
        let location = typed.or(usual).map(str::trim).unwrap_or_default().to_owned();
        if !location.is_empty() {
            let parsed: Result<Location, _> = location.parse();
            self.out.location_error = parsed.as_ref().err().copied().map(Problem::from);
            self.location = parsed.ok().map(|location| self.settings.canonical(location));
        }
        self.out.location = Some(location);
    }

    /// Returns the part of a selected row, or the state in which the row isn't imported.
    /// [`Addition`] moves a location that the type doesn't take to the notes.
    fn part(&self, row: &ImportRow, given: Option<&Location>) -> Result<Part, RowState> {
        let slug = match self.resolved_type(row) {
            Some(ResolvedTypes::Is(slug)) => slug.clone(),
            Some(ResolvedTypes::Out) => return Err(RowState::LeftOut),
            Some(ResolvedTypes::Waits) | None => return Err(RowState::NeedsType),
        };
        let lacks = given.is_none() && self.needs_location(row);
        let location = if lacks { self.location.as_ref() } else { given };
        Part::without_excess_location(&self.types, slug, location.cloned()).map_err(|error| {
            match error {
                PartError::LocationMissing => RowState::NeedsLocation,
                PartError::UnknownType | PartError::LocationNotAllowed => RowState::NeedsType,
            }
        })
    }

    /// Returns whether a row leaves out days off. A holiday on a day off isn't a day off work, so it
    /// must not count as one, unless it was logged in Worklog.
    fn skips_days_off(&self, row: &ImportRow, dialect: Dialect, slug: Option<&Slug>) -> bool {
        let kind = slug.and_then(|slug| self.types.get(slug)).map(|known| known.kind);
        let is_logged = match dialect {
            Dialect::Ours | Dialect::Json | Dialect::Flask => true,
            // The rows of Worklog's own feeds have their own types.
            Dialect::Ics => !row.is_of_file_type,
            Dialect::States | Dialect::Absences | Dialect::German | Dialect::Mapped => false,
        };
        row.skips_days_off || (!is_logged && kind == Some(TypeKind::Off))
    }

    fn needs_location(&self, row: &ImportRow) -> bool {
        let rule =
            self.slug_of(row).and_then(|slug| self.types.get(slug)).map(|known| known.location);
        rule == Some(LocationRule::Required)
    }

    /// Adds a row if it is imported, and records its outcome.
    fn resolve_row(
        &mut self,
        position: usize,
        row: &ImportRow,
        dialect: Dialect,
        is_included: bool,
    ) -> Result<(), Problem> {
        let given = row.location.clone().map(|location| self.settings.canonical(location));
        let part =
            if is_included { self.part(row, given.as_ref()) } else { Err(RowState::NotSelected) };
        let has_own_type = self.known.contains(&label_key(&row.name));
        let mut outcome = RowOutcome {
            row: position,
            state: part.as_ref().err().copied().unwrap_or(RowState::Imported),
            is_named_by_event: row.is_of_file_type && has_own_type,
            slug: self.slug_of(row).cloned(),
            length: HalfDays(0),
            free_days: 0,
            lost_days: Vec::new(),
        };
        match part {
            Ok(part) => {
                let added = Addition::new(row, part, given.as_ref());
                self.add(row, dialect, added, &mut outcome)?;
            }
            Err(_) if outcome.is_included() => self.out.waiting += 1,
            Err(_) => self.out.left_out += 1,
        }
        self.out.rows.push(outcome);
        Ok(())
    }

    fn add(
        &mut self,
        row: &ImportRow,
        dialect: Dialect,
        mut added: Addition,
        outcome: &mut RowOutcome,
    ) -> Result<(), Problem> {
        if outcome.is_named_by_event {
            added.notes = Notes::default();
        }
        if let Some(minutes) = row.minutes {
            self.time_entries.add(row.from, self.out.rows.len(), added, minutes);
            return Ok(());
        }
        self.add_days(row, dialect, &added, outcome)
    }

    fn add_days(
        &mut self,
        row: &ImportRow,
        dialect: Dialect,
        added: &Addition,
        outcome: &mut RowOutcome,
    ) -> Result<(), Problem> {
        let skips_days_off = self.skips_days_off(row, dialect, outcome.slug.as_ref());
        let mut day = Some(row.from);
        while let Some(this) = day.filter(|day| *day <= row.to) {
            day = this.next();
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(Problem::new("file.too_many_repeats").with("max", MAX_STEPS));
            }
            if skips_days_off && !self.settings.schedules.is_working_day(this) {
                self.out.free_days += 1;
                outcome.free_days += 1;
            } else if self.add_day(this, row, dialect, added) {
                outcome.length += HalfDays(if row.half == DayHalf::Whole { 2 } else { 1 });
            } else {
                outcome.lost_days.push(this);
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

    /// Adds a row to one of its days. Returns false if another row contradicts it.
    fn add_day(&mut self, day: Day, row: &ImportRow, dialect: Dialect, added: &Addition) -> bool {
        match self.days.entry(day) {
            Entry::Vacant(slot) => {
                let new = slot.insert(Merged::new(added.clone()));
                self.size += entry_size(&new.content);
                true
            }
            Entry::Occupied(mut slot) => {
                let first = slot.get().line;
                let is_added = slot.get_mut().add(added);
                if !is_added {
                    let code = match dialect {
                        Dialect::Ics => "import.twice_event",
                        Dialect::Flask => "import.twice_entry",
                        _ => "import.twice_line",
                    };
                    let twice = Problem::new(code).with("day", day).with("first", first);
                    self.row_errors.add(row.line, &row.text, twice);
                }
                is_added
            }
        }
    }

    /// Adds the days of time entries. Rows whose type isn't among the types of their day lose it.
    fn add_time_entries(&mut self) {
        for (day, merged, losers) in std::mem::take(&mut self.time_entries).days() {
            self.days.insert(day, merged);
            for row in losers {
                self.out.rows[row].lost_days.push(day);
            }
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
