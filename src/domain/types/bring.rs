//! Types that come along with a file.

use super::{DayType, DayTypes, Slug, TypeTerms, TypesEdit, TypesError};

impl DayTypes {
    /// Adds a type under the slug that it has elsewhere, or under one made of its label where that is
    /// taken. Gives the slug it has here.
    pub fn bring(&mut self, slug: Option<&Slug>, terms: &TypeTerms) -> Result<Slug, TypesError> {
        let free = slug.filter(|slug| self.get(slug).is_none()).cloned();
        self.apply(&TypesEdit::Add(terms.clone()))?;
        let added = self.0.last_mut().ok_or(TypesError::NoSuchType)?;
        if let Some(free) = free {
            added.slug = free;
        }
        Ok(added.slug.clone())
    }

    /// Makes a type that is here look as its namesake does elsewhere, as far as that fits here.
    pub fn take_look(&mut self, other: &DayType) {
        let Ok(label) = other.label.parse() else { return };
        let DayType { colour, kind, location, .. } = *other;
        let terms = TypeTerms { label, colour, kind, location };
        let slug = || other.slug.clone();
        for edit in [TypesEdit::Change(slug(), terms), TypesEdit::Archive(slug(), other.archived)] {
            // A label that is another's here, or the last type offered: it stays as it is.
            let _ = self.apply(&edit);
        }
    }
}
