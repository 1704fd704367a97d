//! Tests the search against a linear scan, and what is accepted as a list.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::fuzz::{self, Target};

/// How a list is written.
#[derive(Debug, Clone, Copy)]
struct Style {
    upper: bool,
    newline: &'static str,
    ends_with_newline: bool,
    /// The number of digits of each count. `None` writes no colon either.
    digits: Option<usize>,
}

const PUBLISHED: Style =
    Style { upper: true, newline: "\r\n", ends_with_newline: true, digits: Some(2) };

fn write(hashes: &BTreeSet<Sha1Hash>, style: Style) -> Vec<u8> {
    let lines = hashes.iter().map(|hash| {
        let hex = if style.upper { hex::encode_upper(hash) } else { hex::encode(hash) };
        hex + &style.digits.map(|digits| format!(":{}", "7".repeat(digits))).unwrap_or_default()
    });
    let mut text = lines.collect::<Vec<_>>().join(style.newline);
    if style.ends_with_newline && !text.is_empty() {
        text.push_str(style.newline);
    }
    text.into_bytes()
}

fn find(list: &[u8], hash: Sha1Hash) -> io::Result<bool> {
    search(&mut Cursor::new(list), &hash)
}

/// Searches line by line.
fn scan(list: &[u8], hash: Sha1Hash) -> bool {
    let text = std::str::from_utf8(list).unwrap();
    let mut lines = text.lines().map(|line| line.split(':').next().unwrap());
    lines.any(|line| line.eq_ignore_ascii_case(&hex::encode(hash)))
}

/// Returns hashes that are next to each other, and some far away.
fn hashes() -> impl Strategy<Value = BTreeSet<Sha1Hash>> {
    let hash = prop_oneof![
        any::<Sha1Hash>(),
        any::<[u8; 2]>().prop_map(|bytes| std::array::from_fn(|n| bytes[n % 2])),
        any::<u8>().prop_map(|byte| std::array::from_fn(|n| if n < 19 { 0xAB } else { byte })),
    ];
    proptest::collection::btree_set(hash, 0..60)
}

fn style() -> impl Strategy<Value = Style> {
    let newline = prop_oneof![Just("\n"), Just("\r\n")];
    let digits = proptest::option::of(0..=20_usize);
    (any::<bool>(), newline, any::<bool>(), digits).prop_map(|(upper, newline, end, digits)| {
        Style { upper, newline, ends_with_newline: end, digits }
    })
}

/// Returns the hashes right before and after a hash.
fn neighbors(hash: Sha1Hash) -> [Sha1Hash; 2] {
    let (mut before, mut after) = (hash, hash);
    before[19] = before[19].wrapping_sub(1);
    after[19] = after[19].wrapping_add(1);
    [before, after]
}

proptest! {
    #[test]
    fn finds_what_a_linear_scan_finds(
        hashes in hashes(), style in style(), others in proptest::collection::vec(any::<Sha1Hash>(), 3),
    ) {
        let list = write(&hashes, style);
        let near = hashes.iter().flat_map(|hash| neighbors(*hash));
        let edges = [[0; 20], [0xFF; 20]];
        for wanted in near.chain(hashes.iter().copied()).chain(others).chain(edges) {
            prop_assert_eq!(find(&list, wanted).unwrap(), scan(&list, wanted));
            prop_assert_eq!(scan(&list, wanted), hashes.contains(&wanted));
        }
        prop_assert_eq!(check(&mut Cursor::new(&list)).is_ok(), !hashes.is_empty());
    }

    #[test]
    fn a_search_in_anything_else_ends_without_panicking(
        bytes in proptest::collection::vec(
            prop_oneof![Just(b'\n'), Just(b':'), Just(b'A'), any::<u8>()], 0..400),
    ) {
        let _ = find(&bytes, [0xAA; 20]);
        let _ = check(&mut Cursor::new(&bytes));
    }
}

fn numbered(count: u8) -> BTreeSet<Sha1Hash> {
    (0..count).map(|number| [number.wrapping_mul(4); 20]).collect()
}

#[test]
fn the_first_and_the_last_line_are_found() {
    for count in 1..=64 {
        for ends_with_newline in [true, false] {
            let list = write(&numbered(count), Style { ends_with_newline, ..PUBLISHED });
            assert!(find(&list, [0; 20]).unwrap() && find(&list, [(count - 1) * 4; 20]).unwrap());
            assert!(!find(&list, [1; 20]).unwrap() && !find(&list, [0xFF; 20]).unwrap());
        }
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    reads: usize,
    bytes: usize,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.reads += 1;
        self.bytes += read;
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}

/// A list with the hashes of all numbers below a billion, which is generated as it is read: as long
/// as the published one.
struct Generated {
    offset: u64,
}

const NUMBERS: u64 = 1_000_000_000;
const LINE: u64 = 45;

fn hash_of(number: u64) -> Sha1Hash {
    std::array::from_fn(|n| if n < 8 { number.to_be_bytes()[n] } else { 0 })
}

impl Read for Generated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = 0;
        for (byte, offset) in buffer.iter_mut().zip(self.offset..NUMBERS * LINE) {
            let line = format!("{}:12\r\n", hex::encode_upper(hash_of(offset / LINE)));
            *byte = line.as_bytes()[usize::try_from(offset % LINE).unwrap()];
            read += 1;
        }
        self.offset += u64::try_from(read).unwrap();
        Ok(read)
    }
}

impl Seek for Generated {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.offset = match position {
            SeekFrom::Start(offset) => offset,
            SeekFrom::End(0) => NUMBERS * LINE,
            _ => unimplemented!(),
        };
        Ok(self.offset)
    }
}

#[test]
fn a_search_in_a_file_of_45_gigabytes_reads_a_few_kilobytes() {
    for (number, expected) in
        [(0, true), (1, true), (314_159_265, true), (NUMBERS - 1, true), (NUMBERS, false)]
    {
        let mut list = Counted { inner: Generated { offset: 0 }, reads: 0, bytes: 0 };
        assert_eq!(search(&mut list, &hash_of(number)).unwrap(), expected, "{number}");
        assert!(list.bytes <= 36 * 128 && list.reads <= 36, "{} {}", list.bytes, list.reads);
    }
    assert!(check(&mut Generated { offset: 0 }).is_ok());
}

fn refusal(list: &[u8]) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("list.txt");
    fs::write(&path, list).unwrap();
    BreachedList::open(&path).map_or_else(|error| error.to_string(), |_| "is one".to_owned())
}

#[test]
fn only_sorted_lists_of_sha1_hashes_are_accepted() {
    let list = write(&numbered(64), PUBLISHED);
    let line = list.len() / 64;
    let mut reversed: Vec<_> = list.chunks(line).collect();
    reversed.reverse();
    let cut = |bytes: usize| refusal(&list[..list.len() - bytes]);
    assert_eq!(refusal(&list), "is one");
    assert_eq!(refusal(&reversed.concat()), "is not sorted by hash");
    assert_eq!(refusal(b""), "is empty");
    assert_eq!(cut(2), "is one", "without a last newline");
    assert_eq!(cut(5), "is one", "without a last count");
    assert_eq!(cut(6), "has an incomplete last line; download it again");
    assert_eq!(cut(line - 1), "has an incomplete last line; download it again");
    assert_eq!(cut(line), "is one", "without the last line");
    for other in ["password\nletmein\n", "\n", "8846F7EAEE8FB117AD06BDD830B7586C:2\r\n", "{}"] {
        assert!(refusal(other.as_bytes()).starts_with("is not a list of SHA-1 hashes"), "{other}");
    }
    assert!(refusal(&[0; 4096]).starts_with("is not a list of SHA-1 hashes"));
    let directory = tempfile::tempdir().unwrap();
    let error = BreachedList::open(directory.path()).unwrap_err();
    assert_eq!(error.to_string(), "is not a file");
    let error = BreachedList::open(&directory.path().join("nowhere")).unwrap_err();
    assert!(matches!(error, BreachedListError::Io(error) if error.kind() == ErrorKind::NotFound));
}

#[test]
fn a_damaged_part_is_an_error_and_not_a_miss() {
    let mut list = write(&numbered(64), PUBLISHED);
    let middle = list.len() / 2;
    list[middle - 64..middle + 64].fill(0);
    let error = find(&list, [128; 20]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    let length = u64::try_from(list.len()).unwrap();
    let shrunk = HashLine::read(&mut Cursor::new(&list[..middle]), length - 1, length).unwrap_err();
    assert_eq!(shrunk.kind(), ErrorKind::UnexpectedEof, "the file became shorter");
}

#[test]
fn passwords_are_found_by_their_sha1_hash() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("list.txt");
    // `printf password | sha1sum`
    fs::write(&path, "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:10434004\r\n").unwrap();
    let list = BreachedList::open(&path).unwrap();
    assert!(list.contains(&Password::from_input("password")).unwrap());
    assert!(!list.contains(&Password::from_input("Password")).unwrap());
    fs::remove_file(&path).unwrap();
    let error = list.contains(&Password::from_input("password")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

/// A list is never written by us: it may be unsorted, cut off, or no list at all.
#[test]
fn fuzz_breached_list() {
    let hashes: BTreeSet<Sha1Hash> = [[0; 20], [0xAB; 20], [0xFF; 20]].into();
    let published = write(&hashes, PUBLISHED);
    let plain = write(&hashes, Style { upper: false, newline: "\n", digits: None, ..PUBLISHED });
    fuzz::run(Target::BreachedList, &[&published, &plain, b""], |list| {
        for hash in &hashes {
            let hex = hex::encode(hash);
            let is_listed = String::from_utf8_lossy(list).to_lowercase().contains(&hex);
            assert!(is_listed || !find(list, *hash).unwrap_or_default(), "{hex}");
        }
    });
}
