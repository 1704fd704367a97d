//! Half days, the unit in which days are counted.

use crate::locale::Number;

/// A number of half days, displayed as days ("6.5").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct HalfDays(pub u32);

impl From<u8> for HalfDays {
    /// Converts a number of whole days.
    fn from(days: u8) -> Self {
        Self(2 * u32::from(days))
    }
}

impl std::ops::AddAssign for HalfDays {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::iter::Sum for HalfDays {
    fn sum<I: Iterator<Item = Self>>(halves: I) -> Self {
        Self(halves.map(|half| half.0).sum())
    }
}

impl std::fmt::Display for HalfDays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0 / 2)?;
        f.write_str(if self.0 % 2 == 1 { ".5" } else { "" })
    }
}

impl From<HalfDays> for Number {
    fn from(days: HalfDays) -> Self {
        Self::from_halves(days.0.into())
    }
}
