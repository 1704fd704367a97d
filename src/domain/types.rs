//! Types of day: the five built in and a person's own.

mod bring;
mod colour;
mod edit;
mod label;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

pub use colour::Colour;
pub use edit::{Direction, TypeTerms, TypesEdit, TypesError};
pub use label::Label;

use super::problem::Coded;
use super::text::{named_variants, serde_as_string};

/// The slugs of the types built in.
const BUILT_IN: [&str; 5] = ["office", "remote", "vacation", "holiday", "sick"];

/// The most types of one's own.
pub const MAX_OWN: usize = 50;

/// Why a text is not the slug of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("type.slug")]
pub struct SlugError;

impl Coded for SlugError {}

/// The short name of a type in addresses and files: 1 to 40 of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it names a type that everybody has.
    pub fn is_built_in(&self) -> bool {
        BUILT_IN.contains(&self.as_str())
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

/// What a day of a type counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// Time worked.
    Work,
    /// Time away that a person takes.
    Leave,
    /// A day that is nobody's working day.
    Off,
}

named_variants!(Kind);

/// Whether a type takes a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum LocationRule {
    /// It never has one.
    None,
    /// It may have one.
    Optional,
    /// A day of it is not whole without one.
    Required,
}

named_variants!(LocationRule);

/// A type of day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayType {
    /// Names it in documents and addresses; never changes.
    pub slug: Slug,
    /// Names it on pages.
    pub label: String,
    /// Its colour on pages.
    pub colour: Colour,
    /// What a day of it counts as.
    pub kind: Kind,
    /// Whether it takes a location.
    pub location: LocationRule,
    /// No longer offered for new days; old ones keep it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// The types that became this one. Their slugs are never given out again, and an entry that
    /// still has one, saved while they were merged, counts as this type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<FormerType>,
    /// The capital that no other offered type has; [`DayTypes`] gives it out.
    #[serde(skip)]
    key: Option<char>,
}

/// A type that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerType {
    /// What documents may still call it.
    pub slug: Slug,
    /// What pages called it.
    pub label: String,
}

impl FormerType {
    /// The capital that stands for it.
    pub fn letter(&self) -> char {
        first_capital(&self.label)
    }
}

impl DayType {
    /// The capital that stands for it where there is no room for its label.
    pub fn letter(&self) -> char {
        self.key.unwrap_or_else(|| first_capital(&self.label))
    }

    /// The type with this slug that was merged into it.
    pub fn former(&self, slug: &Slug) -> Option<&FormerType> {
        self.merged.iter().find(|former| former.slug == *slug)
    }

    /// The key that sets a day to it: its letter, where no other type has that one.
    pub fn key(&self) -> Option<char> {
        self.key.and_then(|key| key.to_lowercase().next())
    }

    /// Whether a day can be logged with it anew.
    pub fn is_offered(&self) -> bool {
        !self.archived
    }
}

fn first_capital(label: &str) -> char {
    label.chars().find(|c| c.is_alphanumeric()).and_then(capital).unwrap_or('?')
}

/// The capital of a letter, where that is one character.
fn capital(letter: char) -> Option<char> {
    let mut capitals = letter.to_uppercase();
    let first = capitals.next();
    if capitals.next().is_none() { first } else { Some(letter) }
}

/// The types a person chooses from, in their order. Always holds the five built in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<DayType>", from = "Vec<DayType>")]
pub struct DayTypes(Vec<DayType>);

impl DayTypes {
    /// The type with this slug, or the one that it was merged into.
    pub fn get(&self, slug: &Slug) -> Option<&DayType> {
        let named = self.0.iter().find(|day_type| day_type.slug == *slug);
        named.or_else(|| self.0.iter().find(|day_type| day_type.former(slug).is_some()))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter()
    }

    /// Those that a day can be logged with anew, in order.
    pub fn offered(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter().filter(|day_type| day_type.is_offered())
    }

    /// Those that the person made, in order.
    pub fn own(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter().filter(|day_type| !day_type.slug.is_built_in())
    }

    /// Whether any types were ever merged.
    pub fn has_merged(&self) -> bool {
        self.0.iter().any(|day_type| !day_type.merged.is_empty())
    }
}

impl From<Vec<DayType>> for DayTypes {
    fn from(list: Vec<DayType>) -> Self {
        let mut types = Self(list);
        types.give_keys();
        types
    }
}

impl From<DayTypes> for Vec<DayType> {
    fn from(types: DayTypes) -> Self {
        types.0
    }
}

impl Default for DayTypes {
    /// The five built in, in the order of the design.
    fn default() -> Self {
        use Colour::{Amber, Blue, Green, Red, Violet};
        use LocationRule::{None, Optional, Required};
        let built_in = [
            ("office", "Office", Blue, Kind::Work, Optional),
            ("remote", "Remote", Violet, Kind::Work, Required),
            ("vacation", "Vacation", Amber, Kind::Leave, None),
            ("holiday", "Holiday", Green, Kind::Off, None),
            ("sick", "Sick", Red, Kind::Leave, None),
        ];
        let built_in = built_in.map(|(slug, label, colour, kind, location)| DayType {
            slug: Slug(slug.to_owned()),
            label: label.to_owned(),
            colour,
            kind,
            location,
            archived: false,
            merged: Vec::new(),
            key: Option::None,
        });
        Self::from(Vec::from(built_in))
    }
}
