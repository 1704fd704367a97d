//! Recognizes the kind of a file, and passes it to the module for that kind.

use super::source::{ReadContext, SourceContent, SourceFile};
use super::{ParsedFile, decode, delimited, ics, json, table, xlsx};
use crate::domain::values::problem::Problem;

/// Decodes a file and parses it to records.
pub fn parse(bytes: &[u8]) -> Result<SourceFile, Problem> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(SourceFile { content: SourceContent::Table(xlsx::parse(bytes)?) });
    }
    if ics::is_calendar(bytes) {
        return Ok(SourceFile { content: SourceContent::Calendar(ics::parse(bytes)?) });
    }
    let text = decode::decode(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err("file.empty".into());
    }
    let content = match start.as_bytes().first() {
        Some(b'{' | b'[') => SourceContent::Entries(json::parse(&text)?),
        // In UTF-16, no character is split by a fold.
        _ if ics::is_calendar(text.as_bytes()) => {
            SourceContent::Calendar(ics::parse(text.as_bytes())?)
        }
        _ => SourceContent::Table(delimited::parse(&text)?),
    };
    Ok(SourceFile { content })
}

/// Converts the records of a file to rows.
pub fn read_rows(source: &SourceFile, context: ReadContext<'_>) -> Result<ParsedFile, Problem> {
    match &source.content {
        SourceContent::Table(table) => table::read_rows(table, context),
        SourceContent::Calendar(calendar) => Ok(ics::read_rows(calendar, context)),
        SourceContent::Entries(entries) => json::read_rows(entries),
    }
}
