//! Guesses the columns of a table from the names of its columns and from its dates.

use super::columns::TableHeader;
use super::hours;
use super::source::{Sheet, TableRecord};
use super::written_date::WrittenDate;
use crate::domain::settings::{ColumnMapping, ColumnRole};

/// The number of records whose contents are looked at.
const SAMPLE: usize = 50;

const DATE: &[&str] = &[
    "date",
    "from",
    "start date",
    "started at",
    "start",
    "first day",
    "from date",
    "date from",
    "von",
    "beginn",
    "startdatum",
    "datum",
    "tag",
    "day",
];
const TO: &[&str] = &[
    "to", "until", "end date", "ended at", "end", "last day", "to date", "date to", "bis", "ende",
    "enddatum",
];
const TYPE: &[&str] = &[
    "type",
    "absence type",
    "type of absence",
    "leave type",
    "time off type",
    "art der abwesenheit",
    "abwesenheitsart",
    "workfromhome",
    "work from home",
    "wfh",
    "home office",
    "state",
    "category",
    "kategorie",
    "art",
    "typ",
    "project",
    "projekt",
    "tags",
    "tag",
    "activity",
];
const LOCATION: &[&str] = &["location", "place", "ort", "standort", "city", "where"];
const NOTES: &[&str] = &[
    "notes",
    "note",
    "comment",
    "comments",
    "description",
    "remarks",
    "bemerkung",
    "kommentar",
    "notiz",
    "anmerkung",
    "beschreibung",
    "grund",
    "reason",
];
const HALF: &[&str] =
    &["half", "half day", "date type", "period", "part of day", "zeitraum", "halbtags", "umfang"];
const HOURS: &[&str] = &[
    "duration (decimal)",
    "time (decimal)",
    "duration (h)",
    "time (h)",
    "duration",
    "hours",
    "stunden",
    "dauer",
];
const COUNT: &[&str] = &[
    "days",
    "number of days",
    "total days",
    "days taken",
    "duration (days)",
    "tage",
    "anzahl tage",
    "arbeitstage",
];
const PERSON: &[&str] = &[
    "email address",
    "email",
    "user",
    "employee",
    "employee name",
    "full name",
    "member",
    "vorname",
    "first name",
    "mitarbeiter",
    "mitarbeiterin",
    "name",
    "person",
];
const STATUS: &[&str] = &["status", "approval", "approval status"];

const EMAIL: &[&str] = &["email address", "email"];
const FIRST_NAME: &[&str] = &["vorname", "first name"];
const LAST_NAME: &[&str] = &["last name", "nachname"];

/// The names of the columns with each meaning, the most likely first.
const NAMES: [(ColumnRole, &[&str]); 13] = [
    (ColumnRole::Date, DATE),
    (ColumnRole::To, TO),
    (ColumnRole::Year, &["year", "jahr"]),
    (ColumnRole::Month, &["month", "monat"]),
    (ColumnRole::Day, &["day", "tag"]),
    (ColumnRole::Type, TYPE),
    (ColumnRole::Location, LOCATION),
    (ColumnRole::Notes, NOTES),
    (ColumnRole::Half, HALF),
    (ColumnRole::Hours, HOURS),
    (ColumnRole::Count, COUNT),
    (ColumnRole::Person, PERSON),
    (ColumnRole::Status, STATUS),
];

/// Returns the mapping of a known table, by the names of its columns.
pub(super) fn preset_mapping(header: &TableHeader) -> ColumnMapping {
    let mut mapping = from_names(header);
    mapping.set(ColumnRole::Hours, None);
    mapping
}

/// Guesses the mapping of a sheet. A column that isn't recognized stays open.
pub(super) fn guess_mapping(header: &TableHeader, sheet: &Sheet) -> ColumnMapping {
    let sample = &sheet.records[..sheet.records.len().min(SAMPLE)];
    let is_filled = |column: &usize| cells(sample, *column).any(|cell| !cell.is_empty());
    let mut guess = from_names(header);
    let mut types = TYPE.iter().filter_map(|name| header.find(&[name]));
    if let Some(filled) = types.find(is_filled) {
        guess.set(ColumnRole::Type, Some(filled));
    }
    let hours = guess.get(ColumnRole::Hours).filter(|column| {
        let is_sure = !["duration", "dauer"].contains(&header.name(*column));
        let is_clock = |cell: &str| cell.contains([':', 'h']);
        is_filled(column)
            && has_hours(sample, *column)
            && (is_sure || cells(sample, *column).any(is_clock))
    });
    guess.set(ColumnRole::Hours, hours);
    if hours.is_some() {
        // A time entry belongs to the day on which it starts.
        guess.set(ColumnRole::To, None);
        guess.set(ColumnRole::Half, None);
    }
    for role in [ColumnRole::Date, ColumnRole::To] {
        // A column may be empty at first, such as the end of absences of one day.
        let may_have_dates = |column: &usize| {
            let (dates, others) = count_dates(sample, *column);
            dates >= others
        };
        guess.set(role, guess.get(role).filter(may_have_dates));
    }
    if !guess.has_date() {
        let has_dates = |column: &usize| {
            let (dates, others) = count_dates(sample, *column);
            dates > others
        };
        let date = (0..sheet.columns()).find(has_dates);
        guess.set(ColumnRole::Date, date);
    }
    let date = guess.get(ColumnRole::Date);
    for role in [ColumnRole::Type, ColumnRole::To] {
        guess.set(role, guess.get(role).filter(|column| Some(*column) != date));
    }
    guess
}

/// Finds the columns whose names are known.
fn from_names(header: &TableHeader) -> ColumnMapping {
    let mut mapping = ColumnMapping::default();
    for (role, names) in NAMES {
        mapping.set(role, header.best(names));
    }
    if mapping.get(ColumnRole::Half).is_some() {
        mapping.set(ColumnRole::LastHalf, header.second("date type"));
    }
    let parts = [ColumnRole::Year, ColumnRole::Month, ColumnRole::Day];
    if parts.iter().all(|part| mapping.get(*part).is_some()) {
        mapping.set(ColumnRole::Date, None);
    } else {
        for part in parts {
            mapping.set(part, None);
        }
    }
    mapping.set(ColumnRole::LastName, last_name(header, mapping.get(ColumnRole::Person)));
    mapping
}

/// Returns the column with the last name of the person. An email address identifies a person better
/// than a name.
fn last_name(header: &TableHeader, person: Option<usize>) -> Option<usize> {
    let is_first_name = person.is_some() && header.best(FIRST_NAME) == person;
    let name = || header.find(&["name"]).filter(|_| is_first_name);
    let last_name = header.best(LAST_NAME).or_else(name);
    last_name.filter(|column| header.find(EMAIL).is_none() && person != Some(*column))
}

impl TableHeader {
    fn name(&self, column: usize) -> &str {
        self.names().nth(column).unwrap_or_default()
    }

    /// Returns the number of columns whose names have a known meaning.
    pub(super) fn known_names(&self) -> usize {
        self.names().filter(|name| NAMES.iter().any(|(_, names)| names.contains(name))).count()
    }

    /// Returns whether the name of a column says that it contains a date.
    pub(super) fn has_date_name(&self) -> bool {
        self.find(DATE).is_some()
    }
}

fn cells(sample: &[TableRecord], column: usize) -> impl Iterator<Item = &str> {
    sample.iter().map(move |record| record.cell(Some(column)))
}

/// Returns whether most cells of a column contain hours. A few may be wrong.
fn has_hours(sample: &[TableRecord], column: usize) -> bool {
    let filled = || cells(sample, column).filter(|cell| !cell.is_empty());
    let hours = filled().filter(|cell| hours::parse(cell).is_ok()).count();
    hours * 2 > filled().count()
}

/// Counts the cells of a column that contain dates, and those that contain something else.
fn count_dates(sample: &[TableRecord], column: usize) -> (usize, usize) {
    let filled = || cells(sample, column).filter(|cell| !cell.is_empty());
    let is_date = |cell: &&str| WrittenDate::parse(cell).is_some() || WrittenDate::is_several(cell);
    let dates = filled().filter(is_date).count();
    (dates, filled().count() - dates)
}
