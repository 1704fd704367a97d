//! When an imported entry was created and changed before.

use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;

/// The times of an entry in a file: when it was created and last changed where it was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTimes {
    /// When the day was first logged.
    pub created_at: Timestamp,
    /// When the entry last changed.
    pub updated_at: Timestamp,
}

impl EntryTimes {
    /// Returns the times of an entry that is imported `at` this time. A file can't place an entry in
    /// the future, or its change before its creation.
    pub(crate) fn until(self, at: Timestamp) -> Self {
        let created_at = self.created_at.min(at);
        Self { created_at, updated_at: self.updated_at.clamp(created_at, at) }
    }

    /// Returns the times of a day with two entries in a file: the first and the last.
    pub(crate) fn merge(self, other: Self) -> Self {
        Self {
            created_at: self.created_at.min(other.created_at),
            updated_at: self.updated_at.max(other.updated_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_limited_to_the_time_of_the_import() {
        let at = |second: i64| Timestamp::from_timestamp(second, 0).unwrap();
        let times =
            |created, updated| EntryTimes { created_at: at(created), updated_at: at(updated) };
        for (file, expected) in [
            (times(1, 2), times(1, 2)),
            (times(2, 1), times(2, 2)),
            (times(5, 20), times(5, 10)),
            (times(20, 30), times(10, 10)),
        ] {
            assert_eq!(file.until(at(10)), expected);
        }
        assert_eq!(times(2, 3).merge(times(1, 4)), times(1, 4));
    }
}
