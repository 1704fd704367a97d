//! The header of a backup, and the check that this program can read it.

pub mod records;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::Timestamp;
use records::RecordKind;

/// The start of every header.
pub const MAGIC: &str = "{\"format\":\"worklog-backup\",";

/// The newest backup format that this program reads and writes. Format 1 (Worklog 1.0) is
/// compressed JSON lines; format 2 is an embedded database.
pub const VERSION: u32 = 2;

/// The number of documents of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordCounts(BTreeMap<RecordKind, u64>);

impl RecordCounts {
    /// Adds one document of a kind.
    pub fn add(&mut self, kind: RecordKind) {
        *self.0.entry(kind).or_default() += 1;
    }

    /// Returns the number of documents of a kind.
    pub fn of(&self, kind: RecordKind) -> u64 {
        self.0.get(&kind).copied().unwrap_or_default()
    }
}

/// Lists the kinds that have documents. Users are always listed.
impl fmt::Display for RecordCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&RecordKind::User.count(self.of(RecordKind::User)))?;
        let others =
            self.0.iter().filter(|(kind, number)| **kind != RecordKind::User && **number > 0);
        others.map(|(kind, number)| kind.count(*number)).try_for_each(|one| write!(f, ", {one}"))
    }
}

/// The header of a backup: the first line in format 1, a database row in format 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHeader {
    format: BackupFormat,
    /// The backup format.
    pub version: u32,
    /// The schema version of its documents.
    pub schema: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The time of the snapshot that it contains.
    pub made_at: Timestamp,
    /// The number of documents. Format 1 has it at the end of the file instead.
    #[serde(default)]
    pub counts: RecordCounts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum BackupFormat {
    #[serde(rename = "worklog-backup")]
    Backup,
}

/// Why a header is rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// The file isn't a backup.
    #[error("is not a Worklog backup")]
    NotABackup,
    /// The header has the right start but can't be parsed.
    #[error("is damaged: its header can't be read. Use another backup")]
    Damaged,
    /// A newer version of Worklog wrote the backup. Contains that version.
    #[error(
        "was made by Worklog {0}, which is newer than this one. Restore it with that version or a newer one"
    )]
    Newer(String),
}

impl BackupHeader {
    /// Returns the header of a new backup.
    pub fn new(schema: u32, program: &str, made_at: Timestamp, counts: RecordCounts) -> Self {
        let program = program.to_owned();
        Self { format: BackupFormat::Backup, version: VERSION, schema, program, made_at, counts }
    }

    /// Parses a header for a program of version `program` that supports schemas up to `schema`.
    ///
    /// # Errors
    /// Fails if it isn't a header, or if a newer version of Worklog wrote it, which may have added
    /// fields that this one would drop.
    pub fn parse(text: &[u8], program: &str, schema: u32) -> Result<Self, HeaderError> {
        if !text.starts_with(MAGIC.as_bytes()) {
            return Err(HeaderError::NotABackup);
        }
        // A newer format may change the rest of the header, but keeps these fields.
        let origin: BackupOrigin =
            serde_json::from_slice(text).map_err(|_| HeaderError::Damaged)?;
        let newer = origin.version > VERSION || origin.schema > schema;
        if newer || release(&origin.program) > release(program) {
            return Err(HeaderError::Newer(origin.program));
        }
        let header: Self = serde_json::from_slice(text).map_err(|_| HeaderError::Damaged)?;
        release(&header.program).map(|_| header).ok_or(HeaderError::Damaged)
    }
}

#[derive(Deserialize)]
struct BackupOrigin {
    version: u32,
    #[serde(default)]
    schema: u32,
    #[serde(default)]
    program: String,
}

/// Parses `major.minor.patch`, ignoring any suffix, so that versions can be compared.
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
        let header = BackupHeader {
            version,
            ..BackupHeader::new(schema, program, made_at, RecordCounts::default())
        };
        serde_json::to_string(&header).unwrap()
    }

    #[test]
    fn parses_headers() {
        let newer = |version: &str| Err(HeaderError::Newer(version.to_owned()));
        let ours = line(1, 4, "1.2.3");
        for (line, expected) in [
            (ours.clone(), Ok(())),
            (line(1, 3, "0.9.12"), Ok(())),
            (line(1, 4, "1.2.3-rc.1"), Ok(())),
            (line(2, 4, "1.2.3"), Ok(())),
            (line(3, 4, "1.2.3"), newer("1.2.3")),
            (line(1, 5, "1.2.3"), newer("1.2.3")),
            (line(1, 4, "1.2.4"), newer("1.2.4")),
            (line(1, 4, "1.10.0"), newer("1.10.0")),
            (format!("{MAGIC}\"version\":3,\"program\":\"1.0.0\",\"other\":1}}"), newer("1.0.0")),
            (line(1, 4, "one"), Err(HeaderError::Damaged)),
            (ours[..ours.len() - 1].to_owned(), Err(HeaderError::Damaged)),
            (format!("{MAGIC}\"version\":1}}"), Err(HeaderError::Damaged)),
            (ours.replacen("backup", "back-up", 1), Err(HeaderError::NotABackup)),
            (String::new(), Err(HeaderError::NotABackup)),
            ("SQLite format 3".to_owned(), Err(HeaderError::NotABackup)),
        ] {
            let read = BackupHeader::parse(line.as_bytes(), "1.2.3", 4);
            assert_eq!(read.map(|_| ()), expected, "{line}");
        }
    }
}
