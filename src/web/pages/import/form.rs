//! The form of an import: the file, and the options for importing it.

use serde::Deserialize;
use validator::Validate;

use super::selection::{self, SelectionFields};
use super::years::YearFields;
use crate::domain::days::plan::OnExistingEntry;
use crate::domain::exchange::import::{
    Century, Choices, DateOrder, Selection, SourceFile, TypeChoice,
};
use crate::domain::settings::{ColumnMapping, ColumnRole};
use crate::web::form::{deserialize_checkbox, deserialize_yes};

/// The maximum number of names in a file: of unknown ones, and of synonyms of the user's types.
const MAX_NAMES: usize = 500;

/// The fields as typed. `key`, `type`, `label`, and `kind` are parallel lists, with one item for
/// each name in the file.
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
    /// The first and last year to which a calendar's repeated events are expanded.
    pub(crate) first_year: String,
    pub(crate) last_year: String,
    /// The records that are imported unless the user decided about them: `all`, `none`, or empty.
    pub(crate) base: String,
    /// The records that the user included and excluded, as record sets.
    pub(crate) included: String,
    pub(crate) excluded: String,
    /// The index of the sheet whose rows were selected.
    pub(crate) rows_sheet: String,
    /// The open page of rows, such as `2026` or `2026.2`.
    pub(crate) page: String,
    /// The records of the open page, those of its year that were checked, and all of its year.
    pub(crate) shown: String,
    pub(crate) checked: String,
    pub(crate) in_year: String,
    /// The records of the open page that are checked.
    pub(crate) row: Vec<String>,
    /// The button that selects many rows: `all`, `none`, `suggested`, `year-all`, or `year-none`.
    pub(crate) select: String,
    /// The button that opens another page of rows.
    pub(crate) go: String,
    /// The names in the file.
    pub(crate) key: Vec<String>,
    /// What to do with each name: `new` creates it, `out` skips its rows, a slug maps it to
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
    /// What two-digit years in the future mean: `past` or `future`.
    pub(crate) century: String,
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
        let types = self.key.iter().take(MAX_NAMES).enumerate();
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
            selection: self.selection(),
            years: YearFields::parse(&self.first_year, &self.last_year).unwrap_or_default(),
            sheet: self.sheet.parse().ok(),
            mapping: self.mapping(),
            date_order: match self.date_order.as_str() {
                "day_first" => Some(DateOrder::DayFirst),
                "month_first" => Some(DateOrder::MonthFirst),
                _ => None,
            },
            century: match self.century.as_str() {
                "past" => Some(Century::Past),
                "future" => Some(Century::Future),
                _ => None,
            },
            join_cells: self.join_cells,
        }
    }

    /// Returns the rows that the user selected.
    ///
    /// Each sheet of a workbook has its own rows, so choosing another one selects the default rows.
    pub(super) fn selection(&self) -> Selection {
        if self.sheet != self.rows_sheet {
            return Selection::default();
        }
        selection::selection(&SelectionFields {
            base: &self.base,
            included: &self.included,
            excluded: &self.excluded,
            shown: &self.shown,
            checked: &self.checked,
            in_year: &self.in_year,
            row: &self.row,
            select: &self.select,
        })
    }

    /// Names the default sheet of a workbook with several, if the form names none. Includes the
    /// settings of a file that contains nothing else.
    pub(super) fn with_defaults_of(mut self, source: &SourceFile) -> Self {
        self.settings |= source.has_only_settings();
        let table = source.table().filter(|table| table.sheets.len() > 1);
        if let Some(table) = table.filter(|_| self.sheet.is_empty()) {
            let default = table.sheet_index(None).to_string();
            self.rows_sheet.clone_from(&default);
            self.mapped_sheet.clone_from(&default);
            self.sheet = default;
        }
        self
    }

    /// Returns the fields that the page for choosing columns keeps for the preview: all but the
    /// columns and the sheet.
    pub(super) fn kept_fields(&self) -> Vec<(&'static str, String)> {
        let on = |is_on: bool| if is_on { "on" } else { "" }.to_owned();
        let single = [
            ("existing", self.existing.clone()),
            ("person", self.person.clone().unwrap_or_default()),
            ("place", self.place.clone().unwrap_or_default()),
            ("settings", on(self.settings)),
            ("first_year", self.first_year.clone()),
            ("last_year", self.last_year.clone()),
            ("date_order", self.date_order.clone()),
            ("century", self.century.clone()),
            ("join_cells", on(self.join_cells)),
        ];
        let single = single.into_iter().filter(|(_, value)| !value.is_empty());
        let lists = [
            ("key", &self.key),
            ("type", &self.day_type),
            ("label", &self.label),
            ("kind", &self.kind),
        ];
        let lists = lists.into_iter().flat_map(|(name, values)| {
            values.iter().take(MAX_NAMES).map(move |value| (name, value.clone()))
        });
        let selection = selection::fields(&self.selection(), self.open_page(), &self.sheet);
        single.chain(lists).chain(selection).collect()
    }

    /// Returns the name of the open page of rows.
    pub(super) fn open_page(&self) -> &str {
        if self.go.is_empty() { &self.page } else { &self.go }
    }

    /// Returns its encoded body with the selection in a compact form, for the session to keep.
    pub(super) fn compact(&self, body: &[u8]) -> String {
        selection::compact(body, &self.selection(), self.open_page(), &self.sheet)
    }

    /// Returns whether the form must be corrected before it can be carried out.
    pub(super) fn is_invalid(&self) -> bool {
        self.choices().is_invalid() || self.rejected_years().is_some()
    }

    /// Returns the years as typed with their errors, if they are invalid.
    pub(super) fn rejected_years(&self) -> Option<YearFields> {
        YearFields::parse(&self.first_year, &self.last_year).err()
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
