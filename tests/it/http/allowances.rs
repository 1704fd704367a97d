//! Tests allowances with plain forms.

use crate::support::server::{Server, location};

on_both_stores! {
    an_allowance_shows_its_balance,
    carry_over_is_shown_with_its_origin,
    errors_are_shown_and_values_kept,
    an_allowance_is_removed,
    the_month_shows_what_remains,
}

const PAGE: &str = "/settings/allowances";
const VACATION: &str = "/settings/allowances/vacation";

async fn an_allowance_shows_its_balance(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2026-11-17", &[("type", "vacation")]).await;
    ada.log("2026-11-19", &[("half", "on"), ("type", "vacation"), ("pm_type", "office")]).await;
    let saved = ada.post(VACATION, &[("days", "12,5")]).await;
    assert_eq!(location(&saved), "/settings/allowances?done=saved");
    let shown = ada.page(PAGE).await;
    assert_eq!(shown.texts("#vacation .left"), ["11 left"]);
    let summary = shown.texts("#vacation summary small");
    assert_eq!(summary, ["12.5 days a year", "1 of 12.5 used, 0.5 planned"]);
    let order = ["vacation", "sick", "office", "remote", "holiday"];
    assert_eq!(shown.attributes(".type-row", "id"), order, "vacation comes first");

    ada.submit(VACATION, &[("days", "1")]).await;
    assert_eq!(ada.page(PAGE).await.texts("#vacation .left.over"), ["0.5 over"]);
    for (days, words) in [("1", "1 day a year"), ("0.5", "0.5 days a year"), ("2", "2 days a year")]
    {
        ada.submit(VACATION, &[("days", days)]).await;
        assert_eq!(ada.page(PAGE).await.texts("#vacation summary small")[0], words);
    }
}

async fn carry_over_is_shown_with_its_origin(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.log("2025-01-02", &[("type", "vacation")]).await;
    ada.log("2026-03-31", &[("type", "vacation")]).await;
    ada.log("2026-04-01", &[("type", "vacation")]).await;
    let form = [
        ("days", "5"),
        ("carry", "on"),
        ("from", "2025"),
        ("carry_most", "3"),
        ("expires_month", "3"),
        ("expires_day", "31"),
    ];
    ada.submit(VACATION, &form).await;
    let summary = ada.page(PAGE).await.texts("#vacation summary small");
    assert_eq!(summary[0], "5 days a year, carry over up to 3 until 31 March");
    assert_eq!(summary[1], "2 of 6 used; 3 carried over, of which 2 expired after 31 March 2026");
    assert_eq!(ada.page(PAGE).await.texts("#vacation .left"), ["4 left"]);

    let own =
        [&form[..], &[("year", "2026"), ("year_days", "4"), ("year_carried", "0.5")]].concat();
    let start = "If you took days in 2026 before you started logging";
    assert!(ada.page(VACATION).await.texts("#vacation .hint").concat().contains(start));
    ada.submit(VACATION, &own).await;
    let shown = ada.page(VACATION).await;
    assert!(!shown.texts("#vacation .hint").concat().contains(start), "2026 has an exception");
    assert_eq!(shown.texts("#vacation .left"), ["2.5 left"]);
    assert_eq!(shown.values("#vacation [name=year]"), ["2026", "", ""]);
    assert_eq!(shown.values("#vacation [name=year_carried]")[0], "0.5");
    let summary = shown.texts("#vacation summary small");
    assert_eq!(summary[1], "2 of 4.5 used; 0.5 carried over");
    let owed = [&form[..], &[("year", "2026"), ("year_days", ""), ("year_carried", "-2")]].concat();
    ada.submit(VACATION, &owed).await;
    let shown = ada.page(VACATION).await;
    assert_eq!(shown.texts("#vacation .left"), ["1 left"]);
    assert_eq!(shown.texts("#vacation summary small")[1], "2 of 3 used; -2 carried over");
    assert_eq!(shown.values("#vacation [name=year_carried]")[0], "-2");
}

async fn errors_are_shown_and_values_kept(server: Server) {
    let ada = server.sign_up("ada").await;
    let form = [
        ("days", "thirty"),
        ("year", "26"),
        ("year_days", "15"),
        ("year_carried", ""),
        ("carry", "on"),
        ("from", "soon"),
        ("carry_most", "-1"),
        ("expires_month", "2"),
        ("expires_day", "30"),
    ];
    let shown = ada.submit_expecting(VACATION, &form, 422).await;
    assert_eq!(shown.count(".error"), 5);
    for (name, typed) in
        form.into_iter().filter(|(name, _)| !["carry", "expires_month"].contains(name))
    {
        let fields = shown.values(&format!("#vacation [name={name}]"));
        assert_eq!(fields[0], typed, "{name}");
    }
    assert_eq!(shown.values("#vacation option[selected]"), ["2"]);
    assert_eq!(shown.attributes("#vacation [name=carry]", "checked").len(), 1);
    assert_eq!(ada.post(VACATION, &[("days", "1"), ("days", "2")]).await.status(), 400);
    assert!(!ada.page(PAGE).await.has(".left"), "nothing was saved");
}

async fn an_allowance_is_removed(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(VACATION, &[("days", "0")]).await;
    assert_eq!(ada.page(PAGE).await.texts("#vacation .left"), ["0 left"]);
    ada.submit(VACATION, &[("days", "")]).await;
    let shown = ada.page(PAGE).await;
    assert_eq!(shown.texts("#vacation summary small"), ["No limit"]);
    assert!(!shown.has(".left"));
}

async fn the_month_shows_what_remains(server: Server) {
    let ada = server.sign_up("ada").await;
    let left = async |path: &str| ada.page(path).await.texts("#totals .left");
    assert_eq!(left("/month").await, [""; 0], "without an allowance");
    ada.submit(VACATION, &[("days", "28"), ("from", "2026")]).await;
    ada.submit("/settings/allowances/sick", &[("days", "0.5"), ("from", "2026")]).await;
    ada.log("2026-03-02", &[("type", "vacation")]).await;
    ada.log("2026-12-23", &[("half", "on"), ("type", "vacation"), ("pm_type", "sick")]).await;
    let shown = left("/month/2026-11").await;
    assert_eq!(shown, ["26.5 left to plan", "0 left to plan"], "days of all months count");
    assert_eq!(left("/month/2027-01").await, ["28 left", "0.5 left"], "of its own year");
    assert_eq!(left("/month/2025-12").await, [""; 0]);
    ada.log("2026-11-17", &[("type", "sick")]).await;
    let month = ada.page("/day/2026-11-17").await;
    assert_eq!(month.texts("#totals .red .left.over"), ["1 over"]);
}
