//! Finds the numbers of a date in its text, without deciding the order of day and month or the
//! century.

use super::time_of_day::{is_time, is_weekday};
use crate::domain::values::problem::Problem;
use crate::domain::values::text::parse_digits;

/// The maximum length of a date in bytes, well above any format.
const MAX_LENGTH: usize = 48;

/// The names of the months in English and German. A name may be shortened to three letters.
const MONTHS: [[&str; 3]; 12] = [
    ["january", "januar", "jänner"],
    ["february", "februar", "feber"],
    ["march", "märz", "mrz"],
    ["april", "april", "april"],
    ["may", "mai", "mai"],
    ["june", "juni", "juni"],
    ["july", "juli", "juli"],
    ["august", "august", "august"],
    ["september", "september", "september"],
    ["october", "oktober", "oktober"],
    ["november", "november", "november"],
    ["december", "dezember", "dezember"],
];

/// The words that follow a number without changing it.
const FILLERS: [&str; 5] = ["st", "nd", "rd", "th", "of"];

/// A year as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenYear {
    /// Four digits.
    Full(u32),
    /// Two digits, without the century.
    Short(u32),
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenDate {
    /// A date in an unambiguous format.
    Ordered { year: WrittenYear, month: u32, day: u32 },
    /// A date such as 1/5/2026, with the day or the month first.
    Unordered { first: u32, second: u32, year: WrittenYear },
    /// A date such as 26-11-16, whose year is the first or the last number. With slashes, it is
    /// usually the last.
    ShortYear { first: u32, month: u32, last: u32, has_slashes: bool },
}

/// A number, the name of a month, or a word that is ignored.
#[derive(Clone, Copy)]
enum DateToken<'a> {
    Number(&'a str),
    Month(u32),
    Filler,
}

impl WrittenDate {
    /// Finds the numbers of a date such as 2026-03-31, 20260331, 31.3.26, 3/31/2026, or
    /// Tue, 31 Mar 2026. Ignores weekdays, and a time after the date.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return None;
        }
        let (tokens, separators, rest) = tokens(text)?;
        let is_over = is_time(rest);
        match tokens[..] {
            [DateToken::Number(number)] if number.len() == 8 && is_over => Some(Self::Ordered {
                year: WrittenYear::Full(parse_digits(&number[..4], 4)?),
                month: parse_digits(&number[4..6], 2)?,
                day: parse_digits(&number[6..], 2)?,
            }),
            [DateToken::Number(a), DateToken::Number(b), DateToken::Number(c)] if is_over => {
                (separators[0] == separators[1]).then_some(())?;
                from_numbers(a, b, c, separators[0])
            }
            [DateToken::Number(a), DateToken::Month(month), DateToken::Number(c)] if is_over => {
                let (day, year) = if a.len() == 4 { (c, a) } else { (a, c) };
                Some(Self::Ordered { year: year_of(year)?, month, day: short(day)? })
            }
            [DateToken::Month(month), DateToken::Number(day), DateToken::Number(year)]
                if is_over =>
            {
                Some(Self::Ordered { year: year_of(year)?, month, day: short(day)? })
            }
            _ => None,
        }
    }

    /// Refuses a text without a date, or with several.
    pub(super) fn check(text: &str) -> Result<(), Problem> {
        if text.is_empty() {
            Err("date.missing".into())
        } else if Self::is_several(text) {
            Err(Problem::new("date.several").with("text", text))
        } else {
            Ok(())
        }
    }

    /// Returns whether a text contains more than one date, such as 5.1.2026 - 9.1.2026.
    pub(super) fn is_several(text: &str) -> bool {
        let text = text.trim();
        let Some((_, _, rest)) = tokens(text).filter(|_| text.len() <= 2 * MAX_LENGTH) else {
            return false;
        };
        let first = &text[..text.len() - rest.len()];
        let continues = !is_time(rest) && rest.contains(|c: char| c.is_ascii_digit());
        continues && Self::parse(first).is_some()
    }
}

fn from_numbers(a: &str, b: &str, c: &str, separator: char) -> Option<WrittenDate> {
    let second = short(b)?;
    // With dots, hardly anyone writes a short year first.
    if ['-', '/'].contains(&separator) && a.len() == 2 && c.len() == 2 && second <= 12 {
        let (first, last, has_slashes) = (short(a)?, short(c)?, separator == '/');
        return Some(WrittenDate::ShortYear { first, month: second, last, has_slashes });
    }
    // No day or month is over 31.
    let is_year = |text: &str| text.len() == 4 || short(text).is_some_and(|number| number > 31);
    if is_year(a) {
        return Some(WrittenDate::Ordered { year: year_of(a)?, month: second, day: short(c)? });
    }
    let (first, year) = (short(a)?, year_of(c)?);
    Some(match separator {
        '.' => WrittenDate::Ordered { year, month: second, day: first },
        _ => WrittenDate::Unordered { first, second, year },
    })
}

/// Splits a text into the tokens of a date, the separators between them, and the rest after up to
/// three of them.
fn tokens(text: &str) -> Option<(Vec<DateToken<'_>>, Vec<char>, &str)> {
    let (mut tokens, mut separators) = (Vec::new(), Vec::new());
    let mut rest = text;
    while tokens.len() < 3 && !rest.is_empty() {
        let gap = rest.len() - rest.trim_start_matches([' ', ',', '.', '/', '-']).len();
        let (between, after) = rest.split_at(gap);
        let is_number = after.starts_with(|c: char| c.is_ascii_digit());
        let is_part = |c: char| if is_number { c.is_ascii_digit() } else { c.is_alphabetic() };
        let (word, remaining) = after.split_at(after.find(|c| !is_part(c)).unwrap_or(after.len()));
        let has_date = matches!(tokens[..], [DateToken::Number(number)] if number.len() == 8);
        // What follows is a time.
        if has_date {
            break;
        }
        let token = match word {
            "" if after.is_empty() => break,
            "" => return None,
            word if is_number => DateToken::Number(word),
            word => named(word)?,
        };
        if !matches!(token, DateToken::Filler) {
            if !tokens.is_empty() {
                separators.push(between.chars().find(|c| *c != ' ').unwrap_or(' '));
            }
            tokens.push(token);
        }
        rest = remaining;
    }
    Some((tokens, separators, rest))
}

/// Returns the meaning of a word, or `None` if it doesn't belong to a date.
fn named<'a>(word: &str) -> Option<DateToken<'a>> {
    let word = word.to_lowercase();
    let shortens =
        |name: &str, letters: usize| name.starts_with(&word) && word.chars().count() >= letters;
    let is_month = |names: &[&str; 3]| names.iter().any(|name| shortens(name, 3));
    if let Some(at) = MONTHS.iter().position(is_month) {
        return Some(DateToken::Month(u32::try_from(at).ok()? + 1));
    }
    (is_weekday(&word) || FILLERS.contains(&&*word)).then_some(DateToken::Filler)
}

/// Parses a number of one or two digits.
pub(super) fn short(text: &str) -> Option<u32> {
    parse_digits(text, 2).or_else(|| parse_digits(text, 1))
}

fn year_of(text: &str) -> Option<WrittenYear> {
    let two = || parse_digits(text, 2).map(WrittenYear::Short);
    parse_digits(text, 4).map(WrittenYear::Full).or_else(two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_dates_are_not_one() {
        for text in [
            "05.01.2026 - 09.01.2026",
            "5.1.2026 bis 7.1.2026",
            "05.01.2026–09.01.2026",
            "05.01. - 09.01.2026",
            "05.01.26 - 09.01.26",
            "2026-01-05/2026-01-09",
            "2026-01-05 08:00 to 2026-01-09 16:00",
            "Jan 5, 2026 - Jan 9, 2026",
        ] {
            assert!(WrittenDate::is_several(text), "{text}");
            assert_eq!(WrittenDate::parse(text), None, "{text}");
        }
        for text in ["2026-01-05", "05.01.2026 08:00 - 16:30", "Mon, 5 Jan 2026", "x", "5.1."] {
            assert!(!WrittenDate::is_several(text), "{text}");
        }
    }
}
