//! The texts, as functions. Their documentation is the English text.
#![deny(dead_code)]
#![allow(clippy::all, clippy::pedantic, reason = "generated")]

use std::fmt::Display;

use icu_plurals::PluralCategory;

use super::language::pick;
use super::number::Number;
use super::text::{Argument, Html, Piece, Translations, format, format_html};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
