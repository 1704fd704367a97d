//! The usual week: the type and location that a user usually logs on each weekday.

use std::collections::BTreeMap;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::day::Day;
use super::entry::{Content, Part, Parts};
use super::location::Location;
use super::week::{WEEKDAYS, WeekError, weekday_slug};
use crate::domain::types::{DayType, DayTypes, LocationRule, Slug};

/// The usual part of each weekday, if any.
///
/// Serialized as `{"mon": part, ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, Part>", try_from = "BTreeMap<String, Part>")]
pub struct Pattern([Option<Part>; 7]);

impl Pattern {
    /// Returns the usual part of a weekday.
    pub fn on(&self, day: Weekday) -> Option<&Part> {
        self.0[day.num_days_from_monday() as usize].as_ref()
    }

    /// Sets the usual part of a weekday.
    pub fn set(&mut self, day: Weekday, part: Option<Part>) {
        self.0[day.num_days_from_monday() as usize] = part;
    }

    /// Returns whether no weekday has a usual part.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Returns the part to log on a weekday, or `None` if its type is archived, or requires a
    /// location that the part lacks.
    pub fn part(&self, types: &DayTypes, day: Weekday) -> Option<Part> {
        let usual = self.on(day)?;
        let known = types.get(&usual.day_type).filter(|known| known.is_offered())?;
        Part::without_excess_location(types, known.slug.clone(), usual.location.clone()).ok()
    }

    /// Returns the content that the usual week sets for some days. Days without a usual part are
    /// left out.
    pub fn wanted(
        &self,
        types: &DayTypes,
        days: impl Iterator<Item = Day>,
    ) -> impl Iterator<Item = (Day, Content)> {
        days.filter_map(|day| {
            let parts = Parts::Whole(self.part(types, day.weekday())?);
            Some((day, parts.into()))
        })
    }

    /// Replaces one type with another, following its location rule: a location that the new type
    /// doesn't allow is dropped, and a missing required one is set to `place`. If `place` is also
    /// missing, the weekday is cleared.
    pub fn replace_type(&mut self, from: &Slug, to: &DayType, place: Option<&Location>) {
        for usual in &mut self.0 {
            let Some(part) = usual.take_if(|part| part.day_type == *from) else { continue };
            let (day_type, location) = (to.slug.clone(), part.location);
            *usual = match (to.location, location) {
                (LocationRule::None, _) => Some(Part { day_type, location: None }),
                (LocationRule::Required, None) => {
                    place.cloned().map(|place| Part { day_type, location: Some(place) })
                }
                (_, location) => Some(Part { day_type, location }),
            };
        }
    }
}

impl From<Pattern> for BTreeMap<String, Part> {
    fn from(pattern: Pattern) -> Self {
        let days = WEEKDAYS.into_iter().zip(pattern.0);
        days.filter_map(|(day, part)| Some((weekday_slug(day).to_owned(), part?))).collect()
    }
}

impl TryFrom<BTreeMap<String, Part>> for Pattern {
    type Error = WeekError;

    fn try_from(parts: BTreeMap<String, Part>) -> Result<Self, WeekError> {
        let mut pattern = Self::default();
        for (slug, part) in parts {
            let day = WEEKDAYS.into_iter().find(|day| weekday_slug(*day) == slug);
            pattern.set(day.ok_or(WeekError::Weekday)?, Some(part));
        }
        Ok(pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(slug: &str, place: Option<&str>) -> Part {
        let location = place.map(|place| place.parse().unwrap());
        Part { day_type: slug.parse().unwrap(), location }
    }

    fn pattern() -> Pattern {
        let mut pattern = Pattern::default();
        pattern.set(Weekday::Mon, Some(part("office", None)));
        pattern.set(Weekday::Tue, Some(part("remote", Some("Home"))));
        pattern.set(Weekday::Fri, Some(part("forgotten", None)));
        pattern
    }

    #[test]
    fn only_weekdays_with_a_loggable_part_are_returned() {
        let days = (16..=22).map(|number| format!("2026-11-{number}").parse().unwrap());
        let types = DayTypes::default();
        let mut pattern = pattern();
        // Merging a type into one that requires a location can leave a part without one.
        pattern.set(Weekday::Wed, Some(part("remote", None)));
        let wanted: Vec<(String, String)> = pattern
            .wanted(&types, days)
            .map(|(day, content)| (day.to_string(), serde_json::to_string(&content.parts).unwrap()))
            .collect();
        let expected = [
            ("2026-11-16", r#"{"day":{"type":"office"}}"#),
            ("2026-11-17", r#"{"day":{"type":"remote","location":"Home"}}"#),
        ];
        assert_eq!(wanted, expected.map(|(day, parts)| (day.to_owned(), parts.to_owned())));
    }

    #[test]
    fn incomplete_parts_are_not_logged() {
        let types = DayTypes::default();
        let mut pattern = Pattern::default();
        pattern.set(Weekday::Wed, Some(part("remote", None)));
        pattern.set(Weekday::Thu, Some(part("sick", Some("Home"))));
        assert_eq!(pattern.part(&types, Weekday::Wed), None);
        assert_eq!(pattern.part(&types, Weekday::Thu), Some(part("sick", None)));
    }

    #[test]
    fn documents_use_weekday_names() {
        let json = serde_json::to_value(pattern()).unwrap();
        assert_eq!(json["tue"]["location"], "Home");
        assert_eq!(serde_json::from_value::<Pattern>(json).unwrap(), pattern());
        assert!(serde_json::from_str::<Pattern>(r#"{"day": {"type": "office"}}"#).is_err());
        assert!(Pattern::default().is_empty() && !pattern().is_empty());
    }

    #[test]
    fn replacing_a_type_follows_the_new_types_location_rule() {
        let types = DayTypes::default();
        let (home, place) = (part("forgotten", Some("Home")), "Oslo".parse().unwrap());
        for (into, usual, place, expected) in [
            ("sick", part("forgotten", None), None, Some(part("sick", None))),
            ("sick", home.clone(), None, Some(part("sick", None))),
            ("office", home.clone(), Some(&place), Some(part("office", Some("Home")))),
            ("office", part("forgotten", None), Some(&place), Some(part("office", None))),
            ("remote", home, Some(&place), Some(part("remote", Some("Home")))),
            ("remote", part("forgotten", None), Some(&place), Some(part("remote", Some("Oslo")))),
            ("remote", part("forgotten", None), None, None),
        ] {
            let mut pattern = pattern();
            pattern.set(Weekday::Fri, Some(usual));
            let into = types.get(&into.parse().unwrap()).unwrap();
            pattern.replace_type(&"forgotten".parse().unwrap(), into, place);
            assert_eq!(pattern.on(Weekday::Fri), expected.as_ref());
            assert_eq!(pattern.on(Weekday::Mon), Some(&part("office", None)));
        }
    }
}
