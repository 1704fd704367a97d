//! Types of day: the five built-in ones and a user's custom types.

mod bring;
mod built_in;
mod color;
mod edit;
mod filter;
mod label;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use built_in::BUILT_IN;
pub use color::Color;
pub use edit::{Direction, TypeTerms, TypesEdit, TypesError};
pub use filter::TypeFilter;
pub use label::Label;

use super::values::problem::Coded;
use super::values::text::{named_variants, serde_as_string};

/// The maximum number of custom types per user.
pub const MAX_CUSTOM_TYPES: usize = 50;

/// The error for a string that isn't a valid slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("type.slug")]
pub struct SlugError;

impl Coded for SlugError {}

/// The short name of a type in URLs and files: 1 to 40 characters from `a-z`, `0-9`, and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Returns the slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it is the slug of a built-in type, which every user has.
    pub fn is_built_in(&self) -> bool {
        BUILT_IN.iter().any(|(slug, _)| *slug == self.as_str())
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Slug {
    type Err = SlugError;

    fn from_str(text: &str) -> Result<Self, SlugError> {
        let fits = (1..=40).contains(&text.len());
        let plain = text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        (fits && plain).then(|| Self(text.to_owned())).ok_or(SlugError)
    }
}

serde_as_string!(Slug);

/// How days of a type are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum TypeKind {
    /// Days count as working time.
    Work,
    /// Days count as leave that the user takes.
    Leave,
    /// Days count as off for everyone, such as public holidays.
    Off,
}

named_variants!(TypeKind);

/// Whether a type has a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum LocationRule {
    /// Days of the type have no location.
    None,
    /// Days of the type may have a location.
    Optional,
    /// Days of the type must have a location.
    Required,
}

named_variants!(LocationRule);

/// A type of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayType {
    /// The slug in documents and URLs. It never changes.
    pub slug: Slug,
    /// The name on pages.
    pub label: String,
    /// The color on pages.
    #[serde(rename = "colour")]
    pub color: Color,
    /// How its days are counted.
    pub kind: TypeKind,
    /// Whether it has a location.
    pub location: LocationRule,
    /// Whether it is archived: existing days keep it, but it isn't offered for new days.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// The types that were merged into this one. Their slugs are never reused. An entry that was
    /// saved during the merge may still have one, and counts as this type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<FormerType>,
    /// A capital letter that no other offered type has, assigned by [`DayTypes`].
    #[serde(skip)]
    key: Option<char>,
    /// Whether [`DayTypes::localize`] translated the label.
    #[serde(skip)]
    is_translated: bool,
}

/// A type that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerType {
    /// The slug, which documents may still contain.
    pub slug: Slug,
    /// The former name on pages.
    pub label: String,
}

impl FormerType {
    /// Returns the capital letter that represents it.
    pub fn letter(&self) -> char {
        first_capital(&self.label)
    }
}

impl DayType {
    /// Returns the capital letter that represents the type where the label doesn't fit.
    pub fn letter(&self) -> char {
        self.key.unwrap_or_else(|| first_capital(&self.label))
    }

    /// Returns the type with this slug that was merged into this one.
    pub fn former(&self, slug: &Slug) -> Option<&FormerType> {
        self.merged.iter().find(|former| former.slug == *slug)
    }

    /// Returns the keyboard key that logs a day with this type: its letter in lowercase, if no
    /// other type has it.
    pub fn key(&self) -> Option<char> {
        self.key.and_then(|key| key.to_lowercase().next())
    }

    /// Returns whether new days can be logged with this type.
    pub fn is_offered(&self) -> bool {
        !self.archived
    }
}

fn first_capital(label: &str) -> char {
    label.chars().find(|c| c.is_alphanumeric()).and_then(capital).unwrap_or('?')
}

/// Returns the uppercase form of a letter, or the letter itself if that has several characters.
fn capital(letter: char) -> Option<char> {
    let mut capitals = letter.to_uppercase();
    let first = capitals.next();
    if capitals.next().is_none() { first } else { Some(letter) }
}

/// A user's types, in order. Always contains the five built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<DayType>", from = "Vec<DayType>")]
pub struct DayTypes(Vec<DayType>);

impl DayTypes {
    /// Returns the type with this slug, or the one that it was merged into.
    pub fn get(&self, slug: &Slug) -> Option<&DayType> {
        let named = self.0.iter().find(|day_type| day_type.slug == *slug);
        named.or_else(|| self.0.iter().find(|day_type| day_type.former(slug).is_some()))
    }

    /// Returns all types, in order.
    pub fn iter(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter()
    }

    /// Returns the types that new days can be logged with, in order.
    pub fn offered(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter().filter(|day_type| day_type.is_offered())
    }

    /// Returns the user's custom types, in order.
    pub fn custom(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter().filter(|day_type| !day_type.slug.is_built_in())
    }

    /// Returns whether any types have been merged.
    pub fn has_merged(&self) -> bool {
        self.0.iter().any(|day_type| !day_type.merged.is_empty())
    }
}

impl From<Vec<DayType>> for DayTypes {
    fn from(list: Vec<DayType>) -> Self {
        let mut types = Self(list);
        types.assign_keys();
        types
    }
}

impl From<DayTypes> for Vec<DayType> {
    /// Returns the types as documents contain them.
    fn from(DayTypes(mut types): DayTypes) -> Self {
        for day_type in &mut types {
            day_type.label = day_type.document_label().to_owned();
            day_type.is_translated = false;
        }
        types
    }
}

impl Default for DayTypes {
    /// Returns the five built-in types, in their default order.
    fn default() -> Self {
        use Color::{Amber, Blue, Green, Red, Violet};
        use LocationRule::{None, Optional, Required};
        let terms = [
            (Blue, TypeKind::Work, Optional),
            (Violet, TypeKind::Work, Required),
            (Amber, TypeKind::Leave, None),
            (Green, TypeKind::Off, None),
            (Red, TypeKind::Leave, None),
        ];
        let built_in = BUILT_IN.iter().zip(terms).map(|(&(slug, label), terms)| DayType {
            slug: Slug(slug.to_owned()),
            label: label.to_owned(),
            color: terms.0,
            kind: terms.1,
            location: terms.2,
            archived: false,
            merged: Vec::new(),
            key: Option::None,
            is_translated: false,
        });
        Self::from(built_in.collect::<Vec<_>>())
    }
}
