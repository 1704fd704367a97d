//! An edit conflict: the stored and the typed version of a day, side by side.

use super::logged::Logged;
use super::words::short_date;
use crate::domain::entry::Entry;
use crate::domain::settings::Settings;
use crate::web::day_form::DayForm;

/// A day that was changed elsewhere while the user was typing.
pub(super) struct Conflict<'a> {
    /// The stored content. `None` if the entry was deleted.
    pub(super) stored: Option<Logged<'a>>,
    /// The date of the change.
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

    /// Returns the content of the form, valid or not.
    pub(super) fn typed<'f>(&self, form: &'f DayForm) -> Logged<'f>
    where
        'a: 'f,
    {
        Logged::typed(&self.settings.types, form)
    }
}
