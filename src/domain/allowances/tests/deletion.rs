//! Deleting the entries of a year keeps the balances of the others.

use proptest::prelude::*;

use super::any::{any_allowance, any_calendar, any_usage};
use super::*;

/// Returns the days carried over to keep, and applies them. `days` are those of the type.
fn delete(
    allowance: &mut Allowance,
    calendar: &AllowanceCalendar,
    range: (Day, Day),
    start: RecordStart,
    days: &mut Vec<(Day, HalfDays)>,
) -> BTreeMap<Year, CarriedDays> {
    let record = UsageRecord::new(start, days.iter().copied());
    days.retain(|(day, _)| !(range.0..=range.1).contains(day));
    let after = UsageRecord::new(start, days.iter().copied());
    let kept = allowance.carried_to_keep(calendar, range, &record, &after);
    assert!(allowance.apply(&AllowanceEdit::KeepCarried(kept.clone()), calendar.year_start));
    kept
}

const ALL_OF_2026: (&str, &str) = ("2026-01-01", "2026-12-31");

fn range((first, last): (&str, &str)) -> (Day, Day) {
    (day(first), day(last))
}

fn balance(
    allowance: &Allowance,
    of: &str,
    start: RecordStart,
    usage: &[(Day, HalfDays)],
) -> Balance {
    let record = UsageRecord::new(start, usage.iter().copied());
    allowance.balance(&CALENDAR_YEARS, year(of), &record, day("2027-06-01")).unwrap()
}

#[test]
fn days_carried_over_from_a_deleted_year_are_brought_forward() {
    let mut allowance = thirty().lasting();
    let mut usage = taken(&["2026-03-02 28"]);
    let start = RecordStart::On(day("2026-01-02"));
    let before = balance(&allowance, "2027", start, &usage);
    assert_eq!(describe(&before), "30 + 2 = 0 + 0 + 0, 32 left -> 32");
    let kept = delete(&mut allowance, &CALENDAR_YEARS, range(ALL_OF_2026), start, &mut usage);
    assert_eq!(kept, BTreeMap::from([(year("2027"), CarriedDays(4))]));
    let after = balance(&allowance, "2027", start, &usage);
    assert_eq!(describe(&after), describe(&before));
    assert_eq!(after.carried_from, CarriedFrom::Deleted);
    let later = balance(&allowance, "2028", start, &usage);
    assert_eq!(describe(&later), "30 + 32 = 0 + 0 + 0, 62 left -> 62", "also later years");
    // Correcting the days brought forward doesn't affect what is known about later years.
    let terms = YearTerms { carried: "3".parse().ok(), ..YearTerms::default() };
    let years = BTreeMap::from([(year("2027"), terms)]);
    let rule = allowance.rule(year("2027"));
    let edit = AllowanceEdit::Rule { from: Year::FIRST, rule, years };
    assert!(allowance.apply(&edit, YearStart::JANUARY));
    let later = balance(&allowance, "2028", start, &usage);
    assert_eq!(describe(&later), "30 + 33 = 0 + 0 + 0, 63 left -> 63");
    assert_eq!(balance(&allowance, "2027", start, &usage).carried_from, CarriedFrom::Entered);
}

#[test]
fn nothing_is_brought_forward_where_nothing_depends_on_the_deleted_year() {
    for allowance in [thirty().without_carrying(), thirty().terms("2027", None, Some("5"))] {
        let start = RecordStart::On(day("2025-01-02"));
        let (mut allowance, mut usage) = (allowance.clone(), taken(&["2026-01-02 28"]));
        let kept = delete(&mut allowance, &CALENDAR_YEARS, range(ALL_OF_2026), start, &mut usage);
        assert_eq!(kept, BTreeMap::new());
    }
}

#[test]
fn unknown_days_stay_unknown() {
    let mut allowance = thirty().lasting();
    let start = RecordStart::On(day("2026-12-01"));
    let mut usage = taken(&["2026-12-01 1", "2027-03-01 1"]);
    let kept = delete(&mut allowance, &CALENDAR_YEARS, range(ALL_OF_2026), start, &mut usage);
    assert_eq!(kept, BTreeMap::new());
    assert_eq!(balance(&allowance, "2027", start, &usage).carried_from, CarriedFrom::Unknown);
}

#[test]
fn days_of_deleted_entries_can_be_forgotten() {
    let mut allowance = thirty().lasting().terms("2028", Some("10"), None);
    let start = RecordStart::On(day("2026-01-02"));
    let mut usage = taken(&["2026-03-02 28"]);
    let before = allowance.clone();
    delete(&mut allowance, &CALENDAR_YEARS, range(ALL_OF_2026), start, &mut usage);
    assert_ne!(allowance, before);
    allowance.forget_deleted();
    assert_eq!(allowance, before);
}

fn any_day() -> impl Strategy<Value = Day> {
    let first = day("2020-01-01").date();
    (0u64..9 * 365).prop_map(move |at| Day::from_date(first + chrono::Days::new(at)).unwrap())
}

proptest! {
    #[test]
    fn deleting_years_never_changes_another_years_balance(
        allowance in any_allowance(),
        calendar in any_calendar(),
        usage in any_usage(),
        other in any_day(),
        deleted in prop::collection::vec(2019i32..=2029, 1..4),
        today in any_day(),
    ) {
        let first = usage.iter().map(|(day, _)| *day).chain([other]).min();
        let start = first.map_or(RecordStart::Never, RecordStart::On);
        let (mut changed, mut days) = (allowance.clone(), usage.clone());
        let deleted: Vec<Year> = deleted.iter().map(|of| year(&of.to_string())).collect();
        for of in &deleted {
            delete(&mut changed, &calendar, (of.first_day(), of.last_day()), start, &mut days);
        }
        let months = calendar.year_start;
        for number in 2015..=2040 {
            let of = year(&number.to_string());
            let is_touched =
                |year: Year| months.year_of(year.first_day()) <= of && of <= months.year_of(year.last_day());
            let balance = |allowance: &Allowance, usage: &[(Day, HalfDays)]| {
                let record = UsageRecord::new(start, usage.iter().copied());
                let balance = allowance.balance(&calendar, of, &record, today)?;
                let carried_from = match balance.carried_from {
                    CarriedFrom::Deleted => CarriedFrom::YearBefore,
                    other => other,
                };
                Some(Balance { carried_from, ..balance })
            };
            if !deleted.iter().copied().any(is_touched) {
                prop_assert_eq!(balance(&allowance, &usage), balance(&changed, &days), "{}", of);
            }
        }
    }
}
