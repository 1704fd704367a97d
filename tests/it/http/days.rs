//! Logging days over plain forms and htmx.

use super::server::{Server, attribute, location, texts};

on_both_stores! {
    a_day_is_logged_changed_and_deleted_by_plain_forms,
    a_second_window_gets_both_versions,
    what_was_changed_elsewhere_is_not_deleted_unseen,
    htmx_gets_the_form_the_cell_and_the_totals,
    one_key_sets_the_type_and_keeps_the_notes,
    today_follows_the_zone,
}

const DAY: &str = "/day/2026-11-18";
const REMOTE: [(&str, &str); 2] = [("type", "remote"), ("location", "Home")];

async fn version(browser: &super::server::Browser) -> String {
    let page = browser.get(DAY).await.text().await.unwrap();
    let found = attribute(&page, "#day input[name=version]", "value");
    found.first().expect("a version").clone()
}

async fn a_day_is_logged_changed_and_deleted_by_plain_forms(server: Server) {
    let ada = server.person("ada").await;
    let saved = ada.post(DAY, &REMOTE).await;
    assert_eq!((saved.status().as_u16(), location(&saved)), (303, "/day/2026-11-18?done=saved"));
    let page = ada.get(DAY).await.text().await.unwrap();
    assert_eq!(attribute(&page, "#day input[name=location]", "value"), ["Home"]);
    let seen = version(&ada).await;
    let halves = [("half", "on"), ("type", "office"), ("pm_type", "sick"), ("version", &seen)];
    assert_eq!(ada.post(DAY, &halves).await.status(), 303);
    let seen = version(&ada).await;
    let deleted = ada.post(&format!("{DAY}/delete"), &[("version", &seen)]).await;
    assert!(location(&deleted).starts_with("/day/2026-11-18?done=deleted&undo="));
    let page = ada.get(DAY).await.text().await.unwrap();
    assert!(
        attribute(&page, "#day input[name=type][checked]", "value").iter().all(String::is_empty)
    );
}

async fn a_second_window_gets_both_versions(server: Server) {
    let ada = server.person("ada").await;
    ada.post(DAY, &REMOTE).await;
    let seen = version(&ada).await;
    let first = [("type", "office"), ("location", "Berlin HQ"), ("version", &seen)];
    assert_eq!(ada.post(DAY, &first).await.status(), 303);
    let second = [("type", "sick"), ("notes", "typed by the second"), ("version", &seen)];
    for htmx in [false, true] {
        let refused =
            if htmx { ada.htmx_post(DAY, &second).await } else { ada.post(DAY, &second).await };
        assert_eq!(refused.status(), 409);
        let page = refused.text().await.unwrap();
        assert!(page.contains("Berlin HQ") && page.contains("typed by the second"));
        let now = attribute(&page, "#day input[name=version]", "value");
        assert!(now.iter().any(|version| version == "2"), "{now:?}");
    }
    let kept = ada.get(DAY).await.text().await.unwrap();
    assert_eq!(attribute(&kept, "#day input[name=location]", "value"), ["Berlin HQ"]);
}

async fn what_was_changed_elsewhere_is_not_deleted_unseen(server: Server) {
    let ada = server.person("ada").await;
    ada.post(DAY, &REMOTE).await;
    ada.post(DAY, &[("type", "office"), ("location", "Berlin HQ"), ("version", "1")]).await;
    let path = format!("{DAY}/delete");
    for htmx in [false, true] {
        let seen = [("version", "1")];
        let refused =
            if htmx { ada.htmx_post(&path, &seen).await } else { ada.post(&path, &seen).await };
        assert_eq!(refused.status(), 409);
        let page = refused.text().await.unwrap();
        assert!(texts(&page, "#day .notice")[0].contains("it was not deleted"), "{page}");
        assert!(texts(&page, ".conflict").is_empty(), "nothing was typed");
        assert_eq!(attribute(&page, "#location", "value"), ["Berlin HQ"]);
        assert_eq!(attribute(&page, "#delete-form [name=version]", "value"), ["2"]);
        assert_eq!(texts(&page, "#save"), ["Save"]);
    }
    assert_eq!(ada.post(&path, &[("version", "2")]).await.status(), 303);
}

async fn htmx_gets_the_form_the_cell_and_the_totals(server: Server) {
    let ada = server.person("ada").await;
    let saved = ada.htmx_post(DAY, &REMOTE).await;
    assert_eq!(saved.status(), 200);
    assert!(saved.headers()["vary"].to_str().unwrap().contains("HX-Request"));
    let fragment = saved.text().await.unwrap();
    assert!(!fragment.contains("<html"));
    assert!(fragment.contains("hx-partial"));
    let restored = ada
        .request(reqwest::Method::GET, DAY)
        .header("HX-Request", "true")
        .header("HX-History-Restore-Request", "true");
    let page = ada.send(restored).await.text().await.unwrap();
    assert_eq!(texts(&page, "main").len(), 1);
    assert!(page.contains("<html"));
}

async fn one_key_sets_the_type_and_keeps_the_notes(server: Server) {
    let ada = server.person("ada").await;
    let none_known = ada.post(&format!("{DAY}/type"), &[("type", "remote")]).await;
    assert_eq!(none_known.status(), 422);
    ada.post("/day/2026-11-17", &REMOTE).await;
    ada.post(DAY, &[("type", "office"), ("notes", "stays")]).await;
    let quick = [("type", "remote"), ("version", "1")];
    assert_eq!(ada.post(&format!("{DAY}/type"), &quick).await.status(), 303);
    let page = ada.get(DAY).await.text().await.unwrap();
    assert_eq!(attribute(&page, "#day input[name=location]", "value"), ["Home"]);
    assert_eq!(texts(&page, "#day textarea"), ["stays"]);
}

async fn today_follows_the_zone(server: Server) {
    let ada = server.person("ada").await;
    let week = [("time_zone", "Pacific/Kiritimati"), ("week_start", "sun")];
    assert_eq!(ada.post("/settings", &week).await.status(), 303);
    let page = ada.get("/month").await.text().await.unwrap();
    assert!(page.contains("/day/2026-11-19/type") || page.contains("action=\"/day/2026-11-19"));
    assert_eq!(texts(&page, "thead th").into_iter().filter(|t| !t.is_empty()).count(), 7);
}
