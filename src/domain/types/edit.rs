//! Changes of a person's types, each applied to the types as they are at that moment.

use std::collections::BTreeSet;

use super::{Colour, DayType, DayTypes, FormerType, Kind, Label, LocationRule, MAX_OWN, Slug};
use crate::domain::problem::{Coded, Params, params};

/// Why an edit of types no longer fits what is there, or never did. Nothing is changed then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypesError {
    /// It was removed meanwhile.
    #[error("type.gone")]
    NoSuchType,
    /// Another type has the label.
    #[error("type.label_taken")]
    LabelTaken,
    /// There are [`MAX_OWN`] of one's own.
    #[error("type.too_many")]
    TooMany,
    /// The five built in stay.
    #[error("merge.built_in")]
    BuiltIn,
    /// A type was to be merged into itself.
    #[error("merge.same_type")]
    SameType,
    /// Nothing would be left to log a day with.
    #[error("type.last_offered")]
    LastOffered,
}

impl Coded for TypesError {
    fn params(&self) -> Params {
        match self {
            Self::TooMany => params([("max", &MAX_OWN)]),
            _ => Params::new(),
        }
    }
}

/// What can be said about a type of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeTerms {
    /// Names it on pages.
    pub label: Label,
    /// Its colour on pages.
    pub colour: Colour,
    /// What a day of it counts as.
    pub kind: Kind,
    /// Whether it takes a location.
    pub location: LocationRule,
}

/// Up or down the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the first.
    Up,
    /// Towards the last.
    Down,
}

/// A change of a person's types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypesEdit {
    /// One more; its slug is made of its label.
    Add(TypeTerms),
    /// Other terms for one; of a type built in only label and colour change.
    Change(Slug, TypeTerms),
    /// One place up or down among those offered.
    Move(Slug, Direction),
    /// No longer offered for new days, or offered again.
    Archive(Slug, bool),
    /// One becomes another: the days that have it follow in the same act.
    Merge {
        /// Is no more.
        from: Slug,
        /// Has its days since.
        into: Slug,
    },
}

impl DayTypes {
    /// Applies an edit; tells whether anything changed.
    pub fn apply(&mut self, edit: &TypesEdit) -> Result<bool, TypesError> {
        match edit {
            TypesEdit::Add(terms) => self.add(terms),
            TypesEdit::Change(slug, terms) => self.change(slug, terms),
            TypesEdit::Move(slug, direction) => self.shift(slug, *direction),
            TypesEdit::Archive(slug, archived) => self.archive(slug, *archived),
            TypesEdit::Merge { from, into } => self.merge(from, into),
        }
    }

    fn add(&mut self, terms: &TypeTerms) -> Result<bool, TypesError> {
        self.check_label(&terms.label, None)?;
        if self.own().count() >= MAX_OWN {
            return Err(TypesError::TooMany);
        }
        let is_taken = |slug: &Slug| self.get(slug).is_some();
        let slug = terms.label.slug(is_taken);
        let TypeTerms { label, colour, kind, location } = terms.clone();
        self.0.push(DayType {
            slug,
            label: label.to_string(),
            colour,
            kind,
            location,
            archived: false,
            merged: Vec::new(),
            key: None,
        });
        self.give_keys();
        Ok(true)
    }

    fn change(&mut self, slug: &Slug, terms: &TypeTerms) -> Result<bool, TypesError> {
        let at = self.position(slug)?;
        self.check_label(&terms.label, Some(slug))?;
        let found = &mut self.0[at];
        let before = found.clone();
        terms.label.as_str().clone_into(&mut found.label);
        found.colour = terms.colour;
        if !slug.is_built_in() {
            found.kind = terms.kind;
            found.location = terms.location;
        }
        let changed = *found != before;
        self.give_keys();
        Ok(changed)
    }

    fn shift(&mut self, slug: &Slug, direction: Direction) -> Result<bool, TypesError> {
        let at = self.position(slug)?;
        let is_offered = |other: &usize| !self.0[*other].archived;
        let other = match direction {
            Direction::Up => (0..at).rev().find(is_offered),
            Direction::Down => (at + 1..self.0.len()).find(is_offered),
        };
        let Some(other) = other else { return Ok(false) };
        let moved = self.0.remove(at);
        self.0.insert(other, moved);
        self.give_keys();
        Ok(true)
    }

    fn archive(&mut self, slug: &Slug, archived: bool) -> Result<bool, TypesError> {
        let at = self.position(slug)?;
        let others = self.offered().filter(|other| other.slug != *slug).count();
        if archived && others == 0 {
            return Err(TypesError::LastOffered);
        }
        let changed = self.0[at].archived != archived;
        self.0[at].archived = archived;
        self.give_keys();
        Ok(changed)
    }

    /// Merging again what was merged already changes nothing, so that a retry is safe.
    fn merge(&mut self, from: &Slug, into: &Slug) -> Result<bool, TypesError> {
        if from == into {
            return Err(TypesError::SameType);
        }
        let target = self.position(into)?;
        if self.0[target].former(from).is_some() {
            return Ok(false);
        }
        let at = self.position(from)?;
        if from.is_built_in() {
            return Err(TypesError::BuiltIn);
        }
        let is_last = self.offered().all(|other| other.slug == *from);
        let gone = self.0[at].clone();
        let target = &mut self.0[target];
        target.archived &= !is_last;
        target.merged.push(FormerType { slug: gone.slug, label: gone.label });
        target.merged.extend(gone.merged);
        self.0.remove(at);
        self.give_keys();
        Ok(true)
    }

    fn position(&self, slug: &Slug) -> Result<usize, TypesError> {
        let at = self.0.iter().position(|found| found.slug == *slug);
        at.ok_or(TypesError::NoSuchType)
    }

    /// A label may be another's in no case, archived or not.
    fn check_label(&self, label: &Label, of: Option<&Slug>) -> Result<(), TypesError> {
        let others = self.0.iter().filter(|found| Some(&found.slug) != of);
        let mut keys = others.map(|found| found.label.to_lowercase());
        let key = label.key();
        if keys.any(|other| other == key) { Err(TypesError::LabelTaken) } else { Ok(()) }
    }

    /// Gives each type the letter that stands for it: its first, unless a type before it has that
    /// one; then its next that is free. A type for which none is free shows its first letter all
    /// the same, without being set by it, and so do archived ones.
    pub(super) fn give_keys(&mut self) {
        let mut taken = BTreeSet::new();
        for found in &mut self.0 {
            let letters = found.label.chars().filter(|c| c.is_alphabetic());
            let mut capitals = letters.filter_map(super::capital);
            found.key =
                if found.archived { None } else { capitals.find(|capital| taken.insert(*capital)) };
        }
    }
}
