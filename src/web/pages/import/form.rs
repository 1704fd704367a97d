//! The form of an import: the file, and the options for importing it.

use serde::Deserialize;
use validator::Validate;

use crate::domain::days::plan::OnExistingEntry;
use crate::domain::exchange::import::{Choices, DateOrder, TypeChoice};
use crate::domain::settings::{ColumnMapping, ColumnRole};
use crate::domain::types::MAX_CUSTOM_TYPES;
use crate::web::form::{deserialize_checkbox, deserialize_yes};

/// The fields as typed. `key`, `type`, `label`, and `kind` are parallel lists, with one item for
/// each type in the file that the user doesn't have.
#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct ImportForm {
    /// The ID of the stored file. Empty when a file is sent.
    pub(crate) upload: String,
    /// The ID of the preview to show, in the query. Empty for the default options.
    pub(crate) preview: String,
    /// The pasted text.
    pub(crate) text: String,
    /// Whether the user confirms the preview.
    #[serde(deserialize_with = "deserialize_yes")]
    pub(crate) confirm: bool,
    /// The fingerprint of the preview.
    pub(crate) mark: String,
    /// What to do with days that already have an entry: `keep` or `replace`.
    pub(crate) existing: String,
    /// In a file of several people, the name of the person whose rows to import.
    pub(crate) person: Option<String>,
    /// The location for days that need one and have none.
    pub(crate) place: Option<String>,
    /// Whether to import the settings in the file.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) settings: bool,
    /// The names of unknown types in the file.
    pub(crate) key: Vec<String>,
    /// What to do with each unknown type: `new` creates it, `out` skips its rows, a slug maps it to
    /// that type.
    #[serde(rename = "type")]
    pub(crate) day_type: Vec<String>,
    /// The label of each new type.
    pub(crate) label: Vec<String>,
    /// The kind of each new type.
    pub(crate) kind: Vec<String>,
    /// The index of the sheet of a workbook.
    pub(crate) sheet: String,
    /// The index of the sheet whose columns were chosen.
    pub(crate) mapped_sheet: String,
    /// The meanings of columns. `role` and `column` are parallel lists.
    pub(crate) role: Vec<String>,
    /// The index of the column with each meaning. Empty if no column has it.
    pub(crate) column: Vec<String>,
    /// The slug of the type of all rows. Empty if a column contains the type.
    pub(crate) all: String,
    /// The order of day and month: `day_first` or `month_first`.
    pub(crate) date_order: String,
    /// Whether to join cells beyond the last column to it.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) join_cells: bool,
    /// The button that shows the columns: `yes` to choose them.
    pub(crate) columns: String,
}

impl ImportForm {
    /// Converts the form to the options of an import. An unknown value counts as not chosen, except
    /// that an unknown kind is an error.
    pub(crate) fn choices(&self) -> Choices {
        let types = self.key.iter().take(MAX_CUSTOM_TYPES).enumerate();
        let types = types.filter_map(|(at, key)| Some((key.clone(), self.type_choice(at)?)));
        Choices {
            existing: match self.existing.as_str() {
                "replace" => OnExistingEntry::Replace,
                _ => OnExistingEntry::Keep,
            },
            person: self.person.clone().filter(|person| !person.is_empty()),
            location: self.place.clone(),
            types: types.collect(),
            settings: self.settings,
            sheet: self.sheet.parse().ok(),
            mapping: self.mapping(),
            date_order: match self.date_order.as_str() {
                "day_first" => Some(DateOrder::DayFirst),
                "month_first" => Some(DateOrder::MonthFirst),
                _ => None,
            },
            join_cells: self.join_cells,
        }
    }

    /// Returns the chosen columns, or `None` if the form has no fields for columns.
    fn mapping(&self) -> Option<ColumnMapping> {
        if self.role.is_empty() || self.sheet != self.mapped_sheet {
            return None;
        }
        let mut mapping = ColumnMapping { all: self.all.parse().ok(), ..ColumnMapping::default() };
        for (role, column) in self.role.iter().zip(&self.column).take(ColumnRole::ALL.len()) {
            if let Ok(role) = role.parse() {
                mapping.set(role, column.parse().ok());
            }
        }
        if mapping.all.is_some() {
            mapping.set(ColumnRole::Type, None);
        }
        Some(mapping)
    }

    fn type_choice(&self, at: usize) -> Option<TypeChoice> {
        let text = |column: &[String]| column.get(at).cloned().unwrap_or_default();
        match text(&self.day_type).as_str() {
            "" => None,
            "out" => Some(TypeChoice::Skip),
            "new" => {
                let kind = text(&self.kind).parse().ok();
                Some(TypeChoice::New { label: text(&self.label), kind })
            }
            slug => slug.parse().ok().map(TypeChoice::MapTo),
        }
    }
}
