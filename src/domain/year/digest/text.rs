//! The text form of a month's digest, which a store may save next to the month's document. Reading
//! it is a hundred times faster than reading the document.
//!
//! The first line has four characters per day: two digits for its number, then the codes of morning
//! and afternoon. A letter refers to a part: `A` to the first of the following lines, and so on.
//! `-` is an empty half day. `=` after a letter means a whole day. Each following line is a part:
//! its type, and after a space its location, if any.
//!
//! ```text
//! 02A=03BC04-C
//! office Berlin HQ
//! remote Home
//! vacation
//! ```

use std::fmt::Write;
use std::ops::ControlFlow;

use super::{DigestDay, DigestError, DigestPart, DigestReader};
use crate::domain::days::day::Month;
use crate::domain::days::entry::{Part, Parts};
use crate::domain::days::month_log::MonthLog;
use crate::domain::values::text::parse_digits;

/// The code of the first part. A month has at most 62 parts, so the last code is `~`.
const FIRST: u8 = b'A';
const EMPTY: u8 = b'-';
const WHOLE: u8 = b'=';

/// Returns the text form of a month's digest.
pub fn text_of(log: &MonthLog) -> String {
    let mut parts: Vec<&Part> = Vec::new();
    let mut text = String::with_capacity(160);
    for (day, entry) in log.iter() {
        let mut code = |part| {
            let known = parts.iter().position(|known| *known == part);
            let position = known.unwrap_or_else(|| super::push_index(&mut parts, part));
            char::from(FIRST + u8::try_from(position).unwrap_or_default())
        };
        let codes = match &entry.content.parts {
            Parts::Whole(part) => [code(part), char::from(WHOLE)],
            Parts::Morning(am) => [code(am), char::from(EMPTY)],
            Parts::Afternoon(pm) => [char::from(EMPTY), code(pm)],
            Parts::Halves(am, pm) => [code(am), code(pm)],
        };
        let _ = write!(text, "{:02}{}{}", day.number(), codes[0], codes[1]);
    }
    for part in parts {
        text.extend(["\n", part.day_type.as_str()]);
        if let Some(location) = &part.location {
            text.extend([" ", location.as_str()]);
        }
    }
    text
}

impl DigestReader {
    /// Adds a month that [`text_of`] wrote. Returns `Break` once no earlier month needs to be read.
    pub fn take_text(&mut self, month: Month, text: &str) -> Result<ControlFlow<()>, DigestError> {
        let mut lines = text.split('\n');
        let days = lines.next().unwrap_or_default();
        if month < self.from {
            return Ok(self.skip_earlier(days.is_empty()));
        }
        let part = |line: &str| match line.split_once(' ') {
            Some((slug, place)) => self.digest.part(slug, Some(place)),
            None => self.digest.part(line, None),
        };
        let parts = lines.map(part).collect::<Result<Vec<_>, _>>()?;
        for code in days.as_bytes().chunks(4).rev() {
            self.digest.days.push(day(month, &parts, code)?);
        }
        Ok(ControlFlow::Continue(()))
    }
}

fn day(month: Month, parts: &[DigestPart], code: &[u8]) -> Result<DigestDay, DigestError> {
    let [tens, ones, first, second] = code else { return Err(DigestError::Parts) };
    let digits = [*tens, *ones];
    let digits = std::str::from_utf8(&digits).ok().and_then(|digits| parse_digits(digits, 2));
    let day = digits.and_then(|number| month.day(number)).ok_or(DigestError::Day)?;
    let part = |code: u8| parts.get(usize::from(code.checked_sub(FIRST)?)).copied();
    let half = |code| match code {
        EMPTY => Ok(None),
        code => part(code).map(Some).ok_or(DigestError::Parts),
    };
    let (is_whole, slots) = match (*first, *second) {
        (EMPTY, EMPTY | WHOLE) => return Err(DigestError::Parts),
        (whole, WHOLE) => (true, [half(whole)?, None]),
        (am, pm) => (false, [half(am)?, half(pm)?]),
    };
    Ok(DigestDay { day, is_whole, slots })
}
