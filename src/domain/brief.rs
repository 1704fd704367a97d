//! Days in brief: what each was spent on and where. A year is read as this, without notes, versions
//! and moments, and with each type and location kept once for all its days.

use std::borrow::Cow;
use std::fmt;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::day::{Day, Month};
use super::entry::HalfDays;
use super::location::{Location, LocationError};
use super::month_log::DayKey;
use super::types::{Slug, SlugError};

/// A type and maybe a location, as positions in [`Brief::types`] and [`Brief::locations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefPart {
    /// What.
    pub day_type: usize,
    /// Where.
    pub location: Option<usize>,
}

/// A logged day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BriefDay {
    /// Which.
    pub day: Day,
    /// Whether the first slot is the whole day; else the slots are morning and afternoon.
    pub is_whole: bool,
    /// At least one is filled.
    pub slots: [Option<BriefPart>; 2],
}

impl BriefDay {
    /// The filled parts in the order of the day, each with what it is worth.
    pub fn parts(&self) -> impl Iterator<Item = (BriefPart, HalfDays)> {
        let worth = HalfDays(if self.is_whole { 2 } else { 1 });
        self.slots.into_iter().flatten().map(move |part| (part, worth))
    }
}

/// The logged days of some months in brief.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brief {
    /// The types that occur.
    pub types: Vec<Slug>,
    /// The locations that occur, each as it is written in the days.
    pub locations: Vec<Location>,
    /// The days, in order.
    pub days: Vec<BriefDay>,
    /// Whether anything is logged before the first of the months.
    pub began_before: bool,
}

impl Brief {
    /// The days of a range, both ends included.
    pub fn between(&self, first: Day, last: Day) -> &[BriefDay] {
        self.between_dates(first.date(), last.date())
    }

    /// The days of a range that may reach out of the record, both ends included.
    pub fn between_dates(&self, first: NaiveDate, last: NaiveDate) -> &[BriefDay] {
        let start = self.days.partition_point(|logged| logged.day.date() < first);
        let end = self.days.partition_point(|logged| logged.day.date() <= last);
        &self.days[start..end.max(start)]
    }

    fn part(&mut self, stored: &StoredPart<'_>) -> Result<BriefPart, BriefError> {
        let slug = &*stored.day_type.0;
        let day_type = match self.types.iter().position(|known| known.as_str() == slug) {
            Some(known) => known,
            None => added(&mut self.types, slug.parse()?),
        };
        let Some(Text(place)) = &stored.location else {
            return Ok(BriefPart { day_type, location: None });
        };
        let location = match self.locations.iter().position(|known| known.as_str() == place) {
            Some(known) => known,
            None => added(&mut self.locations, place.parse()?),
        };
        Ok(BriefPart { day_type, location: Some(location) })
    }

    fn add(&mut self, day: Day, parts: &StoredParts<'_>) -> Result<(), BriefError> {
        let mut part = |stored: &Option<StoredPart<'_>>| {
            stored.as_ref().map(|stored| self.part(stored)).transpose()
        };
        let whole = part(&parts.day)?;
        let (am, pm) = (part(&parts.am)?, part(&parts.pm)?);
        let (is_whole, slots) = match (whole, am, pm) {
            (Some(whole), None, None) => (true, [Some(whole), None]),
            (None, None, None) | (Some(_), _, _) => return Err(BriefError::Parts),
            (None, am, pm) => (false, [am, pm]),
        };
        self.days.push(BriefDay { day, is_whole, slots });
        Ok(())
    }
}

fn added<T>(all: &mut Vec<T>, new: T) -> usize {
    all.push(new);
    all.len() - 1
}

/// Why a stored month is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BriefError {
    /// A day that the month does not have.
    #[error("a day that its month does not have")]
    Day,
    /// Neither a whole day nor halves.
    #[error("an entry that is neither a whole day nor halves")]
    Parts,
    /// A type that is no type.
    #[error(transparent)]
    Type(#[from] SlugError),
    /// A location that is none.
    #[error(transparent)]
    Location(#[from] LocationError),
}

/// Puts together what a store reads, the latest month first.
pub struct BriefReader {
    from: Month,
    brief: Brief,
}

impl BriefReader {
    /// Wants the days since the beginning of a month.
    pub fn since(from: Month) -> Self {
        Self { from, brief: Brief::default() }
    }

    /// Takes a month; breaks off when no earlier one needs to be read.
    pub fn take(&mut self, month: &StoredMonth<'_>) -> Result<ControlFlow<()>, BriefError> {
        if month.month < self.from {
            self.brief.began_before = !month.days.is_empty();
            return Ok(if month.days.is_empty() {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            });
        }
        for (key, entry) in &month.days {
            let day = month.month.day(key.number()).ok_or(BriefError::Day)?;
            self.brief.add(day, &entry.parts)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// What came together.
    pub fn finish(mut self) -> Brief {
        self.brief.days.sort_unstable_by_key(|day| day.day);
        self.brief
    }
}

/// A month as it is stored, of which only this is read; it borrows what it can.
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
    day_type: Text<'a>,
    #[serde(borrow, default)]
    location: Option<Text<'a>>,
}

#[derive(Debug, Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Reads a map of days as a list, which takes one allocation.
fn days<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(DayKey, StoredEntry<'de>)>, D::Error> {
    struct Days;
    impl<'de> Visitor<'de> for Days {
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
    deserializer.deserialize_map(Days)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::Timestamp;
    use crate::domain::entry::{Entry, Part, Parts};
    use crate::domain::month_log::MonthLog;
    use crate::domain::notes::Notes;
    use crate::domain::user::UserId;

    /// A part written `type` or `type@location`.
    fn part(text: &str) -> Part {
        let (slug, place) = text.split_once('@').unwrap_or((text, ""));
        Part { day_type: slug.parse().unwrap(), location: place.parse().ok() }
    }

    /// Days written as `type@location`, or as two halves `type+type` of which one may be empty; read
    /// as the stores read them.
    pub(crate) fn brief_of(from: &str, days: &[(&str, &str)]) -> Brief {
        let half = |text: &str| (!text.is_empty()).then(|| part(text));
        let mut months: BTreeMap<Month, MonthLog> = BTreeMap::new();
        for (day, text) in days {
            let day: Day = day.parse().unwrap();
            let parts = match text.split_once('+') {
                Some((am, pm)) => Parts::halves(half(am), half(pm)).unwrap(),
                None => Parts::Whole(part(text)),
            };
            let log = months.entry(day.month());
            let log = log.or_insert_with(|| MonthLog::empty(UserId::new(), day.month()));
            let (notes, at): (Notes, _) = ("\"days\":{}".parse().unwrap(), Timestamp::default());
            let entry = Entry { parts, notes, version: 1, created_at: at, updated_at: at };
            log.days.insert(day.into(), entry);
        }
        let mut reader = BriefReader::since(from.parse().unwrap());
        for log in months.values().rev() {
            let json = serde_json::to_string(log).unwrap();
            let month: StoredMonth<'_> = serde_json::from_str(&json).unwrap();
            if reader.take(&month).unwrap().is_break() {
                break;
            }
        }
        reader.finish()
    }

    /// Days of 2024 to 2027 in order, each with what was logged.
    pub(crate) fn any_days() -> impl Strategy<Value = Vec<(String, String)>> {
        let kinds = ["office@HQ", "remote@Home", "remote@home+office", "+sick", "jury+", "holiday"];
        let kind = prop::sample::select(kinds.to_vec());
        let first: Day = "2024-01-01".parse().unwrap();
        let at = move |offset: u64| (first.date() + chrono::Days::new(offset)).to_string();
        prop::collection::btree_map(0u64..1461, kind, 0..120).prop_map(move |days| {
            days.into_iter().map(|(offset, kind)| (at(offset), kind.to_owned())).collect()
        })
    }

    #[test]
    fn what_is_stored_is_read_in_brief() {
        let brief = brief_of(
            "2026-01",
            &[
                ("2026-02-03", "remote@Caf\u{e9} \"Zum\\Eck\""),
                ("2026-01-05", "office@Berlin HQ+remote@Home"),
                ("2026-01-07", "+vacation"),
                ("2026-01-06", "office"),
            ],
        );
        let read: Vec<String> = brief.days.iter().map(|day| words(&brief, day)).collect();
        assert_eq!(
            read,
            [
                "2026-01-05 am office@Berlin HQ pm remote@Home",
                "2026-01-06 office",
                "2026-01-07 pm vacation",
                "2026-02-03 remote@Caf\u{e9} \"Zum\\Eck\"",
            ]
        );
        assert!(!brief.began_before);
        assert_eq!(brief.types.len(), 3);
        let some = brief.between("2026-01-06".parse().unwrap(), "2026-01-31".parse().unwrap());
        assert_eq!(some.len(), 2);
    }

    fn words(brief: &Brief, day: &BriefDay) -> String {
        let mut text = day.day.to_string();
        for (slot, when) in day.slots.iter().zip(["am ", "pm "]) {
            let Some(part) = slot else { continue };
            let place =
                part.location.map_or(String::new(), |at| format!("@{}", brief.locations[at]));
            let when = if day.is_whole { "" } else { when };
            text += &format!(" {when}{}{place}", brief.types[part.day_type]);
        }
        text
    }

    #[test]
    fn it_is_told_that_something_was_logged_before() {
        let days = [("2025-12-30", "office"), ("2026-01-05", "office")];
        assert!(brief_of("2026-01", &days).began_before);
        assert!(!brief_of("2025-12", &days).began_before);
        assert_eq!(brief_of("2026-01", &days).days.len(), 1);
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for days in [
            r#"{"31":{"parts":{"day":{"type":"office"}}}}"#,
            r#"{"01":{"parts":{}}}"#,
            r#"{"01":{"parts":{"day":{"type":"office"},"am":{"type":"office"}}}}"#,
            r#"{"01":{"parts":{"day":{"type":"No type"}}}}"#,
            r#"{"01":{"parts":{"day":{"type":"office","location":" "}}}}"#,
        ] {
            let json = format!(r#"{{"month":"2026-02","days":{days}}}"#);
            let month: StoredMonth<'_> = serde_json::from_str(&json).unwrap();
            let mut reader = BriefReader::since("2026-01".parse().unwrap());
            assert!(reader.take(&month).is_err(), "{days}");
        }
        let no_key = r#"{"month":"2026-02","days":{"32":{"parts":{"day":{"type":"office"}}}}}"#;
        assert!(serde_json::from_str::<StoredMonth<'_>>(no_key).is_err());
    }
}
