//! Forms as they arrive: text fields, and what is wrong with them.
//!
//! A form is read whole before it is judged, so that every field at fault is told at once and
//! everything typed can be shown again.

use percent_encoding::percent_decode;

/// Why a body is not a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Sent as something else than `application/x-www-form-urlencoded`.
    #[error("Send the form as application/x-www-form-urlencoded.")]
    ContentType,
    /// The bytes are not UTF-8 once unescaped.
    #[error("The form holds bytes that are not UTF-8 text.")]
    Encoding,
    /// A field that can be given once was given again.
    #[error("The field “{0}” was sent more than once.")]
    Repeated(&'static str),
}

/// The fields of a form in the order sent, unescaped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body in `application/x-www-form-urlencoded`.
    pub fn parse(body: &[u8]) -> Result<Self, FormError> {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| {
                let mut sides = pair.splitn(2, |byte| *byte == b'=');
                let name = unescape(sides.next().unwrap_or_default())?;
                Ok((name, unescape(sides.next().unwrap_or_default())?))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Names and values in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a field; empty when it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The value of a field that may be sent once; empty when it was not sent.
    pub fn once(&self, name: &'static str) -> Result<&str, FormError> {
        let mut values = self.all(name);
        let first = values.next().unwrap_or_default();
        values.next().map_or(Ok(first), |_| Err(FormError::Repeated(name)))
    }

    /// The values of a field that may be sent several times.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

fn unescape(text: &[u8]) -> Result<String, FormError> {
    let spaced: Vec<u8> = text.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let decoded = percent_decode(&spaced).decode_utf8().map_err(|_| FormError::Encoding)?;
    Ok(decoded.into_owned())
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// What is wrong with a form, each message at its field, in the order found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors(Vec<(&'static str, String)>);

impl FieldErrors {
    /// Adds a message at a field.
    pub fn add(&mut self, field: &'static str, message: impl std::fmt::Display) {
        self.0.push((field, format!("{message}")));
    }

    /// Keeps the value, or adds the error at the field.
    pub fn take<T, E: ToString>(&mut self, field: &'static str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.add(field, error.to_string())).ok()
    }

    /// The first message at a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(at, _)| *at == field).map(|(_, message)| message.as_str())
    }

    /// Adds those of another, if there is one.
    pub fn extend(&mut self, other: Option<Self>) {
        self.0.extend(other.into_iter().flat_map(|other| other.0));
    }

    /// Fields and messages in the order found.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(field, message)| (*field, message.as_str()))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_are_unescaped() {
        let form = Fields::parse(b"a=1&b=x+%C3%A9%26&a=2&c&=d&&e=f=g").unwrap();
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((form.get("b"), form.get("c"), form.get("e")), ("x é&", "", "f=g"));
        assert_eq!(form.get("missing"), "");
        assert_eq!(form.once("a"), Err(FormError::Repeated("a")));
        assert_eq!(form.once("b"), Ok("x é&"));
    }

    #[test]
    fn text_that_is_not_utf_8_is_refused() {
        assert_eq!(Fields::parse(b"a=%FF"), Err(FormError::Encoding));
        assert_eq!(Fields::parse(b"a=\xff"), Err(FormError::Encoding));
        assert_eq!(Fields::parse(b"%C3=1"), Err(FormError::Encoding));
        assert_eq!(Fields::parse(b"a=%zz").unwrap().get("a"), "%zz");
    }

    proptest! {
        #[test]
        fn what_a_browser_sends_is_read_as_typed(typed in prop::collection::vec(("[a-z]{1,5}", ".{0,20}"), 0..5)) {
            let mut body = url::form_urlencoded::Serializer::new(String::new());
            body.extend_pairs(&typed);
            prop_assert_eq!(Fields::parse(body.finish().as_bytes()).unwrap().0, typed);
        }

        #[test]
        fn no_body_makes_the_reader_panic(body in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Fields::parse(&body);
        }
    }
}
