//! Merges several rows about the same day.

use super::{DayHalf, ImportRow};
use crate::domain::days::entry::{Content, EntryTimes, Part, Parts};
use crate::domain::days::location::Location;
use crate::domain::days::notes::Notes;

/// The content of a day according to the rows read so far.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    /// The line of the first row.
    pub(super) line: usize,
    /// The content of the day.
    pub(super) content: Content,
    /// The times of the entry in the file.
    pub(super) times: Option<EntryTimes>,
}

/// The content that one row adds to a day.
#[derive(Debug, Clone)]
pub(super) struct Addition {
    pub(super) line: usize,
    pub(super) half: DayHalf,
    pub(super) part: Part,
    pub(super) notes: Notes,
    pub(super) times: Option<EntryTimes>,
}

impl Addition {
    /// Creates the addition of a row with this part. `given` is the location in the row.
    pub(super) fn new(row: &ImportRow, part: Part, given: Option<&Location>) -> Self {
        let notes = with_place_dropped(&row.notes, given, &part);
        Self { line: row.line, half: row.half, part, notes, times: row.times }
    }

    /// Adds the notes of another row, unless they would become too long.
    pub(super) fn add_notes(&mut self, notes: &Notes) {
        if let Some(joined) = joined(&self.notes, notes) {
            self.notes = joined;
        }
    }
}

impl Merged {
    /// Returns the content of a day with only its first row.
    pub(super) fn new(first: Addition) -> Self {
        let Addition { line, half, part, notes, times } = first;
        let parts = match half {
            DayHalf::Whole => Parts::Whole(part),
            DayHalf::Morning | DayHalf::Either => Parts::Morning(part),
            DayHalf::Afternoon => Parts::Afternoon(part),
        };
        Self { line, content: Content { parts, notes }, times }
    }

    /// Adds another row: either the missing half day, or the same content again. Returns false, and
    /// changes nothing, if the rows contradict each other.
    pub(super) fn add(&mut self, added: &Addition) -> bool {
        let Some(parts) = together(&self.content.parts, added) else { return false };
        let Some(notes) = joined(&self.content.notes, &added.notes) else { return false };
        self.content = Content { parts, notes };
        self.times = self.times.zip(added.times).map(|(first, second)| first.merge(second));
        true
    }
}

fn together(parts: &Parts, added: &Addition) -> Option<Parts> {
    let new = &added.part;
    match (parts, added.half) {
        (Parts::Whole(old), DayHalf::Whole) if old == new => Some(parts.clone()),
        (Parts::Morning(old), DayHalf::Morning) if old == new => Some(parts.clone()),
        (Parts::Afternoon(old), DayHalf::Afternoon) if old == new => Some(parts.clone()),
        (Parts::Morning(am), DayHalf::Afternoon | DayHalf::Either) => {
            Some(Parts::Halves(am.clone(), new.clone()))
        }
        (Parts::Afternoon(pm), DayHalf::Morning | DayHalf::Either) => {
            Some(Parts::Halves(new.clone(), pm.clone()))
        }
        _ => None,
    }
}

/// Joins two notes as separate lines. A repeated note is included once.
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

/// Returns the notes, preceded by the row's location if the type allows none.
fn with_place_dropped(notes: &Notes, given: Option<&Location>, part: &Part) -> Notes {
    let Some(place) = given.filter(|_| part.location.is_none()) else { return notes.clone() };
    if notes.as_str().contains(place.as_str()) {
        return notes.clone();
    }
    let joined = format!("{place}\n{notes}").parse();
    joined.unwrap_or_else(|_| notes.clone())
}
