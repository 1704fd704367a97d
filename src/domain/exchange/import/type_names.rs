//! Finds the user's types by the names that other programs and people use.

use std::collections::{BTreeMap, BTreeSet};

use super::TypeName;
use crate::domain::types::{DayTypes, Slug};
use crate::domain::values::invisible_chars::strip;
use crate::domain::values::text::collapse_spaces;

/// Other names for the built-in types than those in the catalogs, in lowercase.
const SYNONYMS: [(&str, &[&str]); 5] = [
    ("office", &["in office", "in the office", "on site", "onsite", "buero", "im büro"]),
    ("remote", HOME),
    (
        "vacation",
        &[
            "annual leave",
            "holidays",
            "paid leave",
            "paid time off",
            "pto",
            "leave",
            "vacations",
            "erholungsurlaub",
            "jahresurlaub",
            "tarifurlaub",
        ],
    ),
    ("holiday", &["public holiday", "bank holiday", "national holiday", "gesetzlicher feiertag"]),
    (
        "sick",
        &[
            "sick leave",
            "sick day",
            "sickness",
            "illness",
            "ill",
            "krankheit",
            "krankmeldung",
            "krankheitstag",
            "arbeitsunfähig",
            "arbeitsunfähigkeit",
        ],
    ),
];

/// Names for remote work that also imply the location "Home".
const HOME: &[&str] = &[
    "home",
    "home office",
    "homeoffice",
    "home-office",
    "working from home",
    "work from home",
    "wfh",
    "workfromhome",
    "at home",
    "remote work",
    "mobile work",
    "mobiles arbeiten",
    "mobile arbeit",
    "telearbeit",
    "telework",
];

/// Words after which a name isn't about the type that it contains, as in "out of office".
const OPPOSITES: [&str; 8] = ["out", "no", "not", "non", "unpaid", "kein", "nicht", "unbezahlter"];

/// The maximum number of words of a name that are looked at. A calendar may contain long texts.
const MAX_WORDS: usize = 20;

/// Normalizes a name: without invisible characters, with single spaces, in lowercase.
pub(super) fn plain(name: &str) -> String {
    collapse_spaces(&strip(name)).to_lowercase()
}

/// Finds the user's type with the slug that Worklog's own files contain. Slugs stay the same when
/// labels change.
pub(super) fn by_slug(types: &DayTypes, name: &TypeName) -> Option<Slug> {
    let slug = name.slug.as_deref()?.parse().ok()?;
    types.get(&slug).map(|known| known.slug.clone())
}

/// Finds the user's type by a label: by the type's own label, by its slug, or by the name of a
/// built-in type in any language or a synonym of it.
pub(super) fn by_label(types: &DayTypes, name: &TypeName) -> Option<Slug> {
    let label = plain(&name.label);
    let slug = |text: &str| text.parse().ok().and_then(|slug| types.get(&slug));
    let synonym = || {
        let known = SYNONYMS.iter().find(|(_, words)| words.contains(&&*label));
        known.and_then(|(built_in, _)| slug(built_in))
    };
    let known = types
        .iter()
        .find(|known| plain(&known.label) == label)
        .or_else(|| slug(&label))
        .or_else(|| types.built_in(&label))
        .or_else(synonym);
    known.map(|known| known.slug.clone())
}

/// The names of the user's types, to find them in longer names.
#[derive(Debug, Default)]
pub(super) struct TypeWords {
    /// The types by the words of their names.
    names: BTreeMap<String, Slug>,
    /// The number of words of the longest name.
    longest: usize,
}

impl TypeWords {
    pub(super) fn new(types: &DayTypes) -> Self {
        let mut found = Self::default();
        for known in types.offered() {
            for name in known.names() {
                let name = words(&name);
                found.longest = found.longest.max(name.len());
                found.names.insert(name.join(" "), known.slug.clone());
            }
        }
        found
    }

    /// Returns the type whose name is among the words of a longer name, as in "Paid vacation", if it is
    /// the only one. It's a suggestion: the other words may matter.
    pub(super) fn find(&self, name: &TypeName) -> Option<Slug> {
        let words = words(&name.label);
        if words.iter().any(|word| OPPOSITES.contains(&&**word)) {
            return None;
        }
        let runs = (1..=self.longest).flat_map(|length| words.windows(length));
        let found: BTreeSet<&Slug> =
            runs.filter_map(|run| self.names.get(&run.join(" "))).collect();
        found.first().filter(|_| found.len() == 1).map(|slug| (*slug).clone())
    }
}

/// Returns the words of a name, in lowercase.
fn words(name: &str) -> Vec<String> {
    let name = plain(name);
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(MAX_WORDS).map(str::to_owned).collect()
}

/// Returns whether a type name implies that the day was spent at home.
pub(super) fn is_home(name: &TypeName) -> bool {
    HOME.contains(&&*plain(&name.label))
}

/// Returns the key of a type in the choices.
pub(super) fn key_of(name: &TypeName) -> String {
    name.slug.clone().unwrap_or_else(|| plain(&name.label))
}

/// Returns a key that combines a type's label and slug as written in a row.
pub(super) fn label_key(name: &TypeName) -> String {
    format!("{}\n{}", plain(&name.label), name.slug.as_deref().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(types: &DayTypes, name: &TypeName) -> Option<Slug> {
        by_slug(types, name).or_else(|| by_label(types, name))
    }

    #[test]
    fn finds_types_by_label_slug_and_synonym() {
        let types = DayTypes::default();
        for (label, slug, expected) in [
            ("Office", None, Some("office")),
            (" OFFICE ", Some("sick"), Some("sick")),
            ("Büro", None, Some("office")),
            ("Mobiles  Arbeiten", None, Some("remote")),
            ("\u{FEFF}Ur\u{AD}laub\u{200B}", None, Some("vacation")),
            ("Urlaub", None, Some("vacation")),
            ("KRANK", None, Some("sick")),
            ("Feiertag", None, Some("holiday")),
            ("", Some("holiday"), Some("holiday")),
            ("Dienst", Some("office"), Some("office")),
            ("Other", None, None),
            ("Sabbatical", Some("sabbatical"), None),
        ] {
            let name = TypeName { label: label.into(), slug: slug.map(str::to_owned) };
            let found = find(&types, &name).map(|slug| slug.to_string());
            assert_eq!(found.as_deref(), expected, "{label}");
        }
    }

    #[test]
    fn suggests_the_type_that_a_longer_name_contains() {
        let types = DayTypes::default();
        let words = TypeWords::new(&types);
        for (label, expected) in [
            ("Paid vacation", Some("vacation")),
            ("Bezahlter Urlaub", Some("vacation")),
            ("Urlaub: Südtirol", Some("vacation")),
            ("Office day Berlin", Some("office")),
            ("Tag im BÜRO", Some("office")),
            ("Sick leave", Some("sick")),
            ("Out of office", None),
            ("Unbezahlter Urlaub", None),
            ("Office or remote", None),
            ("Parental leave", None),
            ("Sonderurlaub", None),
            ("Officer training", None),
            ("", None),
        ] {
            let name = TypeName { label: label.into(), slug: None };
            let found = words.find(&name).map(|slug| slug.to_string());
            assert_eq!(found.as_deref(), expected, "{label}");
        }
    }

    #[test]
    fn every_synonym_leads_to_its_type() {
        let types = DayTypes::default();
        for (slug, words) in SYNONYMS {
            for word in words {
                let name = TypeName { label: (*word).to_owned(), slug: None };
                assert_eq!(
                    find(&types, &name).map(|slug| slug.to_string()).as_deref(),
                    Some(slug),
                    "{word}"
                );
            }
        }
    }
}
