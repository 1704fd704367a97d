//! Decodes files to text: UTF-8 with or without a byte order mark, UTF-16 with one, and
//! Windows-1252 otherwise.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::FileError;

/// The maximum size of the decoded text in bytes. Decoding to UTF-8 makes some files larger.
const MAX_TEXT: usize = 7 * 1024 * 1024;

const SPREADSHEET: &str = "an Excel or other packed file";
const OLD_SPREADSHEET: &str = "an old Excel file";

/// The first bytes of file formats that users mistake for tables.
const FORMATS: [(&[u8], FileError); 6] = [
    (b"PK\x03\x04", FileError::Spreadsheet(SPREADSHEET)),
    (b"\xd0\xcf\x11\xe0", FileError::Spreadsheet(OLD_SPREADSHEET)),
    (b"%PDF", FileError::NoText("a PDF file")),
    (b"\x1f\x8b", FileError::NoText("a packed file")),
    (b"\x89PNG", FileError::NoText("a picture")),
    (b"\xff\xd8\xff", FileError::NoText("a picture")),
];

/// Decodes a file, or returns an error that names its actual format. Line ends become `\n`.
pub fn decode(bytes: &[u8]) -> Result<String, FileError> {
    if let Some((_, error)) = FORMATS.into_iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(error);
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8.decode_without_bom_handling(bytes).0,
        None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    if text.contains('\0') {
        return Err(FileError::NoText("no text file, or one in UTF-16 without its mark"));
    }
    if text.len() > MAX_TEXT {
        return Err(FileError::TooLarge);
    }
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
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
            (&b"PK\x03\x04xlsx"[..], "Excel"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel"),
            (b"%PDF-1.7", "PDF"),
            (b"D\0a\0t\0e\0", "UTF-16"),
            (b"a\0b", "no text"),
        ] {
            let error = decode(bytes).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
