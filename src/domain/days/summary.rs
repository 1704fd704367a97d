//! Totals of logged days by type.

use super::day::Day;
use super::entry::{Entry, HalfDays};
use crate::domain::types::{DayType, DayTypes};

/// The total of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeTotal<'a> {
    /// The type.
    pub day_type: &'a DayType,
    /// The days up to today.
    pub actual: HalfDays,
    /// The days after today.
    pub planned: HalfDays,
}

/// Counts the days of each type, in the order of the types. Includes types without days.
pub fn totals<'a, 'e>(
    types: &'a DayTypes,
    entries: impl Iterator<Item = (Day, &'e Entry)>,
    today: Day,
) -> Vec<TypeTotal<'a>> {
    let zero = HalfDays::default();
    let blank = |day_type| TypeTotal { day_type, actual: zero, planned: zero };
    let mut totals: Vec<_> = types.iter().map(blank).collect();
    for (day, entry) in entries {
        for (part, worth) in entry.content.parts.iter() {
            let total = totals.iter_mut().find(|total| total.day_type.slug == part.day_type);
            match total {
                Some(total) if day > today => total.planned += worth,
                Some(total) => total.actual += worth,
                None => {}
            }
        }
    }
    totals
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::days::entry::{Part, Parts};

    fn entry(parts: Parts) -> Entry {
        let at = Timestamp::default();
        Entry {
            content: parts.into(),
            version: 1,
            created_at: at,
            updated_at: at,
            imported_at: None,
        }
    }

    fn part(slug: &str) -> Part {
        Part { day_type: slug.parse().unwrap(), location: None }
    }

    #[test]
    fn planned_and_actual_days_are_counted_separately() {
        let types = DayTypes::default();
        let log: Vec<(Day, Entry)> = [
            ("2026-11-17", Parts::Whole(part("office"))),
            ("2026-11-18", Parts::Halves(part("office"), part("remote"))),
            ("2026-11-19", Parts::Afternoon(part("office"))),
        ]
        .map(|(day, parts)| (day.parse().unwrap(), entry(parts)))
        .into();
        let today = "2026-11-18".parse().unwrap();
        let totals = totals(&types, log.iter().map(|(day, entry)| (*day, entry)), today);
        let actual: Vec<_> = totals
            .iter()
            .map(|total| (total.day_type.slug.as_str(), total.actual.0, total.planned.0))
            .collect();
        let expected = [
            ("office", 3, 1),
            ("remote", 1, 0),
            ("vacation", 0, 0),
            ("holiday", 0, 0),
            ("sick", 0, 0),
        ];
        assert_eq!(actual, expected);
    }

    proptest! {
        #[test]
        fn every_part_is_counted_once(days in prop::collection::btree_map(1u32..=30, 0usize..4, 0..30), today in 1u32..=30) {
            let types = DayTypes::default();
            let month: crate::domain::days::day::Month = "2026-11".parse().unwrap();
            let kinds = [
                Parts::Whole(part("sick")),
                Parts::Morning(part("office")),
                Parts::Afternoon(part("remote")),
                Parts::Halves(part("sick"), part("sick")),
            ];
            let log: Vec<(Day, Entry)> = days
                .into_iter()
                .map(|(day, kind)| (month.day(day).unwrap(), entry(kinds[kind].clone())))
                .collect();
            let counted = totals(&types, log.iter().map(|(d, e)| (*d, e)), month.day(today).unwrap());
            let counted: u32 = counted.iter().map(|total| total.actual.0 + total.planned.0).sum();
            let worth: HalfDays = log.iter().flat_map(|(_, e)| e.content.parts.iter().map(|(_, w)| w)).sum();
            prop_assert_eq!(counted, worth.0);
        }
    }
}
