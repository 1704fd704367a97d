//! Reads Worklog's JSON export. Entries are parsed one by one, so that an error names its line and
//! its position in the entry. The history isn't imported: it is a record of what happened where the
//! file was exported.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::DateTime;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::source::{Entries, MAX_RECORDS, RawRecord, too_many_records};
use super::{DayHalf, Dialect, ImportRow, ParsedFile, TypeName, dates};
use crate::domain::Timestamp;
use crate::domain::days::day::Day;
use crate::domain::days::entry::{EntryTimes, Part, Parts};
use crate::domain::days::notes::Notes;
use crate::domain::exchange::export;
use crate::domain::settings::Settings;
use crate::domain::values::invisible_chars::strip;
use crate::domain::values::problem::{Coded, Problem};

/// The maximum size of an entry as JSON, well above any valid one, in bytes.
const MAX_ENTRY: usize = 32 * 1024;

/// The maximum size of the settings as JSON, well above any valid ones, in bytes.
const MAX_SETTINGS: usize = 512 * 1024;

/// The fields of a file, which are parsed one by one. Others, such as the history, are skipped.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default)]
    format: Option<&'a RawValue>,
    #[serde(borrow, default)]
    version: Option<&'a RawValue>,
    #[serde(borrow, default)]
    settings: Option<&'a RawValue>,
    #[serde(borrow, default)]
    entries: Option<&'a RawValue>,
}

/// The first values of a list, at most one more than [`MAX_RECORDS`].
struct LimitedList<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for LimitedList<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Values;
        impl<'de> Visitor<'de> for Values {
            type Value = Vec<&'de RawValue>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut values = Vec::new();
                while values.len() <= MAX_RECORDS {
                    let Some(value) = list.next_element()? else { return Ok(values) };
                    values.push(value);
                }
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(values)
            }
        }
        deserializer.deserialize_seq(Values).map(LimitedList)
    }
}

/// A JSON object whose values are parsed one by one.
type JsonObject<'a> = BTreeMap<String, &'a RawValue>;

/// The position of an error within an entry, and its message.
type FieldError = (String, Problem);

/// Splits a file that [`export`] wrote into its entries.
pub(super) fn parse(text: &str) -> Result<Entries, Problem> {
    let document: Document<'_> = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    if field::<String>(document.format).as_deref() != Some(export::FORMAT) {
        return Err("json.not_ours".into());
    }
    let version: Option<u32> = field(document.version);
    if version.ok_or("json.no_version")? > export::VERSION {
        return Err("json.newer".into());
    }
    let settings = document.settings.filter(|settings| settings.get() != "null");
    let entries: Option<LimitedList<'_>> = match document.entries {
        None if settings.is_some() => Some(LimitedList(Vec::new())),
        entries => field(entries),
    };
    let LimitedList(entries) = entries.ok_or("json.no_entries")?;
    if entries.len() > MAX_RECORDS {
        return Err(too_many_records());
    }
    settings.map(|settings| read_settings(settings.get())).transpose()?;
    let settings = settings.map(|settings| settings.get().to_owned());
    let mut line = LineCounter { text, at: 0, line: 1 };
    let entries =
        entries.into_iter().map(|entry| RawRecord::new(line.of(entry.get()), entry.get()));
    Ok(Entries { entries: entries.collect(), settings })
}

/// Converts entries to rows.
pub(super) fn read_rows(source: &Entries) -> Result<ParsedFile, Problem> {
    let mut reading = ParsedFile::new(Dialect::Json);
    reading.settings = source.settings.as_deref().map(read_settings).transpose()?.map(Box::new);
    for (at, entry) in source.entries.iter().enumerate() {
        let rows = rows(&entry.text, entry.line(), reading.settings.as_deref());
        let rows = rows.map_err(|(place, reason)| {
            Problem::new("json.entry").with("number", at + 1).with("place", place).because(reason)
        });
        reading.take(entry.line(), &entry.text, rows);
    }
    Ok(reading)
}

/// Returns the value of a field, or `None` if it is missing or of another type.
fn field<'a, T: Deserialize<'a>>(value: Option<&'a RawValue>) -> Option<T> {
    value.and_then(|value| serde_json::from_str(value.get()).ok())
}

fn unreadable(error: &serde_json::Error) -> Problem {
    let problem = Problem::new(match error.classify() {
        Category::Eof => "json.cut_off",
        Category::Syntax => "json.syntax",
        Category::Data | Category::Io => "json.not_ours",
    });
    problem.with("line", error.line()).with("column", error.column())
}

fn read_settings(settings: &str) -> Result<Settings, Problem> {
    if settings.len() > MAX_SETTINGS {
        return Err("json.settings".into());
    }
    let is_no_setting = |(name, value): &(&String, &&RawValue)| {
        let alone = BTreeMap::from([(name, value)]);
        let alone = serde_json::to_string(&alone).unwrap_or_default();
        serde_json::from_str::<Settings>(&alone).is_err()
    };
    let each: Option<JsonObject<'_>> = serde_json::from_str(settings).ok();
    let wrong = each.as_ref().map(|each| each.iter().find(is_no_setting));
    match (wrong, serde_json::from_str(settings)) {
        (Some(None), Ok(read)) => Ok(read),
        (Some(Some((name, _))), _) => Err(Problem::new("json.setting").with("name", name)),
        _ => Err("json.settings".into()),
    }
}

fn rows(
    entry: &str,
    line: usize,
    settings: Option<&Settings>,
) -> Result<Vec<ImportRow>, FieldError> {
    let object = Some(entry).filter(|entry| entry.len() <= MAX_ENTRY);
    let object = object.and_then(|entry| serde_json::from_str(entry).ok());
    let Some(Value::Object(entry)) = object else {
        return Err((String::new(), "json.no_entry".into()));
    };
    let day = needed(entry.get("date"), ", date", dates::read_date)?;
    let parts = read_parts(entry.get("parts"))?;
    let notes: Notes = maybe(entry.get("notes"), ", notes", parsed)?.unwrap_or_default();
    let times = read_times(&entry)?;
    let row = |half: DayHalf, part: &Part, notes: Notes| ImportRow {
        times,
        ..row(line, day, settings, half, part, notes)
    };
    Ok(match &parts {
        Parts::Whole(part) => vec![row(DayHalf::Whole, part, notes)],
        Parts::Morning(part) => vec![row(DayHalf::Morning, part, notes)],
        Parts::Afternoon(part) => vec![row(DayHalf::Afternoon, part, notes)],
        Parts::Halves(am, pm) => {
            vec![row(DayHalf::Morning, am, notes), row(DayHalf::Afternoon, pm, Notes::default())]
        }
    })
}

fn row(
    line: usize,
    day: Day,
    settings: Option<&Settings>,
    half: DayHalf,
    part: &Part,
    notes: Notes,
) -> ImportRow {
    let known = settings.and_then(|settings| settings.types.get(&part.day_type));
    let slug = known.map_or(&part.day_type, |known| &known.slug).to_string();
    let label = known.map_or_else(|| slug.clone(), |known| known.label.clone());
    let name = TypeName { label, slug: Some(slug) };
    ImportRow {
        half,
        location: part.location.clone(),
        notes,
        ..ImportRow::new(line, day, day, name)
    }
}

/// Reads when an entry was created and changed. An entry that someone wrote by hand may have
/// neither.
fn read_times(entry: &Map<String, Value>) -> Result<Option<EntryTimes>, FieldError> {
    let created_at = maybe(entry.get("created_at"), ", created_at", parse_time)?;
    let updated_at = maybe(entry.get("updated_at"), ", updated_at", parse_time)?;
    Ok(created_at
        .map(|created_at| EntryTimes { created_at, updated_at: updated_at.unwrap_or(created_at) }))
}

fn parse_time(text: &str) -> Result<Timestamp, Problem> {
    let time = DateTime::parse_from_rfc3339(text).map_err(|_| "json.time")?;
    Ok(time.to_utc())
}

fn read_parts(parts: Option<&Value>) -> Result<Parts, FieldError> {
    let wrong = |code: &'static str| (", parts".to_owned(), code.into());
    let parts = parts.ok_or_else(|| wrong("json.missing"))?;
    let parts = parts.as_object().ok_or_else(|| wrong("json.parts"))?;
    let part = |name| parts.get(name).map(|part| read_part(name, part)).transpose();
    match (part("day")?, part("am")?, part("pm")?) {
        (Some(day), None, None) => Ok(Parts::Whole(day)),
        (None, am, pm) => Parts::halves(am, pm).ok_or_else(|| wrong("json.either")),
        _ => Err(wrong("json.either")),
    }
}

fn read_part(name: &str, part: &Value) -> Result<Part, FieldError> {
    let place = format!(", parts.{name}");
    let Some(part) = part.as_object() else {
        return Err((place, "json.part".into()));
    };
    let day_type = needed(part.get("type"), &format!("{place}.type"), parsed)?;
    let seen = |text: &str| parsed(&strip(text));
    let location = maybe(part.get("location"), &format!("{place}.location"), seen)?;
    Ok(Part { day_type, location })
}

fn parsed<T: FromStr<Err: Coded>>(text: &str) -> Result<T, Problem> {
    Ok(text.parse()?)
}

/// Parses a required string.
fn needed<T>(
    value: Option<&Value>,
    place: &str,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Result<T, FieldError> {
    maybe(value, place, read)?.ok_or_else(|| (place.to_owned(), "json.missing".into()))
}

/// Parses an optional string, which may be missing or null.
fn maybe<T>(
    value: Option<&Value>,
    place: &str,
    read: impl Fn(&str) -> Result<T, Problem>,
) -> Result<Option<T>, FieldError> {
    let wrong = |problem| (place.to_owned(), problem);
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => read(text).map(Some).map_err(wrong),
        Some(_) => Err(wrong("json.no_text".into())),
    }
}

/// Finds the line numbers of slices of `text`, which must be passed in order.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    fn of(&mut self, piece: &str) -> usize {
        // A raw value is a slice of the text that it was parsed from.
        let start = (piece.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let passed = self.text.get(self.at..start).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.at = start.max(self.at);
        self.line
    }
}
