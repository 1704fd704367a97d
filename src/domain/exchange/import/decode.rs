//! Decodes files to text: UTF-8 with or without a byte order mark, UTF-16 with one, and
//! Windows-1252 otherwise.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::domain::values::problem::Problem;

/// The maximum size of the decoded text in bytes. Decoding to UTF-8 makes some files larger.
pub(super) const MAX_TEXT: usize = 7 * 1024 * 1024;

/// The first bytes of file formats that users mistake for tables.
const FORMATS: [(&[u8], &str); 5] = [
    (b"\xd0\xcf\x11\xe0", "file.old_spreadsheet"),
    (b"%PDF", "file.pdf"),
    (b"\x1f\x8b", "file.packed"),
    (b"\x89PNG", "file.picture"),
    (b"\xff\xd8\xff", "file.picture"),
];

/// Decodes a file, or returns an error that names its actual format. Line ends become `\n`.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Problem> {
    if let Some((_, code)) = FORMATS.into_iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(code.into());
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8.decode_without_bom_handling(bytes).0,
        None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    if text.contains('\0') {
        return Err("file.no_text".into());
    }
    if text.len() > MAX_TEXT {
        return Err("file.too_large".into());
    }
    if !text.contains('\r') {
        return Ok(text.into_owned());
    }
    let text = text.replace("\r\n", "\n");
    Ok(if text.contains('\r') { text.replace('\r', "\n") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detects_encodings() {
        let utf_16: Vec<u8> = std::iter::once(0xfeff)
            .chain("Büro".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, expected) in [
            ("Büro".as_bytes(), "Büro"),
            ("\u{feff}Büro".as_bytes(), "Büro"),
            (b"B\xfcro \x80", "Büro €"),
            (&utf_16, "Büro"),
            (b"a\r\nb\rc\n", "a\nb\nc\n"),
        ] {
            assert_eq!(decode(bytes).as_deref(), Ok(expected));
        }
    }

    #[test]
    fn names_the_format_of_other_files() {
        for (bytes, expected) in [
            (&b"\xd0\xcf\x11\xe0\xa1\xb1"[..], "file.old_spreadsheet"),
            (b"%PDF-1.7", "file.pdf"),
            (b"D\0a\0t\0e\0", "file.no_text"),
            (b"a\0b", "file.no_text"),
        ] {
            assert_eq!(decode(bytes).unwrap_err().code, expected);
        }
    }
}
