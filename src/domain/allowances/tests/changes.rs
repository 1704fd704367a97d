//! Rules that change over the years.

use proptest::prelude::*;

use super::any::{any_allowance, any_calendar, any_rule, any_usage};
use super::*;

fn set(allowance: &mut Allowance, from: &str, change: impl Fn(&mut AllowanceRule)) {
    let mut rule = allowance.rule(year(from));
    change(&mut rule);
    let years = allowance.years.clone();
    let edit = AllowanceEdit::Rule { from: year(from), rule, years };
    assert!(allowance.apply(&edit, YearStart::JANUARY));
}

fn twenty() -> Allowance {
    thirty().lasting().with(|rule| rule.days = Some(days("20")))
}

#[test]
fn earlier_years_keep_the_days_they_had() {
    let (today, record) =
        (day("2028-01-10"), UsageRecord::new(RecordStart::On(day("2026-01-02")), []));
    let of = |allowance: &Allowance, name: &str| {
        describe(&allowance.balance(&CALENDAR_YEARS, year(name), &record, today).unwrap())
    };
    let mut allowance = twenty();
    assert_eq!(of(&allowance, "2028"), "20 + 40 = 0 + 0 + 0, 60 left -> 60");
    set(&mut allowance, "2028", |rule| rule.days = Some(days("25")));
    assert_eq!(of(&allowance, "2026"), "20 + 0 = 0 + 0 + 0, 20 left -> 20");
    assert_eq!(of(&allowance, "2027"), "20 + 20 = 0 + 0 + 0, 40 left -> 40");
    assert_eq!(of(&allowance, "2028"), "25 + 40 = 0 + 0 + 0, 65 left -> 65");
    let removal = AllowanceEdit::RemoveChange(year("2028"));
    assert!(allowance.apply(&removal, YearStart::JANUARY));
    assert_eq!(allowance, twenty());
}

#[test]
fn carry_over_and_expiry_change_from_a_year() {
    let mut allowance = twenty();
    set(&mut allowance, "2027", |rule| {
        rule.carry = Some(CarryOver { most: Some(days("5")) });
        rule.expires = Some("03-31".parse().unwrap());
    });
    set(&mut allowance, "2028", |rule| rule.expires = Some("06-30".parse().unwrap()));
    let of = |name: &str| allowance.calendar_balance(year(name), [], day("2026-01-01")).unwrap();
    assert_eq!(of("2026").expires, None);
    assert_eq!(of("2027").expires, Some(day("2027-03-31")));
    assert_eq!(of("2028").expires, Some(day("2028-06-30")));
    assert_eq!(of("2026").carried_out, HalfDays(2 * (20 * 57)), "no limit, since 1970");
    assert_eq!(of("2027").carried_out, HalfDays(10));
    assert_eq!(of("2028").carried_in, CarriedDays(10));
}

#[test]
fn a_change_lasts_until_the_next_one() {
    let mut allowance = twenty();
    set(&mut allowance, "2028", |rule| rule.days = Some(days("25")));
    set(&mut allowance, "2026", |rule| rule.days = Some(days("22")));
    let found: Vec<_> = ["2025", "2026", "2027", "2028", "2029"]
        .map(|name| allowance.rule(year(name)).days.unwrap().to_string())
        .into();
    assert_eq!(found, ["20", "22", "22", "25", "25"]);
    set(&mut allowance, "2028", |rule| rule.days = Some(days("22")));
    assert_eq!(allowance.rules.len(), 2, "a rule that repeats the one before is removed");
}

#[test]
fn the_days_of_a_year_change_from_the_allowance_year_of_today() {
    let april = YearStart::try_from(4).unwrap();
    let mut allowance = twenty();
    let edit = |days: &str| AllowanceEdit::Days { on: day("2026-03-31"), days: days.parse().ok() };
    assert!(allowance.apply(&edit("25"), april));
    assert_eq!(allowance.rule(year("2024")).days, Some(days("20")));
    assert_eq!(allowance.rule(year("2025")).days, Some(days("25")));
    assert!(allowance.rule(year("2025")).carry.is_some());
    assert!(allowance.apply(&edit("none"), april));
    assert_eq!(allowance.rule(year("2025")).days, None);
    let mut none = Allowance::default();
    assert!(!none.apply(&edit("none"), april), "still without terms");
}

#[test]
fn days_of_deleted_entries_stay_marked_until_they_are_changed() {
    let mut allowance = thirty();
    let kept = BTreeMap::from([(year("2027"), CarriedDays(4))]);
    assert!(allowance.apply(&AllowanceEdit::KeepCarried(kept), YearStart::JANUARY));
    let mut submit = |carried: &str| {
        let terms = YearTerms { carried: carried.parse().ok(), ..YearTerms::default() };
        let years = BTreeMap::from([(year("2027"), terms)]);
        let edit =
            AllowanceEdit::Rule { from: Year::FIRST, rule: thirty().rule(Year::FIRST), years };
        assert!(allowance.apply(&edit, YearStart::JANUARY));
        allowance.years[&year("2027")].deleted
    };
    assert!(submit("2"));
    assert!(!submit("3"));
    assert!(!submit("2"));
}

proptest! {
    #[test]
    fn a_change_alters_no_balance_from_before_its_year(
        allowance in any_allowance(),
        calendar in any_calendar(),
        rule in any_rule(),
        usage in any_usage(),
        from in 2020i32..=2028,
        kind in 0..3,
        today in 0i64..9 * 365,
    ) {
        let (from, first) = (year(&from.to_string()), day("2020-01-01"));
        let today = Day::from_date(first.date() + chrono::Duration::days(today)).unwrap();
        let years = allowance.years.clone();
        let edit = match kind {
            0 => AllowanceEdit::Rule { from, rule, years },
            1 => AllowanceEdit::RemoveChange(from),
            _ => AllowanceEdit::Days { on: calendar.year_start.first_day(from), days: rule.days },
        };
        let mut changed = allowance.clone();
        // Removing the whole allowance is possible only if no year has a limit.
        let _ = changed.apply(&edit, calendar.year_start);
        let start = usage.iter().map(|(day, _)| *day).min().map_or(RecordStart::Never, RecordStart::On);
        let record = UsageRecord::new(start, usage);
        let mut before = from.previous();
        while let Some(year) = before.filter(|year| year.number() > 2015) {
            let balance = |of: &Allowance| of.balance(&calendar, year, &record, today);
            prop_assert_eq!(balance(&changed), balance(&allowance), "{}", year);
            before = year.previous();
        }
    }
}
