//! The balances of all allowances in a year.

use super::digest::YearDigest;
use crate::domain::allowances::{Balance, RecordStart, UsageRecord};
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::HalfDays;
use crate::domain::settings::Settings;
use crate::domain::types::{DayType, DayTypes};

/// The balance of one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeBalance<'a> {
    /// The type.
    pub day_type: &'a DayType,
    /// The balance of its allowance.
    pub balance: Balance,
}

/// Returns the balance of each type that has an allowance in an allowance year, in the order of the
/// types. The digest must contain the [`Settings::days_needed`]. Archived types are included only
/// if they have days in that year.
pub fn balances<'a>(
    settings: &'a Settings,
    digest: &YearDigest,
    year: Year,
    today: Day,
) -> Vec<TypeBalance<'a>> {
    let type_balance = |day_type: &'a DayType| {
        let allowance = settings.allowances.get(&day_type.slug)?;
        let start = digest.record_start(settings, None);
        let record = UsageRecord::new(start, usage(digest, &settings.types, day_type));
        let balance = allowance.balance(&settings.allowance_calendar, year, &record, today)?;
        let is_idle = balance.used == HalfDays(0) && balance.planned == HalfDays(0);
        (day_type.is_offered() || !is_idle).then_some(TypeBalance { day_type, balance })
    };
    settings.types.iter().filter_map(type_balance).collect()
}

impl YearDigest {
    /// Returns when the user's entries start, including permanently deleted ones and a planned one.
    pub(super) fn record_start(&self, settings: &Settings, planned: Option<Day>) -> RecordStart {
        if self.began_before {
            return RecordStart::Earlier;
        }
        let first = self.days.first().map(|logged| logged.day);
        let first = [first, settings.record_start, planned].into_iter().flatten().min();
        first.map_or(RecordStart::Never, RecordStart::On)
    }
}

/// Returns the days of a type, including those of types merged into it.
pub(super) fn usage(
    digest: &YearDigest,
    types: &DayTypes,
    day_type: &DayType,
) -> impl Iterator<Item = (Day, HalfDays)> {
    let is_it = |slug| types.get(slug).is_some_and(|found| found.slug == day_type.slug);
    let counts: Vec<bool> = digest.types.iter().map(is_it).collect();
    digest.days.iter().filter_map(move |logged| {
        let worth: u32 = logged
            .parts()
            .filter(|(part, _)| counts[part.day_type])
            .map(|(_, worth)| worth.0)
            .sum();
        (worth > 0).then_some((logged.day, HalfDays(worth)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::allowances::{Allowance, AllowanceRule, CarriedDays, CarryOver, Remaining};
    use crate::domain::year::digest::tests::brief_of;

    #[test]
    fn balances_count_the_days_of_each_type() {
        let mut settings = Settings::default();
        let mut set = |slug: &str, days: Option<&str>, carry| {
            let days = days.map(|days| days.parse().unwrap());
            let rule = AllowanceRule { days, carry, expires: None };
            settings.allowances.insert(slug.parse().unwrap(), Allowance::from_beginning(rule));
        };
        set("vacation", Some("10"), Some(CarryOver::default()));
        set("sick", Some("0.5"), None);
        set("holiday", None, None);
        let digest = brief_of(
            "2025-01",
            &[
                ("2025-01-02", "vacation"),
                ("2026-03-02", "vacation+sick"),
                ("2026-03-03", "+vacation"),
                ("2026-03-04", "sick"),
                ("2026-12-24", "vacation"),
            ],
        );
        let year = "2026".parse().unwrap();
        let all = balances(&settings, &digest, year, "2026-11-18".parse().unwrap());
        let actual: Vec<_> = all
            .iter()
            .map(|type_balance| {
                let Balance { carried_in, used, planned, remaining_at_year_end, .. } =
                    type_balance.balance;
                (
                    type_balance.day_type.slug.as_str(),
                    carried_in,
                    used.0,
                    planned.0,
                    remaining_at_year_end,
                )
            })
            .collect();
        let expected = [
            ("vacation", CarriedDays(18), 2, 2, Remaining::Left(HalfDays(34))),
            ("sick", CarriedDays(0), 3, 0, Remaining::Over(HalfDays(2))),
        ];
        assert_eq!(actual, expected);
    }
}
