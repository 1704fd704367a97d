//! The page to merge a type into another.

use askama::Template;

use crate::app::types::MergePreview;
use crate::domain::settings::{KnownLocation, Settings};
use crate::domain::types::DayType;
use crate::web::assets;
use crate::web::form::FieldErrors;
use crate::web::pages::settings::menu::SettingsPart;
use crate::web::views::format::{Look, long_date};
use crate::web::views::{Chrome, Section};

/// How many of the days without a location are listed.
const NAMED: usize = 5;

/// The data of the page, besides the settings.
pub struct MergeInput<'a> {
    /// The type to merge, which will no longer exist.
    pub from: &'a DayType,
    /// The type to merge into, once chosen.
    pub into: Option<&'a DayType>,
    /// The preview of the merge.
    pub preview: &'a MergePreview,
    /// The location for entries that need one and have none, as typed.
    pub location: &'a str,
    /// The errors of the form.
    pub errors: &'a FieldErrors,
}

/// The page to merge a type into another.
#[derive(Template)]
#[template(path = "settings/merge.html")]
pub struct MergePage<'a> {
    chrome: Chrome<'a>,
    here: SettingsPart,
    slug: &'a str,
    from: Look<'a>,
    into: Option<Target<'a>>,
    others: Vec<Other<'a>>,
    location: &'a str,
    locations: &'a [KnownLocation],
    errors: &'a FieldErrors,
}

/// A type as an option.
struct Other<'a> {
    slug: &'a str,
    look: Look<'a>,
}

/// The chosen type, and the preview of the merge.
struct Target<'a> {
    slug: &'a str,
    look: Look<'a>,
    /// The affected days, such as `12.5 days from 3 March 2025 to 4 June 2026 will follow`.
    follows: String,
    /// The first days without a location, such as `3 March 2025, 4 March 2025`.
    without: Option<String>,
    forgets_limit: bool,
    /// Whether locations are lost, because the chosen type has none.
    forgets_places: bool,
    /// The fingerprint of the preview.
    mark: &'a str,
}

impl<'a> MergePage<'a> {
    /// Formats the page for display.
    pub fn new(chrome: Chrome<'a>, settings: &'a Settings, input: &MergeInput<'a>) -> Self {
        let MergeInput { from, into, preview, location, errors } = *input;
        let other = |known: &'a DayType| Other { slug: known.slug.as_str(), look: Look::of(known) };
        let is_other = |known: &&DayType| known.slug != from.slug;
        Self {
            chrome,
            here: SettingsPart::Types,
            slug: from.slug.as_str(),
            from: Look::of(from),
            into: into.map(|into| Target {
                slug: into.slug.as_str(),
                look: Look::of(into),
                follows: follows(preview),
                without: without(preview),
                forgets_limit: settings.allowances.contains_key(&from.slug),
                forgets_places: preview.places_lost,
                mark: &preview.mark,
            }),
            others: settings.types.offered().filter(is_other).map(other).collect(),
            location,
            locations: &settings.locations,
            errors,
        }
    }
}

impl Target<'_> {
    fn hint(&self, days: &str) -> String {
        let label = self.look.label;
        format!("{label} needs a location, and these have none: {days}. They all get this one.")
    }
}

fn follows(preview: &MergePreview) -> String {
    match (&preview.dates[..], preview.days) {
        ([], _) => "No day has it".to_owned(),
        ([day], days) => format!("{} on {} will follow", count(days.0), long_date(*day)),
        ([first, .., last], days) => {
            let (first, last) = (long_date(*first), long_date(*last));
            format!("{} from {first} to {last} will follow", count(days.0))
        }
    }
}

fn count(halves: u32) -> String {
    match halves {
        1 => "Half a day".to_owned(),
        2 => "1 day".to_owned(),
        _ => format!("{} days", crate::domain::days::entry::HalfDays(halves)),
    }
}

fn without(preview: &MergePreview) -> Option<String> {
    let days = &preview.without_location;
    let named: Vec<String> = days.iter().take(NAMED).map(|day| long_date(*day)).collect();
    let more = match days.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!days.is_empty()).then(|| format!("{}{more}", named.join(", ")))
}
