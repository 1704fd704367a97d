//! Days taken beyond an allowance, for the messages shown when days are logged.

use std::collections::{BTreeMap, BTreeSet};

use super::balances::usage;
use super::digest::YearDigest;
use crate::domain::allowances::UsageRecord;
use crate::domain::days::day::{Day, Year};
use crate::domain::days::entry::{HalfDays, Parts};
use crate::domain::days::plan::{Plan, PlannedStep};
use crate::domain::settings::Settings;
use crate::domain::types::{DayType, Slug};

/// The days that are logged, or would be, on some dates. `None` means that nothing is.
pub type LoggedDays<'p> = BTreeMap<Day, Option<&'p Parts>>;

/// The days logged beyond an allowance in an allowance year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overdraft<'a> {
    /// The type.
    pub day_type: &'a DayType,
    /// The allowance year.
    pub year: Year,
    /// The days beyond the allowance, never 0.
    pub over: HalfDays,
}

/// Returns the days that a plan changes.
pub fn planned_days(plan: &Plan) -> LoggedDays<'_> {
    let changed = plan.days.iter().filter_map(|planned| match planned.step {
        PlannedStep::Kept | PlannedStep::Same => None,
        PlannedStep::Added | PlannedStep::Filled | PlannedStep::Replaced | PlannedStep::Removed => {
            Some((planned.day, planned.wanted.as_ref().map(|content| &content.parts)))
        }
    });
    changed.collect()
}

/// Returns the types and allowance years whose balances depend on the logged days, in order.
pub fn affected<'a>(settings: &'a Settings, logged: &LoggedDays<'_>) -> BTreeSet<(Year, &'a Slug)> {
    let start = settings.allowance_calendar.year_start;
    let filled = logged.iter().filter_map(|(day, parts)| Some((*day, (*parts)?)));
    let parts = filled.flat_map(|(day, parts)| parts.iter().map(move |(part, _)| (day, part)));
    let limited = parts.filter_map(|(day, part)| {
        let slug = &settings.types.get(&part.day_type)?.slug;
        settings.allowances.contains_key(slug).then(|| (start.year_of(day), slug))
    });
    limited.collect()
}

/// Returns what the logged days take beyond the allowances of their types, given all other entries.
/// The digest must contain the [`Settings::days_needed`] of each of the [`affected`] years.
pub fn overdrafts<'a>(
    settings: &'a Settings,
    digest: &YearDigest,
    logged: &LoggedDays<'_>,
    today: Day,
) -> Vec<Overdraft<'a>> {
    let overdraft = |(year, slug): (Year, &'a Slug)| {
        let (day_type, allowance) = (settings.types.get(slug)?, settings.allowances.get(slug)?);
        let others =
            usage(digest, &settings.types, day_type).filter(|(day, _)| !logged.contains_key(day));
        let is_it = |of: &Slug| settings.types.get(of).is_some_and(|found| found.slug == *slug);
        let new = logged.iter().flat_map(|(day, parts)| {
            let parts = parts.iter().flat_map(|parts| parts.iter());
            parts.filter(|(part, _)| is_it(&part.day_type)).map(|(_, worth)| (*day, worth))
        });
        let first = logged.iter().find(|(_, parts)| parts.is_some()).map(|(day, _)| *day);
        let record = UsageRecord::new(digest.record_start(settings, first), others.chain(new));
        let balance = allowance.balance(&settings.allowance_calendar, year, &record, today)?;
        let over = balance.remaining_at_year_end.over();
        (over.0 > 0).then_some(Overdraft { day_type, year, over })
    };
    affected(settings, logged).into_iter().filter_map(overdraft).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::allowances::{Allowance, AllowanceRule, CarryOver};
    use crate::domain::days::entry::Part;
    use crate::domain::year::digest::tests::brief_of;

    #[test]
    fn logged_days_are_compared_with_the_allowance() {
        let vacation: Slug = "vacation".parse().unwrap();
        let mut settings = Settings::default();
        let rule = AllowanceRule { days: "2".parse().ok(), ..AllowanceRule::default() };
        settings.allowances.insert(vacation.clone(), Allowance::from_beginning(rule));
        let digest = brief_of("2026-01", &[("2026-03-02", "vacation"), ("2026-03-03", "vacation")]);
        let part = |slug: &Slug| Part { day_type: slug.clone(), location: None };
        let whole = Parts::Whole(part(&vacation));
        let half = Parts::Halves(part(&vacation), part(&"office".parse().unwrap()));
        let office = Parts::Whole(part(&"office".parse().unwrap()));
        for (logged, expected) in [
            (vec![("2026-03-04", Some(&whole))], "2026 1"),
            (vec![("2026-03-03", Some(&whole))], ""),
            (vec![("2026-03-03", Some(&office)), ("2026-03-04", Some(&whole))], ""),
            (vec![("2026-03-03", None), ("2026-03-04", Some(&half))], ""),
            (vec![("2026-03-04", Some(&half)), ("2027-01-04", Some(&half))], "2026 0.5"),
            (vec![("2026-03-04", Some(&office))], ""),
        ] {
            let logged =
                logged.into_iter().map(|(day, parts)| (day.parse().unwrap(), parts)).collect();
            let found = overdrafts(&settings, &digest, &logged, "2026-11-18".parse().unwrap());
            let found: Vec<_> = found.iter().map(|of| format!("{} {}", of.year, of.over)).collect();
            assert_eq!(found.join(", "), expected);
        }
    }

    #[test]
    fn days_carried_over_from_the_first_logged_days_count() {
        let vacation: Slug = "vacation".parse().unwrap();
        let mut settings = Settings::default();
        let carry = Some(CarryOver::default());
        let rule = AllowanceRule { days: "2".parse().ok(), carry, ..AllowanceRule::default() };
        settings.allowances.insert(vacation.clone(), Allowance::from_beginning(rule));
        let whole = Parts::Whole(Part { day_type: vacation, location: None });
        let days = ["2026-01-02", "2027-01-04", "2027-01-05", "2027-01-06"];
        let logged = days.map(|day| (day.parse().unwrap(), Some(&whole))).into();
        let today = "2026-11-18".parse().unwrap();
        assert_eq!(overdrafts(&settings, &YearDigest::default(), &logged, today), []);
    }
}
