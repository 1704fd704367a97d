//! Reads the backup format of Worklog 1.0: a header line, then gzip data with a line of JSON for
//! each document and one with their counts, then a line with the SHA-256 of everything before it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};
use std::path::Path;

use async_trait::async_trait;
use flate2::bufread::GzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::domain::backup::RecordCounts;
use crate::domain::backup::records::{Record, RecordKind};
use crate::storage::{ArchiveError, SnapshotReader};

/// The maximum length of the header line, in bytes.
const MAX_HEADER: u64 = 4096;

/// The maximum length of any other line: 64 MiB, four times the largest document that MongoDB
/// allows.
const MAX_LINE: u64 = 1 << 26;

/// The prefix of the last line. The digest in hexadecimal and a newline follow it.
const CHECKSUM_PREFIX: &str = "sha256 ";
const CHECKSUM_LENGTH: u64 = CHECKSUM_PREFIX.len() as u64 + 64 + 1;

/// The prefix of the line with the counts. No document starts with it, because no kind is named
/// `end`.
const COUNTS_PREFIX: &[u8] = b"{\"end\":";

/// The number of documents read at a time.
const BATCH: usize = 500;

#[derive(Deserialize)]
struct EndLine {
    end: RecordCounts,
}

/// Reads a backup, which is only known to be complete once [`finish`](SnapshotReader::finish)
/// succeeds.
pub(super) struct Version1Reader {
    lines: BufReader<GzDecoder<BufReader<HashingReader>>>,
    checksum: Vec<u8>,
    counts: RecordCounts,
    line: Vec<u8>,
    /// A document of the next kind that was already read.
    ahead: Option<Record>,
    at_end: bool,
}

impl Version1Reader {
    /// Opens a file and returns its first line unchecked. The file may be of any type.
    pub(super) fn open(path: &Path) -> io::Result<(Self, Vec<u8>)> {
        let mut file = File::open(path)?;
        let content_length = file.metadata()?.len().saturating_sub(CHECKSUM_LENGTH);
        let mut checksum = Vec::new();
        file.seek(SeekFrom::Start(content_length))?;
        file.read_to_end(&mut checksum)?;
        file.seek(SeekFrom::Start(0))?;
        let hashed = HashingReader { from: file.take(content_length), digest: Sha256::new() };
        let mut bytes = BufReader::with_capacity(1 << 16, hashed);
        let mut header = Vec::new();
        (&mut bytes).take(MAX_HEADER).read_until(b'\n', &mut header)?;
        let lines = BufReader::with_capacity(1 << 16, GzDecoder::new(bytes));
        let (counts, line) = (RecordCounts::default(), Vec::new());
        Ok((Self { lines, checksum, counts, line, ahead: None, at_end: false }, header))
    }

    /// Reads the next document. Returns `None` after the last one, once the counts and the checksum
    /// have been verified.
    fn read(&mut self) -> Result<Option<Record>, ArchiveError> {
        if self.at_end {
            return Ok(None);
        }
        self.line.clear();
        let read = (&mut self.lines).take(MAX_LINE).read_until(b'\n', &mut self.line);
        if read.map_err(damaged)? == 0 {
            return Err(damaged("it has no end"));
        }
        if self.line.starts_with(COUNTS_PREFIX) {
            self.check_end()?;
            self.at_end = true;
            return Ok(None);
        }
        let record: Record = serde_json::from_slice(&self.line).map_err(|error| {
            damaged(if error.is_data() { "a document makes no sense" } else { "a line is cut" })
        })?;
        self.counts.add(record.kind());
        Ok(Some(record))
    }

    fn check_end(&mut self) -> Result<(), ArchiveError> {
        let counted = serde_json::from_slice::<EndLine>(&self.line);
        if counted.ok().is_none_or(|counted| counted.end != self.counts) {
            return Err(damaged("it doesn't contain as many documents as it says"));
        }
        let more = self.lines.read(&mut [0]).map_err(damaged)?;
        let bytes = self.lines.get_mut().get_mut();
        if more > 0 || !bytes.fill_buf().map_err(damaged)?.is_empty() {
            return Err(damaged("it goes on after its end"));
        }
        let digest = hex::encode(bytes.get_ref().digest.clone().finalize());
        if format!("{CHECKSUM_PREFIX}{digest}\n").as_bytes() != self.checksum {
            return Err(damaged("its checksum doesn't match"));
        }
        Ok(())
    }
}

#[expect(clippy::needless_pass_by_value, reason = "passed to `map_err`")]
fn damaged(what: impl ToString) -> ArchiveError {
    ArchiveError::Damaged(what.to_string())
}

#[async_trait]
impl SnapshotReader for Version1Reader {
    async fn next(&mut self, kind: RecordKind) -> Result<Vec<Record>, ArchiveError> {
        let mut records = Vec::new();
        while records.len() < BATCH {
            let record = match self.ahead.take() {
                Some(record) => record,
                None => match self.read()? {
                    Some(record) => record,
                    None => break,
                },
            };
            if record.kind() != kind {
                self.ahead = Some(record);
                break;
            }
            records.push(record);
        }
        Ok(records)
    }

    async fn finish(&mut self) -> Result<(), ArchiveError> {
        if self.at_end { Ok(()) } else { Err(damaged("its documents are not in order")) }
    }
}

/// A reader that hashes all bytes read.
struct HashingReader {
    from: Take<File>,
    digest: Sha256,
}

impl Read for HashingReader {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        self.digest.update(&bytes[..read]);
        Ok(read)
    }
}
