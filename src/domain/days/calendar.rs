//! The calendar grid of a month, in whole weeks.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::day::Month;
use super::week::{WEEKDAYS, WeekStart};

/// A row of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// The ISO 8601 number of the week that the row's Thursday belongs to. For rows starting on
    /// Monday it is the number of that week. For other rows it is the week with which they share
    /// the most working days.
    pub number: u32,
    /// The dates in order. Those of the first and last row may be outside the month, and outside
    /// the supported dates.
    pub days: [NaiveDate; 7],
}

/// Returns the weeks that cover a month, each starting on `start`.
pub fn weeks(month: Month, start: WeekStart) -> Vec<Week> {
    let first = month.first_day().date();
    let lead = first.weekday().days_since(start.weekday());
    let rows = (lead + month.length()).div_ceil(7);
    let top_left = first - Days::new(u64::from(lead));
    let day_at = |position: u32| top_left + Days::new(u64::from(position));
    (0..rows)
        .map(|row| {
            let days: [NaiveDate; 7] = std::array::from_fn(|column| {
                day_at(row * 7 + u32::try_from(column).unwrap_or_default())
            });
            let thursday = days.iter().find(|day| day.weekday() == Weekday::Thu);
            let number = thursday.map_or(0, |day| day.iso_week().week());
            Week { number, days }
        })
        .collect()
}

/// Returns the weekdays in the order of a row.
pub fn weekdays(start: WeekStart) -> [Weekday; 7] {
    let first = start.weekday().num_days_from_monday() as usize;
    std::array::from_fn(|column| WEEKDAYS[(first + column) % 7])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn november_2026() {
        let grid = weeks("2026-11".parse().unwrap(), WeekStart::Monday);
        assert_eq!(
            grid.iter().map(|week| week.number).collect::<Vec<_>>(),
            [44, 45, 46, 47, 48, 49]
        );
        assert_eq!(grid[0].days[0].to_string(), "2026-10-26");
        assert_eq!(grid[5].days[6].to_string(), "2026-12-06");
        let from_sunday = weeks("2026-11".parse().unwrap(), WeekStart::Sunday);
        assert_eq!(from_sunday.len(), 5);
        assert_eq!(from_sunday[0].number, 45);
    }

    #[test]
    fn grids_extend_beyond_the_supported_dates() {
        assert_eq!(
            weeks("1970-01".parse().unwrap(), WeekStart::Monday)[0].days[0].to_string(),
            "1969-12-29"
        );
        let last = weeks("2100-12".parse().unwrap(), WeekStart::Monday);
        assert_eq!(last.last().unwrap().days[6].to_string(), "2101-01-02");
    }

    fn any_month() -> impl Strategy<Value = Month> {
        (1970i32..=2100, 1u32..=12).prop_map(|(y, m)| format!("{y}-{m:02}").parse().unwrap())
    }

    proptest! {
        #[test]
        fn whole_weeks_cover_exactly_the_month(
            month in any_month(),
            start in prop::sample::select(WeekStart::ALL.to_vec()),
        ) {
            let grid = weeks(month, start);
            let days: Vec<NaiveDate> = grid.iter().flat_map(|week| week.days).collect();
            prop_assert!(days.windows(2).all(|pair| pair[0].succ_opt() == Some(pair[1])));
            prop_assert!(grid.iter().all(|week| week.days[0].weekday() == start.weekday()));
            let first = month.first_day().date();
            let inside = |day: &&NaiveDate| (day.year(), day.month()) == (first.year(), first.month());
            prop_assert_eq!(days.iter().filter(inside).count(), month.length() as usize);
            prop_assert!(grid.iter().all(|week| week.days.iter().any(|day| inside(&day))));
            let columns = weekdays(start);
            prop_assert!(grid.iter().all(|week| week.days.map(|day| day.weekday()) == columns));
        }

        #[test]
        fn rows_starting_on_monday_have_the_iso_week_number(month in any_month()) {
            for week in weeks(month, WeekStart::Monday) {
                prop_assert!(week.days.iter().all(|day| day.iso_week().week() == week.number));
            }
        }
    }
}
