//! Parses cells that contain locations and notes.

use crate::domain::location::Location;
use crate::domain::notes::Notes;
use crate::domain::unseen::strip;

/// Parses a location. Returns `None` for an empty cell. Invisible characters are removed instead of
/// rejected, because nobody could find them in the file.
pub(super) fn location(cell: &str) -> Result<Option<Location>, String> {
    let cell = strip(cell);
    if cell.trim().is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|error: crate::domain::short_text::TextError| error.to_string())
}

/// Parses notes. Tabs, which other programs allow, become spaces.
pub(super) fn notes(cell: &str) -> Result<Notes, String> {
    cell.replace('\t', " ")
        .parse()
        .map_err(|error: crate::domain::notes::NotesError| error.to_string())
}
