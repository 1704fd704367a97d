//! The names of the built-in types. Until the user renames one, pages show its name in the current
//! language, and documents contain the English name.

use std::collections::BTreeSet;

use super::{DayType, DayTypes, Slug};
use crate::domain::values::text::comparison_key;
use crate::locale::{Language, t};

/// The slugs of the built-in types and their names in documents.
pub(super) const BUILT_IN: [(&str, &str); 5] = [
    ("office", "Office"),
    ("remote", "Remote"),
    ("vacation", "Vacation"),
    ("holiday", "Holiday"),
    ("sick", "Sick"),
];

/// Returns the name of a built-in type in the current language.
fn local_name(slug: &str) -> Option<&'static str> {
    match slug {
        "office" => Some(t::type_office()),
        "remote" => Some(t::type_remote()),
        "vacation" => Some(t::type_vacation()),
        "holiday" => Some(t::type_holiday()),
        "sick" => Some(t::type_sick()),
        _ => None,
    }
}

/// Returns the slug of the built-in type that has this name in any language. The name is in
/// lowercase.
fn slug_of(name: &str) -> Option<&'static str> {
    let has_name = |slug: &str| {
        let mut languages = Language::ALL.iter();
        languages.any(|language| {
            language.with(|| local_name(slug)).is_some_and(|known| known.to_lowercase() == name)
        })
    };
    BUILT_IN.iter().map(|(slug, _)| *slug).find(|slug| has_name(slug))
}

fn document_name(slug: &Slug) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == slug.as_str()).map(|(_, name)| *name)
}

/// Returns the names that pages show for a type with this label in documents, as keys to compare: one
/// for each language if the label is the original one of a built-in type.
pub(super) fn shown_names(slug: Option<&Slug>, label: &str) -> BTreeSet<String> {
    let built_in = slug.filter(|slug| document_name(slug) == Some(label));
    let translations = Language::ALL.iter().filter_map(|language| {
        let slug = built_in?;
        language.with(|| local_name(slug.as_str())).map(comparison_key)
    });
    translations.chain([comparison_key(label)]).collect()
}

impl DayType {
    /// Returns the names that pages show in any language, as keys to compare.
    pub fn names(&self) -> BTreeSet<String> {
        shown_names(Some(&self.slug), self.document_label())
    }

    /// Returns the label as documents contain it: the English name if the label is a translation.
    pub fn document_label(&self) -> &str {
        self.label_in_documents(&self.label)
    }

    /// Returns a label that the user entered for this type as documents contain it. The user didn't
    /// rename the type if the label is the translation that is shown.
    pub fn label_in_documents<'a>(&self, label: &'a str) -> &'a str {
        let is_kept = self.is_translated && self.label == label;
        document_name(&self.slug).filter(|_| is_kept).unwrap_or(label)
    }
}

impl DayTypes {
    /// Returns the built-in type that has this name in any language, ignoring case.
    pub fn built_in(&self, name: &str) -> Option<&DayType> {
        self.get(&slug_of(&name.to_lowercase())?.parse().ok()?)
    }

    /// Returns the type with this slug or label, or the built-in type that has this name in any
    /// language, ignoring case. A slug comes first, because programs send it.
    pub fn find(&self, text: &str) -> Option<&DayType> {
        let text = text.to_lowercase();
        let by_slug = text.parse().ok().and_then(|slug| self.get(&slug));
        let by_label = || self.0.iter().find(|known| known.label.to_lowercase() == text);
        by_slug.or_else(by_label).or_else(|| self.built_in(&text))
    }

    /// Translates the built-in types that the user hasn't renamed to the current language, except
    /// those whose translation is the label of another type.
    pub(crate) fn localize(&mut self) {
        let mut taken: BTreeSet<_> =
            self.0.iter().map(|known| known.label.to_lowercase()).collect();
        let mut changed = false;
        for known in &mut self.0 {
            let is_original = document_name(&known.slug) == Some(&known.label);
            let name = local_name(known.slug.as_str()).filter(|_| is_original);
            if let Some(name) = name.filter(|name| taken.insert(name.to_lowercase())) {
                name.clone_into(&mut known.label);
                known.is_translated = true;
                changed = true;
            }
        }
        if changed {
            self.assign_keys();
        }
    }
}
