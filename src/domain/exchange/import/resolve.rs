//! Resolves the types in a file: finds them among the user's types, or follows the user's choice.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{ImportWork, ResolvedTypes};
use super::resolved::TypeMapping;
use super::type_names::{self, key_of, label_key};
use super::{Choices, ImportRow, ParsedFile, TypeChoice, TypeName};
use crate::domain::days::entry::PartError;
use crate::domain::types::{Color, Label, LocationRule, Slug, TypeKind, TypeTerms};
use crate::domain::values::invisible_chars::strip;
use crate::domain::values::problem::Problem;

/// The [key](TypeMapping::key) of the type that the events of a calendar have by default.
pub const FILE_TYPE: &str = "*file*";

/// The maximum number of names without a type that the preview shows. How many types can be created
/// for them is limited separately: some may be mapped to the same type, or not be imported.
pub(super) const MAX_NAMES: usize = 200;

/// A name in a file, with its rows.
struct NameInFile<'r> {
    key: String,
    /// The user's type with this name.
    known: Option<Slug>,
    name: &'r TypeName,
    /// The keys of its rows in [`ImportWork::resolved`].
    labels: Vec<String>,
    rows: Vec<&'r ImportRow>,
}

impl ImportWork<'_> {
    /// Resolves the names of all rows, and records them with their choices.
    pub(super) fn resolve(
        &mut self,
        reading: &ParsedFile,
        rows: &[&ImportRow],
        choices: &Choices,
    ) -> Result<(), Problem> {
        for found in self.names(reading, rows)? {
            let choice = choices.types.get(&found.key).cloned();
            let preselected = || {
                let known = found.known.clone().map(TypeChoice::MapTo);
                let usual = known.or_else(|| usual_choice(reading, found.name));
                usual.or_else(|| self.words.find(found.name).map(TypeChoice::MapTo))
            };
            let choice = choice.or_else(preselected);
            let included = |row: &&&ImportRow| choices.selection.includes(row);
            let rows: Vec<&ImportRow> = found.rows.iter().filter(included).copied().collect();
            let (resolved, error) = match &choice {
                // No type is created for rows that aren't imported.
                Some(TypeChoice::New { .. }) if rows.is_empty() => (ResolvedTypes::Waits, None),
                choice => self.carry_out_choice(reading, &found.rows, choice.as_ref()),
            };
            if found.known.is_some() {
                self.known.extend(found.labels.iter().cloned());
            }
            for key in found.labels {
                self.resolved.insert(key, resolved.clone());
            }
            let mapping = TypeMapping {
                key: found.key,
                name: strip(&found.name.label),
                rows: rows.len(),
                choice,
                error,
            };
            if mapping.key == FILE_TYPE {
                self.out.file_type = Some(mapping);
            } else if found.known.is_some() {
                self.out.known.push(mapping);
            } else {
                self.out.unknown.push(mapping);
            }
        }
        Ok(())
    }

    /// Returns the names in a file, each with its rows.
    fn names<'r>(
        &self,
        reading: &'r ParsedFile,
        rows: &[&'r ImportRow],
    ) -> Result<Vec<NameInFile<'r>>, Problem> {
        let by_slug =
            rows.iter().filter_map(|row| type_names::by_slug(&self.settings.types, &row.name));
        let by_slug: BTreeSet<Slug> = by_slug.collect();
        let file_type = reading.file_type.as_ref().and_then(|name| self.known(name, &by_slug));
        let mut names: Vec<NameInFile<'_>> = Vec::new();
        let mut positions: BTreeMap<String, usize> = BTreeMap::new();
        let mut by_key: BTreeMap<(String, Option<Slug>), usize> = BTreeMap::new();
        let mut unknown = 0;
        for row in rows {
            let label = label_key(&row.name);
            if let Some(at) = positions.get(&label) {
                names[*at].rows.push(row);
                continue;
            }
            let own = self.known(&row.name, &by_slug);
            let is_asked = unknown + 1 < MAX_NAMES && self.is_asked_for(reading, row);
            let of_file = row.is_of_file_type && own.is_none() && !is_asked;
            let name = reading.file_type.as_ref().filter(|_| of_file).unwrap_or(&row.name);
            let key = if of_file { FILE_TYPE.to_owned() } else { key_of(name) };
            let known = if of_file { file_type.clone() } else { own };
            let at = *by_key.entry((key.clone(), known.clone())).or_insert(names.len());
            if at == names.len() {
                unknown += usize::from(known.is_none());
                if unknown > MAX_NAMES {
                    return Err(Problem::new("file.too_many_types").with("max", MAX_NAMES));
                }
                names.push(NameInFile { key, known, name, labels: Vec::new(), rows: Vec::new() });
            }
            if of_file {
                names[at].labels = vec![FILE_TYPE.to_owned()];
            } else {
                names[at].labels.push(label.clone());
            }
            names[at].rows.push(row);
            positions.insert(label, at);
        }
        Ok(names)
    }

    /// Returns whether the type of an event is asked for by its own name, because that contains the
    /// name of a type. In calendars of public holidays, all events are holidays.
    fn is_asked_for(&self, reading: &ParsedFile, row: &ImportRow) -> bool {
        let has_holidays = reading.file_type.as_ref().is_some_and(|name| name.slug.is_some());
        row.is_of_file_type && !has_holidays && self.words.find(&row.name).is_some()
    }

    /// Returns the user's type with this name. If the name has a slug that the user doesn't have,
    /// its label isn't matched to a type that the file itself names by that type's own slug: the
    /// file means two different types.
    fn known(&self, name: &TypeName, named: &BTreeSet<Slug>) -> Option<Slug> {
        let types = &self.settings.types;
        let by_label = || type_names::by_label(types, name);
        type_names::by_slug(types, name)
            .or_else(|| by_label().filter(|known| name.slug.is_none() || !named.contains(known)))
    }

    /// Returns how the type of a row was resolved. A name in a calendar that isn't one of the user's
    /// types has the type of the file.
    pub(super) fn resolved_type(&self, row: &ImportRow) -> Option<&ResolvedTypes> {
        let own = self.resolved.get(&label_key(&row.name));
        own.or_else(|| self.resolved.get(FILE_TYPE).filter(|_| row.is_of_file_type))
    }

    pub(super) fn slug_of(&self, row: &ImportRow) -> Option<&Slug> {
        match self.resolved_type(row) {
            Some(ResolvedTypes::Is(slug)) => Some(slug),
            _ => None,
        }
    }

    fn carry_out_choice(
        &mut self,
        reading: &ParsedFile,
        rows: &[&ImportRow],
        choice: Option<&TypeChoice>,
    ) -> (ResolvedTypes, Option<Problem>) {
        match choice {
            None => (ResolvedTypes::Waits, None),
            Some(TypeChoice::Skip) => (ResolvedTypes::Out, None),
            Some(TypeChoice::MapTo(slug)) if self.settings.types.get(slug).is_some() => {
                (ResolvedTypes::Is(slug.clone()), None)
            }
            Some(TypeChoice::MapTo(_)) => {
                (ResolvedTypes::Waits, Some(PartError::UnknownType.into()))
            }
            Some(TypeChoice::New { label, kind }) => {
                match self.new_type(reading, rows, label, *kind) {
                    Ok(slug) => (ResolvedTypes::Is(slug), None),
                    Err(error) => (ResolvedTypes::Waits, Some(error)),
                }
            }
        }
    }

    /// Creates a type as the Worklog JSON file defines it, or with default terms and the least used
    /// color.
    fn new_type(
        &mut self,
        reading: &ParsedFile,
        rows: &[&ImportRow],
        label: &str,
        kind: Option<TypeKind>,
    ) -> Result<Slug, Problem> {
        let kind = kind.ok_or("type.kind")?;
        let label: Label = label.parse()?;
        let slug: Option<Slug> = rows[0].name.slug.as_deref().and_then(|slug| slug.parse().ok());
        let brought = reading.settings.as_ref().zip(slug.as_ref());
        let brought = brought.and_then(|(settings, slug)| settings.types.get(slug));
        let located = rows.iter().any(|row| row.location.is_some());
        let usual = if located { LocationRule::Optional } else { LocationRule::None };
        let terms = TypeTerms {
            label,
            color: brought.map_or_else(|| self.free_color(), |brought| brought.color),
            kind,
            location: brought.map_or(usual, |brought| brought.location),
        };
        let slug = self.types.add_imported(slug.as_ref(), &terms)?;
        self.out.new_types.push((slug.clone(), terms));
        Ok(slug)
    }

    fn free_color(&self) -> Color {
        let used = |color: &Color| self.types.iter().filter(|known| known.color == *color).count();
        Color::ALL.iter().copied().min_by_key(used).unwrap_or(Color::Slate)
    }
}

/// Returns the default choice for an unknown type. Types of Worklog's own files are created; for
/// others, the user must choose.
fn usual_choice(reading: &ParsedFile, name: &TypeName) -> Option<TypeChoice> {
    let slug = name.slug.as_deref()?;
    let brought = reading
        .settings
        .as_ref()
        .and_then(|settings| settings.types.iter().find(|known| known.slug.as_str() == slug));
    let kind = brought.map_or(TypeKind::Work, |brought| brought.kind);
    let label = if name.label.is_empty() { slug } else { &name.label };
    Some(TypeChoice::New { label: strip(label), kind: Some(kind) })
}
