//! Comparison of a form with the settings that were saved in another tab.

use super::summary::{format_month_day, month_name};
use super::{AllowanceForm, CalendarForm, PATH};
use crate::domain::allowances::{AllowanceDays, CarriedDays};
use crate::domain::days::entry::HalfDays;
use crate::domain::types::Slug;
use crate::locale::{Number, t};
use crate::web::views::settings_conflict::SettingsConflict;

pub(super) fn allowance_conflict(
    slug: &Slug,
    saved: &AllowanceForm,
    typed: &AllowanceForm,
) -> SettingsConflict {
    let row = |label, of: &dyn Fn(&AllowanceForm) -> String| (label, of(saved), of(typed));
    let rows = [
        row(t::allowances_days(), &|form| or(&form.days, t::allowances_no_limit())),
        row(t::allowances_carry(), &|form| yes_or_no(form.carry)),
        row(t::allowances_most(), &|form| or(&form.carry_most, t::allowances_most_all())),
        row(t::allowances_expiry(), &|form| {
            or(&format_month_day(&form.expires_day, &form.expires_month), t::allowances_no_expiry())
        }),
        row(t::allowances_exceptions(), &exceptions),
    ];
    SettingsConflict::new(format!("{PATH}/{slug}#{slug}"), rows)
}

pub(super) fn calendar_conflict(saved: &CalendarForm, typed: &CalendarForm) -> SettingsConflict {
    let row = |label, of: &dyn Fn(&CalendarForm) -> String| (label, of(saved), of(typed));
    let rows = [
        row(t::allowances_year_start(), &|form| month_name(&form.year_start).to_owned()),
        row(t::allowances_employed_from(), &|form| or(&form.employed_from, "")),
        row(t::allowances_employed_until(), &|form| or(&form.employed_until, "")),
    ];
    SettingsConflict::new(PATH, rows)
}

fn or(text: &str, blank: &str) -> String {
    let text = text.trim();
    if text.is_empty() { blank.to_owned() } else { text.to_owned() }
}

fn yes_or_no(is_checked: bool) -> String {
    if is_checked { t::allowances_yes() } else { t::allowances_no() }.to_owned()
}

/// Formats the exceptions, such as `2025: 15 days; 2026: 3 carried over`.
fn exceptions(form: &AllowanceForm) -> String {
    let rows = form.rows().into_iter().map(|row| {
        let days = row.days.parse::<AllowanceDays>().ok().map(HalfDays::from);
        let carried = row.carried.parse::<CarriedDays>().ok().map(Number::from);
        match (days, carried) {
            (Some(days), Some(carried)) => t::allowances_year_days_carried(carried, days, row.year),
            (Some(days), None) => t::allowances_year_days(days, row.year),
            (None, Some(carried)) => t::allowances_year_carried(carried, row.year),
            (None, None) => row.year,
        }
    });
    rows.collect::<Vec<_>>().join("; ")
}
