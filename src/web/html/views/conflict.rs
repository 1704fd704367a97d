//! Two versions of a day side by side: what is stored, and what was typed meanwhile.

use super::words::{AFTERNOON, Look, MORNING, PartWords, short_date};
use crate::domain::entry::Entry;
use crate::domain::settings::Settings;
use crate::domain::types::LocationRule;
use crate::web::day_form::DayForm;

/// A day that was changed elsewhere while somebody typed.
pub(super) struct Conflict<'a> {
    /// What is there now, unless it was deleted.
    pub(super) stored: Option<Version<'a>>,
    /// When it was changed.
    pub(super) changed: Option<String>,
    settings: &'a Settings,
}

/// One of the versions.
pub(super) struct Version<'a> {
    pub(super) parts: Vec<PartWords<'a>>,
    pub(super) notes: &'a str,
}

impl<'a> Conflict<'a> {
    pub(super) fn new(settings: &'a Settings, stored: Option<&'a Entry>) -> Self {
        let parts = |entry: &'a Entry| PartWords::of_parts(&settings.types, &entry.parts);
        Self {
            stored: stored.map(|entry| Version {
                parts: parts(entry).into_iter().flatten().collect(),
                notes: entry.notes.as_str(),
            }),
            changed: stored.map(|entry| short_date(entry.updated_at, settings.time_zone)),
            settings,
        }
    }

    /// What the form holds, whether or not it is valid.
    pub(super) fn typed<'f>(&self, form: &'f DayForm) -> Version<'f>
    where
        'a: 'f,
    {
        let settings: &'f Settings = self.settings;
        let words = |when, slug: &'f str, location: &'f str| {
            let known = settings.types.iter().find(|known| known.slug.as_str() == slug);
            let takes_none = known.is_some_and(|known| known.location == LocationRule::None);
            let look = known.map_or_else(|| Look::unknown(slug), Look::of);
            let location = Some(location.trim()).filter(|text| !text.is_empty() && !takes_none);
            (!slug.is_empty()).then_some(PartWords { when, look, location })
        };
        let parts = if form.half {
            let morning = words(MORNING, &form.day_type, &form.location);
            [morning, words(AFTERNOON, &form.pm_type, &form.pm_location)]
        } else {
            [words("", &form.day_type, &form.location), None]
        };
        Version { parts: parts.into_iter().flatten().collect(), notes: form.notes.trim() }
    }
}
