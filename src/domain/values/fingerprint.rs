//! A short hash that detects whether data has changed since a user saw it.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Accumulates values into a fingerprint.
#[derive(Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Adds a value.
    pub fn add(&mut self, shown: impl Hash) {
        shown.hash(&mut self.0);
    }

    /// Returns the fingerprint: 16 hexadecimal digits.
    pub fn finish(self) -> String {
        format!("{:016x}", self.0.finish())
    }
}
