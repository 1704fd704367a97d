//! The settings that an import changes.

use super::{KnownLocation, MAX_LOCATIONS, RememberedMapping, Settings};
use crate::domain::types::{Slug, TypeTerms, TypesError};

/// The settings that an import changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// Types that the user doesn't have yet, with their slugs.
    pub types: Vec<(Slug, TypeTerms)>,
    /// The locations of the imported days, latest day first.
    pub locations: Vec<KnownLocation>,
    /// The settings of a Worklog JSON file, if the user chose to import them.
    pub settings: Option<Settings>,
    /// The columns that the user chose for the table.
    pub mapping: Option<RememberedMapping>,
}

impl Settings {
    /// Applies an import: adds new types at the end of the list, and new locations after the known
    /// ones, up to [`MAX_LOCATIONS`].
    pub(super) fn take_over(&mut self, imported: &Imported) -> Result<(), TypesError> {
        for (slug, terms) in &imported.types {
            if self.types.get(slug).is_none() {
                self.types.add_imported(Some(slug), terms)?;
            }
        }
        if let Some(settings) = &imported.settings {
            self.take_settings(settings);
        }
        for used in &imported.locations {
            let known = self.locations.iter().any(|known| known.name.key() == used.name.key());
            if !known && self.locations.len() < MAX_LOCATIONS {
                self.locations.push(used.clone());
            }
        }
        if let Some(mapping) = &imported.mapping {
            self.remember_mappings(std::slice::from_ref(mapping));
        }
        Ok(())
    }

    /// Imports the settings of another account. Its types are merged into the user's, with their
    /// appearance and order. The user keeps all types, and the allowances of types for which the
    /// other account has none. A custom type isn't imported if its label is taken or the user has
    /// too many types; its days then require a choice.
    fn take_settings(&mut self, other: &Self) {
        self.language = other.language;
        self.time_zone = other.time_zone;
        self.week_start = other.week_start;
        self.schedules.clone_from(&other.schedules);
        self.types.adopt(&other.types);
        for (slug, allowance) in &other.allowances {
            // A merged type's allowance is that of the type it was merged into.
            if let Some(known) = self.types.get(slug) {
                self.allowances.insert(known.slug.clone(), allowance.clone());
            }
        }
        self.allowance_calendar = other.allowance_calendar;
        self.record_start = self.record_start.into_iter().chain(other.record_start).min();
        self.remember_mappings(&other.import_mappings);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::days::week::WeekStart;
    use crate::domain::settings::{SettingsEdit, SettingsError};
    use crate::domain::types::{Color, DayTypes, Direction, LocationRule, TypeKind, TypesEdit};

    fn import(settings: &mut Settings, imported: Imported) -> Result<bool, SettingsError> {
        settings.apply(&SettingsEdit::Import(Box::new(imported)))
    }

    fn terms(label: &str) -> TypeTerms {
        let label = label.parse().unwrap();
        TypeTerms { label, color: Color::Teal, kind: TypeKind::Work, location: LocationRule::None }
    }

    #[test]
    fn new_types_and_locations_are_added() {
        let mut settings = Settings::default();
        let place = |name: &str| KnownLocation {
            name: name.parse().unwrap(),
            last_type: "remote".parse().unwrap(),
        };
        settings.locations.push(place("Home"));
        let new = Imported {
            types: vec![("field-work".parse().unwrap(), terms("Field work"))],
            locations: vec![place("Oslo"), place("HOME"), place("Rome")],
            ..Imported::default()
        };
        assert_eq!(import(&mut settings, new.clone()), Ok(true));
        let names: Vec<&str> = settings.locations.iter().map(|known| known.name.as_str()).collect();
        assert_eq!(names, ["Home", "Oslo", "Rome"]);
        assert_eq!(settings.types.iter().last().unwrap().slug.as_str(), "field-work");
        assert_eq!(import(&mut settings, new), Ok(false), "the same again changes nothing");
        for number in 0..200 {
            let locations = vec![place(&format!("Place {number}"))];
            import(&mut settings, Imported { locations, ..Imported::default() }).unwrap();
        }
        assert_eq!(settings.locations.len(), MAX_LOCATIONS);
    }

    #[test]
    fn imported_settings_replace_the_current_ones() {
        let (mut settings, mut other) = (Settings::default(), Settings::default());
        settings.types.add_imported(None, &terms("Only here")).unwrap();
        other.week_start = Some(WeekStart::Sunday);
        other.types.add_imported(Some(&"study".parse().unwrap()), &terms("Studies")).unwrap();
        let imported = Imported { settings: Some(other), ..Imported::default() };
        assert_eq!(import(&mut settings, imported), Ok(true));
        assert_eq!(settings.week_start, Some(WeekStart::Sunday));
        let labels: Vec<&str> = settings.types.iter().skip(5).map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["Studies", "Only here"]);
    }

    #[test]
    fn a_taken_label_only_prevents_that_type() {
        let mut own = Settings::default();
        own.types.add_imported(Some(&"training".parse().unwrap()), &terms("Training")).unwrap();
        let mut other = Settings { week_start: Some(WeekStart::Sunday), ..Settings::default() };
        other.types.add_imported(Some(&"travel".parse().unwrap()), &terms("Training")).unwrap();
        let imported = Imported {
            types: vec![("field-work".parse().unwrap(), terms("Field work"))],
            locations: Vec::new(),
            settings: Some(other),
            mapping: None,
        };
        assert_eq!(import(&mut own, imported), Ok(true));
        assert_eq!(own.week_start, Some(WeekStart::Sunday));
        assert!(own.types.get(&"field-work".parse().unwrap()).is_some());
        assert!(own.types.get(&"travel".parse().unwrap()).is_none());
    }

    fn labels(settings: &Settings) -> Vec<&str> {
        settings.types.iter().map(|known| known.label.as_str()).collect()
    }

    #[test]
    fn types_get_the_order_and_labels_of_the_file() {
        let (mut own, mut other) = (Settings::default(), Settings::default());
        own.types.add_imported(None, &terms("Only here")).unwrap();
        other.types.add_imported(None, &terms("Study")).unwrap();
        let relabel = |types: &mut DayTypes, slug: &str, label: &str| {
            let slug: Slug = slug.parse().unwrap();
            types.apply(&TypesEdit::Change(slug, terms(label))).unwrap();
        };
        relabel(&mut other.types, "office", "Between");
        relabel(&mut other.types, "remote", "Office");
        relabel(&mut other.types, "office", "Remote");
        // A label that another type already has.
        relabel(&mut other.types, "sick", "Only here");
        for slug in ["study", "study", "study", "study", "study", "remote"] {
            let slug = slug.parse().unwrap();
            other.types.apply(&TypesEdit::Move(slug, Direction::Up)).unwrap();
        }
        assert_eq!(
            labels(&other),
            ["Study", "Office", "Remote", "Vacation", "Holiday", "Only here"]
        );
        let imported = Imported { settings: Some(other), ..Imported::default() };
        assert_eq!(import(&mut own, imported.clone()), Ok(true));
        assert_eq!(
            labels(&own),
            ["Study", "Office", "Remote", "Vacation", "Holiday", "Sick", "Only here"]
        );
        assert_eq!(own.types.get(&"remote".parse().unwrap()).unwrap().label, "Office");
        assert_eq!(import(&mut own, imported), Ok(false), "the same again changes nothing");
    }

    #[test]
    fn at_least_one_type_remains_offered() {
        let (mut own, mut other) = (Settings::default(), Settings::default());
        own.types.apply(&TypesEdit::Archive("sick".parse().unwrap(), true)).unwrap();
        for slug in ["office", "remote", "vacation", "holiday"] {
            other.types.apply(&TypesEdit::Archive(slug.parse().unwrap(), true)).unwrap();
        }
        let imported = Imported { settings: Some(other), ..Imported::default() };
        assert_eq!(import(&mut own, imported), Ok(true));
        let offered: Vec<&str> = own.types.offered().map(|known| known.slug.as_str()).collect();
        assert_eq!(offered, ["sick"]);
    }
}
