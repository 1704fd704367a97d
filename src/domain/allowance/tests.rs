//! Tables of years, and what holds for any.

use proptest::prelude::*;

use super::*;

fn year(text: &str) -> Year {
    text.parse().unwrap()
}

fn days(text: &str) -> Days {
    text.parse().unwrap()
}

/// 30 days a year; what 2024 and later years leave goes into the next, until 31 March.
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

/// `2026-03-02 5` is five whole days from that day on; ` 0.5` a half.
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

/// `entitlement + carried in = used + planned + expired, left or over, -> carried out`
fn words(balance: &Balance) -> String {
    let Balance { entitlement, carried_in, used, planned, expired, carried_out, .. } = balance;
    let end = match balance.at_year_end {
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
    /// Of 2026.
    expected: &'static str,
}

fn check(cases: impl IntoIterator<Item = Case>) {
    for case in cases {
        let today = case.today.parse().unwrap();
        let balance = case.allowance.balance(year("2026"), taken(case.usage), today);
        let found = balance.as_ref().map_or_else(|| "no limit".to_owned(), words);
        assert_eq!(found, case.expected, "{}", case.name);
    }
}

#[test]
fn limits_of_a_year() {
    let plain = || thirty().without_carrying();
    let case = |name, allowance, usage, expected| Case {
        name,
        allowance,
        usage,
        today: "2026-11-18",
        expected,
    };
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
fn carried_days_are_used_first_and_expire() {
    // Leaves 5 of 2025, into which nothing was carried.
    const OF_2025: &str = "2025-06-02 25";
    let from_2025 =
        || Allowance { carry: Some(CarryOver { since: year("2025"), most: None }), ..thirty() };
    let case = |name, today, usage, expected| Case {
        name,
        allowance: from_2025(),
        usage,
        today,
        expected,
    };
    check([
        case(
            "partly used before the expiry",
            "2026-11-18",
            &[OF_2025, "2026-02-02 3", "2026-07-06 10"],
            "30 + 5 = 13 + 0 + 2, 20 left -> 20",
        ),
        case(
            "used up before the expiry",
            "2026-11-18",
            &[OF_2025, "2026-02-02 8"],
            "30 + 5 = 8 + 0 + 0, 27 left -> 27",
        ),
        case(
            "half of one used on the last day",
            "2026-11-18",
            &[OF_2025, "2026-03-31 0.5", "2026-04-01 4"],
            "30 + 5 = 4.5 + 0 + 4.5, 26 left -> 26",
        ),
        case(
            "planned before the expiry and after",
            "2026-02-01",
            &[OF_2025, "2026-01-05 1", "2026-03-30 3", "2026-08-03 10"],
            "30 + 5 = 1 + 13 + 2, 19 left -> 19",
        ),
        case(
            "nothing planned on the last day itself",
            "2026-03-31",
            &[OF_2025],
            "30 + 5 = 0 + 0 + 5, 30 left -> 30",
        ),
        case(
            "over in the end, though some expired",
            "2026-11-18",
            &[OF_2025, "2026-06-01 33"],
            "30 + 5 = 33 + 0 + 5, 3 over -> 0",
        ),
    ]);
    let of_today = |today: &str| {
        let usage = taken(&[OF_2025, "2026-02-02 3", "2026-07-06 10"]);
        let balance = from_2025().balance(year("2026"), usage, today.parse().unwrap()).unwrap();
        (balance.has_expired, balance.today)
    };
    assert_eq!(of_today("2026-01-31"), (false, Remaining::Left(HalfDays(70))));
    assert_eq!(of_today("2026-03-31"), (false, Remaining::Left(HalfDays(64))));
    assert_eq!(of_today("2026-04-01"), (true, Remaining::Left(HalfDays(60))));
    assert_eq!(of_today("2027-01-01"), (true, Remaining::Left(HalfDays(40))));
}

#[test]
fn years_hand_on_what_they_leave() {
    let case = |name, allowance, usage, expected| Case {
        name,
        allowance,
        usage,
        today: "2026-11-18",
        expected,
    };
    let lasting = || Allowance { expires: None, ..thirty() };
    check([
        case(
            "two years in a row",
            lasting(),
            &["2024-06-03 28", "2025-06-02 31", "2026-06-01 20"],
            "30 + 1 = 20 + 0 + 0, 11 left -> 11",
        ),
        case(
            "two years in a row, the first's rest expired in between",
            thirty(),
            &["2024-06-03 28", "2025-06-02 29", "2026-06-01 20"],
            "30 + 1 = 20 + 0 + 1, 10 left -> 10",
        ),
        case(
            "at most five",
            lasting().at_most("5"),
            &["2024-06-03 10", "2025-06-02 12"],
            "30 + 5 = 0 + 0 + 0, 35 left -> 5",
        ),
        case("at most none", lasting().at_most("0"), &[], "30 + 0 = 0 + 0 + 0, 30 left -> 0"),
        case(
            "the year before was overdrawn",
            lasting(),
            &["2024-06-03 30", "2025-06-02 33"],
            "30 + 0 = 0 + 0 + 0, 30 left -> 30",
        ),
        case(
            "brought along, as said",
            lasting().terms("2026", None, Some("4.5")),
            &["2025-06-02 1", "2026-06-01 2"],
            "30 + 4.5 = 2 + 0 + 0, 32.5 left -> 32.5",
        ),
        case(
            "brought along though nothing is carried",
            thirty().without_carrying().terms("2026", None, Some("3")),
            &["2026-06-01 2"],
            "30 + 3 = 2 + 0 + 3, 28 left -> 0",
        ),
        case(
            "the next year as said",
            lasting().terms("2027", None, Some("7")),
            &["2024-06-03 30", "2025-06-02 30", "2026-06-01 20"],
            "30 + 0 = 20 + 0 + 0, 10 left -> 7",
        ),
        case(
            "a year without a limit hands nothing on",
            Allowance { days: None, ..lasting() }.terms("2024", Some("30"), None).terms(
                "2026",
                Some("30"),
                None,
            ),
            &[],
            "30 + 0 = 0 + 0 + 0, 30 left -> 30",
        ),
    ]);
}

#[test]
fn the_end_of_february_is_its_last_day() {
    let case = |name, allowance, usage, expected| Case {
        name,
        allowance,
        usage,
        today: "2026-11-18",
        expected,
    };
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
    assert_eq!(words(&balance), "30 + 3 = 2 + 0 + 2, 29 left -> 29");
    assert_eq!(balance.expires, Some("2024-02-29".parse().unwrap()));
}

#[test]
fn only_years_that_are_carried_from_are_needed() {
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

#[test]
fn numbers_of_days_are_read_as_people_write_them() {
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
        let read = input.parse::<Days>().map(|days| days.to_string());
        assert_eq!(read, expected.map(str::to_owned), "{input:?}");
    }
    for text in ["02-30", "13-01", "00-10", "3-31", "0331", ""] {
        assert_eq!(text.parse::<ExpiryDate>(), Err(ExpiryDateError), "{text:?}");
    }
}

#[test]
fn an_allowance_survives_storage() {
    let allowance = thirty().at_most("5.5").terms("2024", Some("15"), Some("2"));
    let json = serde_json::to_value(&allowance).unwrap();
    assert_eq!(json["years"]["2024"]["days"], "15");
    assert_eq!(serde_json::from_value::<Allowance>(json).unwrap(), allowance);
    assert_eq!(serde_json::from_str::<Allowance>("{}").unwrap(), Allowance::default());
}

prop_compose! {
    fn any_days()(halves in 0u32..=80) -> Days {
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

/// Days from the beginning of 2020, for nine years.
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

        let (left, over) = match balance.at_year_end {
            Remaining::Left(left) => (left.0, 0),
            Remaining::Over(over) => (0, over.0),
        };
        let gained = balance.entitlement.0 + balance.carried_in.0;
        let taken: u32 = usage.iter().filter(|(day, _)| day.year() == year).map(|(_, w)| w.0).sum();
        prop_assert_eq!(balance.used.0 + balance.planned.0, taken);
        prop_assert_eq!(gained + over, taken + balance.expired.0 + left);
        prop_assert!(balance.expired <= balance.carried_in);
        prop_assert!(over == 0 || balance.at_year_end == Remaining::Over(HalfDays(over)));

        // What one year hands on is what the next begins with.
        if let Some(next) = year.next().and_then(|next| allowance.balance(next, usage.clone(), today)) {
            prop_assert_eq!(next.carried_in, balance.carried_out);
        }

        // Years before the first needed do not matter, nor does the order.
        let first = allowance.first_year_needed(year);
        let mut needed: Vec<_> = usage.into_iter().filter(|(day, _)| day.year() >= first).collect();
        needed.reverse();
        prop_assert_eq!(allowance.balance(year, needed, today), Some(balance));
    }
}
