//! Searches an offline list of breached passwords, in the format of Have I Been Pwned: a line for
//! each SHA-1 hash in hexadecimal, sorted, with the number of occurrences (`HASH:COUNT`).
//!
//! The list has over 40 GB, so it is neither loaded nor indexed. A binary search reads about 35
//! lines of it.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use sha1::{Digest, Sha1};

use crate::domain::accounts::password::Password;

/// The number of characters of a hash.
const HEX: usize = 40;

/// An upper limit of the length of a line in bytes: a hash, a colon, a 64-bit count, and CR LF.
const MAX_LINE: u64 = 64;

/// The number of lines that are checked besides the last one. A file in another order, such as by
/// the number of occurrences, passes with a probability of 1 in 17 factorial.
const SAMPLES: u64 = 16;

type Sha1Hash = [u8; 20];

/// Why a file isn't a list of breached passwords.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BreachedListError {
    /// It can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is a directory or a device.
    #[error("is not a file")]
    NotAFile,
    /// It contains nothing.
    #[error("is empty")]
    Empty,
    /// A line doesn't start with a SHA-1 hash.
    #[error("is not a list of SHA-1 hashes, one per line, as Have I Been Pwned publishes it")]
    Format,
    /// The last line is cut off.
    #[error("has an incomplete last line; download it again")]
    Truncated,
    /// The hashes aren't in ascending order.
    #[error("is not sorted by hash")]
    Order,
}

/// A file with the hashes of breached passwords.
#[derive(Debug, Clone)]
pub struct BreachedList {
    path: PathBuf,
}

impl BreachedList {
    /// Checks that the file looks like a list: its first and last lines, and a sample of those
    /// between them.
    pub(crate) fn open(path: &Path) -> Result<Self, BreachedListError> {
        if !path.metadata()?.is_file() {
            return Err(BreachedListError::NotAFile);
        }
        check(&mut File::open(path)?)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Returns whether the list contains a password. Blocks while it reads the file, which is
    /// opened each time, so that the file can be replaced at any time.
    pub(super) fn contains(&self, password: &Password) -> io::Result<bool> {
        search(&mut File::open(&self.path)?, &Sha1::digest(password.as_bytes()).into())
    }
}

fn check(list: &mut (impl Read + Seek)) -> Result<(), BreachedListError> {
    let length = list.seek(SeekFrom::End(0))?;
    let end = length.checked_sub(1).ok_or(BreachedListError::Empty)?;
    HashLine::read(list, 0, length).map_err(as_list_error)?;
    HashLine::read(list, end, length).map_err(|error| match as_list_error(error) {
        BreachedListError::Format => BreachedListError::Truncated,
        other => other,
    })?;
    let mut previous = Sha1Hash::default();
    for offset in (0..SAMPLES).map(|sample| end / SAMPLES * sample).chain([end]) {
        let hash = HashLine::read(list, offset, length).map_err(as_list_error)?.hash;
        if hash < previous {
            return Err(BreachedListError::Order);
        }
        previous = hash;
    }
    Ok(())
}

fn as_list_error(error: io::Error) -> BreachedListError {
    match error.kind() {
        ErrorKind::InvalidData => BreachedListError::Format,
        _ => BreachedListError::Io(error),
    }
}

/// Returns whether a sorted list contains a hash. Reads at most 64 lines, because each one halves
/// the part of the file that remains.
fn search(list: &mut (impl Read + Seek), wanted: &Sha1Hash) -> io::Result<bool> {
    let length = list.seek(SeekFrom::End(0))?;
    let (mut from, mut to) = (0, length);
    while from < to {
        let line = HashLine::read(list, from + (to - from) / 2, length)?;
        match line.hash.cmp(wanted) {
            std::cmp::Ordering::Equal => return Ok(true),
            std::cmp::Ordering::Less => from = line.end,
            std::cmp::Ordering::Greater => to = line.start,
        }
    }
    Ok(false)
}

/// A line of a list, with the offsets in bytes of its start and of the next line.
#[derive(Debug)]
struct HashLine {
    start: u64,
    end: u64,
    hash: Sha1Hash,
}

impl HashLine {
    /// Reads the line that contains the byte at an offset, in a file of this length.
    fn read(list: &mut (impl Read + Seek), offset: u64, length: u64) -> io::Result<Self> {
        let from = offset.saturating_sub(MAX_LINE);
        let to = length.min(offset + MAX_LINE);
        let mut block = Vec::with_capacity(to_usize(to - from));
        list.seek(SeekFrom::Start(from))?;
        list.by_ref().take(to - from).read_to_end(&mut block)?;
        let split = to_usize(offset - from);
        let (before, after) = block.split_at_checked(split).ok_or(ErrorKind::UnexpectedEof)?;
        let is_newline = |byte: &u8| *byte == b'\n';
        let start = match before.iter().rposition(is_newline) {
            Some(newline) => newline + 1,
            None if from == 0 => 0,
            None => return Err(malformed()),
        };
        let end = match after.iter().position(is_newline) {
            Some(newline) => split + newline + 1,
            None if to == length => block.len(),
            None => return Err(malformed()),
        };
        let hash = parse_line(&block[start..end]).ok_or_else(malformed)?;
        Ok(Self { start: from + to_u64(start), end: from + to_u64(end), hash })
    }
}

/// Converts the length of a block, which is at most two lines.
fn to_usize(length: u64) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

fn to_u64(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// Parses a line, in upper or lower case, and with or without a count.
fn parse_line(line: &[u8]) -> Option<Sha1Hash> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (hex, count) = line.split_at_checked(HEX)?;
    let is_count = match count {
        [] => true,
        [colon, digits @ ..] => *colon == b':' && digits.iter().all(u8::is_ascii_digit),
    };
    let mut hash = Sha1Hash::default();
    hex::decode_to_slice(hex, &mut hash).ok().filter(|()| is_count).map(|()| hash)
}

fn malformed() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "a line is not a SHA-1 hash")
}

#[cfg(test)]
mod tests;
