//! Tests the rendered year page.

use askama::Template;
use scraper::{ElementRef, Html, Selector};

use super::{YearInput, YearPage};
use crate::domain::Timestamp;
use crate::domain::accounts::user::User;
use crate::domain::allowances::{Allowance, CarryOver};
use crate::domain::year::digest::tests::brief_of;
use crate::domain::year::office_share::SharePeriod;

fn user() -> User {
    let hash = serde_json::from_value("$argon2id$".into()).unwrap();
    let mut user = User::new("ada".parse().unwrap(), None, hash, Timestamp::default());
    let carry = Some(CarryOver { since: "2025".parse().unwrap(), most: None });
    let expires = Some("03-31".parse().unwrap());
    let vacation =
        Allowance { days: Some("3".parse().unwrap()), carry, expires, ..Allowance::default() };
    user.settings.allowances.insert("vacation".parse().unwrap(), vacation);
    let sick = Allowance { days: Some("1".parse().unwrap()), ..Allowance::default() };
    user.settings.allowances.insert("sick".parse().unwrap(), sick);
    user
}

const DAYS: [(&str, &str); 7] = [
    ("2025-06-02", "vacation"),
    ("2026-03-02", "+vacation"),
    ("2026-03-03", "sick"),
    ("2026-03-04", "sick"),
    ("2026-06-05", "vacation"),
    ("2026-12-23", "vacation"),
    ("2026-12-24", "+sick"),
];

/// Returns the rows of the table of balances, with a vertical bar between cells.
fn balances(year: &str, today: &str) -> Vec<String> {
    let (user, digest) = (user(), brief_of("2025-01", &DAYS));
    let (year, today) = (year.parse().unwrap(), today.parse().unwrap());
    let input = YearInput { user: &user, digest: &digest, year, today, span: SharePeriod::Month };
    let html = Html::parse_document(&YearPage::new(&input).unwrap().render().unwrap());
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let describe = |element: ElementRef<'_>| {
        let text: String = element.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let line = |row: ElementRef<'_>| {
        row.select(&select("th, td")).map(describe).collect::<Vec<_>>().join(" | ")
    };
    html.select(&select("#balances tr")).map(line).collect()
}

#[test]
fn a_balance_shows_how_it_came_about() {
    assert_eq!(
        balances("2026", "2026-11-18"),
        [
            "Step | V Vacation | S Sick",
            "Allowance of 2026 | 3 | 1",
            "Carried over from 2025 | +2 | ",
            "Expired | −1.5 31 Mar | ",
            "Used | −1.5 | −2",
            "Left today | 2 left | 1 over",
            "Planned | −1 | −0.5",
            "At the end of 2026 | 1 left | 1.5 over",
        ]
    );
}

#[test]
fn days_to_expire_are_shown_before_they_do() {
    assert_eq!(
        balances("2026", "2026-03-03"),
        [
            "Step | V Vacation | S Sick",
            "Allowance of 2026 | 3 | 1",
            "Carried over from 2025 | +2 | ",
            "Used | −0.5 | −1",
            "Left today | 4.5 left | 0 left",
            "Planned | −2 | −1.5",
            "Will expire unused | −1.5 31 Mar | ",
            "At the end of 2026 | 1 left | 1.5 over",
        ]
    );
}

#[test]
fn past_and_future_years_show_only_the_balance_at_their_end() {
    let before = balances("2025", "2026-11-18");
    assert_eq!(before[2..], ["Used | −1 | ", "At the end of 2025 | 2 left | 1 left"]);
    let after = balances("2027", "2026-11-18");
    assert_eq!(after[1..3], ["Allowance of 2027 | 3 | 1", "Carried over from 2026 | +1 | "]);
}
