//! Two versions of a day side by side: what is stored, and what was typed meanwhile.

use super::logged::Logged;
use super::words::short_date;
use crate::domain::entry::Entry;
use crate::domain::settings::Settings;
use crate::web::day_form::DayForm;

/// A day that was changed elsewhere while somebody typed.
pub(super) struct Conflict<'a> {
    /// What is there now, unless it was deleted.
    pub(super) stored: Option<Logged<'a>>,
    /// When it was changed.
    pub(super) changed: Option<String>,
    settings: &'a Settings,
}

impl<'a> Conflict<'a> {
    pub(super) fn new(settings: &'a Settings, stored: Option<&'a Entry>) -> Self {
        Self {
            stored: stored.map(|entry| Logged::new(&settings.types, &entry.content)),
            changed: stored.map(|entry| short_date(entry.updated_at, settings.time_zone)),
            settings,
        }
    }

    /// What the form holds, whether or not it is valid.
    pub(super) fn typed<'f>(&self, form: &'f DayForm) -> Logged<'f>
    where
        'a: 'f,
    {
        Logged::typed(&self.settings.types, form)
    }
}
