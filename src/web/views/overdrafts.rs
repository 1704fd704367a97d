//! Messages about days taken beyond an allowance.

use crate::domain::allowances::YearStart;
use crate::domain::types::DayType;
use crate::domain::values::problem::Problem;
use crate::domain::year::overdrafts::Overdraft;
use crate::web::messages::message_for;
use crate::web::views::format::format_half_days;

/// Formats each overdraft, such as `1 day over your vacation allowance for 2026.`
pub(crate) fn format_overdrafts(overdrafts: &[Overdraft<'_>], start: YearStart) -> Vec<String> {
    let format = |of: &Overdraft<'_>| {
        let problem = Problem::new("allowance.overdrawn")
            .with("days", format_half_days(of.over))
            .with("type", type_name(of.day_type))
            .with("year", start.name(of.year));
        message_for(problem)
    };
    overdrafts.iter().map(format).collect()
}

/// Returns the name of a type within a sentence. A label that the user chose stays as written.
pub(crate) fn type_name(day_type: &DayType) -> &str {
    let slug = day_type.slug.as_str();
    if day_type.label.eq_ignore_ascii_case(slug) { slug } else { &day_type.label }
}
