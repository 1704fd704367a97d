//! Converts rows to days according to the user's settings and choices.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::context::{ImportWork, ResolvedTypes};
use super::merge::{Addition, Merged};
use super::type_names::{self, label_key};
use super::understood::{ImportedDay, ResolvedImport};
use super::{Choices, Dialect, ImportRow, MAX_DAYS, MAX_FAULTS, ParsedFile};
use crate::domain::days::entry::{Part, PartError};
use crate::domain::days::location::Location;
use crate::domain::settings::Settings;
use crate::domain::types::{LocationRule, Slug};
use crate::domain::values::problem::Problem;

/// The name shown for rows without a name in a file that contains several people.
const UNNAMED: &str = "(no name)";

/// The maximum number of days visited before a file is rejected as too large, since rows may repeat
/// each other.
const MAX_STEPS: usize = 4 * MAX_DAYS;

/// Converts a parsed file to days. `text` is the file's text, from which faults quote their lines.
pub fn resolve_rows(
    reading: &ParsedFile,
    text: &str,
    settings: &Settings,
    choices: &Choices,
) -> Result<ResolvedImport, Problem> {
    let mut work = ImportWork {
        settings,
        types: settings.types.clone(),
        resolved: BTreeMap::new(),
        place: None,
        faults: reading.faults.clone(),
        days: BTreeMap::new(),
        steps: 0,
        out: ResolvedImport::default(),
    };
    let rows = work.of_person(&reading.rows, choices.person.as_deref());
    work.resolve(reading, &rows, choices)?;
    work.choose_place(&rows, choices.place.as_deref());
    for row in rows {
        work.add(row, reading.dialect)?;
    }
    Ok(work.finish(text))
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
            self.out.waiting = others;
        } else {
            self.out.left_out = others;
        }
        theirs
    }

    /// Chooses the location of rows without one whose type requires it: the one that the user
    /// entered, else "Home" if the type implies it, else the location last used with the type.
    fn choose_place(&mut self, rows: &[&ImportRow], typed: Option<&str>) {
        let lacking = |row: &&&ImportRow| row.location.is_none() && self.needs_place(row);
        let lacking: Vec<&ImportRow> = rows.iter().filter(lacking).copied().collect();
        let Some(first) = lacking.first() else { return };
        self.out.placeless = lacking.len();
        let usual = if type_names::is_home(&first.name) {
            Some("Home")
        } else {
            let last = self.slug_of(first).and_then(|slug| self.settings.last_location(slug));
            last.map(Location::as_str)
        };
        let place = typed.or(usual).map(str::trim).unwrap_or_default().to_owned();
        if !place.is_empty() {
            let parsed: Result<Location, _> = place.parse();
            self.out.place_error = parsed.as_ref().err().copied().map(Problem::from);
            self.place = parsed.ok().map(|place| self.settings.canonical(place));
        }
        self.out.place = Some(place);
    }

    fn slug_of(&self, row: &ImportRow) -> Option<&Slug> {
        match self.resolved.get(&label_key(&row.name)) {
            Some(ResolvedTypes::Is(slug)) => Some(slug),
            _ => None,
        }
    }

    fn needs_place(&self, row: &ImportRow) -> bool {
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
        let given = row.location.clone().map(|place| self.settings.canonical(place));
        let lacks = given.is_none() && self.needs_place(row);
        let location = if lacks { self.place.clone() } else { given.clone() };
        let part = match Part::new(&self.types, slug, location) {
            Ok(part) => part,
            Err(error @ (PartError::LocationMissing | PartError::UnknownType)) => {
                self.faults.add(row.line, error);
                return Ok(());
            }
        };
        self.add_days(row, dialect, &Addition::new(row, part, given.as_ref()))
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
            if row.of_range && !self.settings.schedules.is_working_day(this) {
                self.out.free_days += 1;
                continue;
            }
            match self.days.entry(this) {
                Entry::Vacant(place) => {
                    place.insert(Merged::new(added.clone()));
                }
                Entry::Occupied(mut place) => {
                    let first = place.get().line;
                    if !place.get_mut().add(added) {
                        let code = match dialect {
                            Dialect::Ics => "import.twice_event",
                            Dialect::Flask => "import.twice_entry",
                            _ => "import.twice_line",
                        };
                        let twice = Problem::new(code).with("day", this).with("first", first);
                        self.faults.add(row.line, twice);
                    }
                }
            }
        }
        if self.days.len() > MAX_DAYS { Err(too_many_days()) } else { Ok(()) }
    }

    fn finish(mut self, text: &str) -> ResolvedImport {
        let days = self.days.into_iter();
        self.out.days = days
            .map(|(day, Merged { line, content })| ImportedDay { line, day, content })
            .collect();
        self.out.types = self.types;
        self.out.fault_count = self.faults.count;
        let mut faults = self.faults.first;
        faults.sort_by_key(|fault| fault.line);
        faults.truncate(MAX_FAULTS);
        let mut lines = text.lines().enumerate();
        let mut at: Option<(usize, &str)> = None;
        for fault in &mut faults {
            while at.is_none_or(|(number, _)| number + 1 < fault.line) {
                at = lines.next();
                if at.is_none() {
                    break;
                }
            }
            fault.text = at.map_or("", |(_, line)| line).trim().chars().take(160).collect();
        }
        self.out.faults = faults;
        self.out
    }
}
