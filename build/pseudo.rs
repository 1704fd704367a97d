//! The pseudo-language of development builds: the English texts, accented and longer, in brackets.
//! On a page in it, a text that isn't from the catalog stands out, and one that is cut off lacks a
//! bracket.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, Piece, Text};

/// The tag, from the range that BCP 47 reserves for private use.
pub(crate) const TAG: &str = "qps";

/// Returns the catalog.
pub(crate) fn catalog(english: &Catalog) -> Catalog {
    let texts = english.texts.iter();
    let texts: BTreeMap<_, _> =
        texts.map(|(id, text)| (id.clone(), bracketed(text, id.ends_with("-html")))).collect();
    Catalog { tag: TAG.to_owned(), texts }
}

fn bracketed(text: &Text, is_html: bool) -> Text {
    let letters = length(text, is_html);
    // In words of ordinary length, because only those can be expected to fit.
    let padding = (1..=letters.div_ceil(3).min(20)).map(|at| if at % 8 == 0 { ' ' } else { '~' });
    let padding: String = padding.collect();
    if let [Piece::Constant(text)] = &text[..] {
        return vec![Piece::Constant(format!("[{}{padding}]", accent(text, is_html)))];
    }
    let mut pieces = vec![Piece::Constant("[".to_owned())];
    pieces.extend(text.iter().map(|piece| accented(piece, is_html)));
    pieces.push(Piece::Constant(padding + "]"));
    pieces
}

/// Returns the number of constant characters outside of tags, in the last form of each plural.
fn length(text: &Text, is_html: bool) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::Constant(text) if is_html => {
            text.split('<').map(|part| part.rsplit('>').next().unwrap_or(part).len()).sum()
        }
        Piece::Constant(text) => text.chars().count(),
        Piece::Variable(_) => 0,
        Piece::Plural { categories, .. } => {
            categories.last().map_or(0, |(_, text)| length(text, is_html))
        }
    };
    text.iter().map(of).sum()
}

fn accented(piece: &Piece, is_html: bool) -> Piece {
    let all = |forms: &[(String, Text)]| {
        let each = |(name, text): &(String, Text)| {
            (name.clone(), text.iter().map(|piece| accented(piece, is_html)).collect())
        };
        forms.iter().map(each).collect()
    };
    match piece {
        Piece::Constant(text) => Piece::Constant(accent(text, is_html)),
        Piece::Variable(name) => Piece::Variable(name.clone()),
        Piece::Plural { variable, exact, categories } => Piece::Plural {
            variable: variable.clone(),
            exact: all(exact),
            categories: all(categories),
        },
    }
}

/// Accents the vowels outside of tags.
fn accent(text: &str, is_html: bool) -> String {
    let mut is_tag = false;
    text.chars()
        .map(|c| {
            is_tag = is_html && (is_tag || c == '<') && c != '>';
            match c {
                _ if is_tag => c,
                'a' => 'á',
                'e' => 'ë',
                'i' => 'ï',
                'o' => 'ö',
                'u' => 'ü',
                'A' => 'Å',
                'E' => 'É',
                'I' => 'Í',
                'O' => 'Ø',
                'U' => 'Û',
                'y' => 'ý',
                'n' => 'ñ',
                's' => 'š',
                'c' => 'ç',
                _ => c,
            }
        })
        .collect()
}
