//! A short text that tells what a person was shown from what is there once it has changed.

use std::hash::{DefaultHasher, Hash, Hasher};

/// Takes in, one after another, whatever was shown.
#[derive(Default)]
pub struct Fingerprint(DefaultHasher);

impl Fingerprint {
    /// Takes something in.
    pub fn add(&mut self, shown: impl Hash) {
        shown.hash(&mut self.0);
    }

    /// 16 hexadecimal digits.
    pub fn finish(self) -> String {
        format!("{:016x}", self.0.finish())
    }
}
