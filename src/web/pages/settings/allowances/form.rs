//! The form of an allowance, and its conversion to an edit.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde::Deserialize;
use validator::Validate;

use crate::domain::allowances::{
    Allowance, AllowanceDays, AllowanceEdit, AllowanceRule, CarriedDays, CarryOver, DaysError,
    ExpiryDate, ExpiryDateError, YearTerms,
};
use crate::domain::days::day::Year;
use crate::domain::days::entry::HalfDays;
use crate::domain::settings::{Settings, SettingsScope};
use crate::domain::types::Slug;
use crate::domain::values::problem::Problem;
use crate::locale::Number;
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
    /// The first year of the change. Empty means from the beginning.
    pub(crate) from: String,
    /// The former first year of the change, which moves if `from` differs. Empty for a new change.
    pub(crate) edit: String,
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
    /// The maximum number of days carried over. Empty means all.
    pub(crate) carry_most: String,
    /// The month in which carried-over days expire, 1 to 12. Empty means never.
    pub(crate) expires_month: String,
    /// The last day of that month on which they can be used.
    pub(crate) expires_day: String,
    /// The version of the allowance that the page showed.
    pub(crate) version: String,
    /// The year of the change to remove. If it isn't empty, the other fields don't matter.
    pub(crate) remove: String,
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

    /// Creates the form that changes the stored allowance of a type from a year on.
    pub(crate) fn from_settings(settings: &Settings, slug: &Slug, from: Year) -> Self {
        let version = settings.version(&SettingsScope::Allowance(slug.clone()));
        let form = settings.allowances.get(slug).map(|stored| Self::from_allowance(stored, from));
        Self { from: from_field(from), version, ..form.unwrap_or_default() }
    }

    fn from_allowance(stored: &Allowance, from: Year) -> Self {
        let number = |days: AllowanceDays| Number::from(HalfDays::from(days)).to_string();
        let text = |days: Option<AllowanceDays>| days.map(number).unwrap_or_default();
        let carried = |terms: &YearTerms| terms.carried.map(|days| Number::from(days).to_string());
        let rule = stored.rule(from);
        Self {
            days: text(rule.days),
            year: stored.years.keys().map(Year::to_string).collect(),
            year_days: stored.years.values().map(|terms| text(terms.days)).collect(),
            year_carried: stored.years.values().map(|t| carried(t).unwrap_or_default()).collect(),
            carry: rule.carry.is_some(),
            carry_most: text(rule.carry.and_then(|carry| carry.most)),
            expires_month: rule.expires.map_or_else(String::new, |date| date.month().to_string()),
            expires_day: rule.expires.map_or_else(String::new, |date| date.day().to_string()),
            from: from_field(from),
            ..Self::default()
        }
    }

    /// Adds a row for a year, unless it has one.
    pub(crate) fn add_row(&mut self, year: Year) {
        let year = year.to_string();
        if !self.year.contains(&year) {
            self.year.push(year);
        }
    }

    /// Converts the form to edits, in order. `errors` contains the errors of fields that were
    /// invalid on their own; all errors are returned together.
    pub(crate) fn read(&self, mut errors: FieldErrors) -> Result<Vec<AllowanceEdit>, FieldErrors> {
        if !self.remove.is_empty() {
            let year = errors.ok_or_record("from", self.remove.parse());
            return year.map(|year| vec![AllowanceEdit::RemoveChange(year)]).ok_or(errors);
        }
        let from = self.parse_from(&mut errors);
        let days = self.days.parse().ok();
        let years = self.parse_years(&mut errors);
        let most = parse_optional_days(&mut errors, "carry_most", &self.carry_most);
        let carry = self.carry.then_some(CarryOver { most });
        let expires = self.parse_expiry(&mut errors);
        match from {
            Some(from) if errors.is_empty() => {
                let rule = AllowanceRule { days, carry, expires };
                let moved = self.edit.parse().ok().filter(|former| *former != from);
                let moved = moved.map(AllowanceEdit::RemoveChange);
                let edit = AllowanceEdit::Rule { from, rule, years };
                Ok(moved.into_iter().chain([edit]).collect())
            }
            _ => Err(errors),
        }
    }

    fn parse_from(&self, errors: &mut FieldErrors) -> Option<Year> {
        let from = self.from.trim();
        if from.is_empty() {
            return Some(Year::FIRST);
        }
        let year = from.parse().ok();
        if year.is_none() {
            errors.add("from", "allowance.from");
        }
        year
    }

    fn parse_years(&self, errors: &mut FieldErrors) -> BTreeMap<Year, YearTerms> {
        let mut years = BTreeMap::new();
        for (at, row) in self.rows().into_iter().enumerate() {
            let mut add = |field, error: Problem| {
                errors.add_error("year", error.clone());
                errors.add_error(cell(field, at), error);
            };
            let Ok(year) = row.year.trim().parse::<Year>() else {
                add("year", Problem::new("allowance.years"));
                continue;
            };
            let days = parse_optional(&row.days).unwrap_or_else(|error| {
                add("year_days", error);
                None
            });
            let carried = parse_optional::<CarriedDays>(&row.carried).unwrap_or_else(|error| {
                add("year_carried", error);
                None
            });
            if days.is_none() && carried.is_none() {
                continue;
            }
            let terms = YearTerms { days, carried, deleted: false };
            if years.insert(year, terms).is_some() {
                add("year", Problem::new("allowance.year_twice").with("year", year));
            }
        }
        years
    }

    fn parse_expiry(&self, errors: &mut FieldErrors) -> Option<ExpiryDate> {
        let (month, day) = (self.expires_month.trim(), self.expires_day.trim());
        if month.is_empty() && day.is_empty() {
            return None;
        }
        if month.is_empty() {
            errors.add("expires", "allowance.expiry_month");
            return None;
        }
        let date = month.parse().ok().zip(day.parse().ok());
        let date = date.ok_or(ExpiryDateError);
        errors.ok_or_record("expires", date.and_then(|(month, day)| ExpiryDate::new(month, day)))
    }
}

/// Returns the field of the errors of one cell of the exceptions, in addition to those of `year`.
pub(super) fn cell(field: &str, row: usize) -> String {
    format!("{field}-{row}")
}

/// Returns the text of the field `from`.
pub(crate) fn from_field(year: Year) -> String {
    if year == Year::FIRST { String::new() } else { year.to_string() }
}

fn parse_optional_days<T: std::str::FromStr<Err = DaysError>>(
    errors: &mut FieldErrors,
    field: &'static str,
    text: &str,
) -> Option<T> {
    parse_optional(text).unwrap_or_else(|error| {
        errors.add_error(field, error);
        None
    })
}

/// Parses a number of days. Empty means none.
fn parse_optional<T: std::str::FromStr<Err = DaysError>>(text: &str) -> Result<Option<T>, Problem> {
    let text = Some(text).filter(|text| !text.trim().is_empty());
    text.map(str::parse).transpose().map_err(Problem::from)
}
