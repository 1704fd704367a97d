//! Edits of a user's types.

use std::collections::BTreeSet;

use super::built_in::shown_names;
use super::{
    Color, DayType, DayTypes, FormerType, Label, LocationRule, MAX_CUSTOM_TYPES, Slug, TypeKind,
};
use crate::domain::values::problem::{Coded, Params, params};

/// Why an edit of types can't be applied. In that case, nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TypesError {
    /// The type doesn't exist, or no longer does.
    #[error("type.gone")]
    NoSuchType,
    /// Another type has this label.
    #[error("type.label_taken")]
    LabelTaken,
    /// The user has [`MAX_CUSTOM_TYPES`] custom types.
    #[error("type.too_many")]
    TooMany,
    /// Built-in types can't be merged into others.
    #[error("merge.built_in")]
    BuiltIn,
    /// A type can't be merged into itself.
    #[error("merge.same_type")]
    SameType,
    /// The last offered type can't be archived.
    #[error("type.last_offered")]
    LastOffered,
}

impl Coded for TypesError {
    fn params(&self) -> Params {
        match self {
            Self::TooMany => params([("max", &MAX_CUSTOM_TYPES)]),
            _ => Params::new(),
        }
    }
}

/// The editable properties of a custom type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeTerms {
    /// The name on pages.
    pub label: Label,
    /// The color on pages.
    pub color: Color,
    /// How its days are counted.
    pub kind: TypeKind,
    /// Whether it has a location.
    pub location: LocationRule,
}

/// The direction in which to move a type in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Towards the start.
    Up,
    /// Towards the end.
    Down,
}

/// An edit of a user's types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypesEdit {
    /// Add a type. Its slug is derived from its label.
    Add(TypeTerms),
    /// Change a type. For built-in types, only label and color change.
    Change(Slug, TypeTerms),
    /// Move a type by one position among the offered ones.
    Move(Slug, Direction),
    /// Archive a type (true), or offer it again (false).
    Archive(Slug, bool),
    /// Merge a type into another. Its days are changed in the same transaction.
    Merge {
        /// The type that is removed.
        from: Slug,
        /// The type that takes over its days.
        into: Slug,
    },
}

impl DayTypes {
    /// Applies an edit to the current types. Returns whether anything changed.
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
        self.check_label(terms.label.as_str(), None)?;
        if self.custom().count() >= MAX_CUSTOM_TYPES {
            return Err(TypesError::TooMany);
        }
        let is_taken = |slug: &Slug| self.get(slug).is_some();
        let slug = terms.label.slug(is_taken);
        let TypeTerms { label, color, kind, location } = terms.clone();
        self.0.push(DayType {
            slug,
            label: label.to_string(),
            color,
            kind,
            location,
            archived: false,
            merged: Vec::new(),
            key: None,
            is_translated: false,
        });
        self.assign_keys();
        Ok(true)
    }

    fn change(&mut self, slug: &Slug, terms: &TypeTerms) -> Result<bool, TypesError> {
        let at = self.position(slug)?;
        if self.0[at].label != terms.label.as_str() {
            self.check_label(terms.label.as_str(), Some(slug))?;
        }
        let found = &mut self.0[at];
        let before = found.clone();
        terms.label.as_str().clone_into(&mut found.label);
        found.color = terms.color;
        if !slug.is_built_in() {
            found.kind = terms.kind;
            found.location = terms.location;
        }
        let changed = *found != before;
        self.assign_keys();
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
        self.assign_keys();
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
        self.assign_keys();
        Ok(changed)
    }

    /// Merges a type. Repeating a merge changes nothing, so that retries are safe.
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
        self.assign_keys();
        Ok(true)
    }

    fn position(&self, slug: &Slug) -> Result<usize, TypesError> {
        let at = self.0.iter().position(|found| found.slug == *slug);
        at.ok_or(TypesError::NoSuchType)
    }

    /// Checks that no other type has the label, ignoring case: the built-in ones have their names in
    /// every language. Archived types count too.
    fn check_label(&self, label: &str, of: Option<&Slug>) -> Result<(), TypesError> {
        let names = shown_names(of, label);
        let mut others = self.0.iter().filter(|found| Some(&found.slug) != of);
        if others.any(|other| !names.is_disjoint(&other.names())) {
            Err(TypesError::LabelTaken)
        } else {
            Ok(())
        }
    }

    /// Assigns a letter to each offered type: the first letter of its label that no earlier type
    /// has. A type for which no letter is left, and an archived type, is shown with the first
    /// letter of its label, but has no keyboard key.
    pub(super) fn assign_keys(&mut self) {
        let mut taken = BTreeSet::new();
        for found in &mut self.0 {
            let letters = found.label.chars().filter(|c| c.is_alphabetic());
            let mut capitals = letters.filter_map(super::capital);
            found.key =
                if found.archived { None } else { capitals.find(|capital| taken.insert(*capital)) };
        }
    }
}
