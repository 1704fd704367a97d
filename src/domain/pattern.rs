//! The weekly pattern: where and how a person usually spends each weekday.

use std::collections::BTreeMap;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use super::day::Day;
use super::entry::{Part, Parts};
use super::month_log::Edit;
use super::notes::Notes;
use super::types::{DayTypes, Slug};
use super::week::{WEEKDAYS, WeekError, weekday_slug};

/// For each weekday a part, or nothing.
///
/// As a document: `{"mon": part, ...}`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "BTreeMap<String, Part>", try_from = "BTreeMap<String, Part>")]
pub struct Pattern([Option<Part>; 7]);

impl Pattern {
    /// The part usual on a weekday.
    pub fn on(&self, day: Weekday) -> Option<&Part> {
        self.0[day.num_days_from_monday() as usize].as_ref()
    }

    /// Sets what is usual on a weekday.
    pub fn set(&mut self, day: Weekday, part: Option<Part>) {
        self.0[day.num_days_from_monday() as usize] = part;
    }

    /// Whether nothing is usual on any day.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// What the pattern wants of some days: those on whose weekday something is usual that can still
    /// be logged, of a type that exists and with the location that it needs.
    pub fn wanted(
        &self,
        types: &DayTypes,
        days: impl Iterator<Item = Day>,
    ) -> impl Iterator<Item = (Day, Edit)> {
        days.filter_map(|day| {
            let usual = self.on(day.weekday())?.clone();
            let parts = Parts::Whole(Part::new(types, usual.day_type, usual.location).ok()?);
            Some((day, Edit::Put { parts, notes: Notes::default() }))
        })
    }

    /// One type becomes another, wherever it is usual.
    pub fn replace_type(&mut self, from: &Slug, to: &Slug) {
        for part in self.0.iter_mut().flatten().filter(|part| part.day_type == *from) {
            part.day_type = to.clone();
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
    fn only_weekdays_with_something_usual_are_wanted() {
        let days = (16..=22).map(|number| format!("2026-11-{number}").parse().unwrap());
        let types = DayTypes::default();
        let mut pattern = pattern();
        // Since the type that it was of was merged into one that needs a location.
        pattern.set(Weekday::Wed, Some(part("remote", None)));
        let wanted: Vec<(String, String)> = pattern
            .wanted(&types, days)
            .map(|(day, edit)| {
                let (parts, _) = edit.wanted().unwrap();
                (day.to_string(), serde_json::to_string(parts).unwrap())
            })
            .collect();
        let expected = [
            ("2026-11-16", r#"{"day":{"type":"office"}}"#),
            ("2026-11-17", r#"{"day":{"type":"remote","location":"Home"}}"#),
        ];
        assert_eq!(wanted, expected.map(|(day, parts)| (day.to_owned(), parts.to_owned())));
    }

    #[test]
    fn it_is_kept_by_the_names_of_weekdays() {
        let json = serde_json::to_value(pattern()).unwrap();
        assert_eq!(json["tue"]["location"], "Home");
        assert_eq!(serde_json::from_value::<Pattern>(json).unwrap(), pattern());
        assert!(serde_json::from_str::<Pattern>(r#"{"day": {"type": "office"}}"#).is_err());
        assert!(Pattern::default().is_empty() && !pattern().is_empty());
    }

    #[test]
    fn a_merged_type_is_usual_under_its_new_name() {
        let mut pattern = pattern();
        pattern.replace_type(&"forgotten".parse().unwrap(), &"sick".parse().unwrap());
        assert_eq!(pattern.on(Weekday::Fri), Some(&part("sick", None)));
        assert_eq!(pattern.on(Weekday::Mon), Some(&part("office", None)));
    }
}
