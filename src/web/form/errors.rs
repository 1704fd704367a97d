//! Validation errors of a form: messages by field.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::de::value::Error;
use serde::{Deserializer, forward_to_deserialize_any};
use validator::{Validate, ValidationErrorsKind};

use crate::domain::values::problem::{Coded, Problem};
use crate::web::messages;

/// The fields that serde renames, and their names in forms. Validator only knows the former.
const RENAMED: [(&str, &str); 1] = [("day_type", "type")];

/// The name of a field.
pub(crate) type FieldName = Cow<'static, str>;

/// The validation errors of a form: fields and messages, in the order they were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FieldErrors(Vec<(FieldName, String)>);

impl FieldErrors {
    /// Adds the message for a code without parameters.
    pub(crate) fn add(&mut self, field: impl Into<FieldName>, code: &'static str) {
        self.add_error(field, code);
    }

    /// Adds the message for an error.
    pub(crate) fn add_error(&mut self, field: impl Into<FieldName>, error: impl Into<Problem>) {
        self.0.push((field.into(), messages::message_for(error)));
    }

    /// Returns the value, or adds the message for the error and returns `None`.
    pub(crate) fn ok_or_record<T, E: Coded>(
        &mut self,
        field: impl Into<FieldName>,
        value: Result<T, E>,
    ) -> Option<T> {
        value.map_err(|error| self.add_error(field, error)).ok()
    }

    /// Validates each field on its own, and adds the errors in the order of the fields.
    pub(crate) fn check<T: DeserializeOwned + Validate>(&mut self, form: &T) {
        let Err(found) = form.validate() else { return };
        let names = field_names::<T>();
        let mut found: Vec<_> = found
            .into_errors()
            .into_iter()
            .map(|(own, errors)| {
                let name = RENAMED
                    .iter()
                    .find(|(field, _)| *field == own)
                    .map_or(own, |(_, name)| (*name).into());
                (names.iter().position(|known| *known == name), name, errors)
            })
            .collect();
        found.sort_by_key(|(position, ..)| *position);
        for (position, name, errors) in found {
            debug_assert!(position.is_some(), "RENAMED lacks {name}");
            let ValidationErrorsKind::Field(errors) = errors else { continue };
            for error in errors {
                let params = error.params.iter();
                let params = params
                    .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
                let problem = Problem::new(error.code.clone());
                self.add_error(name.clone(), Problem { params: params.collect(), ..problem });
            }
        }
    }

    /// Replaces all messages of a field.
    pub(crate) fn replace_all(&mut self, field: &'static str, code: &'static str) {
        self.0.retain(|(at, _)| at != field);
        self.add(field, code);
    }

    /// Returns the first message of a field.
    pub(crate) fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(at, _)| *at == field).map(|(_, message)| message.as_str())
    }

    /// Returns the hint with a field's rules, or an empty string if its error says what to change.
    pub(crate) fn or_rules<'a>(&self, field: &str, rules: &'a str) -> &'a str {
        if self.get(field).is_some() { "" } else { rules }
    }

    /// Appends the errors of another form, if any.
    pub(crate) fn extend(&mut self, other: Option<Self>) {
        self.0.extend(other.into_iter().flat_map(|other| other.0));
    }

    /// Returns fields and messages in the order they were found.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, message)| (field.as_ref(), message.as_str()))
    }

    /// Returns whether there are no errors.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns the names of a struct's fields in declaration order, which validator's map doesn't
/// preserve.
fn field_names<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut names = Names(&[]);
    // Always fails, by design: the deserializer only records the field names.
    let _ = T::deserialize(&mut names);
    names.0
}

struct Names(&'static [&'static str]);

impl<'de> Deserializer<'de> for &mut Names {
    type Error = Error;

    fn deserialize_any<V: serde::de::Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("only structs have fields"))
    }

    fn deserialize_struct<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::domain::days::location::Location;
    use crate::domain::days::notes::Notes;
    use crate::web::form::validate;

    #[derive(Deserialize, Validate)]
    struct Typed {
        #[validate(custom(function = "validate::<Notes>"))]
        notes: String,
        #[validate(custom(function = "validate::<Location>"))]
        location: String,
    }

    #[derive(Deserialize, Validate)]
    struct Renamed {
        #[serde(rename = "type")]
        #[validate(custom(function = "validate::<Location>"))]
        day_type: String,
    }

    #[derive(Deserialize, Validate)]
    struct RenamedOtherwise {
        #[serde(rename = "sent")]
        #[validate(custom(function = "validate::<Location>"))]
        own: String,
    }

    fn check<T: DeserializeOwned + Validate>(form: &T) -> FieldErrors {
        let mut errors = FieldErrors::default();
        errors.check(form);
        errors
    }

    #[test]
    fn errors_of_a_renamed_field_belong_to_its_name_in_the_form() {
        let errors = check(&Renamed { day_type: "x".repeat(81) });
        assert_eq!(errors.get("type"), Some("The location can have at most 80 characters."));
    }

    #[test]
    #[should_panic(expected = "own")]
    fn a_renamed_field_that_isnt_listed_fails_loudly() {
        check(&RenamedOtherwise { own: "x".repeat(81) });
    }

    #[test]
    fn all_errors_are_reported_at_their_fields_in_order() {
        let form = Typed { notes: "x".repeat(1001), location: "x".repeat(81) };
        for _ in 0..8 {
            let mut errors = FieldErrors::default();
            errors.check(&form);
            let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
            assert_eq!(fields, ["notes", "location"]);
            let message = errors.get("location").unwrap();
            assert_eq!(message, "The location can have at most 80 characters.");
        }
    }
}
