//! Adds the types of an imported file.

use super::{DayType, DayTypes, Slug, TypeTerms, TypesEdit, TypesError};

impl DayTypes {
    /// Adds a type with the slug it has elsewhere, or with one derived from its label if that slug
    /// is taken. Returns the slug it has here.
    pub fn add_imported(
        &mut self,
        slug: Option<&Slug>,
        terms: &TypeTerms,
    ) -> Result<Slug, TypesError> {
        let free = slug.filter(|slug| self.get(slug).is_none()).cloned();
        self.apply(&TypesEdit::Add(terms.clone()))?;
        let added = self.0.last_mut().ok_or(TypesError::NoSuchType)?;
        if let Some(free) = free {
            added.slug = free;
        }
        Ok(added.slug.clone())
    }

    /// Merges the types of another account into these. Types that exist in both get the other
    /// account's label and color; custom ones also get its kind and location rule. New types are
    /// added if they fit. The result has the other account's order, followed by the types that only
    /// exist here.
    pub fn adopt(&mut self, other: &Self) {
        self.take_labels(other);
        for theirs in &other.0 {
            if let Some(here) = self.0.iter_mut().find(|here| here.slug == theirs.slug) {
                here.color = theirs.color;
                if !here.slug.is_built_in() {
                    (here.kind, here.location) = (theirs.kind, theirs.location);
                }
            } else if let (None, Ok(label)) = (self.get(&theirs.slug), theirs.label.parse()) {
                let DayType { color, kind, location, .. } = *theirs;
                // A type isn't added if its label is taken or there are too many types.
                let _ = self
                    .add_imported(Some(&theirs.slug), &TypeTerms { label, color, kind, location });
            }
        }
        // Types are unarchived first, so that at least one is always offered.
        for archived in [false, true] {
            for theirs in other.0.iter().filter(|theirs| theirs.archived == archived) {
                let _ = self.apply(&TypesEdit::Archive(theirs.slug.clone(), archived));
            }
        }
        let place = |here: &DayType| other.0.iter().position(|theirs| theirs.slug == here.slug);
        self.0.sort_by_key(|here| place(here).unwrap_or(usize::MAX));
        self.assign_keys();
    }

    /// Sets all labels at once, since types may have swapped them. A label that another type here
    /// keeps isn't set.
    fn take_labels(&mut self, other: &Self) {
        let theirs = |here: &DayType| {
            let theirs = other.0.iter().find(|theirs| theirs.slug == here.slug);
            theirs.map(|theirs| theirs.label.clone())
        };
        let mut wanted: Vec<Option<String>> = self.0.iter().map(theirs).collect();
        let keys = |wanted: &[Option<String>]| -> Vec<String> {
            let labels = self.0.iter().zip(wanted);
            labels
                .map(|(here, label)| label.as_ref().unwrap_or(&here.label).to_lowercase())
                .collect()
        };
        // Each label that isn't set may conflict with another one.
        loop {
            let keys = keys(&wanted);
            let is_taken = |at: &usize| keys.iter().filter(|key| **key == keys[*at]).count() > 1;
            let clash = (0..keys.len()).filter(|at| wanted[*at].is_some()).find(is_taken);
            let Some(clash) = clash else { break };
            wanted[clash] = None;
        }
        for (here, label) in self.0.iter_mut().zip(wanted) {
            here.label = label.unwrap_or_else(|| std::mem::take(&mut here.label));
        }
    }
}
