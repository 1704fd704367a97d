//! Doughnut charts: a ring of slices, and a table of the same numbers.

use std::f64::consts::TAU;

use crate::domain::days::entry::HalfDays;
use crate::domain::year::totals::{Count, LocationTotals, TypeTotals};
use crate::locale::{Number, t};
use crate::web::views::totals::{CountView, badge_of, format_share};

/// The circumference of the ring, in its own units.
const RING: u32 = 1000;
/// The gap between two slices, in the same units.
const GAP: u32 = 6;
/// The length from which a slice has room for its mark.
const ROOM_FOR_MARK: u32 = 60;
/// The x and y coordinate of the ring's center, in SVG units.
const CENTER: f64 = 60.0;
/// The radius of the ring's line, in SVG units.
const RADIUS: f64 = 44.0;
/// The maximum number of locations that get their own slice.
const MAX_LOCATIONS: usize = 5;
/// The marks of locations: a digit, and a color that isn't used by a built-in type other than
/// remote.
const PLACE_MARKS: [(char, &str); MAX_LOCATIONS] =
    [('1', "violet"), ('2', "teal"), ('3', "pink"), ('4', "olive"), ('5', "brown")];
const OTHER: (char, &str) = ('+', "slate");

pub(super) struct Doughnut<'a> {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// The heading of the column that names the slices.
    pub(super) column: &'static str,
    /// The sum of all slices, including planned days.
    pub(super) total: Number,
    /// `day` or `days`, for the total.
    pub(super) unit: String,
    pub(super) has_planned: bool,
    pub(super) slices: Vec<Slice<'a>>,
}

/// A slice of the ring, and its row in the table.
pub(super) struct Slice<'a> {
    pub(super) mark: char,
    pub(super) color: &'static str,
    pub(super) label: &'a str,
    pub(super) days: CountView,
    /// The share of all slices, such as `12%`.
    pub(super) share: String,
    /// The length of the slice, and the rest of the ring.
    pub(super) length: u32,
    pub(super) rest: u32,
    /// The position on the ring at which the slice starts.
    pub(super) start: u32,
    /// The coordinates of the mark, if there is room for it.
    pub(super) mark_at: Option<(String, String)>,
}

impl<'a> Doughnut<'a> {
    /// Creates the chart of the types.
    pub(super) fn of_types(types: &[TypeTotals<'a>]) -> Self {
        let part = |type_totals: &TypeTotals<'a>| {
            let badge = badge_of(type_totals);
            ((badge.letter, badge.color), badge.label, type_totals.total)
        };
        Self::new(("kinds", t::year_by_type(), t::day_type()), types.iter().map(part))
    }

    /// Creates the chart of the remote locations: those with the most days, and all others
    /// together.
    pub(super) fn of_remote(locations: &[LocationTotals<'a>]) -> Self {
        let mut remote: Vec<_> =
            locations.iter().filter(|location| !location.remote.is_zero()).collect();
        remote.sort_by_key(|location| std::cmp::Reverse(location.remote.sum()));
        let (most, others) = remote.split_at(remote.len().min(MAX_LOCATIONS));
        let sum = |count: fn(Count) -> HalfDays| -> HalfDays {
            others.iter().map(|location| count(location.remote)).sum()
        };
        let other =
            Count { actual: sum(|count| count.actual), planned: sum(|count| count.planned) };
        let named = most.iter().zip(PLACE_MARKS);
        let named =
            named.map(|(location, mark)| (mark, location.location.as_str(), location.remote));
        let title = ("remote", t::year_remote(), t::location());
        Self::new(title, named.chain([(OTHER, t::year_other(), other)]))
    }

    /// Returns whether the chart of the remote locations contains all days at all locations.
    pub(super) fn shows_all(locations: &[LocationTotals<'_>]) -> bool {
        locations.len() <= MAX_LOCATIONS
            && locations.iter().all(|location| location.days == location.remote)
    }

    fn new(
        (id, title, column): (&'static str, &'static str, &'static str),
        parts: impl Iterator<Item = ((char, &'static str), &'a str, Count)>,
    ) -> Self {
        let parts: Vec<_> = parts.filter(|(_, _, count)| !count.is_zero()).collect();
        let total: HalfDays = parts.iter().map(|(_, _, count)| count.sum()).sum();
        let between = if parts.len() > 1 { GAP } else { 0 };
        let mut before = HalfDays(0);
        let slices = parts.into_iter().map(|((mark, color), label, count)| {
            let start = along(before, total);
            before += count.sum();
            let full = along(before, total) - start;
            let length = full.saturating_sub(between).max(1);
            Slice {
                mark,
                color,
                label,
                days: count.into(),
                share: format_share(count.sum(), total),
                length,
                rest: RING - length,
                start,
                mark_at: (full >= ROOM_FOR_MARK).then(|| mark_at(start + length / 2)),
            }
        });
        let slices: Vec<_> = slices.collect();
        let has_planned = slices.iter().any(|slice| slice.days.planned.is_some());
        let (unit, total) = (t::year_unit(total), total.into());
        Self { id, title, column, total, unit, has_planned, slices }
    }
}

/// Returns the length of the ring that this share of all days covers.
fn along(days: HalfDays, all: HalfDays) -> u32 {
    days.0 * RING / all.0.max(1)
}

/// Returns the coordinates of a position on the ring, which starts at the top.
fn mark_at(along: u32) -> (String, String) {
    let angle = (f64::from(along) / f64::from(RING) - 0.25) * TAU;
    let at = |part: f64| format!("{:.1}", CENTER + RADIUS * part);
    (at(angle.cos()), at(angle.sin()))
}
