//! Why an edit of the settings can't be applied.

use crate::domain::days::schedule::ScheduleError;
use crate::domain::types::TypesError;
use crate::domain::values::problem::Coded;
use crate::locale::UnknownLanguage;

/// Why an edit can't be applied to the current settings. In that case, nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The edit isn't valid for the existing types.
    #[error(transparent)]
    Types(#[from] TypesError),
    /// The edit isn't valid for the existing schedules.
    #[error(transparent)]
    Schedules(#[from] ScheduleError),
    /// The settings have changed since the user saw them.
    #[error("the settings were changed meanwhile")]
    Changed,
}

impl Coded for UnknownLanguage {}
