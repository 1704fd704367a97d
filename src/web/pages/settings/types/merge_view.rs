//! The page to merge a type into another.

use askama::Template;

use crate::app::types::MergePreview;
use crate::domain::settings::{KnownLocation, Settings};
use crate::domain::types::DayType;
use crate::locale::t;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::choices::TypeOption;
use crate::web::views::format::{TypeBadge, format_long_date};
use crate::web::views::{Layout, Section};

/// How many of the days without a location are listed.
const MAX_NAMED: usize = 5;

/// The page's input, in addition to the settings.
pub(crate) struct MergeInput<'a> {
    /// The type to merge, which will no longer exist.
    pub(crate) from: &'a DayType,
    /// The type to merge into, once chosen.
    pub(crate) into: Option<&'a DayType>,
    /// The preview of the merge.
    pub(crate) preview: &'a MergePreview,
    /// The location for entries that need one and have none, as typed.
    pub(crate) location: &'a str,
    /// The errors of the form.
    pub(crate) errors: &'a FieldErrors,
}

/// The page to merge a type into another.
#[derive(Template)]
#[template(path = "settings/merge.html")]
pub(crate) struct MergePage<'a> {
    layout: Layout<'a>,
    current: SettingsPart,
    slug: &'a str,
    from: TypeBadge<'a>,
    into: Option<MergeTarget<'a>>,
    others: Vec<TypeOption<'a>>,
    location: &'a str,
    locations: &'a [KnownLocation],
    errors: &'a FieldErrors,
}

/// The chosen type, and the preview of the merge.
struct MergeTarget<'a> {
    slug: &'a str,
    badge: TypeBadge<'a>,
    /// The affected days, such as `12.5 days from 3 March 2025 to 4 June 2026 will change.`
    follows: String,
    /// The first days without a location, such as `3 March 2025, 4 March 2025`.
    without: Option<String>,
    forgets_limit: bool,
    /// Whether locations are lost, because the chosen type has none.
    forgets_places: bool,
    /// The fingerprint of the preview.
    fingerprint: &'a str,
}

impl<'a> MergePage<'a> {
    /// Formats the page for display.
    pub(crate) fn new(layout: Layout<'a>, settings: &'a Settings, input: &MergeInput<'a>) -> Self {
        let MergeInput { from, into, preview, location, errors } = *input;
        let is_other = |known: &&DayType| known.slug != from.slug;
        Self {
            layout,
            current: SettingsPart::Types,
            slug: from.slug.as_str(),
            from: TypeBadge::new(from),
            into: into.map(|into| MergeTarget {
                slug: into.slug.as_str(),
                badge: TypeBadge::new(into),
                follows: describe_merge(preview),
                without: describe_missing(preview),
                forgets_limit: settings.allowances.contains_key(&from.slug),
                forgets_places: preview.places_lost,
                fingerprint: &preview.fingerprint,
            }),
            others: settings
                .types
                .offered()
                .filter(is_other)
                .map(|known| TypeOption::new(known, ""))
                .collect(),
            location,
            locations: &settings.locations,
            errors,
        }
    }
}

impl MergeTarget<'_> {
    fn hint(&self, days: &str) -> String {
        t::merge_location_hint(days, self.badge.label)
    }
}

fn describe_merge(preview: &MergePreview) -> String {
    match (&preview.dates[..], preview.days) {
        ([], _) => t::merge_no_days().to_owned(),
        ([day], days) => t::merge_day(format_long_date(*day), days),
        ([first, .., last], days) => {
            t::merge_days(days, format_long_date(*first), format_long_date(*last))
        }
    }
}

fn describe_missing(preview: &MergePreview) -> Option<String> {
    let days = &preview.without_location;
    let named: Vec<String> =
        days.iter().take(MAX_NAMED).map(|day| format_long_date(*day)).collect();
    Some(match (days.len().saturating_sub(MAX_NAMED), named.split_last()?) {
        (0, (only, [])) => only.clone(),
        (0, (last, dates)) => t::merge_dates(dates.join(", "), last),
        (more, _) => t::merge_more_dates(more, named.join(", ")),
    })
}
