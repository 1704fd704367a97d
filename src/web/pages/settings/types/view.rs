//! The day types page: the types in the user's order, each with a form.

use askama::Template;

use crate::domain::settings::Settings;
use crate::domain::types::{Color, DayType, LocationRule, MAX_CUSTOM_TYPES, Slug, TypeKind};
use crate::locale::{Html, t};
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::pages::settings::types::TypeForm;
use crate::web::views::choices::SelectOption;
use crate::web::views::format::TypeBadge;
use crate::web::views::settings_conflict::SettingsConflict;
use crate::web::views::{Layout, Section};

/// The page's input, in addition to the settings.
#[derive(Default)]
pub(crate) struct TypesInput {
    /// The form of a new type as typed, if it is invalid.
    pub(crate) new: Option<TypeForm>,
    /// The type whose form is open, and the form as typed.
    pub(crate) open: Option<(Slug, TypeForm)>,
    /// Set if the type of the open form was changed in another tab.
    pub(crate) conflict: Option<SettingsConflict>,
    /// The errors of the open form. The key `all` contains the reason the whole edit was rejected.
    pub(crate) errors: FieldErrors,
    /// A message that confirms the last action.
    pub(crate) notice: Option<&'static str>,
}

/// The day types page.
#[derive(Template)]
#[template(path = "settings/types.html")]
pub(crate) struct TypesPage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    notice: Option<&'static str>,
    warning: Option<&'a str>,
    offered: Vec<TypeRow<'a>>,
    archived: Vec<TypeRow<'a>>,
    new: TypeFields<'a>,
    /// How many more types the user can add.
    remaining: usize,
}

/// A type in the list.
#[expect(clippy::struct_excessive_bools, reason = "each affects another element")]
struct TypeRow<'a> {
    slug: &'a str,
    badge: TypeBadge<'a>,
    kind: TypeKind,
    rule: LocationRule,
    /// The shortcut key that sets the type, if it has one.
    key: Option<char>,
    is_first: bool,
    is_last: bool,
    is_custom: bool,
    is_offered: bool,
    is_open: bool,
    version: String,
    conflict: Option<&'a SettingsConflict>,
    fields: TypeFields<'a>,
}

/// The fields of a type's form.
struct TypeFields<'a> {
    /// A prefix that makes the element IDs of the forms unique.
    id: &'a str,
    label: String,
    colors: Vec<SelectOption<'static>>,
    kinds: Vec<SelectOption<'static>>,
    locations: Vec<SelectOption<'static>>,
    /// Whether the type isn't built in. The kind and location rule of a built-in type can't be
    /// changed.
    is_custom: bool,
    errors: Option<&'a FieldErrors>,
}

impl<'a> TypesPage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(layout: Layout<'a>, settings: &'a Settings, input: &'a TypesInput) -> Self {
        let types = &settings.types;
        let offered: Vec<&DayType> = types.offered().collect();
        let (first, last) = (offered.first().copied(), offered.last().copied());
        let row = |day_type: &'a DayType| TypeRow {
            is_first: Some(day_type) == first,
            is_last: Some(day_type) == last,
            ..TypeRow::new(settings, day_type, input)
        };
        let new = input.new.clone().unwrap_or_else(|| TypeForm::new_type(types.iter()));
        let errors = input.new.is_some().then_some(&input.errors);
        let warning = input.errors.get("all");
        Self {
            layout,
            current: SettingsPart::Types,
            notice: input.notice,
            warning,
            archived: types.iter().filter(|day_type| day_type.archived).map(row).collect(),
            offered: offered.into_iter().map(row).collect(),
            new: TypeFields::new("new", &new, true, errors),
            remaining: MAX_CUSTOM_TYPES.saturating_sub(types.custom().count()),
        }
    }
}

impl<'a> TypeRow<'a> {
    fn new(settings: &Settings, day_type: &'a DayType, input: &'a TypesInput) -> Self {
        let open = input.open.as_ref().filter(|(slug, _)| *slug == day_type.slug);
        let stored = || TypeForm::from_type(settings, day_type);
        let form = open.map_or_else(stored, |(_, form)| form.clone());
        let is_custom = !day_type.slug.is_built_in();
        let slug = day_type.slug.as_str();
        Self {
            slug,
            badge: TypeBadge::new(day_type),
            kind: day_type.kind,
            rule: day_type.location,
            key: day_type.key(),
            is_first: false,
            is_last: false,
            is_custom,
            is_offered: day_type.is_offered(),
            is_open: open.is_some(),
            version: form.version.clone(),
            conflict: open.and(input.conflict.as_ref()),
            fields: TypeFields::new(slug, &form, is_custom, open.map(|_| &input.errors)),
        }
    }

    /// Returns a summary, such as `Work, location optional, key O`.
    fn summary(&self) -> Html<String> {
        let (kind, location) = (kind_label(self.kind), rule_label(self.rule));
        match self.key {
            Some(key) => t::types_summary_key_html(key, kind, location),
            None => t::types_summary_html(kind, location),
        }
    }
}

impl<'a> TypeFields<'a> {
    fn new(id: &'a str, form: &TypeForm, is_custom: bool, errors: Option<&'a FieldErrors>) -> Self {
        let choice = |value: &'static str, label: &'static str, typed: &str| {
            SelectOption::new(value, label, value == typed)
        };
        let color = |known: Color| choice(known.as_str(), color_label(known), &form.colour);
        let of_kind = |known: TypeKind| choice(known.as_str(), kind_label(known), &form.kind);
        let of_rule =
            |known: LocationRule| choice(known.as_str(), rule_hint(known), &form.location);
        Self {
            id,
            label: form.label.clone(),
            colors: Color::ALL.iter().copied().map(color).collect(),
            kinds: TypeKind::ALL.iter().copied().map(of_kind).collect(),
            locations: LocationRule::ALL.iter().copied().map(of_rule).collect(),
            is_custom,
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
    let color =
        |form: &TypeForm| form.colour.parse().map(color_label).unwrap_or_default().to_owned();
    let rule =
        |form: &TypeForm| form.location.parse().map(rule_hint).unwrap_or_default().to_owned();
    let rows = [
        field(t::name(), &|form| form.label.clone()),
        field(t::types_color(), &color),
        field(t::types_kind(), &kind),
        field(t::location(), &rule),
    ];
    // The form of a built-in type has no fields for its kind and location rule.
    let has_fields =
        |(label, _, typed): &(&str, String, String)| *label == t::name() || !typed.is_empty();
    SettingsConflict::new(path, rows.into_iter().filter(has_fields))
}

fn kind_label(kind: TypeKind) -> &'static str {
    match kind {
        TypeKind::Work => t::types_kind_work(),
        TypeKind::Leave => t::types_kind_leave(),
        TypeKind::Off => t::types_kind_off(),
    }
}

fn rule_label(rule: LocationRule) -> &'static str {
    match rule {
        LocationRule::Required => t::types_summary_required(),
        LocationRule::Optional => t::types_summary_optional(),
        LocationRule::None => t::types_summary_none(),
    }
}

fn rule_hint(rule: LocationRule) -> &'static str {
    match rule {
        LocationRule::Required => t::types_location_required(),
        LocationRule::Optional => t::types_location_optional(),
        LocationRule::None => t::types_location_none(),
    }
}

fn color_label(color: Color) -> &'static str {
    match color {
        Color::Blue => t::types_color_blue(),
        Color::Violet => t::types_color_violet(),
        Color::Amber => t::types_color_amber(),
        Color::Green => t::types_color_green(),
        Color::Red => t::types_color_red(),
        Color::Teal => t::types_color_teal(),
        Color::Pink => t::types_color_pink(),
        Color::Olive => t::types_color_olive(),
        Color::Brown => t::types_color_brown(),
        Color::Slate => t::types_color_slate(),
    }
}
