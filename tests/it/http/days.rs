//! Tests logging days with plain forms and htmx.

use crate::support::page::Page;
use crate::support::server::Server;

on_both_stores! {
    plain_forms_log_change_and_delete_a_day,
    a_conflict_shows_both_versions,
    deletion_conflicts_with_concurrent_changes,
    a_shortcut_sets_the_type_and_keeps_the_notes,
    today_follows_the_time_zone,
    users_cannot_see_other_users_days,
}

const DAY: &str = "/day/2026-11-18";
const REMOTE: [(&str, &str); 2] = [("type", "remote"), ("location", "Home")];

async fn plain_forms_log_change_and_delete_a_day(server: Server) {
    let ada = server.sign_up("ada").await;
    let saved = ada.submit(DAY, &REMOTE).await;
    assert!(saved.starts_with("/day/2026-11-18?done=saved&undo="), "{saved}");
    assert_eq!(ada.page(DAY).await.values("#day input[name=location]"), ["Home"]);
    let seen = ada.version("2026-11-18").await;
    let halves = [("half", "on"), ("type", "office"), ("pm_type", "sick"), ("version", &seen)];
    ada.submit(DAY, &halves).await;
    let seen = ada.version("2026-11-18").await;
    let deleted = ada.submit(&format!("{DAY}/delete"), &[("version", &seen)]).await;
    assert!(deleted.starts_with("/day/2026-11-18?done=deleted&undo="));
    assert_eq!(ada.type_of("2026-11-18").await, "");
}

async fn a_conflict_shows_both_versions(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(DAY, &REMOTE).await;
    let seen = ada.version("2026-11-18").await;
    let first = [("type", "office"), ("location", "Berlin HQ"), ("version", &seen)];
    ada.submit(DAY, &first).await;
    let second = [("type", "sick"), ("notes", "typed by the second"), ("version", &seen)];
    for htmx in [false, true] {
        let refused =
            if htmx { ada.htmx_post(DAY, &second).await } else { ada.post(DAY, &second).await };
        assert_eq!(refused.status(), 409);
        let page = Page::from_response(refused).await;
        page.assert_text(".versions > :first-child", "Berlin HQ");
        page.assert_text(".versions > :last-child", "typed by the second");
        let now = page.values("#day input[name=version]");
        assert!(now.iter().any(|version| version == "2"), "{now:?}");
    }
    assert_eq!(ada.page(DAY).await.values("#day input[name=location]"), ["Berlin HQ"]);
}

async fn deletion_conflicts_with_concurrent_changes(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(DAY, &REMOTE).await;
    ada.submit(DAY, &[("type", "office"), ("location", "Berlin HQ"), ("version", "1")]).await;
    let path = format!("{DAY}/delete");
    for htmx in [false, true] {
        let seen = [("version", "1")];
        let refused =
            if htmx { ada.htmx_post(&path, &seen).await } else { ada.post(&path, &seen).await };
        assert_eq!(refused.status(), 409);
        let page = Page::from_response(refused).await;
        page.assert_text("#day .notice", "it wasn’t deleted");
        assert!(!page.has(".conflict"), "the notes are empty");
        assert_eq!(page.values("#location"), ["Berlin HQ"]);
        assert_eq!(page.values("#delete-form [name=version]"), ["2"]);
        assert_eq!(page.texts("#save"), ["Save"]);
    }
    ada.submit(&path, &[("version", "2")]).await;
}

async fn a_shortcut_sets_the_type_and_keeps_the_notes(server: Server) {
    let ada = server.sign_up("ada").await;
    let none_known = ada.post(&format!("{DAY}/type"), &[("type", "remote")]).await;
    assert_eq!(none_known.status(), 422);
    ada.submit("/day/2026-11-17", &REMOTE).await;
    ada.submit(DAY, &[("type", "office"), ("notes", "stays")]).await;
    let quick = [("type", "remote"), ("version", "1")];
    ada.submit(&format!("{DAY}/type"), &quick).await;
    let page = ada.page(DAY).await;
    assert_eq!(page.values("#day input[name=location]"), ["Home"]);
    assert_eq!(page.texts("#day textarea"), ["stays"]);
}

async fn today_follows_the_time_zone(server: Server) {
    let ada = server.sign_up("ada").await;
    let week = [("time_zone", "Pacific/Kiritimati"), ("week_start", "sun")];
    ada.submit("/settings", &week).await;
    let page = ada.page("/month").await;
    assert_eq!(page.attribute("#calendar .today a", "href"), "/day/2026-11-19#day");
    assert_eq!(page.texts("thead th").into_iter().filter(|t| !t.is_empty()).count(), 7);
}

async fn users_cannot_see_other_users_days(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let form = [("type", "remote"), ("location", "Secret hideout")];
    ada.submit("/day/2026-11-18", &form).await;
    assert!(!bob.page("/day/2026-11-18").await.mentions("Secret hideout"));
    assert_eq!(ada.page("/day/2026-11-18").await.field("location").value(), "Secret hideout");
}
