//! An order-independent digest that shows whether two sets of documents are equal.

use sha2::{Digest, Sha256};

use crate::domain::backup::records::Record;

/// The number of documents and the sum of their SHA-256 digests as four 64-bit lanes. Two sets have
/// equal digests if, and in practice only if, they contain the same documents, in any order. Unlike
/// XOR, a sum doesn't cancel out duplicates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct MultisetDigest {
    count: u64,
    sum: [u64; 4],
}

impl MultisetDigest {
    /// Adds a document, hashed as its JSON.
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
    use crate::domain::backup::records::CookieKey;

    fn digest(texts: &[&str]) -> MultisetDigest {
        let mut digest = MultisetDigest::default();
        for text in texts {
            digest.add(&Record::CookieKey(Box::new(CookieKey((*text).to_owned())))).unwrap();
        }
        digest
    }

    #[test]
    fn equal_sets_have_equal_digests() {
        assert_eq!(digest(&["a", "b", "c"]), digest(&["c", "a", "b"]));
        for other in [&["a", "b"][..], &["a", "b", "d"], &["a", "b", "c", "c"], &["a", "a", "b"]] {
            assert_ne!(digest(&["a", "b", "c"]), digest(other), "{other:?}");
        }
    }
}
