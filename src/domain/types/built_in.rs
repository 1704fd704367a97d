//! The names of the built-in types. Until the user renames one, pages show its name in the current
//! language, and documents contain the English name.

use super::{DayType, DayTypes, Slug};
use crate::locale::t;

/// The slugs of the built-in types and their names in documents.
pub(super) const BUILT_IN: [(&str, &str); 5] = [
    ("office", "Office"),
    ("remote", "Remote"),
    ("vacation", "Vacation"),
    ("holiday", "Holiday"),
    ("sick", "Sick"),
];

/// Returns the name of a built-in type in the current language.
fn local_name(slug: &Slug) -> Option<&'static str> {
    match slug.as_str() {
        "office" => Some(t::type_office()),
        "remote" => Some(t::type_remote()),
        "vacation" => Some(t::type_vacation()),
        "holiday" => Some(t::type_holiday()),
        "sick" => Some(t::type_sick()),
        _ => None,
    }
}

fn document_name(slug: &Slug) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == slug.as_str()).map(|(_, name)| *name)
}

/// Returns a label as documents contain it: the English name of a built-in type if the label is its
/// name in the current language.
pub fn document_label<'a>(slug: &Slug, label: &'a str) -> &'a str {
    let is_local_name = local_name(slug) == Some(label);
    document_name(slug).filter(|_| is_local_name).unwrap_or(label)
}

impl DayTypes {
    /// Translates the built-in types that the user hasn't renamed to the current language.
    pub(crate) fn localize(&mut self) {
        let mut changed = false;
        for DayType { slug, label, .. } in &mut self.0 {
            let name = local_name(slug).filter(|name| name != label);
            if let Some(name) = name.filter(|_| document_name(slug) == Some(label)) {
                name.clone_into(label);
                changed = true;
            }
        }
        if changed {
            self.assign_keys();
        }
    }
}
