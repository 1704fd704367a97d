//! The names in a file, and the types they are mapped to.

use super::CHOOSE;
use crate::domain::accounts::user::User;
use crate::domain::exchange::import::{ResolvedImport, TypeChoice, TypeMapping};
use crate::domain::types::TypeKind;
use crate::web::messages;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::format_count;

/// The kinds of a new type, with their labels.
const KINDS: [(TypeKind, &str); 3] =
    [(TypeKind::Work, "Work"), (TypeKind::Leave, "Leave"), (TypeKind::Off, "Day off")];

/// A name in the file, with the fields to choose its type.
pub(super) struct NameForm<'a> {
    pub(super) number: usize,
    pub(super) key: &'a str,
    pub(super) name: &'a str,
    pub(super) rows: String,
    pub(super) error: Option<String>,
    /// The options for what to do with it.
    pub(super) options: Vec<SelectOption<'a>>,
    pub(super) label: &'a str,
    pub(super) kinds: [SelectOption<'static>; 3],
}

/// All names in a file.
pub(super) struct NameForms<'a> {
    pub(super) unknown: Vec<NameForm<'a>>,
    pub(super) known: Vec<NameForm<'a>>,
    pub(super) file_type: Option<NameForm<'a>>,
}

impl<'a> NameForms<'a> {
    /// Numbers the names, those that require a choice first. `of` names the file's rows, such as
    /// `row` and `rows`.
    pub(super) fn new(
        user: &'a User,
        resolved: &'a ResolvedImport,
        of: (&'static str, &'static str),
    ) -> Self {
        let mut numbers = 0..;
        let mut form = |found| NameForm::new(user, found, numbers.next().unwrap_or_default(), of);
        Self {
            unknown: resolved.unknown.iter().map(&mut form).collect(),
            known: resolved.known.iter().map(&mut form).collect(),
            file_type: resolved.file_type.as_ref().map(form),
        }
    }
}

impl<'a> NameForm<'a> {
    fn new(
        user: &'a User,
        found: &'a TypeMapping,
        number: usize,
        of: (&'static str, &'static str),
    ) -> Self {
        let chosen = match &found.choice {
            None => "",
            Some(TypeChoice::Skip) => "out",
            Some(TypeChoice::New { .. }) => "new",
            Some(TypeChoice::MapTo(slug)) => slug.as_str(),
        };
        let (label, kind) = match &found.choice {
            Some(TypeChoice::New { label, kind }) => (label.as_str(), *kind),
            _ => (found.name.as_str(), Some(TypeKind::Work)),
        };
        let pick =
            |value: &'a str, label: &'a str| SelectOption::new(value, label, value == chosen);
        let mut options = vec![pick("", CHOOSE)];
        let types = &user.settings.types;
        let offered =
            types.iter().filter(|known| known.is_offered() || known.slug.as_str() == chosen);
        options.extend(offered.map(|known| pick(known.slug.as_str(), &known.label)));
        options.push(pick("new", "Create a type"));
        options.push(pick("out", "Leave out"));
        Self {
            number,
            key: &found.key,
            name: &found.name,
            rows: format_count(found.rows, of.0, of.1),
            error: found.error.as_ref().map(messages::message_for),
            options,
            label,
            kinds: KINDS.map(|(of, label)| SelectOption::new(of.as_str(), label, Some(of) == kind)),
        }
    }
}
