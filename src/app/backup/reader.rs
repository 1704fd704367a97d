//! Reads a backup and finds out whether it is as it was written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take};
use std::path::{Path, PathBuf};

use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use super::writer::{END, End, SEAL_LENGTH, seal};
use super::{BackupError, Counts};
use crate::domain::archive::Record;
use crate::domain::backup::{Header, HeaderError};

/// The longest first line.
const MAX_HEADER: u64 = 4096;

/// The longest line otherwise: four times what the largest document of MongoDB has.
const MAX_LINE: u64 = 1 << 26;

/// A backup being read. Only once [`next`](Self::next) has given nothing more is it known to be whole.
pub(super) struct Reader {
    path: PathBuf,
    header: Header,
    lines: Option<BufReader<GzDecoder<BufReader<Hashed>>>>,
    seal: Vec<u8>,
    counts: Counts,
    line: Vec<u8>,
}

impl Reader {
    /// Opens a file and reads its first line.
    pub(super) fn open(path: &Path, program: &str, schema: u32) -> Result<Self, BackupError> {
        let failed = |cause| BackupError::File { path: path.to_owned(), cause };
        let mut file = File::open(path).map_err(failed)?;
        let length = file.metadata().map_err(failed)?.len();
        let sealed = length.saturating_sub(SEAL_LENGTH as u64);
        let mut seal = Vec::new();
        file.seek(SeekFrom::Start(sealed)).map_err(failed)?;
        file.read_to_end(&mut seal).map_err(failed)?;
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        let hashed = Hashed { from: file.take(sealed), digest: Sha256::new() };
        let mut bytes = BufReader::with_capacity(1 << 16, hashed);
        let mut line = Vec::new();
        (&mut bytes).take(MAX_HEADER).read_until(b'\n', &mut line).map_err(failed)?;
        let refused = |error: HeaderError| BackupError::Header { path: path.to_owned(), error };
        let header = Header::parse(&line, program, schema).map_err(refused)?;
        let lines = Some(BufReader::with_capacity(1 << 16, GzDecoder::new(bytes)));
        Ok(Self { path: path.to_owned(), header, lines, seal, counts: Counts::default(), line })
    }

    /// What the file says about itself.
    pub(super) fn header(&self) -> &Header {
        &self.header
    }

    /// The next document; nothing after the last, and then the file is whole.
    pub(super) fn next(&mut self) -> Result<Option<Record>, BackupError> {
        let Some(lines) = &mut self.lines else { return Ok(None) };
        self.line.clear();
        let read = lines.take(MAX_LINE).read_until(b'\n', &mut self.line);
        if read.map_err(|error| self.damaged(&error))? == 0 {
            return Err(self.damaged("it has no end"));
        }
        if self.line.starts_with(END) {
            self.finish()?;
            return Ok(None);
        }
        let record: Record = serde_json::from_slice(&self.line).map_err(|error| {
            let what = if error.is_data() { "a document makes no sense" } else { "a line is cut" };
            self.damaged(what)
        })?;
        self.counts.add(record.kind());
        Ok(Some(record))
    }

    fn finish(&mut self) -> Result<(), BackupError> {
        let counted = serde_json::from_slice::<End>(&self.line);
        if counted.ok().is_none_or(|counted| counted.end != self.counts.0) {
            return Err(self.damaged("it does not hold as many documents as it says"));
        }
        let Some(mut lines) = self.lines.take() else { return Ok(()) };
        let more = lines.read(&mut [0]).map_err(|error| self.damaged(&error))?;
        let mut bytes = lines.into_inner().into_inner();
        let behind = bytes.fill_buf().map_err(|error| self.damaged(&error))?;
        if more > 0 || !behind.is_empty() {
            return Err(self.damaged("it goes on after its end"));
        }
        if seal(bytes.into_inner().digest).as_bytes() != self.seal {
            return Err(self.damaged("its checksum is another"));
        }
        Ok(())
    }

    fn damaged(&self, what: &(impl ToString + ?Sized)) -> BackupError {
        BackupError::Damaged { path: self.path.clone(), what: what.to_string() }
    }
}

/// Hashes what is read.
struct Hashed {
    from: Take<File>,
    digest: Sha256,
}

impl Read for Hashed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        self.digest.update(&bytes[..read]);
        Ok(read)
    }
}
