//! The first line of a backup, and whether this program can read what follows it.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// What the first line begins with.
pub const MAGIC: &str = "{\"format\":\"worklog-backup\",";

/// The newest form of backups that this program knows.
pub const VERSION: u32 = 1;

/// What a backup says about itself, in its first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: Format,
    /// The form of the file.
    pub version: u32,
    /// The schema of the database that it was made of.
    pub schema: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The moment whose state it holds.
    pub made_at: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Format {
    #[serde(rename = "worklog-backup")]
    Backup,
}

/// Why a first line is not one to go on from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// Some other file.
    #[error("is not a Worklog backup")]
    NotABackup,
    /// Begins as a backup does, and then makes no sense.
    #[error("is damaged: its first line makes no sense. Take another backup")]
    Damaged,
    /// A newer program wrote it.
    #[error(
        "was made by Worklog {0}, which is newer than this one. Restore it with that version or a newer one"
    )]
    Newer(String),
}

impl Header {
    /// The first line of a new backup.
    pub fn new(schema: u32, program: &str, made_at: Timestamp) -> Self {
        let program = program.to_owned();
        Self { format: Format::Backup, version: VERSION, schema, program, made_at }
    }

    /// Reads a first line, for a program of this version that knows schemas up to `schema`.
    ///
    /// # Errors
    /// When it is no first line of a backup, or one of a newer program: it may have written fields
    /// that this one would drop.
    pub fn parse(line: &[u8], program: &str, schema: u32) -> Result<Self, HeaderError> {
        if !line.starts_with(MAGIC.as_bytes()) {
            return Err(HeaderError::NotABackup);
        }
        let header: Self = match serde_json::from_slice(line) {
            Ok(header) => header,
            // A newer form may have a first line of its own, but says which form it is.
            Err(_) => match serde_json::from_slice(line) {
                Ok(Form { version, program }) if version > VERSION => {
                    return Err(HeaderError::Newer(program));
                }
                _ => return Err(HeaderError::Damaged),
            },
        };
        let (theirs, ours) = (release(&header.program), release(program));
        let theirs = theirs.ok_or(HeaderError::Damaged)?;
        if header.version > VERSION || header.schema > schema || Some(theirs) > ours {
            return Err(HeaderError::Newer(header.program));
        }
        Ok(header)
    }
}

#[derive(Deserialize)]
struct Form {
    version: u32,
    #[serde(default)]
    program: String,
}

/// A version in parts that can be compared.
fn release(version: &str) -> Option<[u32; 3]> {
    let core = version.split(['-', '+']).next()?;
    let mut parts = core.split('.').map(|part| part.parse().ok());
    let release = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(release)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(version: u32, schema: u32, program: &str) -> String {
        let made_at = "2026-11-18T12:00:00Z".parse().unwrap();
        let header = Header { version, ..Header::new(schema, program, made_at) };
        serde_json::to_string(&header).unwrap()
    }

    #[test]
    fn first_lines() {
        let newer = |version: &str| Err(HeaderError::Newer(version.to_owned()));
        let ours = line(1, 4, "1.2.3");
        for (line, expected) in [
            (ours.clone(), Ok(())),
            (line(1, 3, "0.9.12"), Ok(())),
            (line(1, 4, "1.2.3-rc.1"), Ok(())),
            (line(2, 4, "1.2.3"), newer("1.2.3")),
            (line(1, 5, "1.2.3"), newer("1.2.3")),
            (line(1, 4, "1.2.4"), newer("1.2.4")),
            (line(1, 4, "1.10.0"), newer("1.10.0")),
            (format!("{MAGIC}\"version\":2,\"program\":\"2.0.0\",\"other\":1}}"), newer("2.0.0")),
            (line(1, 4, "one"), Err(HeaderError::Damaged)),
            (ours[..ours.len() - 1].to_owned(), Err(HeaderError::Damaged)),
            (format!("{MAGIC}\"version\":1}}"), Err(HeaderError::Damaged)),
            (ours.replacen("backup", "back-up", 1), Err(HeaderError::NotABackup)),
            (String::new(), Err(HeaderError::NotABackup)),
            ("SQLite format 3".to_owned(), Err(HeaderError::NotABackup)),
        ] {
            let read = Header::parse(line.as_bytes(), "1.2.3", 4);
            assert_eq!(read.map(|_| ()), expected, "{line}");
        }
    }
}
