//! Several rows about one day.

use super::Half;
use crate::domain::entry::{Part, Parts};
use crate::domain::notes::Notes;

/// What the rows so far say of a day.
#[derive(Debug, Clone)]
pub(super) struct Merged {
    /// The row that said so first.
    pub(super) line: usize,
    /// Its parts.
    pub(super) parts: Parts,
    /// Its notes.
    pub(super) notes: Notes,
}

/// A part that another row adds.
pub(super) struct Addition {
    pub(super) line: usize,
    pub(super) half: Half,
    pub(super) part: Part,
    pub(super) notes: Notes,
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
        Self { line, parts, notes }
    }

    /// Adds another row: the half that was missing, or the same once more. `false` when the two do
    /// not go together; nothing is changed then.
    pub(super) fn add(&mut self, added: &Addition) -> bool {
        let Some(parts) = together(&self.parts, added) else { return false };
        let Some(notes) = joined(&self.notes, &added.notes) else { return false };
        (self.parts, self.notes) = (parts, notes);
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
