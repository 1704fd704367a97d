//! Tests that a settings form doesn't overwrite what was saved in another tab since it was shown.

use crate::support::server::Server;

on_both_stores! {
    general_settings_of_two_tabs_conflict,
    allowances_of_two_tabs_conflict,
    allowance_years_of_two_tabs_conflict,
    types_of_two_tabs_conflict,
    webhooks_of_two_tabs_conflict,
}

async fn general_settings_of_two_tabs_conflict(server: Server) {
    let ada = server.sign_up("ada").await;
    let seen = ada.page("/settings").await.value("[name=version]");
    let zone =
        |zone: &'static str| [("time_zone", zone), ("week_start", "mon"), ("version", &seen)];
    ada.submit("/settings", &zone("Europe/Berlin")).await;
    assert_eq!(ada.submit("/settings", &zone("Europe/Berlin")).await, "/settings?done=saved");

    let page = ada.submit_expecting("/settings", &zone("Europe/Oslo"), 409).await;
    assert_eq!(page.texts(".conflict td"), ["Europe/Berlin", "Europe/Oslo"]);
    assert_eq!(page.texts("form .primary"), ["Overwrite"]);
    assert_eq!(page.texts("#time_zone [selected]"), ["Europe/Oslo"]);
    let stored = ada.page("/settings").await;
    assert_eq!(stored.texts("#time_zone [selected]"), ["Europe/Berlin"], "nothing is lost");

    let current = page.value("[name=version]");
    let overwrite = [("time_zone", "Europe/Oslo"), ("week_start", "mon"), ("version", &current)];
    ada.submit("/settings", &overwrite).await;
    let stored = ada.page("/settings").await;
    assert_eq!(stored.texts("#time_zone [selected]"), ["Europe/Oslo"]);
}

async fn allowances_of_two_tabs_conflict(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = "/settings/allowances/vacation";
    let seen = ada.page(path).await.value("#vacation [name=version]");
    let days = |days: &'static str| [("days", days), ("from", "2026"), ("version", &seen)];
    ada.submit(path, &days("30")).await;
    assert_eq!(ada.submit(path, &days("30")).await, "/settings/allowances?done=saved");

    let page = ada.submit_expecting(path, &days("25"), 409).await;
    assert_eq!(page.texts("#vacation .conflict td"), ["30", "25"]);
    assert_eq!(page.texts("#vacation .terms .primary"), ["Overwrite"]);
    assert_eq!(page.value("#vacation [name=days]"), "25");
    assert_eq!(ada.page(path).await.value("#vacation [name=days]"), "30", "nothing is lost");
    let other = ada.page("/settings/allowances/sick").await.value("#sick [name=version]");
    ada.submit("/settings/allowances/sick", &[("days", "5"), ("version", &other)]).await;

    let current = page.value("#vacation [name=version]");
    ada.submit(path, &[("days", "25"), ("from", "2026"), ("version", &current)]).await;
    assert_eq!(ada.page(path).await.value("#vacation [name=days]"), "25");

    ada.submit(path, &[("days", "28"), ("from", "2028")]).await;
    let removal = [("remove", "2028"), ("version", &*current)];
    let page = ada.submit_expecting(path, &removal, 409).await;
    page.assert_text(".notice", "Nothing was removed.");
    assert_eq!(ada.page(path).await.count("#vacation .rules li"), 2);
}

async fn allowance_years_of_two_tabs_conflict(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = "/settings/allowances";
    let seen = ada.page(path).await.value("form.card [name=version]");
    let start = |month: &'static str| [("year_start", month), ("version", &seen)];
    ada.submit(path, &start("4")).await;
    let page = ada.submit_expecting(path, &start("10"), 409).await;
    assert_eq!(page.texts("form.card .conflict td"), ["April", "October"]);
    assert_eq!(page.values("#year_start option[selected]"), ["10"]);
    let current = page.value("form.card [name=version]");
    ada.submit(path, &[("year_start", "10"), ("version", &current)]).await;
    assert_eq!(ada.page(path).await.values("#year_start option[selected]"), ["10"]);
}

async fn types_of_two_tabs_conflict(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = "/settings/types/office";
    let seen = ada.page(path).await.value("#office [name=version]");
    let label = |label: &'static str| [("label", label), ("colour", "blue"), ("version", &seen)];
    ada.submit(path, &label("Desk")).await;
    let page = ada.submit_expecting(path, &label("Site"), 409).await;
    assert_eq!(page.texts("#office .conflict td"), ["Desk", "Site"]);
    assert_eq!(page.texts("#office .terms .primary"), ["Overwrite"]);
    assert_eq!(page.value("#office [name=label]"), "Site");
    let current = page.value("#office [name=version]");
    let overwrite = [("label", "Site"), ("colour", "blue"), ("version", &*current)];
    ada.submit(path, &overwrite).await;
    assert_eq!(ada.page(path).await.value("#office [name=label]"), "Site");
}

async fn webhooks_of_two_tabs_conflict(server: Server) {
    let ada = server.sign_up("ada").await;
    let path = "/settings/slack";
    let seen = ada.page(path).await.value("form.card [name=version]");
    let url = |end: &str| format!("https://hooks.slack.com/services/T0/B0/{end}");
    let (one, two) = (url("first"), url("second"));
    ada.submit(path, &[("act", "save"), ("slack", &one), ("version", &seen)]).await;
    let second = [("act", "save"), ("slack", &*two), ("version", &seen)];
    let page = ada.submit_expecting(path, &second, 409).await;
    assert_eq!(page.texts(".conflict td")[1], two);
    assert_eq!(page.value("[name=slack]"), two);
    let removal = [("act", "remove"), ("version", &*seen)];
    let refused = ada.submit_expecting(path, &removal, 409).await;
    assert_eq!(refused.texts(".conflict td")[1], "No webhook");
    let current = page.value("form.card [name=version]");
    ada.submit(path, &[("act", "save"), ("slack", &two), ("version", &current)]).await;
    let removal = [("act", "remove"), ("version", &*current)];
    ada.submit_expecting(path, &removal, 409).await;
    let current = ada.page(path).await.value("#acts [name=version]");
    ada.submit(path, &[("act", "remove"), ("version", &current)]).await;
}
