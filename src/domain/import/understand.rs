//! From rows to days, by a person's settings and choices.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::choices::{Choices, TypeChoice};
use super::merge::{Addition, Merged};
use super::{Dialect, Fault, FileError, MAX_DAYS, MAX_FAULTS, Reading, Row, TypeName, names};
use crate::domain::day::Day;
use crate::domain::entry::{Part, PartError, Parts};
use crate::domain::location::Location;
use crate::domain::notes::Notes;
use crate::domain::settings::Settings;
use crate::domain::types::{
    Colour, DayTypes, Kind, Label, LabelError, LocationRule, MAX_OWN, Slug, TypeTerms,
};

/// How many days are looked at before a file counts as too large: rows may repeat each other.
const MAX_STEPS: usize = 4 * MAX_DAYS;

/// A day as a file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDay {
    /// The line that says so.
    pub line: usize,
    /// The day.
    pub day: Day,
    /// How it was spent.
    pub parts: Parts,
    /// Free text.
    pub notes: Notes,
}

/// A type that the person does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownType {
    /// Names it among the choices.
    pub key: String,
    /// As the file writes it.
    pub name: String,
    /// How many rows name it.
    pub rows: usize,
    /// What becomes of it; nothing was chosen yet where there is none.
    pub choice: Option<TypeChoice>,
    /// What is wrong with the choice.
    pub error: Option<String>,
}

/// A file as understood for one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Understood {
    /// The days, in their order.
    pub days: Vec<NewDay>,
    /// The lines that were not understood, at most [`MAX_FAULTS`] of them, in their order.
    pub faults: Vec<Fault>,
    /// How many there are in all.
    pub fault_count: usize,
    /// The types to choose for.
    pub unknown: Vec<UnknownType>,
    /// The types to make.
    pub new_types: Vec<(Slug, TypeTerms)>,
    /// The person's types with the new ones.
    pub types: DayTypes,
    /// How many rows wait for the choice of a type or person.
    pub waiting: usize,
    /// How many rows the person leaves out.
    pub left_out: usize,
    /// The people in the file and their rows, where there are several.
    pub people: Vec<(String, usize)>,
    /// How many rows lack a location that their type needs.
    pub placeless: usize,
    /// Where those days are taken to have been spent.
    pub place: Option<String>,
    /// What is wrong with that place.
    pub place_error: Option<String>,
    /// How many days of ranges were left out for being no working days.
    pub free_days: usize,
}

/// Understands a file: `text` is what it was read from, for the words of faulty lines.
pub fn understand(
    reading: &Reading,
    text: &str,
    settings: &Settings,
    choices: &Choices,
) -> Result<Understood, FileError> {
    let mut work = Work {
        settings,
        types: settings.types.clone(),
        resolved: BTreeMap::new(),
        place: None,
        faults: reading.faults.clone(),
        days: BTreeMap::new(),
        steps: 0,
        out: Understood::default(),
    };
    let rows = work.of_person(&reading.rows, choices.person.as_deref());
    work.resolve(reading, &rows, choices);
    work.choose_place(&rows, choices.place.as_deref());
    for row in rows {
        work.add(row, reading.dialect)?;
    }
    Ok(work.finish(text))
}

/// What a type of the file comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Resolved {
    Is(Slug),
    Waits,
    Out,
}

struct Work<'a> {
    settings: &'a Settings,
    types: DayTypes,
    resolved: BTreeMap<String, Resolved>,
    place: Option<Location>,
    faults: super::Faults,
    days: BTreeMap<Day, Merged>,
    steps: usize,
    out: Understood,
}

fn key_of(name: &TypeName) -> String {
    name.slug.clone().unwrap_or_else(|| names::plain(&name.label))
}

impl Work<'_> {
    /// The rows of the person chosen; all of them where the file is of one person.
    fn of_person<'r>(&mut self, rows: &'r [Row], chosen: Option<&str>) -> Vec<&'r Row> {
        let mut people: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows {
            *people.entry(row.person.as_deref().unwrap_or_default()).or_default() += 1;
        }
        if people.len() < 2 {
            return rows.iter().collect();
        }
        self.out.people =
            people.into_iter().map(|(name, count)| (name.to_owned(), count)).collect();
        let of = |row: &&Row| Some(row.person.as_deref().unwrap_or_default()) == chosen;
        let theirs: Vec<&Row> = rows.iter().filter(of).collect();
        let others = rows.len() - theirs.len();
        if theirs.is_empty() {
            self.out.waiting = others
        } else {
            self.out.left_out = others
        }
        theirs
    }

    /// Finds the types that the rows name, and what becomes of those that the person lacks.
    fn resolve(&mut self, reading: &Reading, rows: &[&Row], choices: &Choices) {
        let mut unknown: Vec<(String, Vec<&Row>)> = Vec::new();
        for row in rows {
            let key = key_of(&row.name);
            if let Some(known) = names::find(&self.settings.types, &row.name) {
                self.resolved.insert(label_key(&row.name), Resolved::Is(known));
            } else if let Some((_, rows)) = unknown.iter_mut().find(|(known, _)| *known == key) {
                rows.push(row);
            } else if unknown.len() <= MAX_OWN {
                unknown.push((key, vec![row]));
            }
        }
        for (key, rows) in unknown {
            let choice = choices.types.get(&key).cloned();
            let choice = choice.or_else(|| usual_choice(reading, &rows[0].name));
            let (resolved, error) = self.carry_out_choice(reading, &rows, choice.as_ref());
            for row in &rows {
                self.resolved.insert(label_key(&row.name), resolved.clone());
            }
            let name = rows[0].name.label.clone();
            self.out.unknown.push(UnknownType { key, name, rows: rows.len(), choice, error });
        }
    }

    fn carry_out_choice(
        &mut self,
        reading: &Reading,
        rows: &[&Row],
        choice: Option<&TypeChoice>,
    ) -> (Resolved, Option<String>) {
        match choice {
            None => (Resolved::Waits, None),
            Some(TypeChoice::LeaveOut) => (Resolved::Out, None),
            Some(TypeChoice::Existing(slug)) if self.settings.types.get(slug).is_some() => {
                (Resolved::Is(slug.clone()), None)
            }
            Some(TypeChoice::Existing(_)) => {
                (Resolved::Waits, Some(PartError::UnknownType.to_string()))
            }
            Some(TypeChoice::New { label, kind }) => {
                match self.new_type(reading, rows, label, *kind) {
                    Ok(slug) => (Resolved::Is(slug), None),
                    Err(error) => (Resolved::Waits, Some(error)),
                }
            }
        }
    }

    /// Makes a type: as our own JSON defines it, or with the next colour that is free.
    fn new_type(
        &mut self,
        reading: &Reading,
        rows: &[&Row],
        label: &str,
        kind: Kind,
    ) -> Result<Slug, String> {
        let label: Label = label.parse().map_err(|error: LabelError| error.to_string())?;
        let slug: Option<Slug> = rows[0].name.slug.as_deref().and_then(|slug| slug.parse().ok());
        let brought = reading.settings.as_ref().zip(slug.as_ref());
        let brought = brought.and_then(|(settings, slug)| settings.types.get(slug));
        let located = rows.iter().any(|row| row.location.is_some());
        let usual = if located { LocationRule::Optional } else { LocationRule::None };
        let terms = TypeTerms {
            label,
            colour: brought.map_or_else(|| self.free_colour(), |brought| brought.colour),
            kind,
            location: brought.map_or(usual, |brought| brought.location),
        };
        let slug = self.types.bring(slug.as_ref(), &terms).map_err(|error| error.to_string())?;
        self.out.new_types.push((slug.clone(), terms));
        Ok(slug)
    }

    fn free_colour(&self) -> Colour {
        let used =
            |colour: &Colour| self.types.iter().filter(|known| known.colour == *colour).count();
        Colour::ALL.into_iter().min_by_key(used).unwrap_or(Colour::Slate)
    }

    /// Where days were spent whose type needs a place and whose row has none: as typed, else at
    /// home where the file says so, else where the person was last.
    fn choose_place(&mut self, rows: &[&Row], typed: Option<&str>) {
        let lacking = |row: &&&Row| row.location.is_none() && self.needs_place(row);
        let lacking: Vec<&Row> = rows.iter().filter(lacking).copied().collect();
        let Some(first) = lacking.first() else { return };
        self.out.placeless = lacking.len();
        let usual = match names::is_home(&first.name) {
            true => Some("Home"),
            false => self
                .slug_of(first)
                .and_then(|slug| self.settings.last_location(slug))
                .map(Location::as_str),
        };
        let place = typed.or(usual).map(str::trim).unwrap_or_default().to_owned();
        if !place.is_empty() {
            let parsed: Result<Location, _> = place.parse();
            self.out.place_error = parsed.as_ref().err().map(ToString::to_string);
            self.place = parsed.ok().map(|place| self.settings.canonical(place));
        }
        self.out.place = Some(place);
    }

    fn slug_of(&self, row: &Row) -> Option<&Slug> {
        match self.resolved.get(&label_key(&row.name)) {
            Some(Resolved::Is(slug)) => Some(slug),
            _ => None,
        }
    }

    fn needs_place(&self, row: &Row) -> bool {
        let rule =
            self.slug_of(row).and_then(|slug| self.types.get(slug)).map(|known| known.location);
        rule == Some(LocationRule::Required)
    }

    fn add(&mut self, row: &Row, dialect: Dialect) -> Result<(), FileError> {
        let slug = match self.resolved.get(&label_key(&row.name)) {
            Some(Resolved::Is(slug)) => slug.clone(),
            Some(Resolved::Out) => {
                self.out.left_out += 1;
                return Ok(());
            }
            Some(Resolved::Waits) | None => {
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
        let notes = with_place_dropped(&row.notes, given.as_ref(), &part);
        self.add_days(row, dialect, &part, &notes)
    }

    fn add_days(
        &mut self,
        row: &Row,
        dialect: Dialect,
        part: &Part,
        notes: &Notes,
    ) -> Result<(), FileError> {
        let mut day = Some(row.from);
        while let Some(this) = day.filter(|day| *day <= row.to) {
            day = this.next();
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(FileError::TooManyDays);
            }
            if row.of_range && !self.settings.working_days.contains(this.weekday()) {
                self.out.free_days += 1;
                continue;
            }
            let (part, notes) = (part.clone(), notes.clone());
            let added = Addition { line: row.line, half: row.half, part, notes };
            match self.days.entry(this) {
                Entry::Vacant(place) => {
                    place.insert(Merged::new(added));
                }
                Entry::Occupied(mut place) => {
                    let first = place.get().line;
                    if !place.get_mut().add(&added) {
                        let kind = if dialect == Dialect::Ics { "event" } else { "line" };
                        let at = format!("{this} is taken by the {kind} at {first} already.");
                        self.faults.add(row.line, at);
                    }
                }
            }
        }
        if self.days.len() > MAX_DAYS { Err(FileError::TooManyDays) } else { Ok(()) }
    }

    fn finish(mut self, text: &str) -> Understood {
        let days = self.days.into_iter();
        self.out.days = days
            .map(|(day, Merged { line, parts, notes })| NewDay { line, day, parts, notes })
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

/// Names a type as a row does, by both its names.
fn label_key(name: &TypeName) -> String {
    format!("{}\n{}", names::plain(&name.label), name.slug.as_deref().unwrap_or_default())
}

/// What becomes of an unknown type unless the person says otherwise: our own files bring their types
/// along, of others the person is asked.
fn usual_choice(reading: &Reading, name: &TypeName) -> Option<TypeChoice> {
    let slug = name.slug.as_deref()?;
    let brought = reading
        .settings
        .as_ref()
        .and_then(|settings| settings.types.iter().find(|known| known.slug.as_str() == slug));
    let kind = brought.map_or(Kind::Work, |brought| brought.kind);
    let label = if name.label.is_empty() { slug } else { &name.label };
    Some(TypeChoice::New { label: label.to_owned(), kind })
}

/// A place given with a type that takes none is not lost: it goes to the notes.
fn with_place_dropped(notes: &Notes, given: Option<&Location>, part: &Part) -> Notes {
    let Some(place) = given.filter(|_| part.location.is_none()) else { return notes.clone() };
    if notes.as_str().contains(place.as_str()) {
        return notes.clone();
    }
    let joined = format!("{place}\n{notes}").parse();
    joined.unwrap_or_else(|_| notes.clone())
}
