//! Which records of a file are imported.

use std::fmt;
use std::fmt::Write as _;
use std::num::ParseIntError;
use std::str::FromStr;

use super::ImportRow;

/// The records that are imported unless the user decides about them individually.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SelectionBase {
    /// All but those that probably aren't days to import, such as observances.
    #[default]
    Suggested,
    /// All.
    All,
    /// None.
    None,
}

/// The user's selection of records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// The records that the user didn't decide about.
    pub base: SelectionBase,
    /// The records that the user included.
    pub included: RecordSet,
    /// The records that the user excluded.
    pub excluded: RecordSet,
}

impl Selection {
    /// Returns whether a row is imported.
    pub fn includes(&self, row: &ImportRow) -> bool {
        if self.excluded.contains(row.record) {
            false
        } else if self.included.contains(row.record) {
            true
        } else {
            match self.base {
                SelectionBase::Suggested => row.unchecked.is_none(),
                SelectionBase::All => true,
                SelectionBase::None => false,
            }
        }
    }

    /// Includes records.
    pub fn include(&mut self, records: &RecordSet) {
        self.included = self.included.with(records);
        self.excluded = self.excluded.without(records);
    }

    /// Excludes records.
    pub fn exclude(&mut self, records: &RecordSet) {
        self.excluded = self.excluded.with(records);
        self.included = self.included.without(records);
    }
}

/// A set of record numbers, stored as ranges.
///
/// As text, each range is the gap since the end of the range before it and, unless it contains a
/// single number, its length minus one, all in hexadecimal: `1-3,5` contains 1 to 4 and 9.
/// Alternating records take two bytes each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordSet {
    /// The first and last number of each range, in order. No two ranges touch.
    ranges: Vec<(u64, u64)>,
}

impl RecordSet {
    /// Returns whether the set contains a number.
    pub fn contains(&self, record: u64) -> bool {
        let at = self.ranges.partition_point(|(_, last)| *last < record);
        self.ranges.get(at).is_some_and(|(first, _)| *first <= record)
    }

    /// Returns whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Returns the numbers in either set.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        Self::from_ranges(self.ranges.iter().chain(&other.ranges).copied().collect())
    }

    /// Returns the numbers that aren't in the other set.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        for &(mut first, last) in &self.ranges {
            let from = other.ranges.partition_point(|(_, end)| *end < first);
            let removed = other.ranges.iter().skip(from).take_while(|(start, _)| *start <= last);
            let mut is_left = true;
            for &(start, end) in removed {
                if first < start {
                    ranges.push((first, start - 1));
                }
                is_left = end < last;
                first = end.saturating_add(1);
            }
            if is_left {
                ranges.push((first, last));
            }
        }
        Self { ranges }
    }

    /// Returns the numbers in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.without(&self.without(other))
    }

    fn from_ranges(mut ranges: Vec<(u64, u64)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u64, u64)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if first <= end.saturating_add(1) => *end = (*end).max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { ranges: merged }
    }
}

impl FromIterator<u64> for RecordSet {
    fn from_iter<I: IntoIterator<Item = u64>>(records: I) -> Self {
        Self::from_ranges(records.into_iter().map(|record| (record, record)).collect())
    }
}

impl fmt::Display for RecordSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut end = 0;
        for (at, (first, last)) in self.ranges.iter().enumerate() {
            if at > 0 {
                f.write_char(',')?;
            }
            write!(f, "{:x}", first - end)?;
            if last > first {
                write!(f, "-{:x}", last - first)?;
            }
            end = *last;
        }
        Ok(())
    }
}

impl FromStr for RecordSet {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        let mut ranges = Vec::new();
        let mut end = 0_u64;
        for range in text.split(',').filter(|range| !range.is_empty()) {
            let (gap, length) = range.split_once('-').unwrap_or((range, "0"));
            let first = end.saturating_add(u64::from_str_radix(gap, 16)?);
            end = first.saturating_add(u64::from_str_radix(length, 16)?);
            ranges.push((first, end));
        }
        Ok(Self::from_ranges(ranges))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(records: &BTreeSet<u64>) -> RecordSet {
        records.iter().copied().collect()
    }

    #[test]
    fn sets_are_compact_text() {
        for (records, text) in [
            (&[][..], ""),
            (&[0], "0"),
            (&[1, 2, 3, 4, 9], "1-3,5"),
            (&[0, 2, 4, 6], "0,2,2,2"),
            (&[70_000_000_000], "104c533c00"),
        ] {
            let found: RecordSet = records.iter().copied().collect();
            assert_eq!(found.to_string(), text);
            assert_eq!(text.parse(), Ok(found));
        }
        assert!("x".parse::<RecordSet>().is_err());
        let alternating: RecordSet = (0..50_000).step_by(2).collect();
        assert!(alternating.to_string().len() <= 50_000);
    }

    #[test]
    fn huge_ranges_are_accepted() {
        let all: RecordSet = "0-ffffffffffffffff,5-5".parse().unwrap();
        assert!(all.contains(u64::MAX) && all.contains(0));
        assert!(all.without(&all).is_empty());
    }

    proptest! {
        #[test]
        fn sets_behave_like_other_sets(
            one in prop::collection::btree_set(0..40_u64, 0..30),
            two in prop::collection::btree_set(0..40_u64, 0..30),
        ) {
            let (a, b) = (set(&one), set(&two));
            prop_assert_eq!(a.with(&b), set(&(&one | &two)));
            prop_assert_eq!(a.without(&b), set(&(&one - &two)));
            prop_assert_eq!(a.intersection(&b), set(&(&one & &two)));
            prop_assert_eq!(a.to_string().parse(), Ok(a.clone()));
            prop_assert!((0..40).all(|record| a.contains(record) == one.contains(&record)));
        }

        #[test]
        fn parsing_never_panics(text in "[0-9a-fx,-]{0,40}") {
            let _ = text.parse::<RecordSet>();
        }
    }
}
