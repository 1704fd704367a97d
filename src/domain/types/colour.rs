//! The colours of types.

use serde::{Deserialize, Serialize};

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
    /// All of them, in the order of the palette.
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
