//! The form of an allowance, and its conversion to the domain type.

use std::collections::BTreeMap;

use serde::Deserialize;
use validator::Validate;

use crate::domain::allowances::{
    Allowance, AllowanceDays, CarryOver, ExpiryDate, ExpiryDateError, YearTerms,
};
use crate::domain::days::day::Year;
use crate::domain::values::problem::Problem;
use crate::web::form::{FieldErrors, deserialize_checkbox, validate_optional};

/// A row of the form: an exception for one year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AllowanceYearForm {
    /// The year. If it is empty, the row must be empty too.
    pub(crate) year: String,
    /// The days allowed in that year.
    pub(crate) days: String,
    /// The days carried over into that year.
    pub(crate) carried: String,
}

/// The fields as the user typed them or, for a stored allowance, as the form shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Validate)]
#[serde(default)]
pub(crate) struct AllowanceForm {
    /// The days per year. Empty means no limit.
    #[validate(custom(function = "validate_optional::<AllowanceDays>"))]
    pub(crate) days: String,
    /// The year of each exception.
    pub(crate) year: Vec<String>,
    /// The days of each exception.
    pub(crate) year_days: Vec<String>,
    /// The days carried over into the year of each exception.
    pub(crate) year_carried: Vec<String>,
    /// Whether unused days are carried over into the next year.
    #[serde(deserialize_with = "deserialize_checkbox")]
    pub(crate) carry: bool,
    /// The first year whose unused days are carried over.
    pub(crate) carry_since: String,
    /// The maximum number of days carried over. Empty means all.
    pub(crate) carry_most: String,
    /// The month in which carried-over days expire, 1 to 12. Empty means never.
    pub(crate) expires_month: String,
    /// The last day of that month on which they can be used.
    pub(crate) expires_day: String,
}

impl AllowanceForm {
    /// Returns the exceptions by year, without empty rows.
    pub(crate) fn rows(&self) -> Vec<AllowanceYearForm> {
        let columns = [&self.year, &self.year_days, &self.year_carried];
        let length = columns.iter().map(|column| column.len()).max().unwrap_or_default();
        let row = |at: usize| {
            let [year, days, carried] =
                columns.map(|column| column.get(at).cloned().unwrap_or_default());
            AllowanceYearForm { year, days, carried }
        };
        (0..length).map(row).filter(|row| *row != AllowanceYearForm::default()).collect()
    }

    /// Creates the form that shows the stored allowance. `this_year` is the default for the first
    /// year whose unused days are carried over.
    pub(crate) fn from_allowance(stored: Option<&Allowance>, this_year: Year) -> Self {
        let fresh = Self { carry_since: this_year.to_string(), ..Self::default() };
        let Some(stored) = stored else { return fresh };
        let text =
            |days: Option<AllowanceDays>| days.map(|days| days.to_string()).unwrap_or_default();
        Self {
            days: text(stored.days),
            year: stored.years.keys().map(Year::to_string).collect(),
            year_days: stored.years.values().map(|terms| text(terms.days)).collect(),
            year_carried: stored.years.values().map(|terms| text(terms.carried)).collect(),
            carry: stored.carry.is_some(),
            carry_since: stored.carry.map_or(fresh.carry_since, |carry| carry.since.to_string()),
            carry_most: text(stored.carry.and_then(|carry| carry.most)),
            expires_month: stored.expires.map_or_else(String::new, |date| date.month().to_string()),
            expires_day: stored.expires.map_or_else(String::new, |date| date.day().to_string()),
        }
    }

    /// Converts the form to an allowance, or to `None` if no year has a limit. `errors` contains
    /// the errors of fields that were invalid on their own; all errors are returned together.
    pub(crate) fn read(&self, mut errors: FieldErrors) -> Result<Option<Allowance>, FieldErrors> {
        let days = self.days.parse().ok();
        let years = self.parse_years(&mut errors);
        let carry = if self.carry { self.parse_carry_over(&mut errors) } else { None };
        let expires = self.parse_expiry(&mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        let is_limited = days.is_some() || years.values().any(|terms| terms.days.is_some());
        Ok(is_limited.then_some(Allowance { days, years, carry, expires }))
    }

    fn parse_years(&self, errors: &mut FieldErrors) -> BTreeMap<Year, YearTerms> {
        let mut years = BTreeMap::new();
        for row in self.rows() {
            let Ok(year) = row.year.trim().parse::<Year>() else {
                errors.add("year", "allowance.years");
                continue;
            };
            let days = parse_optional_days(errors, "year", &row.days);
            let carried = parse_optional_days(errors, "year", &row.carried);
            if days.is_none() && carried.is_none() {
                continue;
            }
            if years.insert(year, YearTerms { days, carried }).is_some() {
                errors.add_error("year", Problem::new("allowance.year_twice").with("year", year));
            }
        }
        years
    }

    fn parse_carry_over(&self, errors: &mut FieldErrors) -> Option<CarryOver> {
        let most = parse_optional_days(errors, "carry_most", &self.carry_most);
        let since = self.carry_since.trim().parse::<Year>();
        if since.is_err() {
            errors.add("carry_since", "allowance.since");
        }
        since.ok().map(|since| CarryOver { since, most })
    }

    fn parse_expiry(&self, errors: &mut FieldErrors) -> Option<ExpiryDate> {
        let (month, day) = (self.expires_month.trim(), self.expires_day.trim());
        if month.is_empty() && day.is_empty() {
            return None;
        }
        let date = month.parse().ok().zip(day.parse().ok());
        let date = date.ok_or(ExpiryDateError);
        errors.ok_or_record("expires", date.and_then(|(month, day)| ExpiryDate::new(month, day)))
    }
}

fn parse_optional_days(
    errors: &mut FieldErrors,
    field: &'static str,
    text: &str,
) -> Option<AllowanceDays> {
    if text.trim().is_empty() {
        None
    } else {
        errors.ok_or_record(field, text.parse::<AllowanceDays>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::form::{Form, parse_form};

    fn read(body: &str) -> Result<Option<Allowance>, FieldErrors> {
        let form = Form::new(parse_form::<AllowanceForm>(body.as_bytes()).unwrap());
        form.values.read(form.errors)
    }

    #[test]
    fn errors_belong_to_their_fields() {
        for (body, field) in [
            ("days=x", "days"),
            ("days=-1", "days"),
            ("days=12.3", "days"),
            ("days=367", "days"),
            ("days=30&year=26&year_days=3", "year"),
            ("days=30&year=&year_days=3", "year"),
            ("days=30&year=2026&year_days=x", "year"),
            ("days=30&year=2026&year=2026&year_days=1&year_days=2", "year"),
            ("days=30&carry=on&carry_since=", "carry_since"),
            ("days=30&carry=on&carry_since=2024&carry_most=x", "carry_most"),
            ("days=30&expires_month=2&expires_day=30", "expires"),
            ("days=30&expires_month=13&expires_day=1", "expires"),
            ("days=30&expires_month=3", "expires"),
            ("days=30&expires_day=5", "expires"),
        ] {
            let errors = read(body).unwrap_err();
            assert!(errors.get(field).is_some(), "{body}: {errors:?}");
        }
    }

    #[test]
    fn without_days_there_is_no_limit() {
        for body in
            ["", "days=+", "carry=on&carry_since=2024", "year=2026", "year=2026&year_carried=3"]
        {
            assert_eq!(read(body), Ok(None), "{body}");
        }
        assert!(read("days=0").unwrap().is_some(), "none allowed is a limit");
        assert!(read("year=2026&year_days=15").unwrap().is_some());
    }

    #[test]
    fn a_stored_allowance_fills_an_equal_form() {
        let this_year = "2026".parse().unwrap();
        for body in [
            "days=12,5",
            "days=30&carry=on&carry_since=2024&carry_most=5&expires_month=3&expires_day=31",
            "days=30&year=2024&year_days=15&year_carried=&year=2026&year_days=&year_carried=4.5",
            "days=30&expires_month=2&expires_day=29",
        ] {
            let stored = read(body).unwrap();
            let shown = AllowanceForm::from_allowance(stored.as_ref(), this_year);
            let again = shown.read(FieldErrors::default()).unwrap();
            assert_eq!(again, stored, "{body}");
        }
    }
}
