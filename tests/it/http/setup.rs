//! Tests the checklist of new users on the month page.

use super::usual_week::{USUAL, set_usual_week};
use crate::support::server::{Browser, Server};

on_both_stores! {
    the_checklist_shows_what_is_done_and_goes_when_all_is,
    the_checklist_can_be_dismissed,
    the_checklist_is_open_until_something_is_done,
}

/// Returns the names of the steps that aren't done.
async fn open_steps(browser: &Browser) -> Vec<String> {
    let mut steps = browser.page("/month").await.values(".setup li button[name=step]");
    steps.retain(|step| !step.is_empty());
    steps
}

async fn finish(browser: &Browser, step: &str) {
    assert_eq!(browser.submit("/month/setup", &[("step", step)]).await, "/month");
}

async fn the_checklist_shows_what_is_done_and_goes_when_all_is(server: Server) {
    let ada = server.sign_up("ada").await;
    let all = ["usual-week", "allowances", "holidays", "import", "install"];
    assert_eq!(open_steps(&ada).await, all);
    for path in ada.page("/month").await.attributes(".setup a", "href") {
        let page = ada.page(&path).await;
        if let Some((_, id)) = path.split_once('#') {
            assert!(page.has(&format!("#{id}")), "{path}");
        }
    }
    set_usual_week(&ada, &USUAL).await;
    ada.submit("/settings/allowances/vacation", &[("days", "30")]).await;
    assert_eq!(open_steps(&ada).await, all[2..]);

    let holidays = ada.import("Date,Type\n2026-12-25,Holiday").await;
    ada.confirm_import(&holidays, &[]).await;
    assert_eq!(open_steps(&ada).await, all[3..]);
    finish(&ada, "nonsense").await;
    finish(&ada, "install").await;
    assert_eq!(open_steps(&ada).await, ["import"]);
    let page = ada.page("/month").await;
    assert_eq!(page.texts(".setup li.done").len(), 4);
    assert_eq!(page.texts(".setup summary small"), ["4 of 5 done"]);
    let entries = ada.import("Date,Type\n2026-11-16,Office\n2026-11-17,Holiday").await;
    ada.confirm_import(&entries, &[]).await;
    assert!(!ada.page("/month").await.has(".setup"));
}

async fn the_checklist_can_be_dismissed(server: Server) {
    let ada = server.sign_up("ada").await;
    let value = ada.page("/month").await.values(".setup .bar button");
    finish(&ada, &value[0]).await;
    assert!(!ada.page("/month").await.has(".setup"));
    finish(&ada, "import").await;
    assert!(!ada.page("/month").await.has(".setup"), "it doesn't come back");
}

async fn the_checklist_is_open_until_something_is_done(server: Server) {
    let is_open =
        async |browser: &Browser, path: &str| browser.page(path).await.has(".setup [open]");
    let ada = server.sign_up("ada").await;
    assert!(is_open(&ada, "/month").await);
    assert!(!is_open(&ada, "/month/2026-08").await, "other months are for looking around");
    finish(&ada, "holidays").await;
    assert!(!is_open(&ada, "/month").await, "a step is done");
    let bob = server.sign_up("bob").await;
    bob.log("2026-11-17", &[("type", "office")]).await;
    assert!(!is_open(&bob, "/month").await, "a day is logged");
}
