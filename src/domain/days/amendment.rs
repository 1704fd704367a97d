//! Changes to some fields of a day.

use super::entry::{Content, Parts};
use super::notes::Notes;

/// New parts for a day, and optionally new values for its other fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// The new parts.
    pub parts: Parts,
    /// The new notes. `None` keeps the notes.
    pub notes: Option<Notes>,
}

impl Amendment {
    /// Returns the content of a day after the amendment. `stored` is its current content, if any.
    pub fn apply(&self, stored: Option<&Content>) -> Content {
        let parts = self.parts.clone();
        let amended = match stored {
            Some(stored) => stored.with_parts(parts),
            None => parts.into(),
        };
        Content { notes: self.notes.clone().unwrap_or(amended.notes), ..amended }
    }
}

impl From<Parts> for Amendment {
    /// Returns an amendment that changes only the parts.
    fn from(parts: Parts) -> Self {
        Self { parts, notes: None }
    }
}
