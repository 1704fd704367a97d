//! Balances of example years, and properties of every balance.

mod any;
mod carried;
mod terms;

use super::*;

fn year(text: &str) -> Year {
    text.parse().unwrap()
}

fn days(text: &str) -> AllowanceDays {
    text.parse().unwrap()
}

/// 30 days per year. Unused days are carried over from 2024 on, and expire on 31 March.
fn thirty() -> Allowance {
    Allowance {
        days: Some(days("30")),
        years: BTreeMap::new(),
        carry: Some(CarryOver { since: year("2024"), most: None }),
        expires: Some("03-31".parse().unwrap()),
    }
}

impl Allowance {
    fn terms(mut self, of: &str, own: Option<&str>, carried: Option<&str>) -> Self {
        let terms = YearTerms { days: own.map(days), carried: carried.map(days) };
        self.years.insert(year(of), terms);
        self
    }

    fn at_most(mut self, most: &str) -> Self {
        self.carry = self.carry.map(|carry| CarryOver { most: Some(days(most)), ..carry });
        self
    }

    fn until(self, date: &str) -> Self {
        Self { expires: Some(date.parse().unwrap()), ..self }
    }

    fn without_carrying(self) -> Self {
        Self { carry: None, ..self }
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
        let balance = case.allowance.balance(year("2026"), taken(case.usage), today);
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
            Allowance { days: None, ..thirty() }.terms("2025", Some("30"), None),
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
    let balance = leap.balance(year("2024"), usage, "2024-12-31".parse().unwrap()).unwrap();
    assert_eq!(describe(&balance), "30 + 3 = 2 + 0 + 2, 29 left -> 29");
    assert_eq!(balance.expires, Some("2024-02-29".parse().unwrap()));
}

#[test]
fn first_year_needed_follows_carry_over() {
    let lasting = thirty();
    for (allowance, expected) in [
        (lasting.clone(), "2024"),
        (lasting.clone().without_carrying(), "2026"),
        (lasting.clone().terms("2026", None, Some("0")), "2026"),
        (lasting.clone().terms("2025", None, Some("3")), "2025"),
        (Allowance { days: None, ..lasting.clone() }, "2026"),
    ] {
        assert_eq!(allowance.first_year_needed(year("2026")), year(expected), "{allowance:?}");
    }
    assert_eq!(lasting.first_year_needed(year("2023")), year("2023"));
    let forever =
        Allowance { carry: Some(CarryOver { since: year("1970"), most: None }), ..lasting };
    assert_eq!(forever.first_year_needed(year("2100")), year("1970"));
    let last = forever.balance(year("2100"), [], "2026-11-18".parse().unwrap()).unwrap();
    assert_eq!(last.carried_in.0, 60 * 130 - 129 * 60);
}
