//! Cells that become locations and notes.

use crate::domain::location::Location;
use crate::domain::notes::Notes;
use crate::domain::unseen::strip;

/// Reads a location; none from an empty cell. Characters that nobody sees are left out: nobody would
/// find them in the file.
pub(super) fn location(cell: &str) -> Result<Option<Location>, String> {
    let cell = strip(cell);
    if cell.trim().is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|error: crate::domain::short_text::TextError| error.to_string())
}

/// Reads notes; tabs, which other programs allow, become spaces.
pub(super) fn notes(cell: &str) -> Result<Notes, String> {
    cell.replace('\t', " ")
        .parse()
        .map_err(|error: crate::domain::notes::NotesError| error.to_string())
}
