//! The forms of the types of days, and their conversion to domain types.

use serde::Deserialize;
use validator::{Validate, ValidationError};

use crate::domain::settings::{Settings, SettingsScope};
use crate::domain::types::{Color, DayType, Label, LocationRule, TypeKind, TypeTerms};
use crate::web::form::{FieldErrors, ensure, validate};

/// The fields as the user typed them or, for a stored type, as the form shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct TypeForm {
    /// The name shown on pages.
    #[validate(custom(function = "validate::<Label>"))]
    pub(crate) label: String,
    /// The name of a color in the palette.
    #[validate(custom(function = "validate_color"))]
    pub(crate) colour: String,
    /// The kind: `work`, `leave`, or `off`.
    pub(crate) kind: String,
    /// Whether entries have a location: `required`, `optional`, or `none`.
    pub(crate) location: String,
    /// The version of the type that the page showed. Empty for a new type.
    pub(crate) version: String,
}

fn validate_color(name: &str) -> Result<(), ValidationError> {
    ensure(Color::ALL.iter().any(|known| known.as_str() == name), "type.color")
}

impl TypeForm {
    /// Creates the form for a new type, with the first color that no type uses yet.
    pub(crate) fn new_type<'a>(types: impl Iterator<Item = &'a DayType>) -> Self {
        let taken: Vec<Color> = types.map(|known| known.color).collect();
        let free = Color::ALL.iter().copied().find(|color| !taken.contains(color));
        Self {
            label: String::new(),
            colour: free.unwrap_or(Color::Slate).as_str().to_owned(),
            kind: TypeKind::Work.as_str().to_owned(),
            location: LocationRule::None.as_str().to_owned(),
            version: String::new(),
        }
    }

    /// Creates the form that shows a stored type.
    pub(crate) fn from_type(settings: &Settings, stored: &DayType) -> Self {
        Self {
            label: stored.label.clone(),
            colour: stored.color.as_str().to_owned(),
            kind: stored.kind.as_str().to_owned(),
            location: stored.location.as_str().to_owned(),
            version: settings.version(&SettingsScope::Type(stored.slug.clone())),
        }
    }

    /// Converts the form to the terms of a type. A built-in type keeps its kind and location rule.
    /// `errors` contains the errors of fields that were invalid on their own; all errors are
    /// returned together.
    pub(crate) fn read(
        &self,
        built_in: Option<&DayType>,
        mut errors: FieldErrors,
    ) -> Result<TypeTerms, FieldErrors> {
        let color = self.colour.parse().ok();
        let kind = self.kind.parse().ok();
        let kind = built_in.map(|known| known.kind).or(kind);
        if kind.is_none() {
            errors.add("kind", "type.kind");
        }
        let rule = self.location.parse().ok();
        let rule = built_in.map(|known| known.location).or(rule);
        if rule.is_none() {
            errors.add("location", "type.location");
        }
        let label =
            built_in.map_or(self.label.as_str(), |known| known.label_in_documents(&self.label));
        match (label.parse(), color, kind, rule) {
            (Ok(label), Some(color), Some(kind), Some(location)) => {
                Ok(TypeTerms { label, color, kind, location })
            }
            _ => Err(errors),
        }
    }
}

/// The form that moves a type in the list.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct MoveTypeForm {
    /// The direction: `up` or `down`.
    pub(crate) direction: String,
}

/// The form that archives or restores a type.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ArchiveTypeForm {
    /// `yes` to archive, `no` to restore.
    pub(crate) archived: String,
}

/// The form that merges a type into another.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct MergeForm {
    /// The slug of the type to merge into.
    pub(crate) into: String,
    /// The location for entries that need one and have none.
    pub(crate) location: String,
    /// The fingerprint of the preview.
    pub(crate) seen: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::types::DayTypes;
    use crate::web::form::{Form, parse_form};

    fn read(body: &str, built_in: Option<&DayType>) -> Result<TypeTerms, FieldErrors> {
        let form = Form::new(parse_form::<TypeForm>(body.as_bytes()).unwrap());
        form.values.read(built_in, form.errors)
    }

    #[test]
    fn errors_belong_to_their_fields() {
        let errors = read("label=+&colour=mauve&kind=rest&location=maybe", None).unwrap_err();
        for field in ["label", "colour", "kind", "location"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let terms = read("label=Training&colour=teal&kind=work&location=optional", None);
        assert_eq!(terms.unwrap().location, LocationRule::Optional);
    }

    #[test]
    fn a_built_in_type_keeps_its_kind_and_rule() {
        let settings = Settings::default();
        let remote = settings.types.get(&"remote".parse().unwrap()).unwrap();
        let terms = read("label=Home+office&colour=teal&kind=off", Some(remote)).unwrap();
        assert_eq!((terms.kind, terms.location), (TypeKind::Work, LocationRule::Required));
        assert_eq!(
            TypeForm::from_type(&settings, remote)
                .read(None, FieldErrors::default())
                .unwrap()
                .label
                .as_str(),
            "Remote"
        );
    }

    #[test]
    fn a_new_type_gets_an_unused_color() {
        assert_eq!(TypeForm::new_type(DayTypes::default().iter()).colour, "teal");
    }
}
