//! Tests that a settings form doesn't overwrite what was saved in another tab since it was shown.

use crate::support::server::Server;

on_both_stores! {
    general_settings_of_two_tabs_conflict,
}

async fn general_settings_of_two_tabs_conflict(server: Server) {
    let ada = server.person("ada").await;
    let seen = ada.page("/settings").await.value("[name=version]");
    let zone =
        |zone: &'static str| [("time_zone", zone), ("week_start", "mon"), ("version", &seen)];
    ada.submit("/settings", &zone("Europe/Berlin")).await;
    assert_eq!(ada.submit("/settings", &zone("Europe/Berlin")).await, "/settings?done=saved");

    let page = ada.answer("/settings", &zone("Europe/Oslo"), 409).await;
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
