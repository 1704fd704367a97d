//! The label of a type.

use super::Slug;
use crate::domain::values::short_text::{TextRules, short_text};

/// The maximum length of a label in characters.
const MAX_CHARS: usize = 40;

/// The maximum length of a slug.
const MAX_SLUG: usize = 40;

short_text!(
    /// The name of a type: 1 to 40 characters, none of which are control or invisible characters.
    /// Runs of whitespace become one space.
    Label,
    TextRules { subject: "label", max: MAX_CHARS, may_be_empty: false }
);

impl Label {
    /// Derives a slug from the name that isn't taken: `Jury duty` becomes `jury-duty`, or
    /// `jury-duty-2`. A name without any of a to z and 0 to 9 becomes `own-type`.
    pub fn slug(&self, is_taken: impl Fn(&Slug) -> bool) -> Slug {
        use unicode_normalization::UnicodeNormalization as _;

        let mut plain = String::new();
        for c in self.0.to_lowercase().nfd().filter(|c| !is_mark(*c)) {
            match c {
                'ß' => plain.push_str("ss"),
                'a'..='z' | '0'..='9' => plain.push(c),
                _ if plain.ends_with('-') || plain.is_empty() => {}
                _ => plain.push('-'),
            }
        }
        plain.truncate(MAX_SLUG);
        let plain = Some(plain.trim_end_matches('-')).filter(|plain| !plain.is_empty());
        let plain = plain.unwrap_or("own-type");
        let first = std::iter::once(plain.to_owned());
        let numbered = (2u32..).map(|number| {
            let end = format!("-{number}");
            let length = plain.len().min(MAX_SLUG - end.len());
            format!("{}{end}", &plain[..length])
        });
        let slugs = first.chain(numbered).map(Slug);
        slugs.into_iter().find(|slug| !is_taken(slug)).unwrap_or_else(|| Slug(plain.to_owned()))
    }
}

/// Returns whether the character modifies the previous one, such as the dots of a decomposed `ä`.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::values::short_text::assert_read;

    #[test]
    fn parses_labels() {
        let long = "é".repeat(MAX_CHARS);
        for (input, expected) in [
            ("Training", Ok("Training")),
            ("  Jury \t duty ", Ok("Jury duty")),
            (long.as_str(), Ok(long.as_str())),
            ("", Err("label.empty")),
            (" \n ", Err("label.empty")),
            ("a\u{7}b", Err("label.control")),
            ("Off\u{200B}ice", Err("label.invisible")),
            ("👩\u{200D}💻", Ok("👩\u{200D}💻")),
            (format!("{long}x").as_str(), Err("label.too_long")),
        ] {
            assert_read::<Label>(input, expected);
        }
    }

    #[test]
    fn derives_slugs_from_labels() {
        let long = "x".repeat(MAX_CHARS);
        let numbered = format!("{}-2", "x".repeat(MAX_CHARS - 2));
        for (label, taken, expected) in [
            ("Training", &[][..], "training"),
            ("Jury duty (court)", &[], "jury-duty-court"),
            ("Büro außen", &[], "buro-aussen"),
            ("研修", &[], "own-type"),
            ("研修", &["own-type"], "own-type-2"),
            ("Training!", &["training", "training-2"], "training-3"),
            ("3 days", &[], "3-days"),
            (&long, &[&long], &numbered),
        ] {
            let label: Label = label.parse().unwrap();
            let slug = label.slug(|slug| taken.contains(&slug.as_str()));
            assert_eq!(slug.as_str(), expected);
        }
    }

    proptest! {
        #[test]
        fn every_label_has_a_slug(text in "\\PC{1,40}") {
            if let Ok(label) = text.parse::<Label>() {
                let slug = label.slug(|_| false);
                prop_assert_eq!(slug.as_str().parse::<Slug>(), Ok(slug.clone()));
                let second = label.slug(|taken| *taken == slug);
                prop_assert!(second != slug && second.as_str().parse::<Slug>().is_ok());
            }
        }
    }
}
