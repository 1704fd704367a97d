//! Checks the texts and tags of a sheet while it is unpacked. calamine reads a sheet cell by cell,
//! but keeps a whole tag, and all text of a cell, in memory.

use std::io::{self, Write};

use crate::domain::values::problem::Problem;

/// The maximum length of a tag, or of the text of a cell, in bytes. Excel allows 32,767 characters.
const MAX_LENGTH: usize = 128 * 1024;

/// The number of bytes of a tag that are looked at, enough for its name.
const TAG_START: usize = 64;

/// The elements whose text calamine collects: the value, a text, and one of its runs.
const TEXTS: [&[u8]; 3] = [b"v", b"is", b"t"];

/// The maximum number of merged regions, which calamine keeps in memory.
const MAX_MERGES: usize = 100_000;

/// An element whose text is being counted.
struct OpenText {
    name: Vec<u8>,
    length: usize,
}

/// Follows the XML of a sheet. Markup that calamine could delimit differently is refused: comments,
/// CDATA, document types, and quotation marks in closing tags. No spreadsheet writes them there.
#[derive(Default)]
pub(super) struct SheetCheck {
    is_tag: bool,
    quote: Option<u8>,
    /// The first bytes of the tag.
    tag: Vec<u8>,
    last: u8,
    /// The number of bytes since a tag started or ended.
    length: usize,
    texts: [Option<OpenText>; 3],
    /// The number of merged regions.
    merges: usize,
    problem: Option<&'static str>,
}

impl SheetCheck {
    /// Returns what is wrong with the sheet.
    pub(super) fn problem(self) -> Option<Problem> {
        self.problem.map(Problem::from)
    }

    /// Returns whether the sheet has merged regions.
    pub(super) fn has_merges(&self) -> bool {
        self.merges > 0
    }

    fn read(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while self.problem.is_none() && !rest.is_empty() {
            rest = if self.is_tag { self.read_tag(rest) } else { self.read_text(rest) };
        }
    }

    /// Reads up to the next tag. Returns the rest.
    fn read_text<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let end = bytes.iter().position(|byte| *byte == b'<');
        self.count(end.unwrap_or(bytes.len()));
        let Some(end) = end else { return &[] };
        (self.is_tag, self.length, self.last) = (true, 0, 0);
        self.tag.clear();
        &bytes[end + 1..]
    }

    /// Reads up to the end of the tag. Returns the rest.
    fn read_tag<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        for (at, byte) in bytes.iter().enumerate() {
            let is_end = *byte == b'>' && self.quote.is_none();
            let is_instruction = self.tag.first() == Some(&b'?');
            if is_end && (!is_instruction || (self.last == b'?' && self.tag.len() > 1)) {
                self.count(at);
                self.finish_tag();
                (self.is_tag, self.length) = (false, 0);
                return &bytes[at + 1..];
            }
            self.put(*byte);
            if self.problem.is_some() {
                return &[];
            }
        }
        self.count(bytes.len());
        &[]
    }

    /// Adds a byte of a tag.
    fn put(&mut self, byte: u8) {
        if self.tag.len() < TAG_START {
            self.tag.push(byte);
        }
        self.last = byte;
        let is_quote = matches!(byte, b'"' | b'\'');
        match self.tag.first() {
            Some(b'!') => self.problem = Some("file.damaged_workbook"),
            Some(b'/') if is_quote => self.problem = Some("file.damaged_workbook"),
            // calamine might not end `<?>` here.
            Some(b'?') if byte == b'>' && self.tag.len() == 2 => {
                self.problem = Some("file.damaged_workbook");
            }
            Some(b'?') => {}
            _ if self.quote == Some(byte) => self.quote = None,
            _ if is_quote && self.quote.is_none() => self.quote = Some(byte),
            _ => {}
        }
    }

    fn count(&mut self, bytes: usize) {
        self.length += bytes;
        for text in self.texts.iter_mut().flatten() {
            text.length += bytes;
        }
        let longest = self.texts.iter().flatten().map(|text| text.length).max();
        if self.length.max(longest.unwrap_or(0)) > MAX_LENGTH {
            self.problem = Some("file.long_cell");
        }
    }

    /// Starts or stops to count a text, and counts merged regions.
    fn finish_tag(&mut self) {
        let is_closing = self.tag.first() == Some(&b'/');
        let tag = &self.tag[usize::from(is_closing)..];
        let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
        let end = tag.iter().position(is_space).unwrap_or(tag.len());
        let (name, is_whole) = (&tag[..end], end == tag.len());
        let local = name.iter().position(|byte| *byte == b':').map_or(0, |colon| colon + 1);
        self.merges += usize::from(&name[local..] == b"mergeCell");
        if self.merges > MAX_MERGES {
            self.problem = Some("file.unpacked_too_large");
        }
        let Some(of) = TEXTS.iter().position(|text| *text == &name[local..]) else { return };
        let text = &mut self.texts[of];
        match text {
            Some(open) if is_closing && is_whole && open.name == name => *text = None,
            Some(open) if !is_closing && open.name != name && self.problem.is_none() => {
                self.problem = Some("file.damaged_workbook");
            }
            None if !is_closing && self.last != b'/' => {
                *text = Some(OpenText { name: name.to_vec(), length: 0 });
            }
            _ => {}
        }
    }
}

impl Write for SheetCheck {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.read(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the problem with a sheet, however it is split into chunks.
    fn problem(xml: &str) -> Option<String> {
        let found = [1, 7, 8192].map(|size| {
            let mut check = SheetCheck::default();
            for chunk in xml.as_bytes().chunks(size) {
                check.write_all(chunk).unwrap();
            }
            check.problem().map(|problem| problem.to_string())
        });
        assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{found:?}");
        found.into_iter().next().flatten()
    }

    #[test]
    fn long_tags_and_texts_are_refused() {
        let (fits, long) = ("x".repeat(32_767), "x".repeat(MAX_LENGTH + 1));
        let cells = |cell: &str| format!("<?xml version='1.0'?><row>{}</row>", cell.repeat(20));
        let runs = format!("<r><t>{fits}</t></r>").repeat(5);
        let misnested = format!("<is><t>{}</t>", format!("{fits}</is><is>").repeat(5));
        let quoted = format!("<c a='{}'/>", "<a></a>".repeat(MAX_LENGTH));
        for (xml, expected) in [
            (cells(&format!("<c t='str'><v>{fits}</v></c>")), None),
            (cells(&format!("<c><is><t xml:space='preserve'>{fits}</t></is></c>")), None),
            (cells("<x:c a='>'><x:v/></x:c><c><v></v><is><t/></is></c>"), None),
            (format!("<c><is><t>{long}</t></is></c>"), Some("file.long_cell")),
            (format!("<c><is>{runs}</is></c>"), Some("file.long_cell")),
            (format!("<c>{misnested}</c>"), Some("file.long_cell")),
            (format!("<c {long}='1'/>"), Some("file.long_cell")),
            (format!("<?{long}"), Some("file.long_cell")),
            (long.clone(), Some("file.long_cell")),
            (quoted, Some("file.long_cell")),
            ("<a><!-- <a> --></a>".to_owned(), Some("file.damaged_workbook")),
            ("<a><![CDATA[<a>]]></a>".to_owned(), Some("file.damaged_workbook")),
            ("<a></a \">".to_owned(), Some("file.damaged_workbook")),
            ("<?><a>".to_owned(), Some("file.damaged_workbook")),
            ("<x:t><t></t></x:t>".to_owned(), Some("file.damaged_workbook")),
        ] {
            assert_eq!(problem(&xml).as_deref(), expected, "{}", &xml[..xml.len().min(60)]);
        }
    }
}
