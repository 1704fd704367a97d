//! Resolves the types in a file: finds them among the user's types, or follows the user's choice.

use std::collections::BTreeSet;

use super::context::{ImportWork, ResolvedTypes};
use super::resolved::UnknownType;
use super::type_names::{self, key_of, label_key};
use super::{Choices, ImportRow, ParsedFile, TypeChoice, TypeName};
use crate::domain::days::entry::PartError;
use crate::domain::types::{
    Color, Label, LocationRule, MAX_CUSTOM_TYPES, Slug, TypeKind, TypeTerms,
};
use crate::domain::values::invisible_chars::strip;
use crate::domain::values::problem::Problem;

impl ImportWork<'_> {
    /// Resolves the types of all rows, and records those that the user doesn't have with their
    /// choices.
    pub(super) fn resolve(
        &mut self,
        reading: &ParsedFile,
        rows: &[&ImportRow],
        choices: &Choices,
    ) -> Result<(), Problem> {
        let mut unknown: Vec<(String, Vec<&ImportRow>)> = Vec::new();
        let named =
            rows.iter().filter_map(|row| type_names::by_slug(&self.settings.types, &row.name));
        let named: BTreeSet<Slug> = named.collect();
        for row in rows {
            let key = key_of(&row.name);
            if let Some(known) = self.known(&row.name, &named) {
                self.resolved.insert(label_key(&row.name), ResolvedTypes::Is(known));
            } else if let Some((_, rows)) = unknown.iter_mut().find(|(known, _)| *known == key) {
                rows.push(row);
            } else if unknown.len() < MAX_CUSTOM_TYPES {
                unknown.push((key, vec![row]));
            } else {
                return Err(Problem::new("file.too_many_types").with("max", MAX_CUSTOM_TYPES));
            }
        }
        for (key, rows) in unknown {
            let choice = choices.types.get(&key).cloned();
            let choice = choice.or_else(|| usual_choice(reading, &rows[0].name));
            let (resolved, error) = self.carry_out_choice(reading, &rows, choice.as_ref());
            for row in &rows {
                self.resolved.insert(label_key(&row.name), resolved.clone());
            }
            let name = strip(&rows[0].name.label);
            self.out.unknown.push(UnknownType { key, name, rows: rows.len(), choice, error });
        }
        Ok(())
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
