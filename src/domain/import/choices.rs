//! What a person decides about a file.

use std::collections::BTreeMap;

use crate::domain::plan::Existing;
use crate::domain::types::{Kind, Slug};

/// What becomes of a type that the person does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeChoice {
    /// Its rows become days of a type that exists.
    Existing(Slug),
    /// It becomes a type of their own.
    New {
        /// What it is called.
        label: String,
        /// What a day of it counts as. `None` if the submitted kind doesn't exist.
        kind: Option<Kind>,
    },
    /// Its rows are left out.
    LeaveOut,
}

/// What a person decides about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// Days that are logged already.
    pub existing: Existing,
    /// Whose days, where the file is of several people.
    pub person: Option<String>,
    /// Where days were spent whose type needs a location that the file does not give.
    pub place: Option<String>,
    /// By the [key](super::UnknownType::key) of a type.
    pub types: BTreeMap<String, TypeChoice>,
    /// Whether the settings in our own JSON are taken over.
    pub settings: bool,
}

impl Choices {
    /// Returns whether a new type has a kind that doesn't exist.
    pub fn has_unknown_kind(&self) -> bool {
        self.types.values().any(|choice| matches!(choice, TypeChoice::New { kind: None, .. }))
    }
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            existing: Existing::Keep,
            person: None,
            place: None,
            types: BTreeMap::new(),
            settings: false,
        }
    }
}
