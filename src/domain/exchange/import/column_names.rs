//! The names of columns by their meaning, in English and German.

use super::columns::TableHeader;
use super::source::TableRecord;
use crate::domain::settings::ColumnRole;

const DATE: &[&str] = &[
    "date",
    "from",
    "start date",
    "startdate",
    "started at",
    "starts on",
    "start",
    "start day",
    "started",
    "first day",
    "from date",
    "date from",
    "absence start",
    "work date",
    "von",
    "ab",
    "beginn",
    "startdatum",
    "anfangsdatum",
    "beginndatum",
    "datum von",
    "von datum",
    "erster tag",
    "datum",
    "tag",
    "day",
];
const TO: &[&str] = &[
    "to",
    "until",
    "end date",
    "enddate",
    "ended at",
    "ends on",
    "end",
    "end day",
    "last day",
    "to date",
    "date to",
    "absence end",
    "bis",
    "ende",
    "enddatum",
    "datum bis",
    "bis datum",
    "letzter tag",
];

/// The names of columns that may contain the type. A column with yes and no is one of them if its
/// name is a type.
pub(super) const TYPE: &[&str] = &[
    "type",
    "absence type",
    "type of absence",
    "leave type",
    "leavetype",
    "time off type",
    "art der abwesenheit",
    "abwesenheitsart",
    "abwesenheitstyp",
    "abwesenheit",
    "urlaubsart",
    "fehlgrund",
    "absence",
    "leave",
    "workfromhome",
    "work from home",
    "working from home",
    "wfh",
    "home office",
    "homeoffice",
    "home-office",
    "remote",
    "remote work",
    "mobiles arbeiten",
    "state",
    "category",
    "kategorie",
    "art",
    "typ",
    "project",
    "project name",
    "projekt",
    "projektname",
    "tags",
    "tag",
    "activity",
    "tätigkeit",
    "aktivität",
    "task",
    "aufgabe",
    "project key",
    "issue key",
];

/// The names of columns that contain the type of a time entry, rather than "type": a time tracker
/// writes the same type for most entries.
pub(super) const WORKED_ON: &[&str] =
    &["project", "project name", "projekt", "projektname", "tags", "tag", "activity", "tätigkeit"];
const LOCATION: &[&str] =
    &["location", "work location", "place", "ort", "arbeitsort", "standort", "city", "where"];
const NOTES: &[&str] = &[
    "notes",
    "note",
    "comment",
    "comments",
    "description",
    "work description",
    "remarks",
    "bemerkung",
    "bemerkungen",
    "kommentar",
    "notiz",
    "notizen",
    "anmerkung",
    "beschreibung",
    "grund",
    "reason",
];
const HALF: &[&str] = &[
    "half",
    "half day",
    "half-day",
    "half day first day",
    "date type",
    "period",
    "part of day",
    "day part",
    "zeitraum",
    "halbtags",
    "halber tag",
    "halber tag erster tag",
    "half day start",
    "half-day start",
    "half day (start)",
    "halber tag (start)",
    "halber tag (anfang)",
    "halber tag (beginn)",
    "halber tag start",
    "umfang",
];
const LAST_HALF: &[&str] = &[
    "half day last day",
    "halber tag letzter tag",
    "half day end",
    "half-day end",
    "half day (end)",
    "halber tag (ende)",
    "halber tag ende",
];

/// The names of columns that surely contain hours.
const HOURS: &[&str] = &[
    "duration (decimal)",
    "time (decimal)",
    "duration (h)",
    "time (h)",
    "logged time (h)",
    "hours worked",
    "hours logged",
    "time spent (hours)",
    "time spent",
    "duration",
    "hours",
    "stunden",
    "arbeitszeit",
    "dauer",
];
const COUNT: &[&str] = &[
    "days",
    "number of days",
    "total days",
    "days taken",
    "deducted days",
    "duration (days)",
    "duration in days",
    "tage",
    "dauer in tagen",
    "dauer (tage)",
    "anzahl tage",
    "arbeitstage",
    "urlaubstage",
];
const PERSON: &[&str] = &[
    "email address",
    "email",
    "e-mail",
    "employee's email address",
    "e-mail-adresse des mitarbeiters",
    "user",
    "username",
    "employee",
    "employee name",
    "full name",
    "member",
    "work author",
    "vorname",
    "first name",
    "mitarbeiter",
    "mitarbeiterin",
    "name",
    "person",
];
const STATUS: &[&str] = &[
    "status",
    "approval",
    "approval status",
    "leave status",
    "request status",
    "genehmigung",
    "approved",
    "genehmigt",
];

const EMAIL: &[&str] = &[
    "email address",
    "email",
    "e-mail",
    "employee's email address",
    "e-mail-adresse des mitarbeiters",
];
const FIRST_NAME: &[&str] = &["vorname", "first name"];
const LAST_NAME: &[&str] = &["last name", "nachname"];

/// The names of the columns with each meaning, the most likely first.
pub(super) const NAMES: [(ColumnRole, &[&str]); 13] = [
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

/// Returns whether a column contains hours, according to its name.
pub(super) fn has_hours(header: &TableHeader) -> bool {
    header.names().any(|name| HOURS.contains(&name))
}

/// Returns the columns that contain amounts: hours, or numbers of days.
pub(super) fn amounts(header: &TableRecord) -> Vec<usize> {
    let header = TableHeader::new(header.cells());
    let is_amount = |name: &str| HOURS.contains(&name) || COUNT.contains(&name);
    let columns = header.names().enumerate();
    columns.filter(|(_, name)| is_amount(name)).map(|(at, _)| at).collect()
}

/// Returns the column with the last name of the person. An email address identifies a person better
/// than a name.
pub(super) fn last_name(header: &TableHeader, person: Option<usize>) -> Option<usize> {
    let is_first_name = person.is_some() && header.best(FIRST_NAME) == person;
    let name = || header.find(&["name"]).filter(|_| is_first_name);
    let last_name = header.best(LAST_NAME).or_else(name);
    last_name.filter(|column| header.find(EMAIL).is_none() && person != Some(*column))
}

/// Returns the column with the part of the last day of a range.
pub(super) fn last_half(header: &TableHeader) -> Option<usize> {
    header.best(LAST_HALF).or_else(|| header.second("date type"))
}

impl TableHeader {
    /// Returns the name of a column.
    pub(super) fn name(&self, column: usize) -> &str {
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
