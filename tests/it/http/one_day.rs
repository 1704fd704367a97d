//! What a day offers beside its form: today in one click, its history, and undo after a delete.

use std::time::Duration;

use super::many::{confirm, logged, week};
use super::pattern::set_pattern;
use super::server::{Server, attribute, location, texts};

on_both_stores! {
    today_is_logged_in_one_click,
    a_day_tells_its_history,
    a_deleted_day_offers_undo,
}

async fn today_is_logged_in_one_click(server: Server) {
    let ada = server.person("ada").await;
    let page = ada.get("/settings").await.text().await.unwrap();
    assert_eq!(attribute(&page, "a.log-today", "href"), ["/day/2026-11-18#day"]);
    assert_eq!(location(&ada.post("/today", &[]).await), "/day/2026-11-18", "nothing is usual");
    assert_eq!(location(&ada.get("/today").await), "/day/2026-11-18");
    set_pattern(&ada).await;
    for path in ["/settings", "/month", "/days", "/settings/pattern", "/day/2026-11-18/history"] {
        let page = ada.get(path).await.text().await.unwrap();
        assert_eq!(
            texts(&page, "header .log-today button"),
            ["Log today: RRemote, Home"],
            "{path}"
        );
        assert_eq!(attribute(&page, ".log-today [name=day]", "value"), ["2026-11-18"], "{path}");
    }
    let old = ada.post("/today", &[("day", "2026-11-16")]).await;
    assert_eq!(location(&old), "/day/2026-11-18?done=new-day");
    assert_eq!(logged(&ada).await, "-------", "the button was shown for another day");
    let done = ada.post("/today", &[("day", "2026-11-18")]).await;
    assert_eq!(location(&done), "/day/2026-11-18?done=saved");
    assert_eq!(logged(&ada).await, "--R----");
    for _ in 0..2 {
        let again = ada.post("/today", &[]).await;
        assert_eq!(location(&again), "/day/2026-11-18?done=already");
    }
    let page = ada.get("/day/2026-11-18?done=already").await.text().await.unwrap();
    assert!(texts(&page, "#day .notice")[0].contains("already logged"));
    ada.post("/day/2026-11-18", &[("type", "sick"), ("version", "1")]).await;
    assert_eq!(location(&ada.post("/today", &[]).await), "/day/2026-11-18?done=already");
    assert_eq!(logged(&ada).await, "--S----");
}

async fn a_day_tells_its_history(server: Server) {
    let ada = server.person("ada").await;
    let page = ada.get("/day/2026-11-18/history").await.text().await.unwrap();
    assert!(texts(&page, "main")[0].contains("Nothing was ever logged"));
    let first = [("type", "remote"), ("location", "Home"), ("notes", "early")];
    ada.post("/day/2026-11-18", &first).await;
    server.wait(Duration::from_mins(15));
    let halves = [("type", "office"), ("half", "on"), ("pm_type", "sick"), ("version", "1")];
    ada.post("/day/2026-11-18", &halves).await;
    confirm(&ada, "/days", &week(&[("type", "vacation"), ("existing", "replace")])).await;
    ada.post("/day/2026-11-18/delete", &[("version", "3")]).await;
    let page = ada.get("/day/2026-11-18/history").await.text().await.unwrap();
    let acts = ["Deleted", "With other days", "Changed", "Logged"];
    assert_eq!(texts(&page, ".past p:first-child a"), acts);
    let when = texts(&page, ".past p:first-child small");
    assert_eq!(when[0], "18 November 2026, 12:15, by you");
    assert_eq!(when[3], "18 November 2026, 12:00, by you");
    let changed = texts(&page, ".past li:nth-child(3) .what")[0].clone();
    let changed: Vec<&str> = changed.split_whitespace().collect();
    assert_eq!(changed.join(" "), "from RRemoteHomeearly to Omorning OfficeSafternoon Sick");
    let bob = server.person("bob").await;
    let page = bob.get("/day/2026-11-18/history").await.text().await.unwrap();
    assert!(texts(&page, ".past li").is_empty(), "nobody sees the history of others");
}

async fn a_deleted_day_offers_undo(server: Server) {
    let ada = server.person("ada").await;
    for htmx in [false, true] {
        let form = [("type", "vacation"), ("version", "0")];
        assert_eq!(ada.post("/day/2026-11-18", &form).await.status(), 303);
        let page = ada.get("/day/2026-11-18").await.text().await.unwrap();
        let version = attribute(&page, "#day-form [name=version]", "value").remove(0);
        let form = [("version", version.as_str())];
        let path = "/day/2026-11-18/delete";
        let page = if htmx {
            ada.htmx_post(path, &form).await
        } else {
            let deleted = ada.post(path, &form).await;
            ada.get(location(&deleted)).await
        };
        let page = page.text().await.unwrap();
        let undo = attribute(&page, "#delete-undo", "action").remove(0);
        assert_eq!(logged(&ada).await, "-------");
        assert_eq!(ada.post(&undo, &[]).await.status(), 303);
        assert_eq!(logged(&ada).await, "--V----");
        let page = ada.get("/day/2026-11-18").await.text().await.unwrap();
        let version = attribute(&page, "#day-form [name=version]", "value").remove(0);
        ada.post(path, &[("version", version.as_str())]).await;
    }
}
