//! The digest of many days: their types and locations, without notes, versions, and times. Each
//! distinct type and location is stored once. The year pages read days in this form.

#[cfg(test)]
pub(crate) mod tests;
mod text;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

pub use text::text_of;

use crate::domain::days::day::{Day, Month};
use crate::domain::days::entry::HalfDays;
use crate::domain::days::location::Location;
use crate::domain::days::month_log::DayKey;
use crate::domain::types::{Slug, SlugError};
use crate::domain::values::short_text::TextError;

/// A type and an optional location, as indexes into [`YearDigest::types`] and
/// [`YearDigest::locations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestPart {
    /// The index of the type.
    pub day_type: usize,
    /// The index of the location.
    pub location: Option<usize>,
}

/// A logged day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DigestDay {
    /// The date.
    pub day: Day,
    /// Whether the first slot is the whole day. If not, the slots are morning and afternoon.
    pub is_whole: bool,
    /// The parts of the day. At least one slot is filled.
    pub slots: [Option<DigestPart>; 2],
}

impl DigestDay {
    /// Returns the length of the empty half, or 0.
    pub(crate) fn missing(&self) -> HalfDays {
        HalfDays(u32::from(!self.is_whole && self.slots.iter().any(Option::is_none)))
    }

    /// Returns the filled parts in the order of the day, each with its length.
    pub fn parts(&self) -> impl Iterator<Item = (DigestPart, HalfDays)> {
        let worth = HalfDays(if self.is_whole { 2 } else { 1 });
        self.slots.into_iter().flatten().map(move |part| (part, worth))
    }
}

/// The logged days of consecutive months.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct YearDigest {
    /// The types that occur.
    pub types: Vec<Slug>,
    /// The distinct locations that occur, spelled as in the entries.
    pub locations: Vec<Location>,
    /// The days, in order.
    pub days: Vec<DigestDay>,
    /// Whether anything is logged before the first of the months.
    pub began_before: bool,
}

impl YearDigest {
    /// Returns the days of a range. Both ends are inclusive.
    pub fn between(&self, first: Day, last: Day) -> &[DigestDay] {
        self.between_dates(first.date(), last.date())
    }

    /// Returns the days of a range, which may extend beyond the supported dates. Both ends are
    /// inclusive.
    pub fn between_dates(&self, first: NaiveDate, last: NaiveDate) -> &[DigestDay] {
        let start = self.days.partition_point(|logged| logged.day.date() < first);
        let end = self.days.partition_point(|logged| logged.day.date() <= last);
        &self.days[start..end.max(start)]
    }

    /// Keeps only the parts with some types, and the days that have any of them.
    pub fn retain_types(&mut self, is_kept: impl FnMut(&Slug) -> bool) {
        let kept: Vec<bool> = self.types.iter().map(is_kept).collect();
        for logged in &mut self.days {
            logged.slots = logged.slots.map(|slot| slot.filter(|part| kept[part.day_type]));
        }
        self.days.retain(|logged| logged.slots.iter().any(Option::is_some));
    }

    /// Returns the years with days, in order.
    pub fn years(&self) -> Vec<i32> {
        let mut years: Vec<_> = self.days.iter().map(|logged| logged.day.year().number()).collect();
        years.dedup();
        years
    }

    /// Returns the locations of all days except these, which must be consecutive days of the digest.
    pub fn locations_except(&self, gone: &[DigestDay]) -> Vec<Location> {
        let is_gone = |day: Day| {
            let span = gone.first().zip(gone.last());
            span.is_some_and(|(first, last)| (first.day..=last.day).contains(&day))
        };
        let remaining = self.days.iter().filter(|logged| !is_gone(logged.day));
        let used: BTreeSet<usize> =
            remaining.flat_map(DigestDay::parts).filter_map(|(part, _)| part.location).collect();
        used.into_iter().filter_map(|index| self.locations.get(index)).cloned().collect()
    }

    /// Returns the part with this type and location, adding each to the lists if it is new.
    fn part(&mut self, slug: &str, place: Option<&str>) -> Result<DigestPart, DigestError> {
        let day_type = match self.types.iter().position(|known| known.as_str() == slug) {
            Some(known) => known,
            None => push_index(&mut self.types, slug.parse()?),
        };
        let Some(place) = place else { return Ok(DigestPart { day_type, location: None }) };
        let location = match self.locations.iter().position(|known| known.as_str() == place) {
            Some(known) => known,
            None => push_index(&mut self.locations, place.parse()?),
        };
        Ok(DigestPart { day_type, location: Some(location) })
    }

    fn add(&mut self, day: Day, parts: &StoredParts<'_>) -> Result<(), DigestError> {
        let mut part = |stored: &Option<StoredPart<'_>>| {
            let Some(StoredPart { day_type, location }) = stored else { return Ok(None) };
            let place = location.as_ref().map(|place| &*place.0);
            self.part(&day_type.0, place).map(Some)
        };
        let whole = part(&parts.day)?;
        let (am, pm) = (part(&parts.am)?, part(&parts.pm)?);
        let (is_whole, slots) = match (whole, am, pm) {
            (Some(whole), None, None) => (true, [Some(whole), None]),
            (None, None, None) | (Some(_), _, _) => return Err(DigestError::Parts),
            (None, am, pm) => (false, [am, pm]),
        };
        self.days.push(DigestDay { day, is_whole, slots });
        Ok(())
    }
}

fn push_index<T>(all: &mut Vec<T>, new: T) -> usize {
    all.push(new);
    all.len() - 1
}

/// Why a stored month can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// A day that doesn't exist in the month.
    #[error("a day that its month does not have")]
    Day,
    /// An entry that isn't a whole day, a half day, or two half days.
    #[error("an entry that is neither a whole day nor halves")]
    Parts,
    /// An invalid type.
    #[error(transparent)]
    Type(#[from] SlugError),
    /// An invalid location.
    #[error(transparent)]
    Location(#[from] TextError),
}

/// Builds a [`YearDigest`] from stored months, which must arrive in descending order.
pub struct DigestReader {
    from: Month,
    /// The days read so far, in descending order. Most stores keep the days of a month sorted.
    digest: YearDigest,
}

impl DigestReader {
    /// Creates a reader of the days since the start of a month.
    pub fn new(from: Month) -> Self {
        Self { from, digest: YearDigest::default() }
    }

    /// Adds a stored month. Returns `Break` once no earlier month needs to be read.
    pub fn add_month(&mut self, month: &StoredMonth<'_>) -> Result<ControlFlow<()>, DigestError> {
        if month.month < self.from {
            return Ok(self.skip_earlier(month.days.is_empty()));
        }
        let before = self.digest.days.len();
        for (key, entry) in &month.days {
            let day = month.month.day(key.number()).ok_or(DigestError::Day)?;
            self.digest.add(day, &entry.parts)?;
        }
        self.digest.days[before..].reverse();
        Ok(ControlFlow::Continue(()))
    }

    /// Records a month before the first. If it is empty, an earlier one may still contain entries.
    fn skip_earlier(&mut self, is_empty: bool) -> ControlFlow<()> {
        self.digest.began_before = !is_empty;
        if is_empty { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// Returns the days read.
    pub fn finish(mut self) -> YearDigest {
        let days = &mut self.digest.days;
        days.reverse();
        if !days.is_sorted_by_key(|day| day.day) {
            days.sort_unstable_by_key(|day| day.day);
        }
        self.digest
    }
}

/// The fields of a stored month that a [`YearDigest`] requires, borrowed from the document where
/// possible.
#[derive(Debug, Deserialize)]
pub struct StoredMonth<'a> {
    month: Month,
    #[serde(borrow, default, deserialize_with = "days")]
    days: Vec<(DayKey, StoredEntry<'a>)>,
}

#[derive(Debug, Deserialize)]
struct StoredEntry<'a> {
    #[serde(borrow)]
    parts: StoredParts<'a>,
}

#[derive(Debug, Deserialize)]
struct StoredParts<'a> {
    #[serde(borrow, default)]
    day: Option<StoredPart<'a>>,
    #[serde(borrow, default)]
    am: Option<StoredPart<'a>>,
    #[serde(borrow, default)]
    pm: Option<StoredPart<'a>>,
}

#[derive(Debug, Deserialize)]
struct StoredPart<'a> {
    #[serde(rename = "type", borrow)]
    day_type: BorrowedText<'a>,
    #[serde(borrow, default)]
    location: Option<BorrowedText<'a>>,
}

#[derive(Debug, Deserialize)]
struct BorrowedText<'a>(#[serde(borrow)] Cow<'a, str>);

/// Deserializes a map of days into a list, which requires only one allocation.
fn days<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(DayKey, StoredEntry<'de>)>, D::Error> {
    struct DaysVisitor;
    impl<'de> Visitor<'de> for DaysVisitor {
        type Value = Vec<(DayKey, StoredEntry<'de>)>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("the days of a month")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut days = Vec::with_capacity(31);
            while let Some(day) = map.next_entry()? {
                days.push(day);
            }
            Ok(days)
        }
    }
    deserializer.deserialize_map(DaysVisitor)
}
