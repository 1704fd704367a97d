//! Messages about days taken beyond an allowance.

use crate::domain::allowances::YearStart;
use crate::domain::days::entry::HalfDays;
use crate::domain::types::DayType;
use crate::domain::year::overdrafts::Overdraft;

/// Formats each overdraft, such as `1 day over your vacation allowance for 2026.`
pub(crate) fn format_overdrafts(overdrafts: &[Overdraft<'_>], start: YearStart) -> Vec<String> {
    let format = |of: &Overdraft<'_>| {
        let (days, name) = (format_half_days(of.over), type_name(of.day_type));
        format!("{days} over your {name} allowance for {}.", start.name(of.year))
    };
    overdrafts.iter().map(format).collect()
}

/// Formats a number of days with its noun, such as `1 day` or `2.5 days`.
pub(crate) fn format_half_days(days: HalfDays) -> String {
    if days == HalfDays(2) { "1 day".to_owned() } else { format!("{days} days") }
}

/// Returns the name of a type within a sentence. A label that the user chose stays as written.
pub(crate) fn type_name(day_type: &DayType) -> &str {
    let slug = day_type.slug.as_str();
    if day_type.label.eq_ignore_ascii_case(slug) { slug } else { &day_type.label }
}
