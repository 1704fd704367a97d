//! Tests the questions about dates that may mean several days.

use super::*;

/// Reads a table with these answers.
fn answered(
    text: &str,
    date_order: Option<DateOrder>,
    century: Option<Century>,
) -> (ResolvedImport, Vec<String>) {
    let choices = Choices { date_order, century, ..Choices::default() };
    let mut resolved = resolve_text(text, &choices);
    resolved.demand_choices();
    let days = describe(&resolved);
    (resolved, days)
}

#[test]
fn two_digit_years_in_the_future_are_asked_about_once() {
    let text = "Date,Type\n4/15/91,Office\n28.11.26,Office\n24.12.26,Vacation\n16.11.27,Vacation\n";
    let (resolved, days) = answered(text, None, None);
    assert_eq!(days, ["1991-04-15 office", "2026-11-28 office"]);
    let question = resolved.year_question.clone().unwrap();
    assert_eq!((question.example.as_str(), question.year), ("24.12.26", 2026));
    assert_eq!((question.waiting, resolved.waiting, resolved.row_error_count), (2, 2, 0));
    assert!(question.is_demanded && resolved.has_errors());
    let (resolved, days) = answered(text, None, Some(Century::Future));
    assert_eq!(days[2..], ["2026-12-24 vacation", "2027-11-16 vacation"]);
    assert_eq!(resolved.year_question.as_ref().unwrap().chosen, Some(Century::Future));
    assert!(!resolved.has_errors());
    let (resolved, days) = answered(text, None, Some(Century::Past));
    assert_eq!(days.len(), 2);
    let codes = row_errors(&resolved).into_iter().map(|(line, _, code)| (line, code));
    assert_eq!(codes.collect::<Vec<_>>(), [(4, "date.out_of_range"), (5, "date.out_of_range")]);
}

#[test]
fn past_two_digit_years_are_not_asked_about() {
    for text in [
        "Date,Type\n4/15/91,Office\n29.11.26,Office\n",
        "Date,Type\n2027-11-16,Office\n31.02.27,Office\n",
    ] {
        let (resolved, _) = answered(text, None, None);
        assert_eq!((resolved.year_question, resolved.waiting), (None, 0), "{text}");
    }
}

#[test]
fn the_order_and_the_year_are_asked_about_together() {
    // 1 December is in the future, January 12 is not.
    let text = "Date,Type\n1/12/26,Office\n";
    let (resolved, _) = answered(text, None, None);
    assert_eq!(resolved.date_question.unwrap().waiting, 1);
    assert_eq!(resolved.year_question.unwrap().waiting, 0);
    let (resolved, days) = answered(text, Some(DateOrder::MonthFirst), None);
    assert_eq!((days, resolved.year_question), (vec!["2026-01-12 office".to_owned()], None));
    let (resolved, days) = answered(text, Some(DateOrder::DayFirst), Some(Century::Future));
    assert_eq!((days, resolved.has_errors()), (vec!["2026-12-01 office".to_owned()], false));
}

#[test]
fn years_in_a_column_of_their_own_are_asked_about() {
    let text = "Year,Month,Day,Type\n26,12,24,Vacation\n26,11,16,Office\n";
    let mapping = |choices: &Choices| {
        let settings = Settings::default();
        let source = parse(text.as_bytes()).unwrap();
        let sheet = source.table().unwrap().sheet(None).unwrap();
        sheet.suggest_mapping(context(&settings, choices))
    };
    let mut choices = Choices::default();
    choices.mapping = Some(mapping(&choices));
    let resolved = resolve_text(text, &choices);
    assert_eq!(describe(&resolved), ["2026-11-16 office"]);
    assert_eq!(resolved.year_question.unwrap().example, "24.12.26");
    choices.century = Some(Century::Future);
    let days = describe(&resolve_text(text, &choices));
    assert_eq!(days, ["2026-11-16 office", "2026-12-24 vacation"]);
}

#[test]
fn the_chosen_order_is_remembered_for_the_header() {
    let text = "From;To;Absence type\n1/5/2026;2/5/2026;Sick\n";
    let settings = Settings::default();
    let order = Some(DateOrder::DayFirst);
    let chosen = Choices { date_order: order, ..Choices::default() };
    let remembered = read(text.as_bytes(), &settings, &chosen).mapping.unwrap();
    assert_eq!(remembered.date_order, order);
    let stored = serde_json::to_string(&remembered).unwrap();
    let settings =
        Settings { import_mappings: vec![serde_json::from_str(&stored).unwrap()], ..settings };
    let none = Choices::default();
    let later = "From;To;Absence type\n3/6/2026;;Sick\n";
    let reading = read(later.as_bytes(), &settings, &none);
    assert_eq!((reading.date_question.as_ref().unwrap().chosen, reading.mapping), (order, None));
    let resolved = resolve_bytes(later.as_bytes(), &settings, &none).unwrap();
    assert_eq!(describe(&resolved), ["2026-06-03 sick"]);
    // Another choice is remembered instead.
    let other = Choices { date_order: Some(DateOrder::MonthFirst), ..none.clone() };
    let changed = read(later.as_bytes(), &settings, &other).mapping.unwrap();
    assert_eq!(changed.date_order, Some(DateOrder::MonthFirst));
    assert_eq!(changed.mapping, settings.import_mappings[0].mapping);
    // The answer stays if other columns are chosen for dates that need none.
    let clear = "From;To;Absence type\n25/6/2026;;Sick\n";
    let mapped = Choices { mapping: Some(changed.mapping), ..none };
    let kept = read(clear.as_bytes(), &settings, &mapped).mapping.unwrap();
    assert_eq!(kept.date_order, order);
    let without_order = r#"{"header":"x","mapping":{"columns":{"date":0}}}"#;
    let old: crate::domain::settings::RememberedMapping =
        serde_json::from_str(without_order).unwrap();
    assert_eq!(old.date_order, None);
}

#[test]
fn choices_for_a_table_without_a_header_are_not_remembered() {
    let text = "2026-11-16,Office\n2026-11-17,Sick\n";
    let settings = Settings::default();
    let source = parse(text.as_bytes()).unwrap();
    let table = source.table().unwrap();
    let sheet = table.sheet(None).unwrap();
    assert_eq!(sheet.records.len(), 2);
    let none = Choices::default();
    let mapping = Some(sheet.suggest_mapping(context(&settings, &none)));
    let choices = Choices { mapping, ..none };
    assert_eq!(read(text.as_bytes(), &settings, &choices).mapping, None);
}
