//! Allowances stored by 1.0.0 keep their balances.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::any::any_usage;
use super::*;

/// The allowance of 1.0.0, with the calculation of its balances.
#[derive(Debug)]
struct Former {
    days: Option<u32>,
    years: BTreeMap<i32, (Option<u32>, Option<u32>)>,
    since: Option<i32>,
    most: Option<u32>,
    expires: Option<ExpiryDate>,
}

/// The half days of a year: those of the year itself, carried in, expired, and left.
type FormerBalance = (u32, u32, u32, u32);

impl Former {
    fn entitlement(&self, year: i32) -> Option<u32> {
        self.years.get(&year).and_then(|terms| terms.0).or(self.days)
    }

    fn hands_on(&self, year: i32) -> bool {
        self.since.is_some_and(|since| year >= since)
    }

    fn carried_in(&self, year: i32, usage: &[(Day, HalfDays)]) -> u32 {
        if let Some(said) = self.years.get(&year).and_then(|terms| terms.1) {
            return said;
        }
        let before = year - 1;
        if before < 2000 || !self.hands_on(before) || self.entitlement(year).is_none() {
            return 0;
        }
        let left = self.balance(before, usage).map_or(0, |balance| balance.3);
        self.most.map_or(left, |most| left.min(most))
    }

    fn balance(&self, year: i32, usage: &[(Day, HalfDays)]) -> Option<FormerBalance> {
        let entitlement = self.entitlement(year)?;
        let carried = self.carried_in(year, usage);
        let of_year = usage.iter().filter(|(day, _)| day.year().number() == year);
        let taken: u32 = of_year.clone().map(|(_, worth)| worth.0).sum();
        let expired = self.expires.map_or(0, |date| {
            let last = YearStart::JANUARY.date_in(super::year(&year.to_string()), date);
            let in_time = of_year.clone().filter(|(day, _)| Some(*day) <= last);
            carried.saturating_sub(in_time.map(|(_, worth)| worth.0).sum())
        });
        Some((
            entitlement,
            carried,
            expired,
            (entitlement + carried - expired).saturating_sub(taken),
        ))
    }

    /// Returns the document as 1.0.0 stored it.
    fn document(&self) -> Value {
        let days = |halves: &u32| HalfDays(*halves).to_string();
        let put = |map: &mut Value, name: &str, value: Option<String>| {
            if let Some(value) = value {
                map[name] = value.into();
            }
        };
        let mut document = json!({});
        put(&mut document, "days", self.days.as_ref().map(days));
        put(&mut document, "expires", self.expires.map(|date| date.to_string()));
        if let Some(since) = self.since {
            document["carry"] = json!({ "since": since.to_string() });
            put(&mut document["carry"], "most", self.most.as_ref().map(days));
        }
        for (year, (own, carried)) in &self.years {
            let mut terms = json!({});
            put(&mut terms, "days", own.as_ref().map(days));
            put(&mut terms, "carried", carried.as_ref().map(days));
            document["years"][year.to_string()] = terms;
        }
        document
    }
}

fn any_former() -> impl Strategy<Value = Former> {
    let some = || proptest::option::of(0u32..=80);
    let years = prop::collection::btree_map(2021i32..=2027, (some(), some()), 0..4);
    let expires =
        (1u32..=12, 1u32..=31).prop_filter_map("no date", |(m, d)| ExpiryDate::new(m, d).ok());
    let since = proptest::option::of(2019i32..=2027);
    (some(), years, since, some(), proptest::option::of(expires)).prop_map(
        |(days, years, since, most, expires)| Former { days, years, since, most, expires },
    )
}

proptest! {
    #[test]
    fn the_balances_of_an_allowance_of_1_0_stay_the_same(former in any_former(), usage in any_usage()) {
        let allowance: Allowance = serde_json::from_value(former.document()).unwrap();
        for number in 2018..=2030 {
            let of = super::year(&number.to_string());
            let found = allowance.calendar_balance(of, usage.clone(), day("2024-06-01"));
            let found = found.map(|balance| {
                let carried = u32::try_from(balance.carried_in.0).unwrap();
                (balance.entitlement.0, carried, balance.expired.0, balance.remaining_at_year_end.left().0)
            });
            prop_assert_eq!(found, former.balance(number, &usage), "{}", number);
        }
        let again: Allowance = serde_json::from_value(serde_json::to_value(&allowance).unwrap()).unwrap();
        prop_assert_eq!(again, allowance);
    }
}

#[test]
fn the_values_of_1_0_apply_from_the_beginning() {
    let document = json!({ "days": "30", "years": { "2024": { "days": "12.5", "carried": "3" } },
        "carry": { "since": "2024", "most": "5" }, "expires": "03-31" });
    let allowance: Allowance = serde_json::from_value(document).unwrap();
    let rule = AllowanceRule { days: Some(days("30")), carry: None, expires: "03-31".parse().ok() };
    let carry = Some(CarryOver { most: Some(days("5")) });
    let rules =
        BTreeMap::from([(year("1970"), rule), (year("2024"), AllowanceRule { carry, ..rule })]);
    assert_eq!(allowance.rules, rules);
    assert_eq!(allowance.years[&year("2024")].carried, Some(CarriedDays(6)));
    assert_eq!(serde_json::from_str::<Allowance>("{}").unwrap(), Allowance::default());
}
