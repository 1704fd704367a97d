//! Writes a backup.
//!
//! The first line is the [`Header`]. Then come the documents, one a line, as JSON under the name of
//! their kind, packed by gzip; the last of these lines says how many there were. The last line of the
//! file is the SHA-256 of everything before it.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Counts;
use crate::domain::archive::{Kind, Record};
use crate::domain::backup::Header;

/// What the last line begins with.
pub(super) const SEAL: &str = "sha256 ";

/// How long the last line is: the digest in hex, and its end.
pub(super) const SEAL_LENGTH: usize = SEAL.len() + 64 + 1;

/// What the last of the packed lines begins with; no kind is called so.
pub(super) const END: &[u8] = b"{\"end\":";

/// The last of the packed lines.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct End {
    /// How many documents of each kind there were.
    pub(super) end: BTreeMap<Kind, u64>,
}

/// A backup being written.
pub(super) struct Writer<W: Write> {
    lines: BufWriter<GzEncoder<Hashed<W>>>,
    counts: Counts,
}

impl<W: Write> Writer<W> {
    /// Begins with the first line.
    pub(super) fn begin(to: W, header: &Header) -> io::Result<Self> {
        let mut out = Hashed { to, digest: Sha256::new(), bytes: 0 };
        let mut first = serde_json::to_vec(header)?;
        first.push(b'\n');
        out.write_all(&first)?;
        // Level 3 packs days nearly as small as 6 does, in half the time.
        let lines = BufWriter::with_capacity(1 << 16, GzEncoder::new(out, Compression::new(3)));
        Ok(Self { lines, counts: Counts::default() })
    }

    /// Writes a document.
    pub(super) fn add(&mut self, record: &Record) -> io::Result<()> {
        self.counts.add(record.kind());
        self.line(record)
    }

    fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.lines, line)?;
        self.lines.write_all(b"\n")
    }

    /// Writes the last lines; gives what the backup holds and how many bytes it has.
    pub(super) fn finish(mut self) -> io::Result<(Counts, u64)> {
        let end = End { end: self.counts.0.clone() };
        self.line(&end)?;
        let packed = self.lines.into_inner().map_err(io::IntoInnerError::into_error)?;
        let mut out = packed.finish()?;
        let seal = seal(out.digest.clone());
        out.write_all(seal.as_bytes())?;
        out.flush()?;
        Ok((self.counts, out.bytes))
    }
}

/// The last line of a file whose other bytes went into the digest.
pub(super) fn seal(digest: Sha256) -> String {
    format!("{SEAL}{}\n", hex::encode(digest.finalize()))
}

/// Hashes and counts what is written.
struct Hashed<W> {
    to: W,
    digest: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
