//! Types of day: the five built in and a person's own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::{serde_as_string, squeeze};

/// The most characters a type's label has.
pub const MAX_LABEL: usize = 40;

/// The most types of one's own.
pub const MAX_OWN: usize = 50;

/// Why a text is not the slug of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A type's short name has 1 to 40 letters a to z, digits or hyphens.")]
pub struct SlugError;

/// The short name of a type in addresses and files: 1 to 40 of `a-z`, `0-9` and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
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
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Time worked.
    Work,
    /// Time away that a person takes.
    Leave,
    /// A day that is nobody's working day.
    Off,
}

/// Whether a type takes a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LocationRule {
    /// A day of it is not whole without one.
    Required,
    /// It may have one.
    Optional,
    /// It never has one.
    None,
}

/// The fixed palette: each colour has a light and a dark tone that keep 4.5:1 on their tint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Colour {
    Blue,
    Violet,
    Amber,
    Green,
    Red,
    Teal,
    Pink,
    Olive,
    Brown,
    Slate,
}

impl Colour {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Blue,
        Self::Violet,
        Self::Amber,
        Self::Green,
        Self::Red,
        Self::Teal,
        Self::Pink,
        Self::Olive,
        Self::Brown,
        Self::Slate,
    ];

    /// Its name, as in documents and style sheets.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Violet => "violet",
            Self::Amber => "amber",
            Self::Green => "green",
            Self::Red => "red",
            Self::Teal => "teal",
            Self::Pink => "pink",
            Self::Olive => "olive",
            Self::Brown => "brown",
            Self::Slate => "slate",
        }
    }
}

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
}

impl DayType {
    /// The capital that stands for it where there is no room for its label.
    pub fn letter(&self) -> char {
        let first = self.label.chars().find(|c| c.is_alphanumeric());
        first.and_then(|c| c.to_uppercase().next()).unwrap_or('?')
    }
}

/// The types a person chooses from, in their order. Always holds the five built in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DayTypes(Vec<DayType>);

impl DayTypes {
    /// The type with this slug.
    pub fn get(&self, slug: &Slug) -> Option<&DayType> {
        self.0.iter().find(|day_type| day_type.slug == *slug)
    }

    /// Adds a type that a file brings, at the end, unless its slug is taken.
    pub fn take_in(&mut self, day_type: DayType) {
        if self.get(&day_type.slug).is_none() {
            self.0.push(day_type);
        }
    }

    /// Gives a type that is here the label and colour of its namesake elsewhere.
    pub fn take_look(&mut self, other: &DayType) {
        let plain = |label: &str| squeeze(label).to_lowercase();
        let label = squeeze(&other.label);
        let fits = (1..=MAX_LABEL).contains(&label.chars().count());
        let of_another = |known: &DayType| known.slug != other.slug && plain(&known.label) == plain(&label);
        let free = !self.0.iter().any(of_another) && !label.contains(char::is_control);
        if let Some(own) = self.0.iter_mut().find(|own| own.slug == other.slug) {
            own.colour = other.colour;
            if fits && free {
                own.label = label;
            }
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &DayType> {
        self.0.iter()
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
        Self(
            built_in
                .map(|(slug, label, colour, kind, location)| DayType {
                    slug: Slug(slug.to_owned()),
                    label: label.to_owned(),
                    colour,
                    kind,
                    location,
                })
                .into(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain() {
        for (input, fits) in [
            ("office", true),
            ("jury-duty-2", true),
            ("Office", false),
            ("", false),
            ("a b", false),
            ("büro", false),
        ] {
            assert_eq!(input.parse::<Slug>().is_ok(), fits, "{input}");
        }
        assert!("x".repeat(41).parse::<Slug>().is_err());
    }

    #[test]
    fn the_built_in_types_have_distinct_letters() {
        let letters: String = DayTypes::default().iter().map(DayType::letter).collect();
        assert_eq!(letters, "ORVHS");
    }
}
