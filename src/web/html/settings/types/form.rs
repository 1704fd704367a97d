//! The form of a type: what was typed, and the terms that it means.

use serde::Deserialize;
use validator::{Validate, ValidationError};

use crate::domain::types::{Colour, DayType, Kind, Label, LocationRule, TypeTerms};
use crate::web::form::{FieldErrors, unless, valid};

/// The fields of the form as typed or, for what is stored, as they would be typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Validate)]
#[serde(default)]
pub struct TypeForm {
    /// The name on pages.
    #[validate(custom(function = "valid::<Label>"))]
    pub label: String,
    /// The name of a colour of the palette.
    #[validate(custom(function = "colour"))]
    pub colour: String,
    /// `work`, `leave` or `off`.
    pub kind: String,
    /// `required`, `optional` or `none`.
    pub location: String,
}

fn colour(name: &str) -> Result<(), ValidationError> {
    unless(Colour::ALL.iter().any(|known| known.as_str() == name), "type.colour")
}

impl TypeForm {
    /// The form of one more type, in a colour that no type has yet.
    pub fn new_type<'a>(types: impl Iterator<Item = &'a DayType>) -> Self {
        let taken: Vec<Colour> = types.map(|known| known.colour).collect();
        let free = Colour::ALL.iter().copied().find(|colour| !taken.contains(colour));
        Self {
            label: String::new(),
            colour: free.unwrap_or(Colour::Slate).as_str().to_owned(),
            kind: Kind::Work.as_str().to_owned(),
            location: LocationRule::None.as_str().to_owned(),
        }
    }

    /// The form that shows what is stored.
    pub fn from_type(stored: &DayType) -> Self {
        Self {
            label: stored.label.clone(),
            colour: stored.colour.as_str().to_owned(),
            kind: stored.kind.as_str().to_owned(),
            location: stored.location.as_str().to_owned(),
        }
    }

    /// Reads the form, adding what is wrong to what is wrong by itself. Kind and location of a type
    /// built in are not asked for: they stay as they are.
    pub fn read(
        &self,
        built_in: Option<&DayType>,
        mut errors: FieldErrors,
    ) -> Result<TypeTerms, FieldErrors> {
        let colour = self.colour.parse().ok();
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
        match (self.label.parse(), colour, kind, rule) {
            (Ok(label), Some(colour), Some(kind), Some(location)) => {
                Ok(TypeTerms { label, colour, kind, location })
            }
            _ => Err(errors),
        }
    }
}

/// Moves a type in the list.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct MoveTypeForm {
    /// `up` or `down`.
    pub direction: String,
}

/// Archives a type, or offers it again.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct ArchiveTypeForm {
    /// `yes` or `no`.
    pub archived: String,
}

/// Merges a type into another.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct MergeForm {
    /// The slug of the other.
    pub into: String,
    /// Where the days were spent that have no location and need one.
    pub location: String,
    /// The fingerprint of what was shown.
    pub seen: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::types::DayTypes;
    use crate::web::form::{Form, parse};

    fn read(body: &str, built_in: Option<&DayType>) -> Result<TypeTerms, FieldErrors> {
        let form = Form::new(parse::<TypeForm>(body.as_bytes()).unwrap());
        form.typed.read(built_in, form.errors)
    }

    #[test]
    fn messages_stand_at_their_fields() {
        let errors = read("label=+&colour=mauve&kind=rest&location=maybe", None).unwrap_err();
        for field in ["label", "colour", "kind", "location"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let terms = read("label=Training&colour=teal&kind=work&location=optional", None);
        assert_eq!(terms.unwrap().location, LocationRule::Optional);
    }

    #[test]
    fn a_built_in_type_keeps_its_kind_and_rule() {
        let types = DayTypes::default();
        let remote = types.get(&"remote".parse().unwrap()).unwrap();
        let terms = read("label=Home+office&colour=teal&kind=off", Some(remote)).unwrap();
        assert_eq!((terms.kind, terms.location), (Kind::Work, LocationRule::Required));
        assert_eq!(
            TypeForm::from_type(remote).read(None, FieldErrors::default()).unwrap().label.as_str(),
            "Remote"
        );
    }

    #[test]
    fn a_new_type_has_a_colour_of_its_own() {
        assert_eq!(TypeForm::new_type(DayTypes::default().iter()).colour, "teal");
    }
}
