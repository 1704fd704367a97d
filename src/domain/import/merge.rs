//! Several rows about one day.

use super::{Half, Row};
use crate::domain::entry::{Content, Part, Parts};
use crate::domain::location::Location;
use crate::domain::notes::Notes;

/// What the rows so far say of a day.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    /// The row that said so first.
    pub(super) line: usize,
    /// The content of the day according to these rows.
    pub(super) content: Content,
}

/// What one row adds to a day.
#[derive(Debug, Clone)]
pub(super) struct Addition {
    pub(super) line: usize,
    pub(super) half: Half,
    pub(super) part: Part,
    pub(super) notes: Notes,
}

impl Addition {
    /// Returns the addition of a row with this part. `given` is the location in the row.
    pub(super) fn new(row: &Row, part: Part, given: Option<&Location>) -> Self {
        let notes = with_place_dropped(&row.notes, given, &part);
        Self { line: row.line, half: row.half, part, notes }
    }
}

impl Merged {
    /// The first row of a day.
    pub(super) fn new(first: Addition) -> Self {
        let Addition { line, half, part, notes } = first;
        let parts = match half {
            Half::Whole => Parts::Whole(part),
            Half::Morning | Half::Either => Parts::Morning(part),
            Half::Afternoon => Parts::Afternoon(part),
        };
        Self { line, content: Content { parts, notes } }
    }

    /// Adds another row: the half that was missing, or the same once more. `false` when the two do
    /// not go together; nothing is changed then.
    pub(super) fn add(&mut self, added: &Addition) -> bool {
        let Some(parts) = together(&self.content.parts, added) else { return false };
        let Some(notes) = joined(&self.content.notes, &added.notes) else { return false };
        self.content = Content { parts, notes };
        true
    }
}

fn together(parts: &Parts, added: &Addition) -> Option<Parts> {
    let new = &added.part;
    match (parts, added.half) {
        (Parts::Whole(old), Half::Whole) if old == new => Some(parts.clone()),
        (Parts::Morning(old), Half::Morning) if old == new => Some(parts.clone()),
        (Parts::Afternoon(old), Half::Afternoon) if old == new => Some(parts.clone()),
        (Parts::Morning(am), Half::Afternoon | Half::Either) => {
            Some(Parts::Halves(am.clone(), new.clone()))
        }
        (Parts::Afternoon(pm), Half::Morning | Half::Either) => {
            Some(Parts::Halves(new.clone(), pm.clone()))
        }
        _ => None,
    }
}

/// Two notes of one day, a line each; the same said twice is said once.
fn joined(first: &Notes, second: &Notes) -> Option<Notes> {
    let said = first.as_str().lines().any(|line| line == second.as_str());
    if second.is_empty() || said || first == second {
        Some(first.clone())
    } else if first.is_empty() {
        Some(second.clone())
    } else {
        format!("{first}\n{second}").parse().ok()
    }
}

/// Returns the notes, with the row's location added if the type takes none.
fn with_place_dropped(notes: &Notes, given: Option<&Location>, part: &Part) -> Notes {
    let Some(place) = given.filter(|_| part.location.is_none()) else { return notes.clone() };
    if notes.as_str().contains(place.as_str()) {
        return notes.clone();
    }
    let joined = format!("{place}\n{notes}").parse();
    joined.unwrap_or_else(|_| notes.clone())
}
