//! Parses cells that contain locations.

use crate::domain::days::location::Location;
use crate::domain::values::invisible_chars::strip;
use crate::domain::values::short_text::TextError;

/// Parses a location. Returns `None` for an empty cell. Invisible characters are removed instead of
/// rejected, because users couldn't find them in the file.
pub(super) fn location(cell: &str) -> Result<Option<Location>, TextError> {
    let cell = strip(cell);
    if cell.trim().is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some)
}
