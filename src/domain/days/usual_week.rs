//! The usual week: what a user usually logs on each weekday.

use std::collections::BTreeMap;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::entry::{Part, Parts};
use super::location::Location;
use super::week::{WEEKDAYS, WeekError, weekday_slug};
use crate::domain::types::{DayType, DayTypes, LocationRule, Slug};

/// The usual parts of each weekday, if any.
///
/// Serialized like the parts of entries, as `{"mon": {"day": part}, "tue": {"am": part}, ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, Parts>", try_from = "BTreeMap<String, Parts>")]
pub struct UsualWeek([Option<Parts>; 7]);

impl UsualWeek {
    /// Returns the usual parts of a weekday.
    pub fn on(&self, day: Weekday) -> Option<&Parts> {
        self.0[day.num_days_from_monday() as usize].as_ref()
    }

    /// Sets the usual parts of a weekday.
    pub fn set(&mut self, day: Weekday, parts: Option<Parts>) {
        self.0[day.num_days_from_monday() as usize] = parts;
    }

    /// Returns the usual parts of all weekdays.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.0.iter().flatten().flat_map(Parts::iter).map(|(part, _)| part)
    }

    /// Returns whether no weekday has usual parts.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Replaces one type with another, following its location rule: a location that the new type
    /// doesn't allow is dropped, and a missing required one is set to `place`. If `place` is also
    /// missing, the part is removed.
    pub fn replace_type(&mut self, from: &Slug, to: &DayType, place: Option<&Location>) {
        let replace = |part: Part| {
            if part.day_type != *from {
                return Some(part);
            }
            let (day_type, location) = (to.slug.clone(), part.location);
            match (to.location, location) {
                (LocationRule::None, _) => Some(Part { day_type, location: None }),
                (LocationRule::Required, None) => {
                    place.cloned().map(|place| Part { day_type, location: Some(place) })
                }
                (_, location) => Some(Part { day_type, location }),
            }
        };
        for usual in &mut self.0 {
            *usual = usual.take().and_then(|parts| filter_map(parts, replace));
        }
    }
}

/// Returns what can be logged of some usual parts. Leaves out a part whose type is unknown or
/// archived, or requires a location that the part lacks.
pub(super) fn loggable(usual: &Parts, types: &DayTypes) -> Option<Parts> {
    filter_map(usual.clone(), |part| {
        let known = types.get(&part.day_type).filter(|known| known.is_offered())?;
        Part::without_excess_location(types, known.slug.clone(), part.location).ok()
    })
}

/// Replaces each part with the result of a function, or removes it.
fn filter_map(parts: Parts, mut change: impl FnMut(Part) -> Option<Part>) -> Option<Parts> {
    match parts {
        Parts::Whole(part) => change(part).map(Parts::Whole),
        Parts::Morning(am) => Parts::halves(change(am), None),
        Parts::Afternoon(pm) => Parts::halves(None, change(pm)),
        Parts::Halves(am, pm) => Parts::halves(change(am), change(pm)),
    }
}

impl From<UsualWeek> for BTreeMap<String, Parts> {
    fn from(week: UsualWeek) -> Self {
        let days = WEEKDAYS.into_iter().zip(week.0);
        days.filter_map(|(day, parts)| Some((weekday_slug(day).to_owned(), parts?))).collect()
    }
}

impl TryFrom<BTreeMap<String, Parts>> for UsualWeek {
    type Error = WeekError;

    fn try_from(days: BTreeMap<String, Parts>) -> Result<Self, WeekError> {
        let mut week = Self::default();
        for (slug, parts) in days {
            let day = WEEKDAYS.into_iter().find(|day| weekday_slug(*day) == slug);
            week.set(day.ok_or(WeekError::Weekday)?, Some(parts));
        }
        Ok(week)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(slug: &str, place: Option<&str>) -> Part {
        let location = place.map(|place| place.parse().unwrap());
        Part { day_type: slug.parse().unwrap(), location }
    }

    fn whole(slug: &str, place: Option<&str>) -> Parts {
        Parts::Whole(part(slug, place))
    }

    fn week() -> UsualWeek {
        let mut week = UsualWeek::default();
        week.set(Weekday::Mon, Some(whole("office", None)));
        let halves = Parts::Halves(part("remote", Some("Home")), part("vacation", None));
        week.set(Weekday::Tue, Some(halves));
        week
    }

    #[test]
    fn only_complete_parts_of_offered_types_are_logged() {
        let types = DayTypes::default();
        let home = || part("remote", Some("Home"));
        // Merging a type into one that requires a location can leave a part without one.
        for (usual, expected) in [
            (whole("office", None), Some(whole("office", None))),
            (whole("remote", None), None),
            (whole("forgotten", None), None),
            (whole("sick", Some("Home")), Some(whole("sick", None))),
            (Parts::Halves(home(), part("gone", None)), Some(Parts::Morning(home()))),
            (Parts::Halves(part("gone", None), home()), Some(Parts::Afternoon(home()))),
            (Parts::Morning(part("gone", None)), None),
        ] {
            assert_eq!(loggable(&usual, &types), expected, "{usual:?}");
        }
    }

    #[test]
    fn documents_use_weekday_names() {
        let json = serde_json::to_value(week()).unwrap();
        assert_eq!(json["tue"]["am"]["location"], "Home");
        assert_eq!(json["mon"]["day"]["type"], "office");
        assert_eq!(serde_json::from_value::<UsualWeek>(json).unwrap(), week());
        for invalid in [r#"{"day": {"day": {"type": "office"}}}"#, r#"{"mon": {}}"#] {
            assert!(serde_json::from_str::<UsualWeek>(invalid).is_err());
        }
        assert!(UsualWeek::default().is_empty() && !week().is_empty());
    }

    #[test]
    fn replacing_a_type_follows_the_new_types_location_rule() {
        let types = DayTypes::default();
        let (home, place) = (part("forgotten", Some("Home")), "Oslo".parse().unwrap());
        let plain = || part("forgotten", None);
        let sick = || part("sick", None);
        for (into, usual, place, expected) in [
            ("sick", Parts::Whole(plain()), None, Some(Parts::Whole(sick()))),
            ("sick", Parts::Whole(home.clone()), None, Some(Parts::Whole(sick()))),
            (
                "office",
                Parts::Whole(home.clone()),
                Some(&place),
                Some(whole("office", Some("Home"))),
            ),
            ("office", Parts::Whole(plain()), Some(&place), Some(whole("office", None))),
            ("remote", Parts::Whole(home), Some(&place), Some(whole("remote", Some("Home")))),
            ("remote", Parts::Whole(plain()), Some(&place), Some(whole("remote", Some("Oslo")))),
            ("remote", Parts::Whole(plain()), None, None),
            ("remote", Parts::Halves(plain(), sick()), None, Some(Parts::Afternoon(sick()))),
            ("sick", Parts::Halves(plain(), plain()), None, Some(Parts::Halves(sick(), sick()))),
        ] {
            let mut week = week();
            week.set(Weekday::Fri, Some(usual));
            let into = types.get(&into.parse().unwrap()).unwrap();
            week.replace_type(&"forgotten".parse().unwrap(), into, place);
            assert_eq!(week.on(Weekday::Fri), expected.as_ref());
            assert_eq!(week.on(Weekday::Mon), Some(&whole("office", None)));
        }
    }
}
