//! The texts of problems, by code.

use icu_plurals::PluralCategory;

use super::language::pick;
use super::text::{Piece, Translations, choose};

include!(concat!(env!("OUT_DIR"), "/problems.rs"));

/// Returns the text for a code without parameters.
pub(crate) fn problem_text(code: &str) -> Option<&'static str> {
    match pick(translations(code)?) {
        [Piece::Constant(text)] => Some(text),
        _ => None,
    }
}

/// Returns the text of a problem, or `None` if no text has this code. `param` returns the value of a
/// parameter.
pub(crate) fn problem(code: &str, param: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let text = pick(translations(code)?);
    let mut output = String::with_capacity(64);
    fill(&mut output, text, param);
    Some(output)
}

fn fill(output: &mut String, text: &[Piece], param: &dyn Fn(&str) -> Option<String>) {
    for piece in text {
        match piece {
            Piece::Constant(text) => output.push_str(text),
            Piece::Variable(name) => output.extend(param(name)),
            Piece::Plural { variable, exact, categories } => {
                let number = param(variable).and_then(|value| value.parse().ok());
                fill(output, choose(number, exact, categories), param);
            }
        }
    }
}
