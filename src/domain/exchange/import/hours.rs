//! Derives whole and half days from the hours of time entries, of which a day may have several.

use std::collections::{BTreeMap, HashMap};

use super::DayHalf;
use super::merge::{Addition, Merged};
use crate::domain::days::day::Day;
use crate::domain::days::entry::Part;
use crate::domain::days::notes::Notes;
use crate::domain::values::problem::Problem;

/// The minutes from which a day counts as whole.
const WHOLE_DAY: u32 = 5 * 60;

/// The time entries of each day, added up by type and location.
#[derive(Debug, Default)]
pub(super) struct TimeEntries(BTreeMap<Day, DayTotals>);

/// The minutes of a day by type and location, in the order of the file.
#[derive(Debug, Default)]
struct DayTotals {
    totals: Vec<DayTotal>,
    positions: HashMap<Part, usize>,
}

/// The time entries of a day with the same type and location.
#[derive(Debug)]
struct DayTotal {
    addition: Addition,
    minutes: u32,
    /// The positions of the rows among the outcomes.
    rows: Vec<usize>,
}

impl TimeEntries {
    /// Adds an entry. `row` is the position of its row among the outcomes.
    pub(super) fn add(&mut self, day: Day, row: usize, entry: Addition, minutes: u32) {
        let DayTotals { totals, positions } = self.0.entry(day).or_default();
        if let Some(at) = positions.get(&entry.part) {
            let known = &mut totals[*at];
            known.addition.add_notes(&entry.notes);
            known.minutes += minutes;
            known.rows.push(row);
        } else {
            positions.insert(entry.part.clone(), totals.len());
            totals.push(DayTotal { addition: entry, minutes, rows: vec![row] });
        }
    }

    /// Returns the content of each day, and the positions of the rows that aren't part of it.
    pub(super) fn days(self) -> impl Iterator<Item = (Day, Merged, Vec<usize>)> {
        self.0.into_iter().filter_map(|(day, found)| {
            let (merged, losers) = one_day(&found.totals)?;
            Some((day, merged, losers))
        })
    }
}

/// Returns the content of a day, and the positions of the rows that aren't part of it. Less than
/// five hours are half a day. From five hours on, the day is whole: half of it belongs to the second
/// most frequent type if that takes at least a third of the hours. Other types are left out.
fn one_day(totals: &[DayTotal]) -> Option<(Merged, Vec<usize>)> {
    let sum: u32 = totals.iter().map(|total| total.minutes).sum();
    // The sort is stable: of equal types, the first in the file counts.
    let mut by_time: Vec<usize> = (0..totals.len()).collect();
    by_time.sort_by_key(|at| std::cmp::Reverse(totals[*at].minutes));
    let first = *by_time.first()?;
    let second = by_time.get(1).copied();
    let second = second.filter(|at| sum >= WHOLE_DAY && totals[*at].minutes * 3 >= sum);
    let take = |at: usize, half| Addition { half, ..totals[at].addition.clone() };
    let merged = match second {
        None if sum < WHOLE_DAY => Merged::new(take(first, DayHalf::Either)),
        None => Merged::new(take(first, DayHalf::Whole)),
        Some(second) => {
            let mut merged = Merged::new(take(first.min(second), DayHalf::Morning));
            let later = take(first.max(second), DayHalf::Afternoon);
            // Notes that would become too long are left out, as within a type.
            if !merged.add(&later) {
                merged.add(&Addition { notes: Notes::default(), ..later });
            }
            merged
        }
    };
    let losers = by_time.into_iter().filter(|at| *at != first && Some(*at) != second);
    Some((merged, losers.flat_map(|at| totals[at].rows.iter().copied()).collect()))
}

/// Parses hours such as `02:30:00`, `2:30`, `2.5`, `2,5`, or `2h 30m` to minutes.
pub(super) fn parse(text: &str) -> Result<u32, Problem> {
    let problem = || Problem::new("table.hours").with("text", text);
    let minutes = if text.is_empty() {
        Some(0)
    } else if text.contains(':') {
        clock(text)
    } else if text.contains(['h', 'H']) {
        units(text)
    } else {
        parse_hundredths(text).map(|hundredths| hundredths * 60 / 100)
    };
    minutes.filter(|minutes| *minutes <= 48 * 60).ok_or_else(problem)
}

fn clock(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| part.trim().parse::<u16>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().unwrap_or(Some(0))?;
    (parts.next().is_none() && minutes < 60 && seconds < 60)
        .then(|| u32::from(hours) * 60 + u32::from(minutes) + u32::from(seconds >= 30))
}

fn units(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(['h', 'H'])?;
    let minutes = minutes.trim().trim_end_matches(|c: char| c.is_alphabetic()).trim();
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<u16>().ok()? };
    Some(parse_hundredths(hours.trim())? * 60 / 100 + u32::from(minutes))
}

/// Parses a number such as `2.5` or `2,5`, as hundredths.
pub(super) fn parse_hundredths(text: &str) -> Option<u32> {
    let (whole, fraction) = match text.strip_suffix('½') {
        Some(whole) => (if whole.is_empty() { "0" } else { whole.trim_end() }, "5"),
        None => text.split_once(['.', ',']).unwrap_or((text, "")),
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let hundredths: u32 = format!("{fraction}00").get(..2)?.parse().ok()?;
    Some(whole.parse::<u32>().ok()? * 100 + hundredths)
}

/// Half a day, in hundredths of a day.
pub(super) const HALF_DAY: u32 = 50;

/// Parses a number of days such as `2.5`, `2,5`, or `1.00 days`, as hundredths.
pub(super) fn parse_days(text: &str) -> Option<u32> {
    const UNITS: [&str; 5] = ["days", "day", "tage", "tag", "d"];
    let plain = text.to_lowercase();
    let number = UNITS.iter().find_map(|unit| plain.strip_suffix(unit));
    parse_hundredths(number.unwrap_or(&plain).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_days() {
        for (text, expected) in [
            ("0.5", Some(50)),
            ("2,5", Some(250)),
            ("½ day", Some(50)),
            ("2½", Some(250)),
            ("2.5½", None),
            ("1.00 days", Some(100)),
            ("3 Tage", Some(300)),
            ("8.00 hours", None),
            ("", None),
        ] {
            assert_eq!(super::parse_days(text), expected, "{text}");
        }
    }

    #[test]
    fn parses_hours() {
        for (text, expected) in [
            ("02:30:00", Some(150)),
            ("00:00:45", Some(1)),
            ("2:30", Some(150)),
            ("2.5", Some(150)),
            ("1,50", Some(90)),
            ("8", Some(480)),
            ("7h 30m", Some(450)),
            ("7.5 h", Some(450)),
            ("", Some(0)),
            ("2:75", None),
            ("99:00", None),
            ("two", None),
            ("-1", None),
        ] {
            assert_eq!(parse(text).ok(), expected, "{text}");
        }
    }
}
