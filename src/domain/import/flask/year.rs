//! From the entries of a year to days, by a person's settings.

use super::{FlaskDay, FlaskPart, Remark, Remarks};
use crate::domain::entry::PartError;
use crate::domain::import::{
    Choices, Dialect, Fault, Faults, FileError, NewDay, Reading, Row, TypeChoice, TypeName,
    Understood, names, understand as of_rows,
};
use crate::domain::location::Location;
use crate::domain::notes::Notes;
use crate::domain::settings::Settings;
use crate::domain::types::{DayTypes, Kind, Label, MAX_OWN, Slug, TypeTerms};

/// The days of a year as understood for one person.
#[derive(Debug, Default)]
pub struct YearUnderstood {
    /// The days, in their order.
    pub days: Vec<NewDay>,
    /// Types to make for them.
    pub new_types: Vec<(Slug, TypeTerms)>,
    /// What could not be taken.
    pub remarks: Vec<Remark>,
}

/// Makes days of a year's entries. A type that the person lacks becomes one of their own; days that
/// lack a location which their type needs are taken to have been spent at `place`, and told where
/// there is none.
pub fn understand(
    days: &[&FlaskDay],
    settings: &Settings,
    place: Option<&Location>,
) -> YearUnderstood {
    let year = days.first().map_or_else(String::new, |day| day.day.year().to_string());
    let mut remarks = Remarks::default();
    let understood = match of_days(days, settings, place) {
        Ok(understood) => understood,
        Err(error) => {
            remarks.add(year, refusal(&error));
            return YearUnderstood { remarks: remarks.0, ..YearUnderstood::default() };
        }
    };
    for Fault { line, message, .. } in &understood.faults {
        let at = line.checked_sub(1).and_then(|at| days.get(at));
        remarks.add(at.map_or(year.as_str(), |day| &day.place), words(message));
    }
    for unknown in &understood.unknown {
        if let Some(error) = &unknown.error {
            let (name, rows) = (&unknown.name, unknown.rows);
            remarks.add(format!("{year}, type “{name}” ({rows} times)"), error);
        }
    }
    let Understood { days, new_types, .. } = understood;
    YearUnderstood { days, new_types, remarks: remarks.0 }
}

fn of_days(
    days: &[&FlaskDay],
    settings: &Settings,
    place: Option<&Location>,
) -> Result<Understood, FileError> {
    let rows = (1..).zip(days).flat_map(|(line, day)| rows(line, day, &settings.types)).collect();
    let reading = Reading {
        dialect: Dialect::Json,
        read: days.len(),
        rows,
        faults: Faults::default(),
        settings: None,
    };
    // An empty place keeps days from being put where the person was last: nobody is here to look.
    let place = place.map_or_else(String::new, ToString::to_string);
    let mut choices = Choices { place: Some(place), ..Choices::default() };
    let understood = of_rows(&reading, "", settings, &choices)?;
    let unchosen = understood.unknown.iter().filter(|unknown| unknown.choice.is_none());
    choices.types.extend(unchosen.map(|unknown| {
        let label = unknown.name.clone();
        (unknown.key.clone(), TypeChoice::New { label, kind: Some(Kind::Work) })
    }));
    if choices.types.is_empty() {
        return Ok(understood);
    }
    of_rows(&reading, "", settings, &choices)
}

/// Why a year is not taken at all.
fn refusal(error: &FileError) -> String {
    match error {
        FileError::TooManyTypes => format!(
            "It names more than {MAX_OWN} types that are not in Worklog, and there is room for \
             {MAX_OWN} of one's own. None of its days was taken."
        ),
        other => other.to_string(),
    }
}

/// What a form asks for is told as what is missing.
fn words(message: &str) -> &str {
    if message == PartError::LocationMissing.to_string() {
        "The location is missing, and its type needs one. --place says where such days were spent."
    } else {
        message
    }
}

fn rows(line: usize, of: &FlaskDay, types: &DayTypes) -> Vec<Row> {
    let row = |(at, part): (usize, &FlaskPart)| {
        let home = || names::is_home(&part.name).then(|| "Home".parse().ok()).flatten();
        Row {
            half: part.half,
            location: part.location.clone().or_else(home),
            notes: if at == 0 { of.notes.clone() } else { Notes::default() },
            ..Row::new(line, of.day, of.day, named(&part.name, types))
        }
    };
    of.parts.iter().enumerate().map(row).collect()
}

/// A name that means none of the person's types gets the short name that a type made of it has, by
/// which that is found again when it is called otherwise since; unless another name would get the
/// same, as C++ and C# do.
fn named(name: &TypeName, types: &DayTypes) -> TypeName {
    let label = name.label.parse::<Label>().ok().filter(|_| names::by_label(types, name).is_none());
    let slug = label.and_then(|label| {
        let slug = label.slug(|_| false).to_string();
        (slug == names::plain(label.as_str()).replace(' ', "-")).then_some(slug)
    });
    TypeName { label: name.label.clone(), slug }
}
