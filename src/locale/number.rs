//! Numbers: their format and plural category in each language.

use std::fmt;
use std::num::ParseFloatError;
use std::str::FromStr;

use fixed_decimal::Decimal;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};

use super::language::{Language, pick};

// `FORMATS`.
include!(concat!(env!("OUT_DIR"), "/numbers.rs"));

/// A number of things, which may be days and end in .5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    tenths: i64,
}

impl Number {
    /// Creates a number of halves.
    pub fn from_halves(halves: i64) -> Self {
        Self { tenths: 5 * halves }
    }

    /// Returns the plural category in the current language.
    pub(super) fn category(self) -> PluralCategory {
        thread_local! {
            static RULES: Vec<Option<PluralRules>> = Language::ALL.iter().copied().map(rules).collect();
        }
        let mut decimal = Decimal::from(self.tenths);
        decimal.multiply_pow10(-1);
        decimal.trim_end();
        let operands = PluralOperands::from(&decimal);
        RULES.with(|rules| {
            let rules = rules[Language::current() as usize].as_ref();
            rules.map_or(PluralCategory::Other, |rules| rules.category_for(operands))
        })
    }
}

fn rules(language: Language) -> Option<PluralRules> {
    PluralRules::try_new_cardinal(language.tag().parse::<Locale>().ok()?.into()).ok()
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Number {
            fn from(number: $integer) -> Self {
                Self { tenths: i64::try_from(number).unwrap_or(i64::MAX / 10).saturating_mul(10) }
            }
        })*
    };
}
from_integers!(u8, u32, i32, u64, i64, usize);

impl FromStr for Number {
    type Err = ParseFloatError;

    /// Parses a number as programs write it, such as `7.5`.
    fn from_str(text: &str) -> Result<Self, ParseFloatError> {
        #[expect(clippy::cast_possible_truncation, reason = "such numbers are small")]
        text.parse::<f64>().map(|number| Self { tenths: (number * 10.0).round() as i64 })
    }
}

/// The format of numbers in one language.
#[derive(Debug, Clone, Copy)]
struct NumberFormat {
    /// The decimal separator.
    decimal: &'static str,
    /// The separator of groups of three digits.
    group: &'static str,
    /// The fewest digits of a number with groups.
    grouped_from: usize,
}

impl fmt::Display for Number {
    /// Formats the number in the current language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NumberFormat { decimal, group, grouped_from } = pick(&FORMATS);
        if self.tenths < 0 {
            f.write_str("-")?;
        }
        let digits = (self.tenths.unsigned_abs() / 10).to_string();
        if digits.len() < grouped_from {
            f.write_str(&digits)?;
        } else {
            for (at, digit) in digits.char_indices() {
                if at > 0 && (digits.len() - at).is_multiple_of(3) {
                    f.write_str(group)?;
                }
                write!(f, "{digit}")?;
            }
        }
        match self.tenths.unsigned_abs() % 10 {
            0 => Ok(()),
            tenth => write!(f, "{decimal}{tenth}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_formatted_in_the_language() {
        for (halves, english) in
            [(0, "0"), (1, "0.5"), (15, "7.5"), (-3, "-1.5"), (1998, "999"), (14_601, "7,300.5")]
        {
            assert_eq!(Number::from_halves(halves).to_string(), english);
        }
        assert_eq!(Number::from(1_234_567_u32).to_string(), "1,234,567");
    }
}
