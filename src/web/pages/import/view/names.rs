//! The names in a file, and the types they are mapped to.

use crate::domain::accounts::user::User;
use crate::domain::exchange::import::{Dialect, ResolvedImport, TypeChoice, TypeMapping};
use crate::domain::types::TypeKind;
use crate::locale::t;
use crate::web::messages;
use crate::web::views::choices::SelectOption;

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
    /// Numbers the names, those that require a choice first.
    pub(super) fn new(user: &'a User, resolved: &'a ResolvedImport, dialect: Dialect) -> Self {
        let mut numbers = 0..;
        let mut form =
            |found| NameForm::new(user, found, numbers.next().unwrap_or_default(), dialect);
        Self {
            unknown: resolved.unknown.iter().map(&mut form).collect(),
            known: resolved.known.iter().map(&mut form).collect(),
            file_type: resolved.file_type.as_ref().map(form),
        }
    }
}

impl<'a> NameForm<'a> {
    fn new(user: &'a User, found: &'a TypeMapping, number: usize, dialect: Dialect) -> Self {
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
        let mut options = vec![pick("", t::import_choose())];
        let types = &user.settings.types;
        let offered =
            types.iter().filter(|known| known.is_offered() || known.slug.as_str() == chosen);
        options.extend(offered.map(|known| pick(known.slug.as_str(), &known.label)));
        options.push(pick("new", t::import_create_type()));
        options.push(pick("out", t::import_leave_out()));
        Self {
            number,
            key: &found.key,
            name: &found.name,
            rows: format_rows(found.rows, dialect),
            error: found.error.as_ref().map(messages::message_for),
            options,
            label,
            kinds: kind_options(kind),
        }
    }
}

/// Formats the number of rows with a name.
fn format_rows(rows: usize, dialect: Dialect) -> String {
    match dialect {
        Dialect::Ics => t::import_events_of_type(rows),
        Dialect::Json => t::import_entries_of_type(rows),
        _ => t::import_rows_of_type(rows),
    }
}

/// Returns the kinds of a new type as options.
fn kind_options(chosen: Option<TypeKind>) -> [SelectOption<'static>; 3] {
    let kinds = [
        (TypeKind::Work, t::import_kind_work()),
        (TypeKind::Leave, t::import_kind_leave()),
        (TypeKind::Off, t::import_kind_off()),
    ];
    kinds.map(|(kind, label)| SelectOption::new(kind.as_str(), label, chosen == Some(kind)))
}
