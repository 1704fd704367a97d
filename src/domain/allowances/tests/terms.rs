//! How allowances are parsed and stored.

use super::*;

#[test]
fn parses_numbers_of_days() {
    for (input, expected) in [
        ("30", Ok("30")),
        (" 12.5 ", Ok("12.5")),
        ("12,5", Ok("12.5")),
        ("12.50", Ok("12.5")),
        ("0", Ok("0")),
        ("0.5", Ok("0.5")),
        ("366", Ok("366")),
        ("366.5", Err(DaysError::TooMany)),
        ("99999999999", Err(DaysError::TooMany)),
        ("4294967295", Err(DaysError::TooMany)),
        ("", Err(DaysError::NotHalves)),
        ("12.25", Err(DaysError::NotHalves)),
        ("-1", Err(DaysError::NotHalves)),
        ("+1", Err(DaysError::NotHalves)),
        (".5", Err(DaysError::NotHalves)),
        ("12.", Err(DaysError::NotHalves)),
        ("1e2", Err(DaysError::NotHalves)),
        ("1.000,5", Err(DaysError::NotHalves)),
        ("١٢", Err(DaysError::NotHalves)),
    ] {
        let read = input.parse::<AllowanceDays>().map(|days| days.to_string());
        assert_eq!(read, expected.map(str::to_owned), "{input:?}");
    }
    for text in ["02-30", "13-01", "00-10", "3-31", "0331", ""] {
        assert_eq!(text.parse::<ExpiryDate>(), Err(ExpiryDateError), "{text:?}");
    }
}

#[test]
fn parses_days_carried_over() {
    for (input, expected) in [
        ("4.5", Ok("4.5")),
        ("-2", Ok("-2")),
        ("−0,5", Ok("-0.5")),
        ("-0", Ok("0")),
        ("--2", Err(DaysError::NotHalves)),
        ("- 2x", Err(DaysError::NotHalves)),
        ("-367", Err(DaysError::TooMany)),
        ("", Err(DaysError::NotHalves)),
    ] {
        let read = input.parse::<CarriedDays>().map(|days| days.to_string());
        assert_eq!(read, expected.map(str::to_owned), "{input:?}");
    }
}

#[test]
fn an_allowance_round_trips_through_json() {
    let allowance = thirty().at_most("5.5").terms("2024", Some("15"), Some("-2"));
    let allowance = allowance.since_year("2026", |rule| rule.days = Some(days("25")));
    let json = serde_json::to_value(&allowance).unwrap();
    assert_eq!(json["years"]["2024"]["days"], "15");
    assert_eq!(json["years"]["2024"]["carried"], "-2");
    assert_eq!(json["rules"]["2026"]["days"], "25");
    assert_eq!(serde_json::from_value::<Allowance>(json).unwrap(), allowance);
}
