//! The colors of types.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::domain::values::text::named_variants;

/// The fixed palette, in order. Each color has a light and a dark tone, both with a contrast of at
/// least 4.5:1 on its tint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[derive(VariantArray, IntoStaticStr, EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "self-explanatory names")]
pub enum Color {
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

named_variants!(Color);
