//! Properties that apply to every allowance.

use proptest::prelude::*;

use super::*;

prop_compose! {
    fn any_days()(halves in 0u32..=80) -> AllowanceDays {
        HalfDays(halves).to_string().parse().unwrap()
    }
}

prop_compose! {
    fn any_carried()(halves in -20i32..=80) -> CarriedDays {
        CarriedDays(halves)
    }
}

pub(super) fn any_rule() -> impl Strategy<Value = AllowanceRule> {
    let some_days = || proptest::option::of(any_days());
    let carry = proptest::option::of(some_days().prop_map(|most| CarryOver { most }));
    let expires =
        (1u32..=12, 1u32..=31).prop_filter_map("no date", |(m, d)| ExpiryDate::new(m, d).ok());
    (some_days(), carry, proptest::option::of(expires))
        .prop_map(|(days, carry, expires)| AllowanceRule { days, carry, expires })
}

pub(super) fn any_allowance() -> impl Strategy<Value = Allowance> {
    let terms = (proptest::option::of(any_days()), proptest::option::of(any_carried()))
        .prop_map(|(days, carried)| YearTerms { days, carried, deleted: false });
    let of = |numbers: Vec<i32>| {
        prop::sample::select(numbers).prop_map(|number| year(&number.to_string()))
    };
    let years = prop::collection::btree_map(of((2022..=2027).collect()), terms, 0..3);
    let firsts = [1970].into_iter().chain(2019..=2028).collect();
    let rules = prop::collection::btree_map(of(firsts), any_rule(), 1..4);
    (rules, years).prop_map(|(rules, years)| Allowance { rules, years })
}

/// A year that starts in any month, and sometimes an employment within the years of
/// [`any_usage`].
pub(super) fn any_calendar() -> impl Strategy<Value = AllowanceCalendar> {
    let date = |days: i64| Day::from_date(day("2020-01-01").date() + chrono::Duration::days(days));
    let some_day = move || {
        proptest::option::weighted(0.2, (0i64..9 * 365).prop_map(move |at| date(at).unwrap()))
    };
    let start = (1u32..=12).prop_map(|month| YearStart::try_from(month).unwrap());
    (start, some_day(), some_day()).prop_map(|(year_start, from, until)| {
        let until = until.filter(|until| from.is_none_or(|from| from <= *until));
        AllowanceCalendar { year_start, employment: Employment { from, until } }
    })
}

/// Days in the nine years from 2020 to 2028.
pub(super) fn any_usage() -> impl Strategy<Value = Vec<(Day, HalfDays)>> {
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
        calendar in any_calendar(),
        usage in any_usage(),
        number in 2020i32..=2028,
        today in 0u64..9 * 365,
        is_earlier in any::<bool>(),
    ) {
        let year = year(&number.to_string());
        let today = Day::from_date(day("2020-01-01").date() + chrono::Days::new(today)).unwrap();
        let first = usage.iter().map(|(day, _)| *day).min();
        let start = match first {
            _ if is_earlier => RecordStart::Earlier,
            Some(first) => RecordStart::On(first),
            None => RecordStart::Never,
        };
        let record = UsageRecord::new(start, usage.clone());
        let balance = allowance.balance(&calendar, year, &record, today);
        prop_assert_eq!(balance.is_some(), allowance.entitlement(&calendar, year).is_some());
        let Some(balance) = balance else { return Ok(()) };

        let (left, over) = (balance.remaining_at_year_end.left().0, balance.remaining_at_year_end.over().0);
        let gained = balance.entitlement.0.cast_signed() + balance.carried_in.0;
        let of_year = |day: &Day| calendar.year_start.year_of(*day) == year;
        let taken: u32 = usage.iter().filter(|(day, _)| of_year(day)).map(|(_, w)| w.0).sum();
        prop_assert_eq!(balance.used.0 + balance.planned.0, taken);
        prop_assert_eq!(gained + over.cast_signed(), (taken + balance.expired.0 + left).cast_signed());
        prop_assert!(balance.expired.0 <= balance.carried_in.gained());
        let (expired, will_expire) = balance.expiry();
        prop_assert_eq!(expired.0 + will_expire.0, balance.expired.0);
        let today_left = balance.remaining_today.left().0.cast_signed() - balance.remaining_today.over().0.cast_signed();
        prop_assert_eq!(today_left, gained - (expired.0 + balance.used.0).cast_signed());
        let end_left = today_left - (will_expire.0 + balance.planned.0).cast_signed();
        prop_assert_eq!(left.cast_signed() - over.cast_signed(), end_left);

        // The days carried out of a year are those carried into the next, if they are known.
        if let Some(next) = year.next().and_then(|next| allowance.balance(&calendar, next, &record, today))
            && next.carried_from == CarriedFrom::YearBefore
        {
            prop_assert_eq!(next.carried_in, balance.carried_out.into());
        }

        // Neither the years before the first needed nor the order of days matters.
        let first = calendar.year_start.first_day(allowance.first_year_needed(year));
        let mut needed: Vec<_> = usage.into_iter().filter(|(day, _)| *day >= first).collect();
        needed.reverse();
        let record = UsageRecord::new(start, needed);
        prop_assert_eq!(allowance.balance(&calendar, year, &record, today), Some(balance));
    }
}
