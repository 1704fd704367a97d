//! The form of a type: what was typed, and the terms that it means.

use crate::domain::types::{Colour, DayType, Kind, Label, LocationRule, TypeTerms};
use crate::web::form::{FieldErrors, Fields, FormError};

/// The fields of the form as typed or, for what is stored, as they would be typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TypeForm {
    /// The name on pages.
    pub label: String,
    /// The name of a colour of the palette.
    pub colour: String,
    /// `work`, `leave` or `off`.
    pub kind: String,
    /// `required`, `optional` or `none`.
    pub location: String,
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

    /// Takes the form's fields; others are ignored.
    pub fn from_fields(fields: &Fields) -> Result<Self, FormError> {
        let text = |name| fields.once(name).map(str::to_owned);
        Ok(Self {
            label: text("label")?,
            colour: text("colour")?,
            kind: text("kind")?,
            location: text("location")?,
        })
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

    /// Reads the form, collecting everything that is wrong. Kind and location of a type built in
    /// are not asked for: they stay as they are.
    pub fn read(&self, built_in: Option<&DayType>) -> Result<TypeTerms, FieldErrors> {
        let mut errors = FieldErrors::default();
        let label = errors.take("label", self.label.parse::<Label>());
        let colour = self.colour.parse().ok();
        let colour = errors.take("colour", colour.ok_or("Choose a colour."));
        let kind = self.kind.parse().ok();
        let kind = built_in.map(|known| known.kind).or(kind);
        let kind = errors.take("kind", kind.ok_or("Choose what a day of it counts as."));
        let rule = self.location.parse().ok();
        let rule = built_in.map(|known| known.location).or(rule);
        let rule = errors.take("location", rule.ok_or("Choose whether it takes a location."));
        match (label, colour, kind, rule) {
            (Some(label), Some(colour), Some(kind), Some(location)) => {
                Ok(TypeTerms { label, colour, kind, location })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::types::DayTypes;

    fn form(body: &str) -> TypeForm {
        TypeForm::from_fields(&Fields::parse(body.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn messages_stand_at_their_fields() {
        let errors = form("label=+&colour=mauve&kind=rest&location=maybe").read(None).unwrap_err();
        for field in ["label", "colour", "kind", "location"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
        let terms = form("label=Training&colour=teal&kind=work&location=optional").read(None);
        assert_eq!(terms.unwrap().location, LocationRule::Optional);
    }

    #[test]
    fn a_built_in_type_keeps_its_kind_and_rule() {
        let types = DayTypes::default();
        let remote = types.get(&"remote".parse().unwrap()).unwrap();
        let terms = form("label=Home+office&colour=teal&kind=off").read(Some(remote)).unwrap();
        assert_eq!((terms.kind, terms.location), (Kind::Work, LocationRule::Required));
        assert_eq!(TypeForm::from_type(remote).read(None).unwrap().label.as_str(), "Remote");
    }

    #[test]
    fn a_new_type_has_a_colour_of_its_own() {
        assert_eq!(TypeForm::new_type(DayTypes::default().iter()).colour, "teal");
    }
}
