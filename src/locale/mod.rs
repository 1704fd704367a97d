//! The languages of Worklog: texts, and the formats of numbers and dates.
//!
//! The texts are in `locales/TAG.ftl`, one file per language. `build/` checks that all files have
//! the same texts and turns each text into a function of [`t`], so a missing or unused text, or one
//! with other arguments, doesn't compile. Formats come from CLDR, by way of ICU4X.
//!
//! The current language is that of the task, because every text of a page depends on it.

mod date;
mod language;
mod number;
mod problems;
pub(crate) mod t;
mod text;
mod week;

pub(crate) use date::{full_date, long_date, medium_date, month_and_year};
pub(crate) use date::{
    month_name, month_short_name, short_date, weekday_date, weekday_name, weekday_short_name,
};
pub use language::{Language, UnknownLanguage};
pub use number::Number;
pub(crate) use problems::{problem, problem_text};
pub(crate) use text::Html;
pub(crate) use week::first_weekday;
