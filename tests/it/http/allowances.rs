//! Allowances over plain forms.

use super::server::{Server, attribute, location, texts};
use super::types::page;

on_both_stores! {
    an_allowance_shows_its_balance,
    carried_days_are_shown_as_they_came_about,
    what_is_wrong_is_said_and_kept,
    an_allowance_is_taken_away,
}

const PAGE: &str = "/settings/allowances";
const VACATION: &str = "/settings/allowances/vacation";

async fn log(ada: &super::server::Browser, day: &str, form: &[(&str, &str)]) {
    assert_eq!(ada.post(&format!("/day/{day}"), form).await.status(), 303, "{day}");
}

async fn an_allowance_shows_its_balance(server: Server) {
    let ada = server.person("ada").await;
    log(&ada, "2026-11-17", &[("type", "vacation")]).await;
    log(&ada, "2026-11-19", &[("half", "on"), ("type", "vacation"), ("pm_type", "office")]).await;
    let saved = ada.post(VACATION, &[("days", "12,5")]).await;
    assert_eq!(location(&saved), "/settings/allowances?done=saved");
    let shown = page(&ada, PAGE).await;
    assert_eq!(texts(&shown, "#vacation .left"), ["11 left"]);
    let said = texts(&shown, "#vacation summary small");
    assert_eq!(said, ["12.5 days a year", "1 of 12.5 used, 0.5 planned"]);
    let order = ["vacation", "sick", "office", "remote", "holiday"];
    assert_eq!(attribute(&shown, ".type-row", "id"), order, "leave comes first");

    ada.post(VACATION, &[("days", "1")]).await;
    let shown = page(&ada, PAGE).await;
    assert_eq!(texts(&shown, "#vacation .left.over"), ["0.5 over"]);
}

async fn carried_days_are_shown_as_they_came_about(server: Server) {
    let ada = server.person("ada").await;
    log(&ada, "2025-06-02", &[("type", "vacation")]).await;
    log(&ada, "2026-03-31", &[("type", "vacation")]).await;
    log(&ada, "2026-04-01", &[("type", "vacation")]).await;
    let form = [
        ("days", "5"),
        ("carry", "on"),
        ("carry_since", "2025"),
        ("carry_most", "3"),
        ("expires_month", "3"),
        ("expires_day", "31"),
    ];
    assert_eq!(ada.post(VACATION, &form).await.status(), 303);
    let said = texts(&page(&ada, PAGE).await, "#vacation summary small");
    assert_eq!(said[0], "5 days a year, up to 3 carried over until 31 March");
    assert_eq!(said[1], "2 of 8 used; 3 carried in, 2 expired after 31 March 2026");
    assert_eq!(texts(&page(&ada, PAGE).await, "#vacation .left"), ["4 left"]);

    let own =
        [&form[..], &[("year", "2026"), ("year_days", "4"), ("year_carried", "0.5")]].concat();
    assert_eq!(ada.post(VACATION, &own).await.status(), 303);
    let shown = page(&ada, VACATION).await;
    assert_eq!(texts(&shown, "#vacation .left"), ["2.5 left"]);
    assert_eq!(attribute(&shown, "#vacation [name=year]", "value"), ["2026", "", ""]);
    assert_eq!(attribute(&shown, "#vacation [name=year_carried]", "value")[0], "0.5");
}

async fn what_is_wrong_is_said_and_kept(server: Server) {
    let ada = server.person("ada").await;
    let form = [
        ("days", "thirty"),
        ("year", "26"),
        ("year_days", "15"),
        ("year_carried", ""),
        ("carry", "on"),
        ("carry_since", "soon"),
        ("carry_most", "-1"),
        ("expires_month", "2"),
        ("expires_day", "30"),
    ];
    let refused = ada.post(VACATION, &form).await;
    assert_eq!(refused.status(), 422);
    let shown = refused.text().await.unwrap();
    assert_eq!(texts(&shown, ".error").len(), 5);
    for (name, typed) in
        form.into_iter().filter(|(name, _)| !["carry", "expires_month"].contains(name))
    {
        let fields = attribute(&shown, &format!("#vacation [name={name}]"), "value");
        assert_eq!(fields[0], typed, "{name}");
    }
    assert_eq!(attribute(&shown, "#vacation option[selected]", "value"), ["2"]);
    assert_eq!(attribute(&shown, "#vacation [name=carry]", "checked").len(), 1);
    assert_eq!(ada.post(VACATION, &[("days", "1"), ("days", "2")]).await.status(), 400);
    assert!(texts(&page(&ada, PAGE).await, ".left").is_empty(), "nothing was set");
}

async fn an_allowance_is_taken_away(server: Server) {
    let ada = server.person("ada").await;
    assert_eq!(ada.post(VACATION, &[("days", "0")]).await.status(), 303);
    assert_eq!(texts(&page(&ada, PAGE).await, "#vacation .left"), ["0 left"]);
    assert_eq!(ada.post(VACATION, &[("days", "")]).await.status(), 303);
    let shown = page(&ada, PAGE).await;
    assert_eq!(texts(&shown, "#vacation summary small"), ["No limit"]);
    assert!(texts(&shown, ".left").is_empty());
}
