//! The day types page: the types in the user's order, each with a form.

use askama::Template;

use crate::domain::settings::Settings;
use crate::domain::types::{Colour, DayType, LocationRule, MAX_OWN, Slug, TypeKind};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::types::TypeForm;
use crate::web::views::format::TypeBadge;
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The page's input, in addition to the settings.
#[derive(Default)]
pub struct TypesInput {
    /// The form of a new type as typed, if it is invalid.
    pub new: Option<TypeForm>,
    /// The type whose form is open, and the form as typed.
    pub open: Option<(Slug, TypeForm)>,
    /// Set if the type of the open form was changed in another tab.
    pub conflict: Option<SettingsConflict>,
    /// The errors of the open form. The key `all` contains the reason the whole edit was rejected.
    pub errors: FieldErrors,
    /// A message that confirms the last action.
    pub notice: Option<&'static str>,
}

/// The day types page.
#[derive(Template)]
#[template(path = "settings/types.html")]
pub struct TypesPage<'a> {
    layout: Layout<'a>,
    here: SettingsPart,
    notice: Option<&'static str>,
    warning: Option<&'a str>,
    offered: Vec<TypeRow<'a>>,
    archived: Vec<TypeRow<'a>>,
    new: TypeFields<'a>,
    /// How many more types the user can add.
    room: usize,
}

/// A type in the list.
#[expect(clippy::struct_excessive_bools, reason = "each affects another element")]
struct TypeRow<'a> {
    slug: &'a str,
    look: TypeBadge<'a>,
    /// A summary, such as `Work, location optional`.
    words: String,
    /// The shortcut key that sets the type, if it has one.
    key: Option<char>,
    is_first: bool,
    is_last: bool,
    is_own: bool,
    is_offered: bool,
    is_open: bool,
    version: String,
    conflict: Option<&'a SettingsConflict>,
    terms: TypeFields<'a>,
}

/// The fields of a type's form.
struct TypeFields<'a> {
    /// A prefix that makes the element IDs of the forms unique.
    id: &'a str,
    label: String,
    colours: Vec<TypeFieldOption>,
    kinds: Vec<TypeFieldOption>,
    locations: Vec<TypeFieldOption>,
    /// Whether the type isn't built in. The kind and location rule of a built-in type can't be
    /// changed.
    is_own: bool,
    errors: Option<&'a FieldErrors>,
}

#[derive(Clone, Copy)]
struct TypeFieldOption {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

impl<'a> TypesPage<'a> {
    /// Formats the page for display.
    pub fn new(layout: Layout<'a>, settings: &'a Settings, input: &'a TypesInput) -> Self {
        let types = &settings.types;
        let offered: Vec<&DayType> = types.offered().collect();
        let (first, last) = (offered.first().copied(), offered.last().copied());
        let row = |found: &'a DayType| TypeRow {
            is_first: Some(found) == first,
            is_last: Some(found) == last,
            ..TypeRow::new(settings, found, input)
        };
        let new = input.new.clone().unwrap_or_else(|| TypeForm::new_type(types.iter()));
        let errors = input.new.is_some().then_some(&input.errors);
        let warning = input.errors.get("all");
        Self {
            layout,
            here: SettingsPart::Types,
            notice: input.notice,
            warning,
            archived: types.iter().filter(|found| found.archived).map(row).collect(),
            offered: offered.into_iter().map(row).collect(),
            new: TypeFields::new("new", &new, true, errors),
            room: MAX_OWN.saturating_sub(types.own().count()),
        }
    }
}

impl<'a> TypeRow<'a> {
    fn new(settings: &Settings, found: &'a DayType, input: &'a TypesInput) -> Self {
        let open = input.open.as_ref().filter(|(slug, _)| *slug == found.slug);
        let stored = || TypeForm::from_type(settings, found);
        let form = open.map_or_else(stored, |(_, form)| form.clone());
        let is_own = !found.slug.is_built_in();
        let slug = found.slug.as_str();
        Self {
            slug,
            look: TypeBadge::new(found),
            words: format!("{}, {}", kind_label(found.kind), rule_label(found.location)),
            key: found.key(),
            is_first: false,
            is_last: false,
            is_own,
            is_offered: found.is_offered(),
            is_open: open.is_some(),
            version: form.version.clone(),
            conflict: open.and(input.conflict.as_ref()),
            terms: TypeFields::new(slug, &form, is_own, open.map(|_| &input.errors)),
        }
    }
}

impl<'a> TypeFields<'a> {
    fn new(id: &'a str, form: &TypeForm, is_own: bool, errors: Option<&'a FieldErrors>) -> Self {
        let choice = |value: &'static str, label, typed: &str| TypeFieldOption {
            value,
            label,
            chosen: value == typed,
        };
        let colour = |known: Colour| choice(known.as_str(), known.as_str(), &form.colour);
        let of_kind = |known: TypeKind| choice(known.as_str(), kind_label(known), &form.kind);
        let of_rule =
            |known: LocationRule| choice(known.as_str(), rule_hint(known), &form.location);
        Self {
            id,
            label: form.label.clone(),
            colours: Colour::ALL.iter().copied().map(colour).collect(),
            kinds: TypeKind::ALL.iter().copied().map(of_kind).collect(),
            locations: LocationRule::ALL.iter().copied().map(of_rule).collect(),
            is_own,
            errors,
        }
    }

    fn field_id(&self, field: &str) -> String {
        format!("{}-{field}", self.id)
    }

    fn error(&self, field: &str) -> Option<&'a str> {
        self.errors.and_then(|errors| errors.get(field))
    }
}

/// Compares the saved version of a type with the form.
pub(super) fn type_conflict(path: String, saved: &TypeForm, typed: &TypeForm) -> SettingsConflict {
    let field = |label, of: &dyn Fn(&TypeForm) -> String| (label, of(saved), of(typed));
    let kind = |form: &TypeForm| form.kind.parse().map(kind_label).unwrap_or_default().to_owned();
    let rule =
        |form: &TypeForm| form.location.parse().map(rule_hint).unwrap_or_default().to_owned();
    let rows = [
        field("Name", &|form| form.label.clone()),
        field("Color", &|form| form.colour.clone()),
        field("Counts as", &kind),
        field("Location", &rule),
    ];
    // The form of a built-in type has no fields for its kind and location rule.
    let has_fields =
        |(label, _, typed): &(&str, String, String)| *label == "Name" || !typed.is_empty();
    SettingsConflict::new(path, rows.into_iter().filter(has_fields))
}

fn kind_label(kind: TypeKind) -> &'static str {
    match kind {
        TypeKind::Work => "Work",
        TypeKind::Leave => "Leave",
        TypeKind::Off => "Off",
    }
}

fn rule_label(rule: LocationRule) -> &'static str {
    match rule {
        LocationRule::Required => "location needed",
        LocationRule::Optional => "location optional",
        LocationRule::None => "no location",
    }
}

fn rule_hint(rule: LocationRule) -> &'static str {
    match rule {
        LocationRule::Required => "Needed",
        LocationRule::Optional => "Optional",
        LocationRule::None => "None",
    }
}
