//! Tells whether two heaps of documents are the same, in whatever order each comes.

use sha2::{Digest, Sha256};

use crate::domain::archive::Record;

/// How many documents there were, and the sum of their SHA-256 digests: equal where the documents
/// are, and no two different documents make up for each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    count: u64,
    sum: [u64; 4],
}

impl Tally {
    /// Takes a document in, by what it is as JSON.
    pub(super) fn add(&mut self, record: &Record) -> serde_json::Result<()> {
        let digest = Sha256::digest(serde_json::to_vec(record)?);
        for (sum, bytes) in self.sum.iter_mut().zip(digest.chunks_exact(8)) {
            let part = bytes.iter().fold(0, |part, byte| part << 8 | u64::from(*byte));
            *sum = sum.wrapping_add(part);
        }
        self.count += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::archive::CookieKey;

    fn tally(texts: &[&str]) -> Tally {
        let mut tally = Tally::default();
        for text in texts {
            tally.add(&Record::CookieKey(Box::new(CookieKey((*text).to_owned())))).unwrap();
        }
        tally
    }

    #[test]
    fn equal_heaps_have_equal_tallies() {
        assert_eq!(tally(&["a", "b", "c"]), tally(&["c", "a", "b"]));
        for other in [&["a", "b"][..], &["a", "b", "d"], &["a", "b", "c", "c"], &["a", "a", "b"]] {
            assert_ne!(tally(&["a", "b", "c"]), tally(other), "{other:?}");
        }
    }
}
