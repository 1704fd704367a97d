use super::*;
use crate::domain::allowances::YearStart;
use crate::web::form::{Form, parse_form};

fn read(body: &str) -> Result<AllowanceEdit, FieldErrors> {
    let form = Form::new(parse_form::<AllowanceForm>(body.as_bytes()).unwrap());
    form.values.read(form.errors).map(|mut edits| edits.remove(0))
}

/// Applies a form to no allowance.
fn saved(body: &str) -> Option<Allowance> {
    let mut allowance = Allowance::default();
    let is_kept = allowance.apply(&read(body).unwrap(), YearStart::JANUARY);
    is_kept.then_some(allowance)
}

#[test]
fn errors_belong_to_their_fields() {
    for (body, field) in [
        ("days=x", "days"),
        ("days=-1", "days"),
        ("days=12.3", "days"),
        ("days=367", "days"),
        ("days=30&from=26", "from"),
        ("days=30&from=soon", "from"),
        ("days=30&year=26&year_days=3", "year"),
        ("days=30&year=&year_days=3", "year"),
        ("days=30&year=2026&year_days=x", "year"),
        ("days=30&year=2026&year_days=-1", "year"),
        ("days=30&year=2026&year_carried=--1", "year"),
        ("days=30&year=2026&year=2026&year_days=1&year_days=2", "year"),
        ("days=30&carry=on&carry_most=x", "carry_most"),
        ("days=30&carry=on&carry_most=-1", "carry_most"),
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
fn only_the_wrong_cell_of_the_exceptions_has_an_error() {
    for (body, cell) in [
        ("year=26&year_days=3", "year-0"),
        ("year=2026&year_days=3&year=2027&year_days=x", "year_days-1"),
        ("year=&year_days=&year=2026&year_days=&year_carried=&year_carried=x", "year_carried-0"),
        ("year=2026&year=2026&year_days=1&year_days=2", "year-1"),
    ] {
        let errors = read(body).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["year", cell], "{body}");
    }
}

#[test]
fn without_days_there_is_no_limit() {
    for body in ["", "days=+", "carry=on&carry_most=5", "year=2026", "year=2026&year_carried=3"] {
        assert_eq!(saved(body), None, "{body}");
    }
    assert!(saved("days=0").is_some(), "none allowed is a limit");
    assert!(saved("year=2026&year_days=15").is_some());
}

#[test]
fn a_stored_allowance_fills_an_equal_form() {
    for body in [
        "days=12,5",
        "from=2026&days=12,5",
        "from=2024&days=30&carry=on&carry_most=5&expires_month=3&expires_day=31",
        "days=30&year=2024&year_days=15&year_carried=&year=2026&year_days=&year_carried=-4.5",
        "days=30&expires_month=2&expires_day=29",
    ] {
        let stored = saved(body).unwrap();
        let from = *stored.rules.keys().next().unwrap();
        let shown = AllowanceForm::from_allowance(&stored, from);
        let mut again = Allowance::default();
        let edit = shown.read(FieldErrors::default()).unwrap();
        assert!(again.apply(&edit[0], YearStart::JANUARY));
        assert_eq!(again, stored, "{body}");
    }
}
