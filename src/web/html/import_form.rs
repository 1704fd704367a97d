//! The choices on the page of an import, as its form sends them.
//!
//! `existing` is `keep` or `replace`; `person` and `place` are text; `settings` is `on`. Each unknown
//! type has `key.N` with its name, `type.N` with `new`, `out` or the slug of a type, and for a new
//! one `label.N` and `kind.N`.

use crate::domain::import::{Choices, TypeChoice};
use crate::domain::plan::Existing;
use crate::domain::types::{Kind, MAX_OWN};
use crate::web::form::{Fields, FormError};

/// Reads the choices; what is not among the choices counts as not chosen, and a kind that does not
/// exist as an error.
pub fn choices(form: &Fields) -> Result<Choices, FormError> {
    let existing = match form.once("existing")? {
        "replace" => Existing::Replace,
        _ => Existing::Keep,
    };
    let sent = |name: &'static str| -> Result<Option<String>, FormError> {
        let is_there = form.iter().any(|(field, _)| field == name);
        Ok(is_there.then_some(form.once(name)?.to_owned()))
    };
    let types = (0..MAX_OWN).filter_map(|number| type_choice(form, number));
    Ok(Choices {
        existing,
        person: sent("person")?.filter(|person| !person.is_empty()),
        place: sent("place")?,
        types: types.collect(),
        settings: form.once("settings")? == "on",
    })
}

fn type_choice(form: &Fields, number: usize) -> Option<(String, TypeChoice)> {
    let field = |name: &str| form.get(&format!("{name}.{number}")).to_owned();
    let choice = match field("type").as_str() {
        "" => return None,
        "out" => TypeChoice::LeaveOut,
        "new" => TypeChoice::New { label: field("label"), kind: kind(&field("kind")) },
        slug => TypeChoice::Existing(slug.parse().ok()?),
    };
    Some((field("key"), choice))
}

fn kind(text: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
}
