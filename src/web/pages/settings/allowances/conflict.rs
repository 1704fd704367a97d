//! Comparison of a form with the settings that were saved in another tab.

use super::summary::month_name;
use super::{AllowanceForm, CalendarForm, PATH};
use crate::domain::types::Slug;
use crate::web::views::settings_conflict::SettingsConflict;

pub(super) fn allowance_conflict(
    slug: &Slug,
    saved: &AllowanceForm,
    typed: &AllowanceForm,
) -> SettingsConflict {
    let row = |label, of: &dyn Fn(&AllowanceForm) -> String| (label, of(saved), of(typed));
    let rows = [
        row("Days per year", &|form| or(&form.days, "No limit")),
        row("Carry over unused days", &|form| yes_or_no(form.carry)),
        row("Maximum days", &|form| or(&form.carry_most, "All")),
        row("Last day to use them", &|form| {
            let date = format!("{} {}", form.expires_day, month_name(&form.expires_month));
            or(date.trim(), "No expiry")
        }),
        row("Exceptions by year", &exceptions),
    ];
    SettingsConflict::new(format!("{PATH}/{slug}#{slug}"), rows)
}

pub(super) fn calendar_conflict(saved: &CalendarForm, typed: &CalendarForm) -> SettingsConflict {
    let row = |label, of: &dyn Fn(&CalendarForm) -> String| (label, of(saved), of(typed));
    let rows = [
        row("Starts in", &|form| month_name(&form.year_start).to_owned()),
        row("Employed from", &|form| or(&form.employed_from, "")),
        row("Employed until", &|form| or(&form.employed_until, "")),
    ];
    SettingsConflict::new(PATH, rows)
}

fn or(text: &str, blank: &str) -> String {
    let text = text.trim();
    if text.is_empty() { blank.to_owned() } else { text.to_owned() }
}

fn yes_or_no(is_checked: bool) -> String {
    if is_checked { "Yes".to_owned() } else { "No".to_owned() }
}

/// Formats the exceptions, such as `2025: 15 days; 2026: 3 carried over`.
fn exceptions(form: &AllowanceForm) -> String {
    let rows = form.rows().into_iter().map(|row| {
        let days = (!row.days.is_empty()).then(|| format!("{} days", row.days));
        let carried = (!row.carried.is_empty()).then(|| format!("{} carried over", row.carried));
        let terms: Vec<String> = days.into_iter().chain(carried).collect();
        format!("{}: {}", row.year, terms.join(", "))
    });
    rows.collect::<Vec<_>>().join("; ")
}
