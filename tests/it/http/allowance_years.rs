//! Tests allowances that change over the years, on pages.

use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    a_change_applies_from_a_year,
    changes_are_listed_edited_and_removed,
    a_change_moves_to_another_year,
    an_expired_login_removes_nothing,
    the_first_allowance_applies_from_this_year,
    an_allowance_year_can_start_in_april,
    part_years_of_employment_are_prorated,
    calendar_errors_are_shown_and_values_kept,
    days_carried_over_are_asked_for,
    deleting_a_year_keeps_the_days_carried_over,
    an_export_takes_allowances_to_another_account,
}

const PAGE: &str = "/settings/allowances";
const VACATION: &str = "/settings/allowances/vacation";

/// Returns the steps of the year page's balances, each with its number of days.
async fn balance(browser: &Browser, year: &str) -> Vec<String> {
    steps(&browser.page(&format!("/year/{year}")).await)
}

/// Returns the steps of the balances of one type.
fn steps(page: &Page) -> Vec<String> {
    let labels = page.texts("#balances thead th:not(:first-child)");
    let days = page.texts("#balances tbody td");
    labels.into_iter().zip(days).map(|(label, days)| format!("{label}: {days}")).collect()
}

/// Logs a day at the start of 2026, and sets 20 days per year that are carried over.
async fn twenty_since_2026(server: &Server) -> Browser {
    let ada = server.sign_up("ada").await;
    ada.log("2026-01-02", &[("type", "office")]).await;
    ada.submit(VACATION, &[("days", "20"), ("carry", "on"), ("from", "2026")]).await;
    ada
}

async fn a_change_applies_from_a_year(server: Server) {
    let ada = twenty_since_2026(&server).await;
    ada.submit(VACATION, &[("days", "25"), ("carry", "on"), ("from", "2028")]).await;
    let expected = ["2028 allowance: 25", "Carried over from 2027: +40", "End of 2028: 65 left"];
    assert_eq!(balance(&ada, "2028").await, expected);
    assert_eq!(balance(&ada, "2027").await[0], "2027 allowance: 20");
    assert_eq!(ada.page(PAGE).await.texts("#vacation .left"), ["20 left"]);
    assert_eq!(balance(&ada, "2025").await, [""; 0], "no allowance before the first change");
}

async fn changes_are_listed_edited_and_removed(server: Server) {
    let ada = twenty_since_2026(&server).await;
    let form = ada.page(VACATION).await;
    assert_eq!(form.value("#vacation [name=from]"), "2026", "the current year");
    ada.submit(VACATION, &[("days", "25"), ("from", "2028")]).await;
    ada.submit(VACATION, &[("days", "18"), ("from", "")]).await;
    let shown = ada.page(VACATION).await;
    let rules = shown.texts("#vacation .rules li b");
    assert_eq!(rules, ["Until 2025", "2026 to 2027", "From 2028"]);
    assert_eq!(shown.texts("#vacation .rules small")[1], "20 days a year, carry over");
    let edit = shown.attributes("#vacation .rules a", "href")[2].clone();
    let form = ada.page(&edit).await;
    assert_eq!(form.value("#vacation [name=days]"), "25");
    assert_eq!(form.value("#vacation [name=from]"), "2028");
    let removable = form.attributes("#vacation .rules button", "value");
    assert_eq!(removable, ["2026", "2028"], "not the first rule");
    ada.submit(VACATION, &[("remove", "2028")]).await;
    assert_eq!(balance(&ada, "2028").await[0], "2028 allowance: 20");
    ada.submit_expecting(VACATION, &[("remove", "soon")], 422).await;
    assert_eq!(balance(&ada, "2028").await[0], "2028 allowance: 20");
    ada.submit(VACATION, &[("remove", "2026")]).await;
    assert!(!ada.page(VACATION).await.has("#vacation .rules"), "the same in all years");
    assert_eq!(balance(&ada, "2026").await[0], "2026 allowance: 18");
}

async fn a_change_moves_to_another_year(server: Server) {
    let ada = server.sign_up("ada").await;
    for form in [[("days", "20"), ("from", "")], [("days", "25"), ("from", "2026")]] {
        ada.submit(VACATION, &form).await;
    }
    let edit = ada.page(VACATION).await.attributes("#vacation .rules a", "href")[1].clone();
    let page = ada.page(&edit).await;
    let form = page.hidden("#vacation form.terms:not(.rules)");
    ada.submit(VACATION, &[&form[..], &[("days", "25"), ("from", "2027")]].concat()).await;
    assert_eq!(balance(&ada, "2026").await[0], "2026 allowance: 20");
    assert_eq!(balance(&ada, "2027").await[0], "2027 allowance: 25");
    // A new change leaves the others.
    ada.submit(VACATION, &[("days", "28"), ("from", "2028")]).await;
    assert_eq!(balance(&ada, "2027").await[0], "2027 allowance: 25");
}

async fn an_expired_login_removes_nothing(server: Server) {
    let ada = twenty_since_2026(&server).await;
    ada.submit(VACATION, &[("days", "25"), ("from", "2028")]).await;
    server.advance_clock(std::time::Duration::from_hours(24));
    let login = ada.submit_expecting(VACATION, &[("remove", "2028")], 401).await;
    let back = ada.log_in_by(&login, "ada").await;
    let page = ada.page(&back).await;
    page.assert_text(".notice", "Nothing was removed.");
    assert_eq!(page.value("#vacation [name=days]"), "20");
    assert_eq!(balance(&ada, "2028").await[0], "2028 allowance: 25");
}

async fn the_first_allowance_applies_from_this_year(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = ada.page(VACATION).await;
    assert_eq!(form.value("#vacation [name=from]"), "2026");
    assert_eq!(form.text("#vacation-from-hint"), "Earlier years don’t change.");
}

async fn an_allowance_year_can_start_in_april(server: Server) {
    let ada = server.sign_up("ada").await;
    for (day, slug) in
        [("2025-04-01", "office"), ("2026-03-31", "vacation"), ("2026-04-01", "vacation")]
    {
        ada.log(day, &[("type", slug)]).await;
    }
    ada.submit(PAGE, &[("year_start", "4")]).await;
    let form = [("days", "10"), ("carry", "on"), ("carry_most", "5"), ("from", "2025")];
    let form = [&form[..], &[("expires_month", "6"), ("expires_day", "30")]].concat();
    ada.submit(VACATION, &form).await;
    let shown = ada.page("/year/2026").await;
    let periods = ["April 2025 to March 2026", "April 2026 to March 2027"];
    assert_eq!(shown.texts("#balances h3"), periods);
    let expected = [
        "2025/26 allowance: 10",
        "Used: −1",
        "End of 2025/26: 9 left",
        "2026/27 allowance: 10",
        "Carried over from 2025/26: +5",
        "Expired: −4 30 Jun",
        "Used: −1",
        "Left today: 10 left",
        "End of 2026/27: 10 left",
    ];
    assert_eq!(steps(&shown), expected);
    let settings = ada.page(PAGE).await;
    assert_eq!(settings.values("#year_start option[selected]"), ["4"]);
    settings.assert_text("p.lead", "at the end of 2026/27");
    assert_eq!(settings.texts("#vacation .left"), ["10 left"]);
    let next = ada.page("/year/2027").await;
    assert_eq!(next.texts("#balances h3")[0], periods[1]);
}

async fn part_years_of_employment_are_prorated(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(VACATION, &[("days", "30"), ("from", "2026")]).await;
    ada.submit(PAGE, &[("year_start", "1"), ("employed_from", "2026-07-01")]).await;
    let shown = ada.page(PAGE).await;
    assert_eq!(shown.texts("#vacation .left"), ["15.5 left"]);
    assert_eq!(shown.texts("#vacation summary small")[0], "15.5 days in 2026");
    assert_eq!(shown.value("#employed_from"), "2026-07-01");
    let own = [("days", "30"), ("from", "2026"), ("year", "2026"), ("year_days", "20")];
    ada.submit(VACATION, &[&own[..], &[("year_carried", "")]].concat()).await;
    assert_eq!(ada.page(PAGE).await.texts("#vacation .left"), ["20 left"]);
    let ends = [("year_start", "1"), ("employed_until", "2027-06-30")];
    ada.submit(PAGE, &ends).await;
    assert_eq!(balance(&ada, "2027").await[0], "2027 allowance: 15");
    assert_eq!(balance(&ada, "2028").await[0], "2028 allowance: 0");
}

async fn calendar_errors_are_shown_and_values_kept(server: Server) {
    let ada = server.sign_up("ada").await;
    let form =
        [("year_start", "13"), ("employed_from", "2026-03-02"), ("employed_until", "2026-03-01")];
    let shown = ada.submit_expecting(PAGE, &form, 422).await;
    shown.field("year_start").assert_error("Choose a month");
    shown.field("employed_until").assert_error("on or after the start date");
    assert_eq!(shown.value("#employed_from"), "2026-03-02");
    assert_eq!(ada.page(PAGE).await.value("#employed_from"), "", "nothing was saved");
}

async fn days_carried_over_are_asked_for(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2026-12-01", &[("type", "office")]).await;
    ada.submit(VACATION, &[("days", "30"), ("carry", "on"), ("from", "2020")]).await;
    let shown = ada.page("/year/2027").await;
    let expected = ["2027 allowance: 30", "End of 2027: 30 left"];
    assert_eq!(steps(&shown), expected);
    assert_eq!(
        shown.texts("#balances .carry-ask a"),
        ["Enter the vacation days carried over into 2027."]
    );
    let path = shown.attribute("#balances .carry-ask a", "href");
    let form = ada.page(&path).await;
    assert_eq!(form.values("#vacation [name=year]"), ["2027", "", ""]);
    let entered = [("days", "30"), ("carry", "on"), ("from", "2020"), ("year", "2027")];
    let entered = [&entered[..], &[("year_days", ""), ("year_carried", "4.5")]].concat();
    ada.submit(VACATION, &entered).await;
    let shown = ada.page("/year/2027").await;
    assert_eq!(steps(&shown)[1], "Carried over (entered): +4.5");
    assert!(!shown.has("#balances .carry-ask"));
    let settings = ada.page(PAGE).await;
    assert_eq!(settings.count("#vacation .carry-ask"), 1, "also for the year of the first entry");
}

async fn deleting_a_year_keeps_the_days_carried_over(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2026-01-02", &[("type", "office")]).await;
    let form = [("from", "2026-02-01"), ("to", "2026-03-12"), ("type", "vacation")];
    let weekdays = ["mon", "tue", "wed", "thu", "fri"].map(|day| ("weekdays", day));
    let form = [&form[..], &weekdays, &[("confirm", "yes")]].concat();
    ada.submit("/days", &form).await;
    ada.submit(VACATION, &[("days", "30"), ("carry", "on"), ("from", "2026")]).await;
    let before = balance(&ada, "2027").await;
    assert_eq!(before[1..], ["Carried over from 2026: +1", "End of 2027: 31 left"]);
    ada.submit("/day/2026-03-09", &[("type", "office"), ("version", "1")]).await;
    assert_eq!(balance(&ada, "2027").await[1], "Carried over from 2026: +2");
    let page = ada.page("/settings/data/delete-year?year=2026").await;
    let form = [&page.hidden("main form")[..], &[("confirm", "yes")]].concat();
    ada.submit("/settings/data/delete-year", &form).await;
    let expected = ["2027 allowance: 30", "Carried over (entered): +2", "End of 2027: 32 left"];
    assert_eq!(balance(&ada, "2027").await, expected);
    assert_eq!(ada.page(VACATION).await.values("#vacation [name=year_carried]")[0], "2");
}

async fn an_export_takes_allowances_to_another_account(server: Server) {
    let ada = twenty_since_2026(&server).await;
    let form = [("days", "25"), ("carry", "on"), ("from", "2028"), ("year", "2026")];
    ada.submit(VACATION, &[&form[..], &[("year_days", ""), ("year_carried", "-2")]].concat()).await;
    ada.submit(PAGE, &[("year_start", "4"), ("employed_from", "2025-07-01")]).await;
    let text = ada.page("/export.json").await.html;
    let bob = server.sign_up("bob").await;
    let review = bob.import(&text).await;
    assert_eq!(bob.confirm_import(&review, &[("settings", "on")]).await.status(), 303);
    let settings = async |browser: &Browser| {
        let page = browser.page(VACATION).await;
        let calendar =
            [page.value("#employed_from"), page.values("#year_start [selected]").concat()];
        (page.texts("#vacation .rules li"), page.values("#vacation input"), calendar)
    };
    assert_eq!(settings(&bob).await, settings(&ada).await);
    for year in ["2025", "2026", "2028"] {
        assert_eq!(balance(&bob, year).await, balance(&ada, year).await, "{year}");
    }
}
