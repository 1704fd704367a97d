//! The databases of the earlier service, a Flask program of the same name: one document a user in
//! `credentials` and one in `log`.
//!
//! Nothing that is left says exactly what these documents look like, so they are read with patience:
//! [`name_of`] and [`Log::read`] take what there is under the names that the service's API used and
//! others close to them, and tell of whatever they cannot take, a [`Remark`] each. [`understand`]
//! makes days of a year by a person's settings, as [`super::understand`] does of files.
//!
//! A document comes as JSON, with a moment of the database as `{"$date": "2018-01-02T00:00:00Z"}`.

mod dates;
mod entries;
mod settings;
#[cfg(test)]
mod tests;
mod year;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

pub use settings::Wishes;
pub use year::{YearUnderstood, understand};

use super::{Half, TypeName};
use crate::domain::day::{Day, Year};
use crate::domain::location::Location;
use crate::domain::notes::Notes;
use crate::domain::time_zone::TimeZone;

/// The fields of an object.
type Fields = Map<String, Value>;

/// Where in a document something is that could not be taken, or not as it is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Such as `2018, entry 3, location`.
    pub place: String,
    /// A sentence.
    pub message: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// Remarks as they come up.
#[derive(Debug, Default)]
struct Remarks(Vec<Remark>);

impl Remarks {
    fn add(&mut self, place: impl fmt::Display, message: impl fmt::Display) {
        self.0.push(Remark { place: place.to_string(), message: message.to_string() });
    }
}

/// What `log` says of one user.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Their days, each once.
    days: BTreeMap<Day, FlaskDay>,
    /// Their settings.
    pub wishes: Wishes,
    /// What could not be taken, or not as it is.
    pub remarks: Vec<Remark>,
}

/// One day as the earlier service had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlaskDay {
    place: String,
    day: Day,
    parts: Vec<FlaskPart>,
    notes: Notes,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct FlaskPart {
    half: Half,
    name: TypeName,
    location: Option<Location>,
}

impl Log {
    /// Reads a document of `log`. `zone` is where its people are: a moment that is no midnight of UTC
    /// is taken as the day that it was there.
    pub fn read(document: &Value, zone: TimeZone) -> Self {
        let mut remarks = Remarks::default();
        let nothing = Fields::new();
        let fields = document.as_object().unwrap_or(&nothing);
        let wishes = settings::read(fields, &mut remarks);
        let days = entries::read(fields, zone, &mut remarks);
        Self { days, wishes, remarks: remarks.0 }
    }

    /// The days by their years.
    pub fn years(&self) -> BTreeMap<Year, Vec<&FlaskDay>> {
        let mut years: BTreeMap<Year, Vec<&FlaskDay>> = BTreeMap::new();
        for (day, found) in &self.days {
            years.entry(day.year()).or_default().push(found);
        }
        years
    }
}

/// The name of the user whose document it is; nothing where it has none that is a text.
pub fn name_of(document: &Value) -> Option<&str> {
    const NAMES: [&str; 6] = ["username", "user_name", "user", "name", "login", "_id"];
    let fields = document.as_object()?;
    let names = NAMES.iter().filter_map(|name| fields.get(*name)?.as_str());
    names.map(str::trim).find(|name| !name.is_empty())
}

/// What tells a document from the others of its collection, as people can look for it.
pub fn id_of(document: &Value) -> String {
    match document.get("_id") {
        Some(Value::String(id)) => id.clone(),
        Some(id) => match id.get("$oid").and_then(Value::as_str) {
            Some(hex) => format!("ObjectId(\"{hex}\")"),
            None => id.to_string(),
        },
        None => "without _id".to_owned(),
    }
}

/// A field under the first of its names that is there and not null.
fn field<'a>(fields: &'a Fields, names: &[&str]) -> Option<&'a Value> {
    names.iter().filter_map(|name| fields.get(*name)).find(|value| !value.is_null())
}

/// A whole number, or the text of one.
fn whole(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").unwrap_or(&text).parse().ok()
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A text, or what a number is written as.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
