use proptest::prelude::*;

use super::*;

#[test]
fn parses_only_existing_dates_in_range() {
    let table = [
        ("2026-11-18", Ok("2026-11-18")),
        ("2024-02-29", Ok("2024-02-29")),
        ("1970-01-01", Ok("1970-01-01")),
        ("2100-12-31", Ok("2100-12-31")),
        ("2026-02-30", Err(DateError::NotADate)),
        ("2023-02-29", Err(DateError::NotADate)),
        ("2026-2-3", Err(DateError::NotADate)),
        ("2026-02-03 ", Err(DateError::NotADate)),
        ("+026-02-03", Err(DateError::NotADate)),
        ("２026-02-03", Err(DateError::NotADate)),
        ("", Err(DateError::NotADate)),
        ("0001-01-01", Err(DateError::OutOfRange)),
        ("1969-12-31", Err(DateError::OutOfRange)),
        ("2101-01-01", Err(DateError::OutOfRange)),
        ("9999-12-31", Err(DateError::OutOfRange)),
    ];
    for (input, expected) in table {
        let read = input.parse::<Day>().map(|day| day.to_string());
        assert_eq!(read, expected.map(str::to_owned), "{input}");
    }
}

#[test]
fn parses_dates_as_people_type_them() {
    for (typed, expected) in [
        (" 2026-11-30 ", Ok("2026-11-30")),
        ("30.11.2026", Ok("2026-11-30")),
        ("1.2.2026", Ok("2026-02-01")),
        (" 1. 2. 2026 ", Ok("2026-02-01")),
        ("31.11.2026", Err(DateError::NotADate)),
        ("30.11.26", Err(DateError::NotADate)),
        ("30.11.", Err(DateError::NotADate)),
        ("30.11.2026.", Err(DateError::NotADate)),
        ("001.2.2026", Err(DateError::NotADate)),
        ("..2026", Err(DateError::NotADate)),
        ("31.12.1969", Err(DateError::OutOfRange)),
    ] {
        let parsed = Day::parse_typed(typed).map(|day| day.to_string());
        assert_eq!(parsed, expected.map(str::to_owned), "{typed}");
    }
}

#[test]
fn days_and_months_are_limited_at_both_ends() {
    let first: Month = "1970-01".parse().unwrap();
    let last: Month = "2100-12".parse().unwrap();
    assert_eq!((first.previous(), last.next()), (None, None));
    assert_eq!(first.first_day().previous(), None);
    assert_eq!(last.day(31).unwrap().next(), None);
    assert!("2101-01".parse::<Month>().is_err());
    assert!("2026-13".parse::<Month>().is_err());
}

#[test]
fn counts_months_until_a_later_month() {
    for (from, to, expected) in [
        ("2026-01", "2026-12", 11),
        ("2025-10", "2027-01", 15),
        ("2026-05", "2026-05", 0),
        ("2026-05", "2026-04", 0),
    ] {
        let (from, to): (Month, Month) = (from.parse().unwrap(), to.parse().unwrap());
        assert_eq!(from.months_until(to), expected, "{from} {to}");
    }
}

#[test]
fn today_depends_on_the_time_zone() {
    let now = "2026-11-18T23:30:00Z".parse().unwrap();
    assert_eq!(today(now, TimeZone::UTC).to_string(), "2026-11-18");
    assert_eq!(today(now, "Europe/Berlin".parse().unwrap()).to_string(), "2026-11-19");
    assert_eq!(today(now, "America/New_York".parse().unwrap()).to_string(), "2026-11-18");
}

proptest! {
    #[test]
    fn every_day_round_trips_through_text(offset in 0i64..47_846) {
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(offset.cast_unsigned());
        let day = Day::from_date(date).unwrap();
        prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
        prop_assert_eq!(day.month().to_string().parse::<Month>(), Ok(day.month()));
        prop_assert_eq!(day.month().day(day.number()), Some(day));
        if let Some(next) = day.next() {
            prop_assert_eq!(next.previous(), Some(day));
        }
    }

    #[test]
    fn parsing_never_panics(text in "\\PC{0,12}|[0-9-]{6,11}") {
        if let Ok(day) = text.parse::<Day>() {
            prop_assert_eq!(day.to_string(), text);
        }
    }
}
