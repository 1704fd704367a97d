//! Texts with variables.

use std::fmt::{self, Display, Write};

use icu_plurals::PluralCategory;

use super::language::Language;
use super::number::Number;

/// A text in each language.
pub(super) type Translations = [&'static [Piece]; Language::ALL.len()];

/// A piece of a text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece {
    /// A constant text.
    Constant(&'static str),
    /// The value of a variable.
    Variable(&'static str),
    /// A text chosen by a number: first by its exact value, then by its plural category. The last
    /// category is `other`.
    Plural {
        variable: &'static str,
        exact: &'static [(u32, &'static [Piece])],
        categories: &'static [(PluralCategory, &'static [Piece])],
    },
}

/// The value of a variable.
#[derive(Clone, Copy)]
pub(super) enum Argument<'a> {
    Text(&'a dyn Display),
    Number(Number),
}

/// A text that contains markup, with escaped values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Html<T>(pub(super) T);

impl<T: Display> Display for Html<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Display> askama::filters::HtmlSafe for Html<T> {}

/// Formats a text.
pub(super) fn format(text: &[Piece], arguments: &[(&str, Argument<'_>)]) -> String {
    let mut output = String::with_capacity(64);
    write_text(&mut output, text, &|name| lookup(arguments, name), &mut |output, value| {
        write!(output, "{value}")
    });
    output
}

/// Formats a text that contains markup. Values are escaped.
pub(super) fn format_html(text: &[Piece], arguments: &[(&str, Argument<'_>)]) -> Html<String> {
    let mut output = String::with_capacity(128);
    write_text(&mut output, text, &|name| lookup(arguments, name), &mut |output, value| {
        askama::filters::escape(value, askama::filters::Html)
            .map_or(Err(fmt::Error), |escaped| write!(output, "{escaped}"))
    });
    Html(output)
}

fn lookup<'a>(arguments: &[(&str, Argument<'a>)], name: &str) -> Option<Argument<'a>> {
    arguments.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

type WriteVariable<'w> = &'w mut dyn FnMut(&mut String, &dyn Display) -> fmt::Result;

fn write_text<'a>(
    output: &mut String,
    text: &[Piece],
    value: &dyn Fn(&str) -> Option<Argument<'a>>,
    write: WriteVariable<'_>,
) {
    for piece in text {
        match piece {
            Piece::Constant(text) => output.push_str(text),
            Piece::Variable(name) => {
                // Writing to a string can't fail.
                let _ = match value(name) {
                    Some(Argument::Text(text)) => write(output, text),
                    Some(Argument::Number(number)) => output.write_fmt(format_args!("{number}")),
                    None => Ok(()),
                };
            }
            Piece::Plural { variable, exact, categories } => {
                let number = value(variable).and_then(|value| match value {
                    Argument::Number(number) => Some(number),
                    Argument::Text(_) => None,
                });
                write_text(output, choose(number, exact, categories), value, write);
            }
        }
    }
}

/// Returns the form of a text for a number.
pub(super) fn choose(
    number: Option<Number>,
    exact: &[(u32, &'static [Piece])],
    categories: &[(PluralCategory, &'static [Piece])],
) -> &'static [Piece] {
    let other = || categories.last().map_or(&[] as &[Piece], |(_, text)| text);
    let Some(number) = number else { return other() };
    if let Some((_, text)) = exact.iter().find(|(value, _)| number == Number::from(*value)) {
        return text;
    }
    let category = number.category();
    categories.iter().find(|(known, _)| *known == category).map_or_else(other, |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAYS: &[Piece] = &[Piece::Plural {
        variable: "days",
        exact: &[(0, &[Piece::Constant("none")])],
        categories: &[
            (PluralCategory::One, &[Piece::Variable("days"), Piece::Constant(" day")]),
            (PluralCategory::Other, &[Piece::Variable("days"), Piece::Constant(" days")]),
        ],
    }];

    #[test]
    fn plurals_follow_the_number() {
        let days =
            |halves| format(DAYS, &[("days", Argument::Number(Number::from_halves(halves)))]);
        let texts = [0, 1, 2, 3, 4].map(days);
        assert_eq!(texts, ["none", "0.5 days", "1 day", "1.5 days", "2 days"]);
    }

    #[test]
    fn values_in_markup_are_escaped() {
        let text = &[Piece::Constant("<b>"), Piece::Variable("name"), Piece::Constant("</b>")];
        let html = format_html(text, &[("name", Argument::Text(&"<i>&"))]);
        assert_eq!(html.to_string(), "<b>&#60;i&#62;&#38;</b>");
    }
}
