//! Tests messages about days taken beyond an allowance.

use super::usual_week::set_usual_week;
use crate::support::page::Page;
use crate::support::server::{Browser, Server, change_path, location};

on_both_stores! {
    saving_a_day_says_so,
    saving_a_day_with_htmx_says_so,
    logging_today_says_so,
    a_bulk_edit_says_so_before_and_after,
    an_import_says_so_before_and_after,
}

const OVER: &str = "1 day over your vacation allowance for 2026.";

async fn one_day(server: &Server) -> Browser {
    let ada = server.sign_up("ada").await;
    ada.submit("/settings/allowances/vacation", &[("days", "1"), ("from", "2026")]).await;
    ada
}

async fn saving_a_day_says_so(server: Server) {
    let ada = one_day(&server).await;
    let vacation = [("type", "vacation")];
    let saved = ada.submit("/day/2026-11-16", &vacation).await;
    assert!(!ada.page(&saved).await.has("#day .over"));
    let saved = ada.submit("/day/2026-11-17", &vacation).await;
    assert_eq!(ada.page(&saved).await.texts("#day .over"), [OVER]);
    assert!(!ada.page("/day/2026-11-17").await.has("#day .over"), "only after saving");
    let saved = ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    assert!(!ada.page(&saved).await.has("#day .over"), "another type");
    let saved = ada.submit("/day/2027-01-04", &vacation).await;
    assert!(!ada.page(&saved).await.has("#day .over"), "another year");
    let half = [("half", "on"), ("type", "vacation"), ("pm_type", "office")];
    let saved = ada.submit("/day/2026-12-21", &half).await;
    let expected = ["1.5 days over your vacation allowance for 2026."];
    assert_eq!(ada.page(&saved).await.texts("#day .over"), expected);
}

async fn saving_a_day_with_htmx_says_so(server: Server) {
    let ada = one_day(&server).await;
    ada.log("2026-11-16", &[("type", "vacation")]).await;
    let saved = ada.htmx_post("/day/2026-11-17", &[("type", "vacation")]).await;
    let shown = Page::from_response(saved).await;
    assert_eq!(shown.texts("#day .over"), [OVER]);
    assert_eq!(shown.texts("#day [data-say]"), [OVER], "the toast says the rest");
}

async fn logging_today_says_so(server: Server) {
    let ada = one_day(&server).await;
    set_usual_week(&ada, &[("wed_type", "vacation")]).await;
    let logged = Page::from_response(ada.htmx_post("/today", &[]).await).await;
    assert!(!logged.has("hx-partial .warning"), "the first day");
    ada.unlog("2026-11-18").await;
    ada.log("2026-11-16", &[("type", "vacation")]).await;
    let logged = Page::from_response(ada.htmx_post("/today", &[]).await).await;
    assert_eq!(logged.texts("hx-partial .warning"), [OVER]);
    ada.unlog("2026-11-18").await;
    let logged = ada.submit("/today", &[]).await;
    assert_eq!(ada.page(&logged).await.texts("#day .over"), [OVER], "without scripts");
}

async fn a_bulk_edit_says_so_before_and_after(server: Server) {
    let ada = one_day(&server).await;
    let form = [("from", "2026-11-16"), ("to", "2026-11-17"), ("type", "vacation")];
    let preview = ada.preview("/days", &form).await;
    assert_eq!(preview.texts("#preview .over"), [OVER]);
    let done = ada.submit("/days", &[&form[..], &[("confirm", "yes")]].concat()).await;
    assert_eq!(ada.page(&done).await.texts("#toast .warning"), [OVER]);
    let change = change_path(&done);
    assert_eq!(ada.page(&change).await.texts("main .over"), [OVER]);
    let undone = ada.submit(&format!("{change}/undo"), &[]).await;
    assert!(!ada.page(&undone).await.has("main .over, #toast .warning"));
    assert!(!ada.page(&change).await.has("main .over"), "an undone change says nothing");
    assert!(!ada.page(&done).await.has("#toast .warning"), "an undone change says nothing");
    let one = [("from", "2026-11-16"), ("to", "2026-11-16"), ("type", "vacation")];
    assert!(!ada.preview("/days", &one).await.has("#preview .over"));

    let afternoon = [("half", "on"), ("type", ""), ("pm_type", "holiday")];
    ada.submit("/day/2026-11-18", &afternoon).await;
    let fill = [("from", "2026-11-16"), ("to", "2026-11-18"), ("type", "vacation")];
    let fill = [&fill[..], &[("existing", "fill")]].concat();
    let expected = ["1.5 days over your vacation allowance for 2026."];
    assert_eq!(ada.preview("/days", &fill).await.texts("#preview .over"), expected);
}

async fn an_import_says_so_before_and_after(server: Server) {
    let ada = one_day(&server).await;
    let text = "Date,Type,Location\n2026-11-16,Vacation,\n2026-11-17,Vacation,\n";
    let review = ada.import(text).await;
    assert_eq!(ada.page(&review).await.texts("main .over"), [OVER]);
    let done = ada.confirm_import(&review, &[]).await;
    assert_eq!(ada.page(location(&done)).await.texts("main .over"), [OVER]);
}
