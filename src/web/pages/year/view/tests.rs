//! Tests the rendered year page.

use askama::Template;
use scraper::{ElementRef, Html, Selector};

use super::{YearInput, YearPage};
use crate::domain::Timestamp;
use crate::domain::accounts::user::User;
use crate::domain::allowances::{Allowance, AllowanceRule, CarryOver, YearTerms};
use crate::domain::year::digest::tests::brief_of;
use crate::domain::year::office_share::SharePeriod;
use crate::locale::Language;
use crate::web::views::{Layout, Section};

fn user() -> User {
    let hash = serde_json::from_value("$argon2id$".into()).unwrap();
    let mut user = User::new("ada".parse().unwrap(), None, hash, Timestamp::default());
    let mut set = |slug: &str, days: &str, carry, expires: Option<&str>| {
        let (days, expires) = (days.parse().ok(), expires.map(|date| date.parse().unwrap()));
        let rule = AllowanceRule { days, carry, expires };
        user.settings.allowances.insert(slug.parse().unwrap(), Allowance::from_beginning(rule));
    };
    set("vacation", "3", Some(CarryOver::default()), Some("03-31"));
    set("sick", "1", None, None);
    user
}

const DAYS: [(&str, &str); 7] = [
    ("2025-01-02", "vacation"),
    ("2026-03-02", "+vacation"),
    ("2026-03-03", "sick"),
    ("2026-03-04", "sick"),
    ("2026-06-05", "vacation"),
    ("2026-12-23", "vacation"),
    ("2026-12-24", "+sick"),
];

/// Returns the rows of the tables of balances, with a vertical bar between cells.
fn balances(year: &str, today: &str) -> Vec<String> {
    rows(&user(), &DAYS, year, today)
}

fn page(user: &User, days: &[(&str, &str)], year: &str, today: &str) -> Html {
    let digest = brief_of("2024-01", days);
    let (year, today) = (year.parse().unwrap(), today.parse().unwrap());
    let layout = Layout::new("", Some(user), Section::Year, Some((today, None)));
    let span = SharePeriod::Month;
    let input = YearInput { user, digest: &digest, year, today, span, layout };
    Html::parse_document(&YearPage::new(input).unwrap().render().unwrap())
}

fn rows(user: &User, days: &[(&str, &str)], year: &str, today: &str) -> Vec<String> {
    let html = page(user, days, year, today);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let describe = |element: ElementRef<'_>| {
        let text: String = element.text().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let line = |row: ElementRef<'_>| {
        row.select(&select("th, td")).map(describe).collect::<Vec<_>>().join(" | ")
    };
    let heading = |element: ElementRef<'_>| {
        if element.value().name() == "tr" { line(element) } else { describe(element) }
    };
    html.select(&select("#balances tr, #balances h3, #balances .carry-ask")).map(heading).collect()
}

#[test]
fn a_balance_shows_how_it_came_about() {
    assert_eq!(
        balances("2026", "2026-11-18"),
        [
            "Type | 2026 allowance | Carried over from 2025 | Expired | Used | Left today | Planned \
             | End of 2026",
            "V Vacation | 3 | +2 | −1.5 31 Mar | −1.5 | 2 left | −1 | 1 left",
            "S Sick | 1 |  |  | −2 | 1 over | −0.5 | 1.5 over",
        ]
    );
}

#[test]
fn days_to_expire_are_shown_before_they_do() {
    assert_eq!(
        balances("2026", "2026-03-03"),
        [
            "Type | 2026 allowance | Carried over from 2025 | Used | Left today | Planned \
             | Will expire unused | End of 2026",
            "V Vacation | 3 | +2 | −0.5 | 4.5 left | −2 | −1.5 31 Mar | 1 left",
            "S Sick | 1 |  | −1 | 0 left | −1.5 |  | 1.5 over",
        ]
    );
}

#[test]
fn past_and_future_years_show_only_the_balance_at_their_end() {
    let before = balances("2025", "2026-11-18");
    assert_eq!(before[0], "Type | 2025 allowance | Used | End of 2025");
    assert_eq!(before[1..3], ["V Vacation | 3 | −1 | 2 left", "S Sick | 1 |  | 1 left"]);
    let after = balances("2027", "2026-11-18");
    assert!(after[0].starts_with("Type | 2027 allowance | Carried over from 2026 | "));
    assert!(
        after[1].starts_with("V Vacation | 3 | +1 | ") && after[2].starts_with("S Sick | 1 |  | ")
    );
}

#[test]
fn a_calendar_year_shows_both_allowance_years_that_it_overlaps() {
    let mut user = user();
    user.settings.allowance_calendar.year_start = 4.try_into().unwrap();
    let days = [("2024-04-02", "office"), ("2026-03-31", "vacation"), ("2026-04-01", "vacation")];
    let rows = rows(&user, &days, "2026", "2026-11-18");
    assert_eq!(
        rows,
        [
            "April 2025 to March 2026",
            "Type | 2025/26 allowance | Carried over from 2024/25 | Expired | Used \
             | End of 2025/26",
            "V Vacation | 3 | +3 | −2 31 Mar | −1 | 3 left",
            "S Sick | 1 |  |  |  | 1 left",
            "April 2026 to March 2027",
            "Type | 2026/27 allowance | Carried over from 2025/26 | Used | Left today \
             | Will expire unused | End of 2026/27",
            "V Vacation | 3 | +3 | −1 | 5 left | −2 31 Mar | 3 left",
            "S Sick | 1 |  |  | 1 left |  | 1 left",
        ]
    );
}

#[test]
fn days_carried_over_are_asked_for_if_entries_start_too_late() {
    let rows = rows(&user(), &[("2026-12-01", "office")], "2027", "2027-01-10");
    assert_eq!(
        rows,
        [
            "Type | 2027 allowance | Left today | End of 2027",
            "V Vacation | 3 | 3 left | 3 left",
            "S Sick | 1 | 1 left | 1 left",
            "Enter the vacation days carried over into 2027. Your entries start too late to calculate them.",
        ]
    );
}

#[test]
fn days_brought_forward_have_their_own_row() {
    let mut user = user();
    let vacation = user.settings.allowances.values_mut().last().unwrap();
    let terms = YearTerms { carried: "-2".parse().ok(), ..YearTerms::default() };
    vacation.years.insert("2026".parse().unwrap(), terms);
    let rows = rows(&user, &DAYS[1..2], "2026", "2026-11-18");
    assert!(rows[0].starts_with("Type | 2026 allowance | Carried over (entered) | "));
    assert!(rows[1].starts_with("V Vacation | 3 | −2 | ") && rows[1].ends_with(" | 0.5 left"));
}

#[test]
fn the_name_of_a_day_follows_the_language() {
    let name = || {
        let html = page(&user(), &[("2026-03-03", "office")], "2026", "2026-11-18");
        let link = Selector::parse("#days a[href='/day/2026-03-04'] :is(b, span)").unwrap();
        let texts: Vec<String> = html.select(&link).map(|part| part.text().collect()).collect();
        let columns = Selector::parse("#days .weekdays span").unwrap();
        (texts, html.select(&columns).take(7).flat_map(|letter| letter.text()).collect::<String>())
    };
    let english = ["4", " March, Wednesday"].map(str::to_owned).to_vec();
    assert_eq!(name(), (english, "MTWTFSS".to_owned()));
    let german = ["Mittwoch, ", "4", ".\u{a0}März"].map(str::to_owned).to_vec();
    assert_eq!(Language::De.with(name), (german, "MDMDFSS".to_owned()));
}

#[test]
fn numbers_follow_the_language() {
    let text = || {
        let html = page(&user(), &DAYS, "2026", "2026-11-18");
        html.root_element().text().collect::<String>()
    };
    assert!(text().contains("1.5 over"));
    let german = Language::De.with(text);
    assert!(german.contains("1,5 zu viel") && !german.contains(".5"), "{german}");
}
