//! Properties that apply to every allowance.

use proptest::prelude::*;

use super::*;

prop_compose! {
    fn any_days()(halves in 0u32..=80) -> AllowanceDays {
        HalfDays(halves).to_string().parse().unwrap()
    }
}

fn any_allowance() -> impl Strategy<Value = Allowance> {
    let some_days = || proptest::option::of(any_days());
    let terms = (some_days(), some_days()).prop_map(|(days, carried)| YearTerms { days, carried });
    let years = prop::collection::btree_map(
        (2022..=2027).prop_map(|y: i32| year(&y.to_string())),
        terms,
        0..4,
    );
    let carry = (2021..=2027i32, some_days())
        .prop_map(|(since, most): (i32, _)| CarryOver { since: year(&since.to_string()), most });
    let expires =
        (1u32..=12, 1u32..=31).prop_filter_map("no date", |(m, d)| ExpiryDate::new(m, d).ok());
    (some_days(), years, proptest::option::of(carry), proptest::option::of(expires))
        .prop_map(|(days, years, carry, expires)| Allowance { days, years, carry, expires })
}

/// Days in the nine years from 2020 to 2028.
fn any_usage() -> impl Strategy<Value = Vec<(Day, HalfDays)>> {
    let first: Day = "2020-01-01".parse().unwrap();
    let at = move |offset: u64| Day::from_date(first.date() + chrono::Days::new(offset)).unwrap();
    let one =
        (0u64..9 * 365, 1u32..=2).prop_map(move |(offset, worth)| (at(offset), HalfDays(worth)));
    prop::collection::vec(one, 0..200)
}

proptest! {
    #[test]
    fn no_day_is_counted_twice_or_lost(
        allowance in any_allowance(),
        usage in any_usage(),
        number in 2020i32..=2028,
        today in 0u64..9 * 365,
    ) {
        let year = year(&number.to_string());
        let today = Day::from_date("2020-01-01".parse::<Day>().unwrap().date() + chrono::Days::new(today)).unwrap();
        let balance = allowance.balance(year, usage.clone(), today);
        prop_assert_eq!(balance.is_some(), allowance.entitlement(year).is_some());
        let Some(balance) = balance else { return Ok(()) };

        let (left, over) = match balance.remaining_at_year_end {
            Remaining::Left(left) => (left.0, 0),
            Remaining::Over(over) => (0, over.0),
        };
        let gained = balance.entitlement.0 + balance.carried_in.0;
        let taken: u32 = usage.iter().filter(|(day, _)| day.year() == year).map(|(_, w)| w.0).sum();
        prop_assert_eq!(balance.used.0 + balance.planned.0, taken);
        prop_assert_eq!(gained + over, taken + balance.expired.0 + left);
        prop_assert!(balance.expired <= balance.carried_in);
        prop_assert!(over == 0 || balance.remaining_at_year_end == Remaining::Over(HalfDays(over)));

        // The days carried out of a year are those carried into the next.
        if let Some(next) = year.next().and_then(|next| allowance.balance(next, usage.clone(), today)) {
            prop_assert_eq!(next.carried_in, balance.carried_out);
        }

        // Neither the years before the first needed nor the order of days matters.
        let first = allowance.first_year_needed(year);
        let mut needed: Vec<_> = usage.into_iter().filter(|(day, _)| day.year() >= first).collect();
        needed.reverse();
        prop_assert_eq!(allowance.balance(year, needed, today), Some(balance));
    }
}
