//! Totals of a year: the days of each type by month, and the days at each location.

use super::digest::{DigestDay, YearDigest};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::days::location::Location;
use crate::domain::types::{DayType, DayTypes, Slug};

/// Days up to today, and planned days after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// The days up to today.
    pub actual: HalfDays,
    /// The days after today.
    pub planned: HalfDays,
}

impl Count {
    /// Returns the sum of actual and planned days.
    pub fn sum(self) -> HalfDays {
        HalfDays(self.actual.0 + self.planned.0)
    }

    /// Returns whether there are no days.
    pub fn is_zero(self) -> bool {
        self.sum() == HalfDays(0)
    }

    fn add(&mut self, day: Day, today: Day, worth: HalfDays) {
        if day > today {
            self.planned += worth;
        } else {
            self.actual += worth;
        }
    }
}

/// The totals of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeTotals<'a> {
    /// The slug of the type.
    pub slug: &'a Slug,
    /// The type, or `None` if the user no longer has it.
    pub day_type: Option<&'a DayType>,
    /// The total of all days.
    pub total: Count,
    /// The totals by month of the year, from January.
    pub months: [Count; 12],
}

impl<'a> TypeTotals<'a> {
    fn none(slug: &'a Slug, day_type: Option<&'a DayType>) -> Self {
        Self { slug, day_type, total: Count::default(), months: [Count::default(); 12] }
    }
}

/// Returns the totals of each type over some days of a digest, in the order of the types. Includes
/// types without days. Types that the user no longer has come last.
pub fn by_type<'a>(
    digest: &'a YearDigest,
    days: &[DigestDay],
    types: &'a DayTypes,
    today: Day,
) -> Vec<TypeTotals<'a>> {
    let mut totals: Vec<_> =
        types.iter().map(|day_type| TypeTotals::none(&day_type.slug, Some(day_type))).collect();
    let index_of_type = |stored: &'a Slug| {
        let slug = types.get(stored).map_or(stored, |found| &found.slug);
        totals.iter().position(|known: &TypeTotals<'a>| known.slug == slug).unwrap_or_else(|| {
            totals.push(TypeTotals::none(slug, None));
            totals.len() - 1
        })
    };
    let indexes: Vec<usize> = digest.types.iter().map(index_of_type).collect();
    for logged in days {
        let month = logged.day.month().number() as usize - 1;
        for (part, worth) in logged.parts() {
            let type_totals = &mut totals[indexes[part.day_type]];
            type_totals.total.add(logged.day, today, worth);
            type_totals.months[month].add(logged.day, today, worth);
        }
    }
    totals
}

/// Returns the number of days on which a type occurs, even if only for half a day.
pub fn dates_of(digest: &YearDigest, days: &[DigestDay], types: &DayTypes, slug: &Slug) -> usize {
    let is_it = |stored: &Slug| types.get(stored).map_or(stored, |found| &found.slug) == slug;
    let has_it: Vec<bool> = digest.types.iter().map(is_it).collect();
    days.iter().filter(|logged| logged.parts().any(|(part, _)| has_it[part.day_type])).count()
}

/// Returns the days of a year.
pub fn days_of(digest: &YearDigest, year: Year) -> &[DigestDay] {
    digest.between(year.first_day(), year.last_day())
}

/// The totals of one location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocationTotals<'a> {
    /// The name of the location.
    pub location: &'a Location,
    /// All days at the location.
    pub days: Count,
    /// The remote days among them.
    pub remote: Count,
}

/// Returns the totals of each location over some days of a digest, most days first. Locations with
/// the same [key](Location::key) are combined, with the spelling of the first day.
pub fn by_location<'a>(
    digest: &'a YearDigest,
    days: &[DigestDay],
    types: &DayTypes,
    today: Day,
) -> Vec<LocationTotals<'a>> {
    let is_remote = |slug| types.get(slug).is_some_and(|found| found.slug.as_str() == "remote");
    let remote: Vec<bool> = digest.types.iter().map(is_remote).collect();
    let keys: Vec<String> = digest.locations.iter().map(Location::key).collect();
    let same = |at: usize| keys.iter().position(|key| *key == keys[at]).unwrap_or(at);
    let same: Vec<usize> = (0..keys.len()).map(same).collect();
    let mut totals: Vec<Option<LocationTotals<'_>>> = vec![None; keys.len()];
    for logged in days {
        for (part, worth) in logged.parts() {
            let Some(location) = part.location else { continue };
            let location_totals = totals[same[location]].get_or_insert(LocationTotals {
                location: &digest.locations[location],
                days: Count::default(),
                remote: Count::default(),
            });
            location_totals.days.add(logged.day, today, worth);
            if remote[part.day_type] {
                location_totals.remote.add(logged.day, today, worth);
            }
        }
    }
    let mut totals: Vec<_> = totals.into_iter().flatten().collect();
    totals.sort_by(|one, other| {
        let by_days = other.days.sum().cmp(&one.days.sum());
        by_days.then_with(|| one.location.as_str().cmp(other.location.as_str()))
    });
    totals
}

/// Returns the rounded percentage of a part, or `None` if the whole is 0.
pub fn percent(part: HalfDays, whole: HalfDays) -> Option<u32> {
    (whole.0 > 0).then(|| (part.0 * 200 + whole.0) / (whole.0 * 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::year::digest::tests::{any_days, brief_of};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn describe(count: Count) -> String {
        format!("{}+{}", count.actual, count.planned)
    }

    const DAYS: [(&str, &str); 7] = [
        ("2025-12-31", "office@Berlin HQ"),
        ("2026-01-05", "office@Berlin HQ"),
        ("2026-01-06", "remote@Home+office"),
        ("2026-03-02", "remote@HOME"),
        ("2026-11-18", "remote@New York"),
        ("2026-11-19", "+vacation"),
        ("2026-12-31", "jury@Court"),
    ];

    #[test]
    fn types_are_counted_by_month_with_planned_days_apart() {
        let (digest, types) = (brief_of("2025-10", &DAYS), DayTypes::default());
        let days = days_of(&digest, "2026".parse().unwrap());
        let years = by_type(&digest, days, &types, day("2026-11-18"));
        let actual: Vec<String> =
            years.iter().map(|year| format!("{} {}", year.slug, describe(year.total))).collect();
        let expected = [
            "office 1.5+0",
            "remote 2.5+0",
            "vacation 0+0.5",
            "holiday 0+0",
            "sick 0+0",
            "jury 0+1",
        ];
        assert_eq!(actual, expected);
        assert_eq!(describe(years[0].months[0]), "1.5+0");
        assert_eq!(describe(years[2].months[10]), "0+0.5");
        assert!(years[5].day_type.is_none());
    }

    #[test]
    fn a_filtered_digest_contains_only_the_parts_with_its_types() {
        let (mut digest, types) = (brief_of("2025-10", &DAYS), DayTypes::default());
        digest.retain_types(|slug| slug.as_str() == "remote");
        let found: Vec<String> = digest.days.iter().map(|logged| logged.day.to_string()).collect();
        assert_eq!(found, ["2026-01-06", "2026-03-02", "2026-11-18"]);
        let remote = "remote".parse().unwrap();
        assert_eq!(dates_of(&digest, &digest.days, &types, &remote), 3);
        let totals = by_type(&digest, &digest.days, &types, day("2026-11-18"));
        assert_eq!(describe(totals[1].total), "2.5+0");
        assert!(totals[0].total.is_zero());
    }

    #[test]
    fn locations_with_the_same_key_are_combined() {
        let decomposed = [("2026-04-01", "remote@Caf\u{e9}"), ("2026-04-02", "remote@Cafe\u{301}")];
        let digest = brief_of("2025-10", &[&DAYS[..4], &decomposed, &DAYS[4..]].concat());
        let types = DayTypes::default();
        let days = days_of(&digest, "2026".parse().unwrap());
        let locations = by_location(&digest, days, &types, day("2026-11-18"));
        let actual: Vec<String> = locations
            .iter()
            .map(|location| {
                format!(
                    "{} {} {}",
                    location.location,
                    describe(location.days),
                    describe(location.remote)
                )
            })
            .collect();
        let expected = [
            "Caf\u{e9} 2+0 2+0",
            "Home 1.5+0 1.5+0",
            "Berlin HQ 1+0 0+0",
            "Court 0+1 0+0",
            "New York 1+0 1+0",
        ];
        assert_eq!(actual, expected);
    }

    #[test]
    fn percentages_are_rounded() {
        for (part, whole, expected) in
            [(0, 0, None), (0, 5, Some(0)), (1, 3, Some(33)), (2, 3, Some(67)), (1, 200, Some(1))]
        {
            assert_eq!(percent(HalfDays(part), HalfDays(whole)), expected, "{part} of {whole}");
        }
    }

    proptest! {
        #[test]
        fn every_part_is_counted_once(days in any_days(), today in 0u64..1500) {
            let digest = brief_of("2024-01", &days.iter().map(|(d, t)| (d.as_str(), t.as_str())).collect::<Vec<_>>());
            let types = DayTypes::default();
            let today = Day::from_date(day("2024-01-01").date() + chrono::Days::new(today)).unwrap();
            for year in ["2024", "2025", "2026", "2027"] {
                let year: Year = year.parse().unwrap();
                let logged = || days_of(&digest, year).iter().flat_map(DigestDay::parts);
                let worth = |parts: &mut dyn Iterator<Item = HalfDays>| parts.map(|w| w.0).sum::<u32>();
                let total = worth(&mut logged().map(|(_, worth)| worth));
                let days = days_of(&digest, year);
                let years = by_type(&digest, days, &types, today);
                prop_assert_eq!(years.iter().map(|y| y.total.sum().0).sum::<u32>(), total);
                for type_totals in &years {
                    let months: u32 = type_totals.months.iter().map(|month| month.sum().0).sum();
                    prop_assert_eq!(months, type_totals.total.sum().0);
                    let ahead: u32 = type_totals.months.iter().map(|month| month.planned.0).sum();
                    prop_assert_eq!(ahead, type_totals.total.planned.0);
                }
                let located = worth(&mut logged().filter(|(p, _)| p.location.is_some()).map(|(_, w)| w));
                let locations = by_location(&digest, days, &types, today);
                prop_assert_eq!(locations.iter().map(|location| location.days.sum().0).sum::<u32>(), located);
                prop_assert!(locations.iter().all(|location| location.remote.sum() <= location.days.sum()));
            }
        }

        #[test]
        fn percentages_are_between_0_and_100(whole in 1u32..800, part in 0u32..800) {
            let actual = percent(HalfDays(part.min(whole)), HalfDays(whole)).unwrap();
            prop_assert!(actual <= 100);
        }
    }
}
