//! Tests with whole files: the result of each dialect, and that no file makes the readers panic.

mod arbitrary;
mod calendars;
mod columns;
mod dates;
mod feeds;
mod fuzz;
mod json;
mod mapped;
mod real_tables;
mod recurring;
mod refused;
mod tables;
mod time_entries;
mod workbooks;

use super::*;
use crate::domain::days::entry::Parts;
use crate::domain::settings::Settings;

fn in_berlin() -> Settings {
    Settings { time_zone: "Europe/Berlin".parse().unwrap(), ..Settings::default() }
}

fn resolve_text(text: &str, choices: &Choices) -> ResolvedImport {
    resolve_bytes(text.as_bytes(), &in_berlin(), choices).unwrap()
}

/// Runs the whole import of a file.
fn resolve_bytes(
    bytes: &[u8],
    settings: &Settings,
    choices: &Choices,
) -> Result<ResolvedImport, Problem> {
    let reading = read_rows(&parse(bytes)?, context(settings, choices))?;
    resolve_rows(&reading, settings, choices)
}

/// Parses a file to rows.
fn read(bytes: &[u8], settings: &Settings, choices: &Choices) -> ParsedFile {
    read_rows(&parse(bytes).unwrap(), context(settings, choices)).unwrap()
}

fn context<'a>(settings: &'a Settings, choices: &'a Choices) -> ReadContext<'a> {
    ReadContext { settings, choices, today: "2026-11-29".parse().unwrap() }
}

/// Formats each day as `date type location half: notes`.
fn describe(resolved: &ResolvedImport) -> Vec<String> {
    let one = |new: &ImportedDay| {
        let parts = new.content.parts.iter().map(|(part, _)| {
            let place = part.location.as_ref().map(|place| format!(" at {place}"));
            format!("{}{}", part.day_type, place.unwrap_or_default())
        });
        let half = match &new.content.parts {
            Parts::Morning(_) => ", morning",
            Parts::Afternoon(_) => ", afternoon",
            _ => "",
        };
        let notes = Some(&new.content.notes).filter(|notes| !notes.is_empty());
        let notes = notes.map(|notes| format!(" ({})", notes.as_str().replace('\n', " / ")));
        let parts: Vec<String> = parts.collect();
        format!("{} {}{half}{}", new.day, parts.join(" + "), notes.unwrap_or_default())
    };
    resolved.days.iter().map(one).collect()
}

fn row_errors(resolved: &ResolvedImport) -> Vec<(usize, &str, &str)> {
    resolved.row_errors.iter().map(|f| (f.line, &*f.text, &*f.problem.code)).collect()
}
