//! Splits the JSON of a file into texts of limited size, without having it in memory as a whole.

use std::io::{self, BufReader, Cursor, Read, Write};
use std::mem;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Error;

/// The maximum size of a chunk in bytes. MongoDB's limit for a document is 16 MiB.
const CHUNK_BYTES: usize = 1 << 20;

/// Serializes a value and splits the text.
pub(super) fn split(value: &impl Serialize) -> Result<Vec<String>, Error> {
    let mut writer = ChunkWriter::default();
    serde_json::to_writer(&mut writer, value)?;
    let ChunkWriter { mut chunks, rest } = writer;
    chunks.push(as_text(rest).map_err(Error::io)?);
    Ok(chunks)
}

/// Joins the texts and deserializes the value. Most files have a single chunk, from which
/// deserializing takes a fraction of the time.
pub(super) fn join<T: DeserializeOwned>(chunks: Vec<String>) -> Result<T, Error> {
    if let [text] = chunks.as_slice() {
        return serde_json::from_str(text);
    }
    let (chunks, current) = (chunks.into_iter(), Cursor::default());
    serde_json::from_reader(BufReader::new(ChunkReader { chunks, current }))
}

#[derive(Default)]
struct ChunkWriter {
    chunks: Vec<String>,
    rest: Vec<u8>,
}

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        while self.rest.len() > CHUNK_BYTES {
            let is_start = |at: &usize| self.rest[*at] & 0xc0 != 0x80;
            let end = (1..=CHUNK_BYTES).rev().find(is_start).unwrap_or(CHUNK_BYTES);
            let rest = self.rest.split_off(end);
            self.chunks.push(as_text(mem::replace(&mut self.rest, rest))?);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn as_text(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Reads chunks, each of which is freed once it is read.
struct ChunkReader<I> {
    chunks: I,
    current: Cursor<String>,
}

impl<I: Iterator<Item = String>> Read for ChunkReader<I> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.current.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            let Some(next) = self.chunks.next() else { return Ok(0) };
            self.current = Cursor::new(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_split_between_characters() {
        for text in ["é".repeat(CHUNK_BYTES * 2), "x🎉\"".repeat(CHUNK_BYTES), String::new()] {
            let chunks = split(&[&text]).unwrap();
            assert!(chunks.iter().all(|chunk| chunk.len() <= CHUNK_BYTES));
            assert!(chunks.iter().rev().skip(1).all(|chunk| chunk.len() > CHUNK_BYTES - 4));
            let [joined]: [String; 1] = join(chunks).unwrap();
            assert!(joined == text);
        }
    }

    #[test]
    fn missing_chunks_are_noticed() {
        let mut chunks = split(&["x".repeat(CHUNK_BYTES * 3)]).unwrap();
        chunks.pop();
        assert!(join::<Vec<String>>(chunks).is_err());
    }
}
