//! Deleting the entries of a year keeps the balances of the others.

use proptest::prelude::*;

use super::any::{any_allowance, any_calendar, any_usage};
use super::*;

/// Returns the days carried over to keep, and applies them.
fn delete(
    allowance: &mut Allowance,
    calendar: &AllowanceCalendar,
    (first, last): (Day, Day),
    all: &[(Day, HalfDays)],
    others: &[Day],
) -> (UsageRecord, BTreeMap<Year, CarriedDays>) {
    let is_kept = |day: &Day| !(first..=last).contains(day);
    let remaining: Vec<_> = all.iter().filter(|(day, _)| is_kept(day)).copied().collect();
    let others_left: Vec<_> = others.iter().copied().filter(is_kept).collect();
    let (record, after) = (record(all, others), record(&remaining, &others_left));
    let kept = allowance.carried_to_keep(calendar, (first, last), &record, &after);
    let edit = AllowanceEdit::KeepCarried(kept.clone());
    assert!(allowance.apply(&edit, calendar.year_start));
    (after, kept)
}

/// Returns a record of days of the type, and days of other types.
fn record(usage: &[(Day, HalfDays)], others: &[Day]) -> UsageRecord {
    let all = usage.iter().map(|(day, _)| *day).chain(others.iter().copied());
    let start = all.min().map_or(RecordStart::Never, RecordStart::On);
    UsageRecord::new(start, usage.iter().copied())
}

#[test]
fn days_carried_over_from_a_deleted_year_are_brought_forward() {
    let mut allowance = thirty().lasting();
    let usage = taken(&["2026-03-02 28"]);
    let others = [day("2026-01-02"), day("2027-03-01")];
    let range = (day("2026-01-01"), day("2026-12-31"));
    let before = allowance.balance(
        &CALENDAR_YEARS,
        year("2027"),
        &record(&usage, &others),
        day("2027-06-01"),
    );
    assert_eq!(describe(&before.unwrap()), "30 + 2 = 0 + 0 + 0, 32 left -> 32");
    let (after, kept) = delete(&mut allowance, &CALENDAR_YEARS, range, &usage, &others);
    assert_eq!(kept, BTreeMap::from([(year("2027"), CarriedDays(4))]));
    let balance =
        |of: &str| allowance.balance(&CALENDAR_YEARS, year(of), &after, day("2027-06-01")).unwrap();
    assert_eq!(describe(&balance("2027")), describe(&before.unwrap()));
    assert_eq!(balance("2027").carried_from, CarriedFrom::Deleted);
    assert_eq!(
        describe(&balance("2028")),
        "30 + 32 = 0 + 0 + 0, 62 left -> 62",
        "also later years"
    );
}

#[test]
fn nothing_is_brought_forward_if_everything_is_deleted() {
    let mut allowance = thirty().lasting();
    let all = (day("1970-01-01"), day("2100-12-31"));
    let usage = taken(&["2026-01-02 28"]);
    let (_, kept) = delete(&mut allowance, &CALENDAR_YEARS, all, &usage, &[]);
    assert_eq!(kept, BTreeMap::new());
}

#[test]
fn nothing_is_brought_forward_where_nothing_depends_on_the_deleted_year() {
    for allowance in [thirty().without_carrying(), thirty().terms("2027", None, Some("5"))] {
        let usage = taken(&["2026-01-02 28"]);
        let others = [day("2025-01-02"), day("2027-03-01")];
        let range = (day("2026-01-01"), day("2026-12-31"));
        let (_, kept) = delete(&mut allowance.clone(), &CALENDAR_YEARS, range, &usage, &others);
        assert_eq!(kept, BTreeMap::new());
    }
}

fn any_day() -> impl Strategy<Value = Day> {
    let first = day("2020-01-01").date();
    (0u64..9 * 365).prop_map(move |at| Day::from_date(first + chrono::Days::new(at)).unwrap())
}

proptest! {
    #[test]
    fn deleting_a_year_never_changes_another_years_balance(
        allowance in any_allowance(),
        calendar in any_calendar(),
        usage in any_usage(),
        others in prop::collection::vec(any_day(), 0..4),
        deleted in 2019i32..=2029,
        today in any_day(),
    ) {
        let deleted = year(&deleted.to_string());
        let range = (deleted.first_day(), deleted.last_day());
        let mut changed = allowance.clone();
        let (after, _) = delete(&mut changed, &calendar, range, &usage, &others);
        let before = record(&usage, &others);
        let start = calendar.year_start;
        for number in 2015..=2040 {
            let of = year(&number.to_string());
            let is_touched = start.first_day(of) <= range.1 && range.0 <= start.last_day(of);
            let balance = |allowance: &Allowance, record: &UsageRecord| {
                let balance = allowance.balance(&calendar, of, record, today)?;
                Some(Balance { carried_from: CarriedFrom::Nowhere, ..balance })
            };
            let (was, is) = (balance(&allowance, &before), balance(&changed, &after));
            if is_touched {
                // A year that ends later keeps at least the days carried into it.
                let carried = |of: Option<Balance>| of.map(|balance| balance.carried_in);
                prop_assert!(start.last_day(of) <= range.1 || start.first_day(of) < range.0 && start.year_of(range.0) == of || carried(was) == carried(is));
            } else {
                prop_assert_eq!(was, is, "{}", of);
            }
        }
    }
}
