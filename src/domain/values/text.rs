//! Helpers for text and serde that several domain types share.

use std::borrow::Cow;
use std::fmt;

use chrono::DateTime;
use serde::de::{self, Deserializer, Visitor};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::domain::Timestamp;

/// Implements serde for a type through its `Display` and `FromStr`, so that every store saves the
/// same string. A second argument replaces `FromStr` for stored values, for types whose rules for
/// typed text have become stricter.
macro_rules! serde_as_string {
    ($type:ty) => {
        crate::domain::values::text::serde_as_string!(
            $type,
            <$type as std::str::FromStr>::from_str
        );
    };
    ($type:ty, $read:expr) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("a ", stringify!($type)))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        ($read)(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}
pub(crate) use serde_as_string;

/// Adds `ALL` and `as_str` to an enum, based on the variant names that strum derives.
macro_rules! named_variants {
    ($type:ty) => {
        impl $type {
            /// All variants, in order.
            pub const ALL: &[Self] = <Self as strum::VariantArray>::VARIANTS;

            /// Returns the variant's name in forms and documents.
            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }
    };
}
pub(crate) use named_variants;

/// Returns the error for a string that isn't the name of a variant, for strum.
pub(crate) fn unknown<E: Default>(_: &str) -> E {
    E::default()
}

/// Deserializes a timestamp in serde's own format. It takes about a third of the time of chrono's
/// deserializer, which also accepts other formats. This matters because a month has two timestamps
/// per day.
pub(crate) fn deserialize_timestamp<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Timestamp, D::Error> {
    struct Rfc3339;
    impl Visitor<'_> for Rfc3339 {
        type Value = Timestamp;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a moment such as 2026-11-18T08:30:00Z")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<Timestamp, E> {
            DateTime::parse_from_rfc3339(text).map(|moment| moment.to_utc()).map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Rfc3339)
}

/// Trims the text, and replaces each run of whitespace with one space.
pub(crate) fn collapse_spaces(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// Returns the text in lowercase and composed (NFC), in which texts that look the same are equal.
pub(crate) fn comparison_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    compose(lowercase(&compose(text.into()))).into_owned()
}

/// Returns the text composed (NFC).
fn compose(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_nfc = || is_nfc_quick(text.chars()) == IsNormalized::Yes;
    if text.chars().all(is_composed) || is_nfc() {
        return text;
    }
    text.nfc().collect()
}

/// Returns the text in lowercase.
fn lowercase<'t>(text: &str) -> Cow<'t, str> {
    // The lowercase of a sigma depends on the characters next to it.
    if !text.chars().all(is_composed) {
        return text.to_lowercase().into();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        if is_caseless(c) || c.is_ascii() {
            lower.push(c.to_ascii_lowercase());
        } else {
            lower.extend(c.to_lowercase());
        }
    }
    lower.into()
}

/// Returns whether a character is one of many that are composed, whatever precedes them. Looking up
/// the properties of each character takes ten times as long, which a search does for megabytes.
fn is_composed(c: char) -> bool {
    is_caseless(c) || matches!(c, '\0'..='\u{2ff}' | '\u{400}'..='\u{482}' | '\u{48a}'..='\u{52f}')
}

/// Returns whether a character is one of many that are composed and have no case: punctuation,
/// Chinese, Japanese, and Korean characters, and emoji.
fn is_caseless(c: char) -> bool {
    matches!(
        c,
        ' '..='@'
            | '\u{2010}'..='\u{2027}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{3400}'..='\u{9fff}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{1f300}'..='\u{1faff}'
    )
}

/// Returns the singular or plural noun for a count.
pub fn plural<'a, N: Copy + PartialEq + From<u8>>(
    count: N,
    one: &'a str,
    many: &'a str,
) -> &'a str {
    if count == N::from(1) { one } else { many }
}

/// Parses exactly `length` ASCII digits.
pub(crate) fn parse_digits(digits: &str, length: usize) -> Option<u32> {
    let all_digits = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
    all_digits.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::char::canonical_combining_class;

    use super::*;

    #[test]
    fn shortcuts_are_correct_for_each_character() {
        for c in '\0'..=char::MAX {
            if is_composed(c) {
                let quick = is_nfc_quick(std::iter::once(c));
                assert!(quick == IsNormalized::Yes && canonical_combining_class(c) == 0, "{c:?}");
            }
            if is_caseless(c) {
                assert!(c.to_lowercase().eq([c]), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn keys_are_in_lowercase_and_composed(
            text in "(\\PC|[a-zA-Z\u{130}\u{300}-\u{308}\u{3a3}\u{1100}\u{1161}\u{ac00}\u{1f600}]){0,12}"
        ) {
            let expected: String =
                text.nfc().collect::<String>().to_lowercase().nfc().collect();
            prop_assert_eq!(comparison_key(&text), expected);
        }
    }
}
