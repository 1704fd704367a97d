//! Cells that become locations and notes.

use crate::domain::location::Location;
use crate::domain::notes::{Notes, NotesError};
use crate::domain::short_text::TextError;
use crate::domain::unseen::strip;

/// Reads a location; none from an empty cell. Characters that nobody sees are left out: nobody would
/// find them in the file.
pub(super) fn location(cell: &str) -> Result<Option<Location>, TextError> {
    let cell = strip(cell);
    if cell.trim().is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some)
}

/// Reads notes; tabs, which other programs allow, become spaces.
pub(super) fn notes(cell: &str) -> Result<Notes, NotesError> {
    cell.replace('\t', " ").parse()
}
