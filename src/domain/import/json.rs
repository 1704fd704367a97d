//! Our own JSON: every entry read by itself, so that a fault names its line.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Dialect, FileError, Half, Reading, Row, TypeName, places};
use crate::domain::day::Day;
use crate::domain::entry::{Part, Parts};
use crate::domain::export;
use crate::domain::notes::Notes;
use crate::domain::settings::Settings;

#[derive(Deserialize)]
struct Document<'a> {
    format: String,
    version: u32,
    #[serde(default, borrow)]
    settings: Option<&'a RawValue>,
    #[serde(borrow)]
    entries: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry {
    date: Day,
    parts: Parts,
    #[serde(default)]
    notes: Notes,
}

/// Reads what [`export`] wrote.
pub(super) fn read(text: &str) -> Result<Reading, FileError> {
    let document: Document<'_> = serde_json::from_str(text).map_err(|error| {
        FileError::Json(format!("This JSON is not one that Worklog wrote: {error}."))
    })?;
    if document.format != export::FORMAT {
        return Err(FileError::Json("This JSON is not one that Worklog wrote.".to_owned()));
    }
    if document.version > export::VERSION {
        return Err(FileError::Json(
            "A newer Worklog wrote this file. Take it in there, or send a CSV file.".to_owned(),
        ));
    }
    let mut reading = Reading::new(Dialect::Json);
    let settings =
        document.settings.map(|settings| serde_json::from_str::<Settings>(settings.get()));
    reading.settings = match settings.transpose() {
        Ok(settings) => settings.map(Box::new),
        Err(error) => {
            return Err(FileError::Json(format!("The settings in it make no sense: {error}.")));
        }
    };
    let mut line = LineOf { text, at: 0, line: 1 };
    for entry in document.entries {
        let line = line.of(entry.get());
        reading.take(line, rows(entry, line, reading.settings.as_deref()));
    }
    Ok(reading)
}

fn rows(entry: &RawValue, line: usize, settings: Option<&Settings>) -> Result<Vec<Row>, String> {
    let entry: Entry = serde_json::from_str(entry.get()).map_err(|error| {
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        format!("This is no entry: {words}.")
    })?;
    let row = |half: Half, part: &Part, notes: Notes| {
        let known = settings.and_then(|settings| settings.types.get(&part.day_type));
        let place = part.location.as_ref();
        let slug = part.day_type.to_string();
        let label = known.map_or_else(|| slug.clone(), |known| known.label.clone());
        Row {
            line,
            from: entry.date,
            to: entry.date,
            of_range: false,
            half,
            name: TypeName { label, slug: Some(slug) },
            location: place.and_then(|place| places::location(place.as_str()).ok().flatten()),
            notes,
            person: None,
        }
    };
    let notes = entry.notes.clone();
    Ok(match &entry.parts {
        Parts::Whole(part) => vec![row(Half::Whole, part, notes)],
        Parts::Morning(part) => vec![row(Half::Morning, part, notes)],
        Parts::Afternoon(part) => vec![row(Half::Afternoon, part, notes)],
        Parts::Halves(am, pm) => {
            vec![row(Half::Morning, am, notes), row(Half::Afternoon, pm, Notes::default())]
        }
    })
}

/// Tells the lines of pieces of a text, asked for in their order.
struct LineOf<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl LineOf<'_> {
    fn of(&mut self, piece: &str) -> usize {
        // A raw value is a slice of the text it was read from.
        let start = (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let passed = self.text.get(self.at..start).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.at = start.max(self.at);
        self.line
    }
}
