//! An edit conflict: the stored and the typed version of a day, side by side.

use crate::domain::days::entry::Entry;
use crate::domain::settings::Settings;
use crate::web::day_form::DayForm;
use crate::web::views::day_content::EntryView;
use crate::web::views::format::format_short_date;

/// A day that was changed elsewhere while the user was typing.
pub(crate) struct ConflictView<'a> {
    /// The stored content. `None` if the entry was deleted.
    pub(crate) stored: Option<EntryView<'a>>,
    /// The date of the change.
    pub(crate) changed: Option<String>,
    settings: &'a Settings,
}

impl<'a> ConflictView<'a> {
    pub(crate) fn new(settings: &'a Settings, stored: Option<&'a Entry>) -> Self {
        Self {
            stored: stored.map(|entry| EntryView::new(&settings.types, &entry.content)),
            changed: stored.map(|entry| format_short_date(entry.stored_at(), settings.time_zone)),
            settings,
        }
    }

    /// Returns the content of the form, valid or not.
    pub(crate) fn typed_view<'f>(&self, form: &'f DayForm) -> EntryView<'f>
    where
        'a: 'f,
    {
        EntryView::from_form(&self.settings.types, form)
    }
}
