//! Days carried over from one year to the next.

use super::*;

/// Leaves 5 days of 2025, into which none were carried.
const OF_2025: &str = "2025-06-02 25";

fn from_2025() -> Allowance {
    Allowance { carry: Some(CarryOver { since: year("2025"), most: None }), ..thirty() }
}

#[test]
fn carried_days_are_used_first_and_expire() {
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
}

#[test]
fn carried_days_expire_after_their_last_day() {
    let of_today = |today: &str| {
        let usage = taken(&[OF_2025, "2026-02-02 3", "2026-07-06 10"]);
        let balance = from_2025().balance(year("2026"), usage, today.parse().unwrap()).unwrap();
        (balance.has_expired, balance.remaining_today)
    };
    assert_eq!(of_today("2026-01-31"), (false, Remaining::Left(HalfDays(70))));
    assert_eq!(of_today("2026-03-31"), (false, Remaining::Left(HalfDays(64))));
    assert_eq!(of_today("2026-04-01"), (true, Remaining::Left(HalfDays(60))));
    assert_eq!(of_today("2027-01-01"), (true, Remaining::Left(HalfDays(40))));
}

/// 30 days per year. Unused days are carried over from 2024 on, and never expire.
fn lasting() -> Allowance {
    Allowance { expires: None, ..thirty() }
}

#[test]
fn unused_days_are_carried_over() {
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
    ]);
}

#[test]
fn days_entered_as_carried_over_replace_those_left() {
    check([
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
