//! Merging a type into another: which, and what will follow.

use askama::Template;

use super::SettingsPart;
use crate::app::types::MergePreview;
use crate::domain::settings::{KnownLocation, Settings};
use crate::domain::types::DayType;
use crate::web::form::FieldErrors;
use crate::web::html::views::words::{Look, long_date};
use crate::web::html::views::{Chrome, Section, assets};

/// How many days without a location are named.
const NAMED: usize = 5;

/// What the page is made of, beside the settings.
pub struct MergeInput<'a> {
    /// The type that will be no more.
    pub from: &'a DayType,
    /// The type that it becomes, once chosen.
    pub into: Option<&'a DayType>,
    /// What will follow.
    pub preview: &'a MergePreview,
    /// A location for days without one, as typed.
    pub location: &'a str,
    /// What is wrong.
    pub errors: &'a FieldErrors,
}

/// Merging a type into another.
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

/// A type to choose.
struct Other<'a> {
    slug: &'a str,
    look: Look<'a>,
}

/// The type that was chosen, and what will follow.
struct Target<'a> {
    slug: &'a str,
    look: Look<'a>,
    /// `12.5 days from 3 March 2025 to 4 June 2026 become Office.`
    follows: String,
    /// `3 of them have no location: 3 March 2025, …`
    without: Option<String>,
    forgets_limit: bool,
    /// Whether locations of its days go, since the other type takes none.
    forgets_places: bool,
    /// Tells what is shown from what would follow once a day has changed.
    mark: &'a str,
}

impl<'a> MergePage<'a> {
    /// Puts the page into words.
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
        _ => format!("{} days", crate::domain::entry::HalfDays(halves)),
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
