//! Parses a user's log of the earlier Flask service, which validated few of its values:
//! `{settings: {slack, total: {TYPE: DAYS}}, years: [{entries: [{date, type, location, notes}]}]}`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Dialect, ImportRow, ParsedFile, TypeName, cells, dates};
use crate::domain::allowances::{Allowance, AllowanceDays, AllowanceRule};
use crate::domain::days::{location, notes};
use crate::domain::types::Slug;
use crate::domain::values::problem::Problem;

/// A parsed log.
pub struct FlaskLog {
    /// The entries, and an error for everything that can't be imported.
    pub reading: ParsedFile,
    /// The webhook URL, not yet validated.
    pub webhook: Option<String>,
    /// The yearly allowance of each type that has one.
    pub allowances: BTreeMap<Slug, Allowance>,
}

impl FlaskLog {
    /// Parses a document of the `log` collection.
    pub fn parse(log: &Value) -> Self {
        let webhook = text(&log["settings"]["slack"]);
        let webhook = Some(webhook).filter(|address| !address.trim().is_empty());
        let (reading, allowances) = (ParsedFile::new(Dialect::Flask), BTreeMap::new());
        let mut read = Self { reading, webhook, allowances };
        let mut entries = 0;
        for (number, year) in (1..).zip(read.list("years", &log["years"])) {
            if !year.is_object() {
                read.reject(&format!("years, item {number}"), "flask.no_object");
            }
            for entry in read.list("entries", &year["entries"]) {
                let date = text(&entry["date"]);
                entries += 1;
                let position = position(&format!("entry {entries} ({date})"));
                let row = read.row(&position, entry).map(|row| vec![row]);
                let line = read.reading.read + 1;
                read.reading.take(line, &position, row);
            }
        }
        let total = &log["settings"]["total"];
        if !matches!(total, Value::Object(_) | Value::Null) {
            read.reject("settings.total", "flask.no_object");
        }
        for (name, value) in total.as_object().into_iter().flatten() {
            if let Err(error) = read.allowance(name, &text(value)) {
                read.reject(&format!("settings.total.{name}: {value}"), error);
            }
        }
        read
    }

    /// Adds a line that can't be imported.
    fn reject(&mut self, at: &str, reason: impl Into<Problem>) {
        let line = self.reading.read + 1;
        self.reading.take(line, &position(at), Err(reason.into()));
    }

    fn list<'a>(&mut self, name: &str, value: &'a Value) -> &'a [Value] {
        if !matches!(value, Value::Array(_) | Value::Null) {
            self.reject(name, "flask.no_list");
        }
        value.as_array().map_or(&[], Vec::as_slice)
    }

    fn row(&mut self, position: &str, entry: &Value) -> Result<ImportRow, Problem> {
        let day = dates::read_date(text(&entry["date"]).trim())?;
        let label = text(&entry["type"]).trim().to_owned();
        let slug: Option<Slug> = label.to_lowercase().parse().ok().filter(Slug::is_built_in);
        let slug = slug.ok_or_else(|| no_type(&label))?.to_string();
        let location = self.shortened(
            position,
            "flask.location_cut",
            &text(&entry["location"]),
            location::MAX_CHARS,
        );
        let location = cells::location(&location)?;
        if slug == "remote" && location.is_none() {
            return Err("flask.location_missing".into());
        }
        // Problems in the notes don't discard the day.
        let notes = text(&entry["notes"]).replace("\r\n", "\n").replace('\t', " ");
        let is_control = |c: char| c.is_control() && c != '\n';
        if notes.contains(is_control) {
            self.note(position, "flask.notes_control");
        }
        let notes = self.shortened(
            position,
            "flask.notes_cut",
            &notes.replace(is_control, " "),
            notes::MAX_CHARS,
        );
        let (name, notes) = (TypeName { label, slug: Some(slug) }, notes.parse()?);
        let line = self.reading.read + 1;
        Ok(ImportRow { location, notes, ..ImportRow::new(line, day, day, name) })
    }

    /// Adds an error about an entry that is imported nevertheless.
    fn note(&mut self, position: &str, problem: impl Into<Problem>) {
        let line = self.reading.read + 1;
        self.reading.row_errors.add(line, position, problem);
    }

    fn shortened(
        &mut self,
        position: &str,
        code: &'static str,
        text: &str,
        limit: usize,
    ) -> String {
        let text = text.trim();
        let Some((end, _)) = text.char_indices().nth(limit) else { return text.to_owned() };
        self.note(position, Problem::new(code).with("max", limit));
        text[..end].to_owned()
    }

    fn allowance(&mut self, name: &str, days: &str) -> Result<(), Problem> {
        // The values that mean "no limit" in the service.
        if matches!(days.trim(), "" | "-1" | "-1.0") {
            return Ok(());
        }
        let slug: Option<Slug> = name.parse().ok().filter(Slug::is_built_in);
        let slug = slug.ok_or_else(|| no_type(name))?;
        let days: Option<AllowanceDays> = Some(days.parse()?);
        let rule = AllowanceRule { days, ..AllowanceRule::default() };
        self.allowances.insert(slug, Allowance::from_beginning(rule));
        Ok(())
    }
}

/// Returns a position without control characters.
fn position(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn no_type(name: &str) -> Problem {
    Problem::new("flask.no_type").with("name", name)
}

/// Returns the text of a string, an empty string for null, and JSON for any other value.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
