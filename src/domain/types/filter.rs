//! The types that a report or file is limited to.

use std::collections::BTreeSet;

use super::{DayTypes, Slug};

/// Some of a user's types, or all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeFilter {
    /// The types. Empty for all.
    chosen: BTreeSet<Slug>,
}

impl TypeFilter {
    /// Returns the filter for some types. Those that the user doesn't have are ignored.
    pub fn new<'a>(types: &DayTypes, slugs: impl IntoIterator<Item = &'a str>) -> Self {
        let slugs = slugs.into_iter().filter_map(|slug| slug.parse().ok());
        let known = slugs.filter_map(|slug: Slug| Some(types.get(&slug)?.slug.clone()));
        Self { chosen: known.collect() }
    }

    /// Returns whether the filter includes all types.
    pub fn is_all(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Returns whether the filter names a type.
    pub fn names(&self, slug: &Slug) -> bool {
        self.chosen.contains(slug)
    }

    /// Returns whether the filter includes the type of an entry, which may have been merged since.
    pub fn includes(&self, types: &DayTypes, stored: &Slug) -> bool {
        self.is_all() || self.names(types.get(stored).map_or(stored, |known| &known.slug))
    }
}
