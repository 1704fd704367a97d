//! Checks a workbook before calamine opens it, since calamine has no limits: a small file may
//! unpack to gigabytes, declare any number of texts, for which memory is reserved, or repeat a long
//! number format in each of its styles.

use std::io::{self, Cursor, Read, Write};

use zip::ZipArchive;

use super::xlsx_sheet::SheetCheck;
use crate::domain::values::problem::Problem;

/// The maximum size of an unpacked workbook in bytes.
const MAX_UNPACKED: u64 = 64 * 1024 * 1024;

/// The maximum number of parts, the files in a workbook.
const MAX_PARTS: usize = 1_000;

/// The maximum number of texts that the part with all texts may declare.
const MAX_TEXTS: usize = 1_000_000;

/// The limits of a part that calamine keeps in memory.
struct Limits {
    size: u64,
    tags: usize,
    /// The maximum length of a tag and the text after it. The first tags may be longer.
    tag_length: usize,
}

const TEXTS: Limits =
    Limits { size: 16 * 1024 * 1024, tags: MAX_TEXTS, tag_length: 16 * 1024 * 1024 };
const STYLES: Limits = Limits { size: 8 * 1024 * 1024, tags: 200_000, tag_length: 600 };
const INDEX: Limits = Limits { size: 4 * 1024 * 1024, tags: 10_000, tag_length: 4096 };

/// The maximum number of mentions of `xf`, the tag of a style. Each style copies its number format
/// and the name of its font.
const MAX_STYLES: usize = 40_000;

impl Limits {
    /// Returns the limits of a part. A sheet is read cell by cell, so only its cells are limited.
    fn of(name: &str, workbook: &str) -> Option<Self> {
        if name.ends_with("sharedstrings.xml") {
            Some(TEXTS)
        } else if name.ends_with("styles.xml") {
            Some(STYLES)
        } else if name.ends_with("rels") || name.ends_with(workbook) {
            Some(INDEX)
        } else {
            None
        }
    }

    fn check(&self, xml: &str) -> Result<(), Problem> {
        // The declaration and the root element contain many namespaces.
        let mut tags = xml.split('<').skip(3);
        let is_long = tags.any(|tag| tag.len() > self.tag_length);
        let has_many_styles = self.size == STYLES.size && xml.matches("xf").count() > MAX_STYLES;
        if is_long || has_many_styles || xml.matches('<').count() > self.tags {
            return Err(too_large());
        }
        let declares_too_many = xml.match_indices("uniqueCount").any(|(at, name)| {
            let after = xml[at + name.len()..].trim_start_matches(|c: char| !c.is_ascii_digit());
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && after[..digits].parse().map_or(true, |count: usize| count > MAX_TEXTS)
        });
        if declares_too_many { Err(too_large()) } else { Ok(()) }
    }
}

/// What the check of a workbook found out.
#[derive(Debug, Clone, Copy)]
pub(super) struct WorkbookFacts {
    /// Whether cells of a sheet are merged.
    pub(super) has_merges: bool,
}

/// Checks the real sizes by unpacking the workbook: the sizes that it declares may be wrong.
pub(super) fn check(bytes: &[u8]) -> Result<WorkbookFacts, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let mut left = MAX_UNPACKED;
    let workbook = workbook_name(&mut archive)?;
    let relations_name = format!("{workbook}.rels");
    let (mut relations, mut refused, mut has_merges) = (None, Vec::new(), false);
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.to_lowercase();
        let Some(limits) = Limits::of(&name, &workbook) else {
            let mut sheet = SheetCheck::default();
            left -= unpack(part, left, &mut sheet)?;
            has_merges |= sheet.has_merges();
            refused.extend(sheet.problem().map(|problem| (file_name(&name).to_owned(), problem)));
            continue;
        };
        let mut xml = Vec::new();
        left -= unpack(part, left.min(limits.size), &mut xml)?;
        let xml = text(&xml)?;
        limits.check(xml)?;
        // With two of them, it would be unclear which one lists the sheets.
        if name.ends_with(&relations_name) && relations.replace(xml.to_lowercase()).is_some() {
            return Err("file.damaged_workbook".into());
        }
    }
    // Other parts, such as pictures, aren't read.
    let relations = relations.unwrap_or_default();
    let is_read = |name: &str| relations.contains('&') || relations.contains(name);
    let problem = refused.into_iter().find(|(name, _)| is_read(name));
    problem.map_or(Ok(WorkbookFacts { has_merges }), |(_, problem)| Err(problem))
}

/// Returns the last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Returns the file name of the part that lists the sheets, in lowercase.
fn workbook_name(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<String, Problem> {
    let part = archive.by_name("_rels/.rels").map_err(damaged)?;
    let mut xml = Vec::new();
    unpack(part, INDEX.size, &mut xml)?;
    let xml = text(&xml)?;
    let types = ["\"", "'"].map(|quote| format!("/relationships/officeDocument{quote}"));
    let is_document = |tag: &&str| types.iter().any(|of| tag.contains(of.as_str()));
    let mut documents = xml.split('<').filter(is_document);
    let document = documents.next().ok_or("file.damaged_workbook")?;
    // Anything unusual could hide which part it is.
    let is_unusual = document.contains('&') || document.matches("Target").count() != 1;
    if is_unusual || documents.next().is_some() {
        return Err("file.damaged_workbook".into());
    }
    let target = document.split("Target").nth(1).unwrap_or_default();
    let target = target.split(['"', '\'']).nth(1).unwrap_or_default();
    Ok(file_name(target).to_lowercase())
}

/// Unpacks a part, up to a size. Returns its size.
fn unpack(part: impl Read, most: u64, into: &mut impl Write) -> Result<u64, Problem> {
    let size = io::copy(&mut part.take(most + 1), into).map_err(damaged)?;
    if size > most { Err(too_large()) } else { Ok(size) }
}

/// Returns a part as text. Other encodings and control characters could hide what it contains.
fn text(xml: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(xml).map_err(damaged)?;
    let is_clean = text.chars().all(|c| !c.is_control() || c.is_whitespace());
    if is_clean { Ok(text) } else { Err("file.damaged_workbook".into()) }
}

/// Returns the error of a workbook that can't be read.
pub(super) fn damaged<E>(_: E) -> Problem {
    "file.damaged_workbook".into()
}

fn too_large() -> Problem {
    "file.unpacked_too_large".into()
}
