//! The form of one day, shared by the month page and the API, and its conversion to an edit.

use serde::Deserialize;
use validator::{Validate, ValidationError};

use crate::domain::days::entry::{Content, Entry, Part, PartError, Parts};
use crate::domain::days::location::Location;
use crate::domain::days::month_log::Precondition;
use crate::domain::days::notes::Notes;
use crate::domain::settings::Settings;
use crate::domain::types::{DayTypes, LocationRule, Slug};
use crate::domain::values::problem::Problem;
use crate::domain::values::short_text::TextError;
use crate::web::form::{FieldErrors, deserialize_checkbox, deserialize_yes, ensure, validate};

/// The fields as the user typed them or, for a stored entry, as the form shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct DayForm {
    /// The slug of the type; of the morning's type if `half` is set.
    #[serde(rename = "type")]
    pub(crate) day_type: String,
    /// The location; of the morning if `half` is set.
    pub(crate) location: String,
    /// Whether the day is split into a morning and an afternoon.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) half: bool,
    /// The slug of the afternoon's type. Empty if the afternoon has no entry.
    pub(crate) pm_type: String,
    /// The location of the afternoon.
    pub(crate) pm_location: String,
    /// The notes.
    #[validate(custom(function = "validate::<Notes>"))]
    pub(crate) notes: String,
    /// Whether a location stays although the type it was logged with changes.
    #[serde(deserialize_with = "deserialize_yes")]
    pub(crate) keep_location: bool,
    /// The version of the entry that the page showed. Empty or `0` if the day had no entry.
    #[validate(custom(function = "validate_version"))]
    pub(crate) version: String,
}

fn validate_version(text: &str) -> Result<(), ValidationError> {
    ensure(parse_precondition(text).is_some(), "day.version")
}

fn parse_precondition(version: &str) -> Option<Precondition> {
    match version.trim() {
        "" | "0" => Some(Precondition::NoEntry),
        version => version.parse().map(Precondition::Version).ok(),
    }
}

/// The edit that a valid form requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DayInput {
    /// The new content of the day.
    pub(crate) content: Content,
    /// The precondition: the version that the page showed.
    pub(crate) precondition: Precondition,
}

impl DayForm {
    /// Creates the form that shows a stored entry, or an empty form.
    pub(crate) fn from_entry(entry: Option<&Entry>) -> Self {
        let Some(entry) = entry else { return Self::default() };
        let (half, first, second) = match &entry.content.parts {
            Parts::Whole(part) => (false, Some(part), None),
            Parts::Morning(am) => (true, Some(am), None),
            Parts::Afternoon(pm) => (true, None, Some(pm)),
            Parts::Halves(am, pm) => (true, Some(am), Some(pm)),
        };
        let slug = |part: Option<&Part>| part.map(|p| p.day_type.to_string()).unwrap_or_default();
        let place = |part: Option<&Part>| {
            part.and_then(|p| p.location.as_ref()).map(Location::to_string).unwrap_or_default()
        };
        Self {
            day_type: slug(first),
            location: place(first),
            half,
            pm_type: slug(second),
            pm_location: place(second),
            notes: entry.content.notes.to_string(),
            keep_location: false,
            version: entry.version.to_string(),
        }
    }

    /// Returns a copy that logs another type on the whole day. A location of the former type isn't
    /// kept.
    #[must_use]
    pub(crate) fn with_whole_type(self, day_type: String) -> Self {
        let is_same = !self.half && self.day_type.eq_ignore_ascii_case(&day_type);
        Self {
            location: if is_same { self.location } else { String::new() },
            day_type,
            half: false,
            pm_type: String::new(),
            pm_location: String::new(),
            ..self
        }
    }

    /// Returns an error for each location that was logged with another type and stayed in its field,
    /// unless the user keeps it deliberately. `stored` is the entry that the form showed.
    pub(crate) fn leftover_locations(&self, types: &DayTypes, stored: &Entry) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.keep_location {
            return errors;
        }
        let shown = Self::from_entry(Some(stored));
        let mut check = |field, (was_type, was): (&str, &str), (now_type, now): (&str, &str)| {
            let key = |text: &str| text.parse::<Location>().ok().map(|location| location.key());
            let takes_one =
                types.find(now_type).is_some_and(|known| known.location != LocationRule::None);
            if takes_one
                && !was_type.eq_ignore_ascii_case(now_type)
                && !was.is_empty()
                && key(was) == key(now)
            {
                let label = types.find(was_type).map_or(was_type, |known| &known.label);
                let problem = Problem::new("day.location_of_other_type");
                errors.add_error(field, problem.with("location", was).with("type", label));
            }
        };
        let now = (self.day_type.as_str(), self.location.as_str());
        check("location", (&shown.day_type, &shown.location), now);
        if self.half {
            let now = (self.pm_type.as_str(), self.pm_location.as_str());
            check("pm_location", (&shown.pm_type, &shown.pm_location), now);
        }
        errors
    }

    /// Converts the form to an edit, with the user's types and locations. `by_itself` contains the
    /// errors of fields that were invalid on their own; all errors are returned together.
    pub(crate) fn read(
        &self,
        settings: &Settings,
        by_itself: FieldErrors,
    ) -> Result<DayInput, FieldErrors> {
        let mut errors = FieldErrors::default();
        let part = |errors: &mut FieldErrors, fields: (_, _), day_type: &str, location: &str| {
            if self.half && day_type.is_empty() && !location.trim().is_empty() {
                errors.add(fields.1, "part.location_without_type");
            }
            parse_part(errors, settings, fields, day_type, location)
        };
        let first = part(&mut errors, ("type", "location"), &self.day_type, &self.location);
        let parts = if self.half {
            let pm_fields = ("pm_type", "pm_location");
            let second = part(&mut errors, pm_fields, &self.pm_type, &self.pm_location);
            Parts::halves(first, second)
        } else {
            first.map(Parts::Whole)
        };
        if parts.is_none() && errors.is_empty() {
            errors.add("type", if self.half { "day.halves_missing" } else { "day.type_missing" });
        }
        errors.extend(Some(by_itself));
        match (parts, self.notes.parse(), self.precondition()) {
            (Some(parts), Ok(notes), Some(precondition)) if errors.is_empty() => {
                Ok(DayInput { content: Content { parts, notes }, precondition })
            }
            _ => Err(errors),
        }
    }

    /// Returns the name of the field in which this type was chosen: `type` or `pm_type`.
    pub(crate) fn field_for_type(&self, known: &DayTypes, slug: &Slug) -> &'static str {
        let first = known.find(&self.day_type);
        let is_first = !self.half || first.is_some_and(|first| first.slug == *slug);
        if is_first { "type" } else { "pm_type" }
    }

    /// Returns the precondition, or `None` if the version is malformed.
    pub(crate) fn precondition(&self) -> Option<Precondition> {
        parse_precondition(&self.version)
    }
}

/// Parses a type and its location. Adds each error to the field it belongs to.
pub(crate) fn parse_part(
    errors: &mut FieldErrors,
    settings: &Settings,
    (type_field, location_field): (&'static str, &'static str),
    day_type: &str,
    location: &str,
) -> Option<Part> {
    let location = match location.parse::<Location>() {
        Ok(location) => Some(settings.canonical(location)),
        Err(TextError::Empty(_)) => None,
        Err(error) => {
            errors.add_error(location_field, error);
            None
        }
    };
    if day_type.is_empty() {
        return None;
    }
    let known = settings.types.find(day_type).ok_or(PartError::UnknownType);
    match known
        .map(|known| known.slug.clone())
        .and_then(|slug| Part::new(&settings.types, slug, location))
    {
        Ok(part) => Some(part),
        Err(error @ (PartError::LocationMissing | PartError::LocationNotAllowed)) => {
            if errors.get(location_field).is_none() {
                errors.add_error(location_field, error);
            }
            None
        }
        Err(error) => {
            errors.add_error(type_field, error);
            None
        }
    }
}

#[cfg(test)]
mod tests;
