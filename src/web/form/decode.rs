//! Decodes `application/x-www-form-urlencoded` into a struct of strings.

use std::fmt;

use percent_encoding::percent_decode;
use serde::de::value::StringDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer, value};
use serde::{Deserialize, Deserializer};

use crate::domain::days::day::Day;
use crate::domain::values::problem::{Coded, Params, params};

/// A body or query couldn't be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FormError {
    /// The content type isn't `application/x-www-form-urlencoded`.
    #[error("form.content_type")]
    ContentType,
    /// The decoded bytes aren't valid UTF-8.
    #[error("form.encoding")]
    Encoding,
    /// A field that takes a single value was repeated.
    #[error("form.repeated")]
    Repeated(String),
    /// The body broke off, or isn't a valid upload. Contains the reason.
    #[error("form.unreadable")]
    Unreadable(String),
}

impl Coded for FormError {
    fn params(&self) -> Params {
        match self {
            Self::ContentType | Self::Encoding => Params::new(),
            Self::Repeated(name) => params([("name", name)]),
            Self::Unreadable(reason) => params([("reason", reason)]),
        }
    }
}

/// Decodes `application/x-www-form-urlencoded` into a struct of strings. Each field needs
/// `#[serde(default)]`, so that a repeated field is the only possible deserialization error.
pub(crate) fn parse_form<T: DeserializeOwned>(body: &[u8]) -> Result<T, FormError> {
    // The deserializer would replace invalid UTF-8 with U+FFFD. Separators are ASCII, so the whole
    // body is valid UTF-8 if and only if each name and value is.
    percent_decode(body).decode_utf8().map_err(|_| FormError::Encoding)?;
    let reader = serde_html_form::Deserializer::from_bytes(body);
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let name = duplicate_field(error.inner()).unwrap_or_else(|| error.path().to_string());
        FormError::Repeated(name)
    })
}

/// Returns the field that serde reports as a duplicate. Serde only names it in the message.
pub(crate) fn duplicate_field(error: &impl fmt::Display) -> Option<String> {
    let message = error.to_string();
    let name = message.strip_prefix("duplicate field `")?.split('`').next()?;
    Some(name.to_owned())
}

/// Deserializes a checkbox: browsers send `on` if it is checked, and otherwise no field.
pub(crate) fn deserialize_checkbox<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    Ok(String::deserialize(deserializer)? == "on")
}

/// Deserializes a flag that a button or a hidden field sends as `yes`.
pub(crate) fn deserialize_yes<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    Ok(String::deserialize(deserializer)? == "yes")
}

/// Deserializes a date as people type it. Date fields of browsers send and require `2026-11-30`. Any
/// other text is kept as typed, to be reported as an error of its field.
pub(crate) fn deserialize_date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    let typed = String::deserialize(deserializer)?;
    Ok(Day::parse_typed(&typed).map_or(typed, |day| day.to_string()))
}

/// Deserializes a flag that a query contains as `1`.
pub(crate) fn deserialize_query_flag<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    Ok(String::deserialize(deserializer)? == "1")
}

/// Deserializes one of a type's values. An unknown value becomes `None`.
pub(crate) fn deserialize_known<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let text: StringDeserializer<value::Error> =
        String::deserialize(deserializer)?.into_deserializer();
    Ok(T::deserialize(text).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Pairs = Vec<(String, String)>;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Typed {
        a: Vec<String>,
        b: String,
        c: String,
        e: String,
        #[serde(deserialize_with = "deserialize_checkbox")]
        on: bool,
        #[serde(deserialize_with = "deserialize_known")]
        kind: Option<Known>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Known {
        OneOfThem,
    }

    fn read(body: &[u8]) -> Result<Typed, FormError> {
        parse_form(body)
    }

    #[test]
    fn fields_are_decoded() {
        let form = read(b"a=1&b=x+%C3%A9%26&a=2&c&=d&&e=f=g&on=on&kind=one-of-them").unwrap();
        assert_eq!(form.a, ["1", "2"]);
        assert_eq!((form.b.as_str(), form.c.as_str(), form.e.as_str()), ("x é&", "", "f=g"));
        assert_eq!((form.on, form.kind), (true, Some(Known::OneOfThem)));
        let form = read(b"on=yes&kind=other&unknown=1&unknown=2").unwrap();
        assert_eq!(form, Typed::default());
        assert_eq!(read(b"a=1").unwrap().a, ["1"]);
    }

    #[test]
    fn a_repeated_field_is_an_error() {
        for name in ["b", "on", "kind"] {
            let body = format!("{name}=on&{name}=on");
            assert_eq!(read(body.as_bytes()), Err(FormError::Repeated(name.to_owned())));
        }
    }

    #[test]
    fn invalid_utf_8_is_an_error() {
        for body in [&b"b=%FF"[..], b"b=\xff", b"%C3=1", b"unknown=%FF", b"b=%C3&c=%A9"] {
            assert_eq!(read(body), Err(FormError::Encoding));
        }
        assert_eq!(read(b"b=%zz").unwrap().b, "%zz");
    }

    proptest! {
        #[test]
        fn a_form_is_decoded_as_typed(typed in prop::collection::vec(("[a-z]{1,5}", ".{0,20}"), 0..5)) {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(&typed);
            prop_assert_eq!(parse_form::<Pairs>(body.finish().as_bytes()).unwrap(), typed);
        }

        #[test]
        fn no_body_causes_a_panic(body in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = parse_form::<Pairs>(&body);
            let _ = read(&body);
        }
    }
}
