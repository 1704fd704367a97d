//! The content of a day, ready to display: logged, planned, or typed into a form.

use super::format::{PartView, TypeBadge};
use crate::domain::days::entry::Content;
use crate::domain::types::DayTypes;
use crate::locale::t;
use crate::web::day_form::DayForm;

/// The content of a day, ready to display.
pub(crate) struct EntryView<'a> {
    pub(crate) parts: Vec<PartView<'a>>,
    /// The other fields of the entry, as text.
    pub(crate) remarks: Vec<&'a str>,
}

impl<'a> EntryView<'a> {
    pub(crate) fn new(types: &'a DayTypes, content: &'a Content) -> Self {
        let parts = PartView::from_parts(types, &content.parts).into_iter().flatten().collect();
        Self { parts, remarks: remarks([content.notes.as_str()]) }
    }

    /// Returns the content of a form, valid or not.
    pub(crate) fn from_form(types: &'a DayTypes, form: &'a DayForm) -> Self {
        let view = |when, slug: &'a str, location: &'a str| {
            let known = types.iter().find(|known| known.slug.as_str() == slug);
            let badge = known.map_or_else(|| TypeBadge::unknown(slug), TypeBadge::new);
            let location = Some(location.trim()).filter(|text| !text.is_empty());
            (!slug.is_empty()).then_some(PartView { when, badge, location })
        };
        let parts = if form.half {
            let morning = view(t::part_morning(), &form.day_type, &form.location);
            [morning, view(t::part_afternoon(), &form.pm_type, &form.pm_location)]
        } else {
            [view("", &form.day_type, &form.location), None]
        };
        let parts = parts.into_iter().flatten().collect();
        Self { parts, remarks: remarks([form.notes.trim()]) }
    }
}

fn remarks<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}
