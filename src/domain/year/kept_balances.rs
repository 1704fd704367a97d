//! Keeps the balances of other years when the entries of some months are permanently deleted.

use super::balances::usage;
use super::digest::YearDigest;
use crate::domain::allowances::{Allowance, AllowanceEdit, RecordStart, UsageRecord};
use crate::domain::days::day::Month;
use crate::domain::settings::{Settings, SettingsEdit};
use crate::domain::types::Slug;

/// Returns the edits that record the days carried over from deleted entries, and when the entries
/// started. If all months are deleted, returns the edit that forgets both. `all` contains all of the
/// user's entries, including those of the months from `from` to `to` that are deleted.
pub fn keep_balances(
    settings: &Settings,
    all: &YearDigest,
    from: Month,
    to: Month,
) -> Vec<SettingsEdit> {
    if (from, to) == (Month::FIRST, Month::LAST) {
        return vec![SettingsEdit::ForgetRecord];
    }
    let deleted = (from.first_day(), to.last_day());
    let start = all.record_start(settings, None);
    let is_kept = |day| !(deleted.0..=deleted.1).contains(&day);
    let remaining = YearDigest {
        days: all.days.iter().filter(|logged| is_kept(logged.day)).copied().collect(),
        ..all.clone()
    };
    let keep = |(slug, allowance): (&Slug, &Allowance)| {
        let day_type = settings.types.get(slug)?;
        let record =
            |digest: &YearDigest| UsageRecord::new(start, usage(digest, &settings.types, day_type));
        let calendar = &settings.allowance_calendar;
        let kept = allowance.carried_to_keep(calendar, deleted, &record(all), &record(&remaining));
        let has_any = !kept.is_empty();
        has_any.then(|| SettingsEdit::Allowance(slug.clone(), AllowanceEdit::KeepCarried(kept)))
    };
    let kept_start = match start {
        RecordStart::On(first) if !is_kept(first) => Some(SettingsEdit::KeepRecordStart(first)),
        _ => None,
    };
    settings.allowances.iter().filter_map(keep).chain(kept_start).collect()
}
