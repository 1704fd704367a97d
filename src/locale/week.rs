//! The first day of the week in each region.

use chrono::Weekday;
use icu_locale_core::LanguageIdentifier;

// `EARLIER_WEEKS`: the regions whose week doesn't start on Monday, sorted.
include!(concat!(env!("OUT_DIR"), "/weeks.rs"));

/// Returns the first day of the week in the region of a language tag, such as Sunday for `en-US`.
/// `None` if the tag has no region.
pub(crate) fn first_weekday(tag: &str) -> Option<Weekday> {
    let region = tag.parse::<LanguageIdentifier>().ok()?.region?;
    let found = EARLIER_WEEKS.binary_search_by(|(known, _)| known.cmp(&region.as_str()));
    Some(found.map_or(Weekday::Mon, |at| EARLIER_WEEKS[at].1))
}
