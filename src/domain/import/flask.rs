//! The log of a user of the earlier Flask service, which never checked most of its values:
//! `{settings: {slack, total: {TYPE: DAYS}}, years: [{entries: [{date, type, location, notes}]}]}`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Dialect, Reading, Row, TypeName, dates, places};
use crate::domain::allowance::{Allowance, Days};
use crate::domain::types::Slug;
use crate::domain::{location, notes};

/// A log as read.
pub struct FlaskLog {
    /// Its entries, and as faults whatever was left out.
    pub reading: Reading,
    /// The place in the log of each line of the reading, a line each.
    pub places: String,
    /// The address of the webhook, not yet checked.
    pub webhook: Option<String>,
    /// The days a year of each type that has a limit.
    pub allowances: BTreeMap<Slug, Allowance>,
}

impl FlaskLog {
    /// Reads a document of `log`.
    pub fn read(log: &Value) -> Self {
        let webhook = text(&log["settings"]["slack"]);
        let webhook = Some(webhook).filter(|address| !address.trim().is_empty());
        let (reading, allowances) = (Reading::new(Dialect::Flask), BTreeMap::new());
        let mut read = Self { reading, places: String::new(), webhook, allowances };
        for year in read.list("years", &log["years"]) {
            for entry in read.list("entries", &year["entries"]) {
                let date = text(&entry["date"]);
                let line = read.line(&format!("entry {} ({date})", read.reading.read + 1));
                let row = read.row(line, entry).map(|row| vec![row]);
                read.reading.take(line, row);
            }
        }
        for (name, value) in log["settings"]["total"].as_object().into_iter().flatten() {
            if let Err(error) = read.allowance(name, &text(value)) {
                let line = read.line(&format!("settings.total.{name}: {value}"));
                read.reading.take(line, Err(error));
            }
        }
        read
    }

    /// Adds a line, whose number it returns.
    fn line(&mut self, place: &str) -> usize {
        self.places.extend(place.chars().filter(|c| !c.is_control()));
        self.places.push('\n');
        self.reading.read + 1
    }

    fn list<'a>(&mut self, name: &str, value: &'a Value) -> &'a [Value] {
        if !matches!(value, Value::Array(_) | Value::Null) {
            let line = self.line(name);
            self.reading.take(line, Err("This is not a list.".to_owned()));
        }
        value.as_array().map_or(&[], Vec::as_slice)
    }

    fn row(&mut self, line: usize, entry: &Value) -> Result<Row, String> {
        let day = dates::read_iso(text(&entry["date"]).trim())?;
        let label = text(&entry["type"]).trim().to_owned();
        let slug: Option<Slug> = label.to_lowercase().parse().ok().filter(Slug::is_built_in);
        let slug = slug.ok_or_else(|| format!("“{label}” is not a type."))?.to_string();
        let location =
            self.shortened(line, "location", &text(&entry["location"]), location::MAX_CHARS);
        let location = places::location(&location)?;
        if slug == "remote" && location.is_none() {
            return Err("The location is missing.".to_owned());
        }
        // No day is lost for what was noted.
        let notes = text(&entry["notes"]).replace("\r\n", "\n").replace('\t', " ");
        let is_control = |c: char| c.is_control() && c != '\n';
        if notes.contains(is_control) {
            self.reading.faults.add(line, "Control characters in the notes were left out.");
        }
        let notes = self.shortened(line, "notes", &notes.replace(is_control, ""), notes::MAX_CHARS);
        let (name, notes) = (TypeName { label, slug: Some(slug) }, places::notes(&notes)?);
        Ok(Row { location, notes, ..Row::new(line, day, day, name) })
    }

    fn shortened(&mut self, line: usize, what: &str, text: &str, limit: usize) -> String {
        let text = text.trim();
        let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
        let told = format!("The end of the {what} was left out, after {limit} characters.");
        self.reading.faults.add(line, told);
        text[..end].to_owned()
    }

    fn allowance(&mut self, name: &str, days: &str) -> Result<(), String> {
        // What the service took as no limit.
        if matches!(days.trim(), "" | "-1" | "-1.0") {
            return Ok(());
        }
        let slug: Option<Slug> = name.parse().ok().filter(Slug::is_built_in);
        let slug = slug.ok_or_else(|| format!("“{name}” is not a type."))?;
        let days: Result<Days, _> = days.parse();
        let days = Some(days.map_err(|error| error.to_string())?);
        self.allowances.insert(slug, Allowance { days, ..Allowance::default() });
        Ok(())
    }
}

/// A text as it is, nothing for null, and any other value as JSON: 5 as `5`.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
