//! The form on the page of an import: the file, and the choices about it.

use serde::Deserialize;
use validator::Validate;

use crate::domain::import::{Choices, TypeChoice};
use crate::domain::plan::Existing;
use crate::domain::types::MAX_OWN;
use crate::web::form::{checked, yes};

/// The fields as typed. `key`, `type`, `label` and `kind` are repeated, once for each type that the
/// person doesn't have.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct ImportForm {
    /// The file that is kept; empty where one is sent.
    pub upload: String,
    /// Pasted text.
    pub text: String,
    /// Whether to import.
    #[serde(deserialize_with = "yes")]
    pub confirm: bool,
    /// The fingerprint of the preview.
    pub mark: String,
    /// `keep` or `replace`.
    pub existing: String,
    /// Whose rows to import, in a file of several people.
    pub person: Option<String>,
    /// Where days were spent that have no location and need one.
    pub place: Option<String>,
    /// Whether to import the settings in the file.
    #[serde(deserialize_with = "checked")]
    pub settings: bool,
    /// The names of the types.
    pub key: Vec<String>,
    /// What becomes of each: `new`, `out` or the slug of a type.
    #[serde(rename = "type")]
    pub day_type: Vec<String>,
    /// The label of each that is new.
    pub label: Vec<String>,
    /// The kind of each that is new.
    pub kind: Vec<String>,
}

impl ImportForm {
    /// Reads the choices. What is not among the choices counts as not chosen, and a kind that does not
    /// exist as an error.
    pub fn choices(&self) -> Choices {
        let types = self.key.iter().take(MAX_OWN).enumerate();
        let types = types.filter_map(|(at, key)| Some((key.clone(), self.type_choice(at)?)));
        Choices {
            existing: match self.existing.as_str() {
                "replace" => Existing::Replace,
                _ => Existing::Keep,
            },
            person: self.person.clone().filter(|person| !person.is_empty()),
            place: self.place.clone(),
            types: types.collect(),
            settings: self.settings,
        }
    }

    fn type_choice(&self, at: usize) -> Option<TypeChoice> {
        let text = |column: &[String]| column.get(at).cloned().unwrap_or_default();
        match text(&self.day_type).as_str() {
            "" => None,
            "out" => Some(TypeChoice::LeaveOut),
            "new" => {
                let kind = text(&self.kind).parse().ok();
                Some(TypeChoice::New { label: text(&self.label), kind })
            }
            slug => slug.parse().ok().map(TypeChoice::Existing),
        }
    }
}
