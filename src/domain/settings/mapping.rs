//! The columns that a user chose when importing tables.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::domain::types::Slug;
use crate::domain::values::text::{named_variants, serde_as_string};

/// The maximum number of mappings that an account remembers. The oldest ones are dropped.
pub const MAX_MAPPINGS: usize = 10;

/// What a column of a table contains.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray
)]
#[strum(serialize_all = "snake_case")]
pub enum ColumnRole {
    /// The date, or the first day of a range.
    Date,
    /// The last day of a range.
    To,
    /// The year, if it has its own column.
    Year,
    /// The month, if it has its own column.
    Month,
    /// The day of the month, if it has its own column.
    Day,
    /// The type.
    Type,
    /// The location.
    Location,
    /// The notes.
    Notes,
    /// The part of the day, or of the first day of a range.
    Half,
    /// The part of the last day of a range.
    LastHalf,
    /// The hours worked, in a table with several rows per day.
    Hours,
    /// The number of days, which is only compared.
    Count,
    /// The person, by their email address or name.
    Person,
    /// The last name of the person, if it has its own column.
    LastName,
    /// The status. Rows that were declined or canceled are left out.
    Status,
}

named_variants!(ColumnRole);
serde_as_string!(ColumnRole);

/// The columns of a table by their meaning, as indexes from 0. A table needs a date (in one column,
/// or as year, month, and day) and a type (in a column, or the same for all rows).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ColumnMapping {
    /// The columns.
    pub columns: BTreeMap<ColumnRole, usize>,
    /// The type of all rows, instead of a column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all: Option<Slug>,
}

impl ColumnMapping {
    /// Returns the column with this meaning.
    pub fn get(&self, role: ColumnRole) -> Option<usize> {
        self.columns.get(&role).copied()
    }

    /// Sets or removes the column with this meaning.
    pub fn set(&mut self, role: ColumnRole, column: Option<usize>) {
        match column {
            Some(column) => self.columns.insert(role, column),
            None => self.columns.remove(&role),
        };
    }

    /// Returns whether the mapping determines a date.
    pub fn has_date(&self) -> bool {
        let parts = [ColumnRole::Year, ColumnRole::Month, ColumnRole::Day];
        self.get(ColumnRole::Date).is_some() || parts.iter().all(|part| self.get(*part).is_some())
    }

    /// Returns whether the mapping determines a type.
    pub fn has_type(&self) -> bool {
        self.get(ColumnRole::Type).is_some() || self.all.is_some()
    }

    /// Returns whether the mapping determines a date and a type.
    pub fn is_complete(&self) -> bool {
        self.has_date() && self.has_type()
    }

    /// Returns whether a table with this many columns can be read with the mapping.
    pub fn fits(&self, columns: usize) -> bool {
        self.is_complete() && self.columns.values().all(|at| *at < columns)
    }
}

/// Which of the first two numbers in dates such as 1/5/2026 is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 1/5/2026 is 1 May.
    DayFirst,
    /// 1/5/2026 is January 5.
    MonthFirst,
}

/// A mapping that the user chose for an earlier file.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RememberedMapping {
    /// The key of the header, a hash of its column names.
    pub header: String,
    /// The mapping.
    pub mapping: ColumnMapping,
    /// The order of day and month, if the user was asked about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
}

impl Settings {
    /// Returns the mapping that was chosen last for a header.
    pub fn import_mapping(&self, header: &str) -> Option<&RememberedMapping> {
        self.import_mappings.iter().find(|known| known.header == header)
    }

    /// Moves mappings to the front of those that are known.
    pub(super) fn remember_mappings(&mut self, latest: &[RememberedMapping]) {
        let is_other =
            |known: &RememberedMapping| latest.iter().all(|new| new.header != known.header);
        let known = std::mem::take(&mut self.import_mappings);
        let all = latest.iter().cloned().chain(known.into_iter().filter(is_other));
        self.import_mappings = all.take(MAX_MAPPINGS).collect();
    }
}
