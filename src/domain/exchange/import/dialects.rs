//! The tables that are known by their headers, so that the user isn't asked about the columns.

use super::Dialect;
use super::column_names;
use super::columns::TableHeader;
use super::guess::preset_mapping;
use super::worklog_csv;

/// A known table. Its mapping is the one guessed from its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preset {
    /// timeoff-management: `Department,…,Type of absence,Started at,Date type,Ended at,Date type`.
    Absences,
    /// Its report of leaves: `Employee,Department,Leave Type,Deducted days,From,To,Status,…`.
    Leaves,
    /// `Von;Bis;Zeitraum;Art der Abwesenheit`.
    German,
    /// Its English version: `From;To;Period;Absence type`.
    English,
    /// officetracker and others: `Date,State`.
    States,
    /// Worklog's own CSV: `Date,Type,Location`, and more.
    Ours,
    /// The same with a header in German: `Datum,Typ,Ort`.
    OursInGerman,
}

impl Preset {
    /// All known tables. The first match applies.
    const ALL: [Self; 7] = [
        Self::Absences,
        Self::Leaves,
        Self::German,
        Self::English,
        Self::States,
        Self::Ours,
        Self::OursInGerman,
    ];

    /// Returns the columns by which the table is known.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Absences => &["type of absence", "started at", "ended at"],
            Self::Leaves => &["employee", "leave type", "deducted days", "from", "to", "status"],
            Self::German => &["von", "bis", "art der abwesenheit"],
            Self::English => &["from", "to", "absence type"],
            Self::States => &["date", "state"],
            Self::Ours => &["date", "type"],
            Self::OursInGerman => &["datum", "typ"],
        }
    }

    /// Returns whether every named column is read, as far as it matters. Only the tables with few
    /// columns have to be read completely: many others have a date and a type, too. Lists of absences
    /// are only known without hours, which say how much of a day an absence takes.
    fn reads_all(self, header: &TableHeader) -> bool {
        match self {
            Self::Absences | Self::Leaves => true,
            Self::German | Self::English => !column_names::has_hours(header),
            Self::States => {
                let mapping = preset_mapping(header);
                let mut columns = header.names().enumerate();
                columns
                    .all(|(at, name)| name.is_empty() || mapping.columns.values().any(|c| *c == at))
            }
            Self::Ours | Self::OursInGerman => worklog_csv::reads_all(header),
        }
    }

    /// Returns the dialect that users see.
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::Absences | Self::Leaves => Dialect::Absences,
            Self::German | Self::English => Dialect::German,
            Self::States => Dialect::States,
            Self::Ours | Self::OursInGerman => Dialect::Ours,
        }
    }
}

impl TableHeader {
    /// Returns the known table with this header. Its columns need no confirmation.
    pub(super) fn preset(&self) -> Option<Preset> {
        let is_match = |preset: &Preset| self.has(preset.columns()) && preset.reads_all(self);
        Preset::ALL.into_iter().find(is_match)
    }
}
