//! Balances of example years, and properties of every balance.

mod any;
mod calendar;
mod carried;
mod changes;
mod deletion;
mod of_1_0;
mod terms;

use super::*;

fn year(text: &str) -> Year {
    text.parse().unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn days(text: &str) -> AllowanceDays {
    text.parse().unwrap()
}

const CALENDAR_YEARS: AllowanceCalendar = AllowanceCalendar {
    year_start: YearStart::JANUARY,
    employment: Employment { from: None, until: None },
};

/// 30 days per year. Unused days are carried over, and expire on 31 March.
fn thirty() -> Allowance {
    Allowance::from_beginning(AllowanceRule {
        days: Some(days("30")),
        carry: Some(CarryOver { most: None }),
        expires: Some("03-31".parse().unwrap()),
    })
}

impl Allowance {
    fn terms(mut self, of: &str, own: Option<&str>, carried: Option<&str>) -> Self {
        let carried = carried.map(|days| days.parse().unwrap());
        let terms = YearTerms { days: own.map(days), carried, deleted: false };
        self.years.insert(year(of), terms);
        self
    }

    /// Changes the rule that applies from the beginning.
    fn with(mut self, change: impl Fn(&mut AllowanceRule)) -> Self {
        self.rules.values_mut().for_each(change);
        self
    }

    /// Adds a rule that differs from the one before.
    fn since_year(mut self, first: &str, change: impl Fn(&mut AllowanceRule)) -> Self {
        let mut rule = self.rule(year(first));
        change(&mut rule);
        self.rules.insert(year(first), rule);
        self
    }

    /// Carries no days over before a year.
    fn carrying_since(self, first: &str) -> Self {
        let carry = self.rule(year(first)).carry;
        self.without_carrying().since_year(first, |rule| rule.carry = carry)
    }

    fn at_most(self, most: &str) -> Self {
        self.with(|rule| rule.carry = Some(CarryOver { most: Some(days(most)) }))
    }

    fn until(self, date: &str) -> Self {
        self.with(|rule| rule.expires = Some(date.parse().unwrap()))
    }

    fn lasting(self) -> Self {
        self.with(|rule| rule.expires = None)
    }

    fn unlimited(self) -> Self {
        self.with(|rule| rule.days = None)
    }

    fn without_carrying(self) -> Self {
        self.with(|rule| rule.carry = None)
    }

    /// Returns the balance of a calendar year, with entries before all years.
    fn calendar_balance(
        &self,
        year: Year,
        usage: impl IntoIterator<Item = (Day, HalfDays)>,
        today: Day,
    ) -> Option<Balance> {
        let record = UsageRecord::new(RecordStart::Earlier, usage);
        self.balance(&CALENDAR_YEARS, year, &record, today)
    }
}

/// Parses runs of days. `2026-03-02 5` means five whole days starting on that date, and `2026-03-02
/// 0.5` means a half day.
fn taken(usage: &[&str]) -> Vec<(Day, HalfDays)> {
    let run = |text: &&str| {
        let (first, count) = text.split_once(' ').unwrap();
        let (first, count): (Day, HalfDays) = (first.parse().unwrap(), days(count).into());
        let run = std::iter::successors(Some(first), |day| day.next());
        let worth = (0..count.0.div_ceil(2)).map(move |at| HalfDays((count.0 - 2 * at).min(2)));
        run.zip(worth).collect::<Vec<_>>()
    };
    usage.iter().flat_map(run).collect()
}

/// Formats a balance:
/// `entitlement + carried in = used + planned + expired, left or over -> carried out`.
fn describe(balance: &Balance) -> String {
    let Balance { entitlement, carried_in, used, planned, expired, carried_out, .. } = balance;
    let end = match balance.remaining_at_year_end {
        Remaining::Left(left) => format!("{left} left"),
        Remaining::Over(over) => format!("{over} over"),
    };
    format!("{entitlement} + {carried_in} = {used} + {planned} + {expired}, {end} -> {carried_out}")
}

struct Case {
    name: &'static str,
    allowance: Allowance,
    usage: &'static [&'static str],
    today: &'static str,
    /// The balance of 2026, formatted by [`describe`].
    expected: &'static str,
}

/// Returns a case as of 18 November 2026.
fn case(
    name: &'static str,
    allowance: Allowance,
    usage: &'static [&'static str],
    expected: &'static str,
) -> Case {
    Case { name, allowance, usage, today: "2026-11-18", expected }
}

fn check(cases: impl IntoIterator<Item = Case>) {
    for case in cases {
        let today = case.today.parse().unwrap();
        let balance = case.allowance.calendar_balance(year("2026"), taken(case.usage), today);
        let found = balance.as_ref().map_or_else(|| "no limit".to_owned(), describe);
        assert_eq!(found, case.expected, "{}", case.name);
    }
}

#[test]
fn balances_without_carry_over() {
    let plain = || thirty().without_carrying();
    check([
        case("untouched", plain(), &[], "30 + 0 = 0 + 0 + 0, 30 left -> 0"),
        case(
            "halves, some planned",
            plain(),
            &["2026-05-04 2.5", "2026-11-18 0.5", "2026-11-19 0.5"],
            "30 + 0 = 3 + 0.5 + 0, 26.5 left -> 0",
        ),
        case(
            "joined in July",
            plain().terms("2026", Some("15"), None),
            &["2026-08-03 10"],
            "15 + 0 = 10 + 0 + 0, 5 left -> 0",
        ),
        case(
            "lowered below what was used",
            plain().terms("2026", Some("8"), None),
            &["2026-08-03 10"],
            "8 + 0 = 10 + 0 + 0, 2 over -> 0",
        ),
        case(
            "planned beyond the limit",
            plain().terms("2026", Some("5"), None),
            &["2026-08-03 3", "2026-12-21 4.5"],
            "5 + 0 = 3 + 4.5 + 0, 2.5 over -> 0",
        ),
        case(
            "none allowed",
            plain().terms("2026", Some("0"), None),
            &["2026-08-03 0.5"],
            "0 + 0 = 0.5 + 0 + 0, 0.5 over -> 0",
        ),
        case("no limit", Allowance::default(), &["2026-08-03 3"], "no limit"),
        case(
            "no limit this year",
            thirty().unlimited().terms("2025", Some("30"), None),
            &[],
            "no limit",
        ),
        case(
            "days of other years",
            plain(),
            &["2025-12-31 1", "2026-01-01 1", "2026-12-31 1", "2027-01-01 1"],
            "30 + 0 = 1 + 1 + 0, 28 left -> 0",
        ),
    ]);
}

#[test]
fn expiry_on_29_february_means_the_last_day_of_february() {
    let brought = || thirty().until("02-29").terms("2026", None, Some("3"));
    check([
        case(
            "used on 28 February of a common year",
            brought(),
            &["2026-02-28 1"],
            "30 + 3 = 1 + 0 + 2, 30 left -> 30",
        ),
        case(
            "used on 1 March of a common year",
            brought(),
            &["2026-03-01 1"],
            "30 + 3 = 1 + 0 + 3, 29 left -> 29",
        ),
    ]);
    let leap = thirty().until("02-29").terms("2024", None, Some("3"));
    let usage = taken(&["2024-02-29 1", "2024-03-01 1"]);
    let balance =
        leap.calendar_balance(year("2024"), usage, "2024-12-31".parse().unwrap()).unwrap();
    assert_eq!(describe(&balance), "30 + 3 = 2 + 0 + 2, 29 left -> 29");
    assert_eq!(balance.expires, Some("2024-02-29".parse().unwrap()));
}

#[test]
fn first_year_needed_follows_carry_over() {
    let since_2024 = thirty().carrying_since("2024");
    for (allowance, expected) in [
        (since_2024.clone(), "2024"),
        (since_2024.clone().without_carrying(), "2026"),
        (since_2024.clone().terms("2026", None, Some("0")), "2026"),
        (since_2024.clone().terms("2025", None, Some("3")), "2025"),
        (since_2024.clone().unlimited(), "2026"),
    ] {
        assert_eq!(allowance.first_year_needed(year("2026")), year(expected), "{allowance:?}");
    }
    assert_eq!(since_2024.first_year_needed(year("2023")), year("2023"));
    let forever = thirty();
    assert_eq!(forever.first_year_needed(year("2100")), year("1970"));
    let last = forever.calendar_balance(year("2100"), [], "2026-11-18".parse().unwrap()).unwrap();
    assert_eq!(last.carried_in.0, 60 * 130 - 129 * 60);
}
