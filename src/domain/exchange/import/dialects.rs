//! The tables that are known by their headers, so that the user isn't asked about the columns.

use super::Dialect;

/// A known table. Its mapping is the one guessed from its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Preset {
    /// timeoff-management: `Department,…,Type of absence,Started at,Date type,Ended at,Date type`.
    Absences,
    /// `Von;Bis;Zeitraum;Art der Abwesenheit`.
    German,
    /// Its English version: `From;To;Period;Absence type`.
    English,
    /// officetracker and others: `Date,State`.
    States,
    /// Worklog's own CSV: `Date,Type,Location`, and more.
    Ours,
}

impl Preset {
    /// All known tables. The first match applies.
    pub(super) const ALL: [Self; 5] =
        [Self::Absences, Self::German, Self::English, Self::States, Self::Ours];

    /// Returns the columns by which the table is known.
    pub(super) fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Absences => &["type of absence", "started at", "ended at"],
            Self::German => &["von", "bis", "art der abwesenheit"],
            Self::English => &["from", "to", "absence type"],
            Self::States => &["date", "state"],
            Self::Ours => &["date", "type"],
        }
    }

    /// Returns the dialect that users see.
    pub(super) fn dialect(self) -> Dialect {
        match self {
            Self::Absences => Dialect::Absences,
            Self::German | Self::English => Dialect::German,
            Self::States => Dialect::States,
            Self::Ours => Dialect::Ours,
        }
    }
}
