//! The entries of a user, out of their years.

use std::collections::BTreeMap;
use std::collections::btree_map;

use serde_json::Value;

use super::{Fields, FlaskDay, FlaskPart, Remarks, dates, field, text, whole};
use crate::domain::day::Day;
use crate::domain::import::{Half, TypeName, places};
use crate::domain::location::Location;
use crate::domain::notes::{self, Notes};
use crate::domain::time_zone::TimeZone;

/// Entries on their way into days.
struct Reader<'a> {
    zone: TimeZone,
    days: BTreeMap<Day, FlaskDay>,
    remarks: &'a mut Remarks,
}

/// Reads `years[].entries[]`. Years and entries may also be objects, by year and by date; entries
/// may lie beside the years.
pub(super) fn read(
    document: &Fields,
    zone: TimeZone,
    remarks: &mut Remarks,
) -> BTreeMap<Day, FlaskDay> {
    let mut reader = Reader { zone, days: BTreeMap::new(), remarks };
    match field(document, &["years"]) {
        None => {}
        Some(Value::Array(years)) => {
            for (at, year) in (1..).zip(years) {
                reader.add_year(&format!("year {at} of the list"), year);
            }
        }
        Some(Value::Object(years)) => {
            for (key, year) in years {
                reader.add_year_of(key, year);
            }
        }
        Some(_) => reader.remarks.add("years", "They are no list."),
    }
    if let Some(entries) = field(document, &["entries"]) {
        reader.add_entries("entries", None, entries);
    }
    reader.days
}

impl Reader<'_> {
    /// An object with its year and entries. Without the year, entries with whole dates are taken.
    fn add_year(&mut self, place: &str, year: &Value) {
        let Some(fields) = year.as_object() else {
            return self.remarks.add(place, "It is no object with year and entries.");
        };
        let number = field(fields, &["year", "_id"]).map(whole);
        let place = match number {
            Some(Some(number)) => number.to_string(),
            Some(None) => {
                self.remarks.add(format!("{place}, year"), "It is no number.");
                place.to_owned()
            }
            None => place.to_owned(),
        };
        match field(fields, &["entries", "days"]) {
            Some(entries) => self.add_entries(&place, number.flatten(), entries),
            None if fields.contains_key("entries") => {}
            None => self.remarks.add(place, "It has no entries."),
        }
    }

    /// What an object of years has under a key.
    fn add_year_of(&mut self, key: &str, year: &Value) {
        let number = key.trim().parse().ok();
        match year {
            Value::Object(fields) if fields.contains_key("entries") => {
                self.add_entries(key, number, &fields["entries"]);
            }
            entries => self.add_entries(key, number, entries),
        }
    }

    fn add_entries(&mut self, place: &str, year: Option<u32>, entries: &Value) {
        match entries {
            Value::Null => {}
            Value::Array(entries) => {
                for (at, entry) in (1..).zip(entries) {
                    self.add_entry(format!("{place}, entry {at}"), year, None, entry);
                }
            }
            Value::Object(entries) => {
                for (date, entry) in entries {
                    self.add_entry(format!("{place}, entry {date}"), year, Some(date), entry);
                }
            }
            _ => self.remarks.add(place, "Its entries are no list."),
        }
    }

    /// Takes an entry, whose `date` may be what it is kept under.
    fn add_entry(
        &mut self,
        place: String,
        year: Option<u32>,
        date: Option<&String>,
        entry: &Value,
    ) {
        let Some(fields) = entry.as_object() else {
            return self.remarks.add(place, "It is no object with date and type.");
        };
        let keyed = date.filter(|_| field(fields, &["date", "month", "day"]).is_none());
        let keyed = keyed.map(|date| Fields::from_iter([("date".to_owned(), date.clone().into())]));
        let day = match dates::read(keyed.as_ref().unwrap_or(fields), year, self.zone) {
            Ok(day) => day,
            Err(message) => return self.remarks.add(format!("{place}, date"), message),
        };
        if year.is_some_and(|year| i64::from(year) != i64::from(day.year().number())) {
            let told = format!("{day} is kept under another year. It was taken by its own date.");
            self.remarks.add(format!("{place}, date"), told);
        }
        let parts = match self.parts(&place, fields) {
            Ok(parts) => parts,
            Err((what, message)) => {
                return self.remarks.add(format!("{place} ({day}), {what}"), message);
            }
        };
        let notes = self.notes(&place, field(fields, &["notes", "note", "comment"]));
        let place = format!("{place} ({day})");
        match self.days.entry(day) {
            btree_map::Entry::Vacant(free) => {
                free.insert(FlaskDay { place, day, parts, notes });
            }
            btree_map::Entry::Occupied(taken) => {
                let first = taken.get();
                if (&first.parts, &first.notes) != (&parts, &notes) {
                    let first = &first.place;
                    let told = format!("The day is there twice. What is in {first} was taken.");
                    self.remarks.add(place, told);
                }
            }
        }
    }

    /// The parts of an entry: one of the whole day, or two halves in whichever way they are kept.
    fn parts(&mut self, place: &str, entry: &Fields) -> Result<Vec<FlaskPart>, Wrong> {
        use Half::{Afternoon, Morning, Whole};
        let mut found: Vec<(Half, &Fields)> = Vec::new();
        if let Some(halves) = field(entry, &["halves"]) {
            let halves = halves.as_array().filter(|halves| halves.len() == 2);
            let halves = halves.ok_or(("halves", "They are no list of two.".to_owned()))?;
            for (half, part) in [Morning, Afternoon].into_iter().zip(halves) {
                found.extend(object(part, "halves")?.map(|part| (half, part)));
            }
        } else if let Some(parts) = field(entry, &["parts"]) {
            let parts = object(parts, "parts")?;
            for (name, half) in [("day", Whole), ("am", Morning), ("pm", Afternoon)] {
                let part = parts.and_then(|parts| parts.get(name));
                let part = part.map(|part| object(part, "parts")).transpose()?.flatten();
                found.extend(part.map(|part| (half, part)));
            }
        } else {
            return self.flat_parts(place, entry);
        }
        if found.is_empty() {
            return Err(("type", TYPE_MISSING.to_owned()));
        }
        let part = |(half, part)| self.part(place, half, part, &["type"], &["location"]);
        found.into_iter().map(part).collect()
    }

    fn flat_parts(&mut self, place: &str, entry: &Fields) -> Result<Vec<FlaskPart>, Wrong> {
        let (types, locations) = (&["type", "state"], &["location", "place"]);
        if field(entry, &["pm_type"]).is_none() {
            return Ok(vec![self.part(place, Half::Whole, entry, types, locations)?]);
        }
        let (pm_types, pm_locations) = (&["pm_type"], &["pm_location"]);
        let afternoon = self.part(place, Half::Afternoon, entry, pm_types, pm_locations)?;
        if field(entry, types).is_none() {
            return Ok(vec![afternoon]);
        }
        Ok(vec![self.part(place, Half::Morning, entry, types, locations)?, afternoon])
    }

    fn part(
        &mut self,
        place: &str,
        half: Half,
        fields: &Fields,
        types: &[&str],
        locations: &[&str],
    ) -> Result<FlaskPart, Wrong> {
        let wrong = |message: &str| ("type", message.to_owned());
        let label = match field(fields, types) {
            None => return Err(wrong(TYPE_MISSING)),
            Some(Value::String(label)) if label.trim().is_empty() => {
                return Err(wrong(TYPE_MISSING));
            }
            Some(Value::String(label)) => label.trim().to_owned(),
            Some(_) => return Err(wrong("It is no text.")),
        };
        let location = self.location(place, field(fields, locations));
        Ok(FlaskPart { half, name: TypeName { label, slug: None }, location })
    }

    /// A location that cannot be one is left out and told: the day may do without.
    fn location(&mut self, place: &str, value: Option<&Value>) -> Option<Location> {
        let value = value?;
        let read = text(value).ok_or_else(|| "It is no text.".to_owned());
        let read = read.and_then(|text| places::location(&text));
        read.unwrap_or_else(|message| {
            self.remarks.add(format!("{place}, location"), message);
            None
        })
    }

    /// Notes are taken as far as they can be: a day is not left out for what was noted.
    fn notes(&mut self, place: &str, value: Option<&Value>) -> Notes {
        let Some(value) = value else { return Notes::default() };
        let at = format!("{place}, notes");
        let Some(written) = text(value) else {
            self.remarks.add(at, "They are no text, and were left out.");
            return Notes::default();
        };
        let plain: String = written.replace("\r\n", "\n").replace(['\r', '\u{2028}'], "\n");
        let plain: String =
            plain.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
        let short: String = plain.trim().chars().take(notes::MAX_CHARS).collect();
        if short.len() < plain.trim().len() {
            let told =
                format!("They are too long. The first {} characters were taken.", notes::MAX_CHARS);
            self.remarks.add(at, told);
        }
        short.parse().unwrap_or_default()
    }
}

/// Which field of an entry is wrong, and what.
type Wrong = (&'static str, String);

const TYPE_MISSING: &str = "The type is missing.";

/// An object; nothing where it is null.
fn object<'a>(value: &'a Value, name: &'static str) -> Result<Option<&'a Fields>, Wrong> {
    match value {
        Value::Null => Ok(None),
        Value::Object(fields) => Ok(Some(fields)),
        _ => Err((name, "A part is an object with type and location.".to_owned())),
    }
}
