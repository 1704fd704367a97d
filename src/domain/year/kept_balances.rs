//! Keeps the balances of other years when the entries of some months are permanently deleted.

use super::balances::usage;
use super::digest::YearDigest;
use crate::domain::allowances::{Allowance, AllowanceEdit, UsageRecord};
use crate::domain::days::day::Month;
use crate::domain::settings::{Settings, SettingsEdit};
use crate::domain::types::Slug;

/// Returns the edits that record the days carried over from deleted entries. `all` contains all of
/// the user's entries, including those of the months from `from` to `to` that are deleted.
pub fn keep_balances(
    settings: &Settings,
    all: &YearDigest,
    from: Month,
    to: Month,
) -> Vec<SettingsEdit> {
    let deleted = (from.first_day(), to.last_day());
    let is_kept = |day| !(deleted.0..=deleted.1).contains(&day);
    let remaining = YearDigest {
        days: all.days.iter().filter(|logged| is_kept(logged.day)).copied().collect(),
        ..all.clone()
    };
    let keep = |(slug, allowance): (&Slug, &Allowance)| {
        let day_type = settings.types.get(slug)?;
        let record = |digest: &YearDigest| {
            UsageRecord::new(digest.start(), usage(digest, &settings.types, day_type))
        };
        let calendar = &settings.allowance_calendar;
        let kept = allowance.carried_to_keep(calendar, deleted, &record(all), &record(&remaining));
        let has_any = !kept.is_empty();
        has_any.then(|| SettingsEdit::Allowance(slug.clone(), AllowanceEdit::KeepCarried(kept)))
    };
    settings.allowances.iter().filter_map(keep).collect()
}
