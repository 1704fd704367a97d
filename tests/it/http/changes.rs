//! What an act changed, and taking it back.

use std::time::Duration;

use reqwest::Method;
use worklog::domain::change::{Act, ChangeId};
use worklog::domain::month_log::{DayEdit, Expect};
use worklog::domain::user::Username;
use worklog::storage::DayAct;

use super::server::{Browser, Server, location, texts};
use crate::support::samples::{put, remove};

on_both_stores! {
    a_change_says_what_it_changed_and_is_undone_and_redone,
    an_act_is_refused_its_undo_where_a_day_was_changed_since,
    after_ten_minutes_nothing_is_undone,
    merging_types_is_not_undone_here,
    nobody_sees_or_undoes_the_changes_of_others,
    undoing_twice_says_that_nothing_was_left,
}

const DAYS: [&str; 3] = ["2026-11-16", "2026-11-17", "2026-12-01"];

/// An act of Ada's at noon, when the server's clock starts.
async fn act(server: &Server, act: Act, edits: Vec<DayEdit>) -> ChangeId {
    let store = server.store();
    let name: Username = "ada".parse().unwrap();
    let ada = store.user_by_name(&name.key()).await.unwrap().unwrap().id;
    let at = "2026-11-18T12:00:00Z".parse().unwrap();
    let act = DayAct::new(ada, act, at, edits);
    assert!(!store.edit_days(ada, &act).await.unwrap().is_empty());
    act.id
}

/// Adds the first day, replaces the second and removes the third.
async fn range(server: &Server, ada: &Browser) -> ChangeId {
    for (day, kind) in [(DAYS[1], "office"), (DAYS[2], "sick")] {
        let saved = ada.post(&format!("/day/{day}"), &[("type", kind), ("notes", "before")]).await;
        assert_eq!(saved.status(), 303);
    }
    let edits = vec![
        put(DAYS[0], "vacation", "", Expect::Nothing),
        put(DAYS[1], "vacation", "after", Expect::Version(1)),
        remove(DAYS[2], Expect::Version(1)),
    ];
    act(server, Act::Range, edits).await
}

async fn logged(ada: &Browser, day: &str) -> Vec<String> {
    let page = ada.get(&format!("/day/{day}")).await.text().await.unwrap();
    super::server::attribute(&page, "#day-form input[name=type][checked]", "value")
}

async fn undo(browser: &Browser, id: ChangeId) -> reqwest::Response {
    browser.post(&format!("/changes/{id}/undo"), &[]).await
}

async fn a_change_says_what_it_changed_and_is_undone_and_redone(server: Server) {
    let ada = server.person("ada").await;
    let id = range(&server, &ada).await;
    let page = ada.get(&format!("/changes/{id}")).await.text().await.unwrap();
    assert_eq!(texts(&page, "h1"), ["Logged 3 days alike"]);
    assert_eq!(texts(&page, ".lead"), ["18 November 2026, 12:00, by you"]);
    assert_eq!(texts(&page, ".sum"), ["1 added, 1 replaced, 1 deleted"]);
    assert_eq!(texts(&page, ".steps .mark"), ["added", "replaced", "deleted"]);
    assert_eq!(texts(&page, ".replaced .noted"), ["before", "after"]);
    assert_eq!(texts(&page, "#undo"), ["Undo"]);

    let undone = undo(&ada, id).await;
    assert_eq!(undone.status(), 303);
    let path = location(&undone).to_owned();
    assert_eq!(logged(&ada, DAYS[0]).await, [""; 0]);
    assert_eq!(logged(&ada, DAYS[1]).await, ["office"]);
    assert_eq!(logged(&ada, DAYS[2]).await, ["sick"]);
    let page = ada.get(&path).await.text().await.unwrap();
    assert_eq!(texts(&page, "h1"), ["Undone: 3 days as before"]);
    assert_eq!(texts(&page, "#undo"), ["Redo"]);
    let page = ada.get(&format!("/changes/{id}")).await.text().await.unwrap();
    assert_eq!(texts(&page, "#no-undo"), ["This has been undone."]);

    assert_eq!(ada.post(&format!("{path}/undo"), &[]).await.status(), 303);
    assert_eq!(logged(&ada, DAYS[0]).await, ["vacation"]);
    assert_eq!(logged(&ada, DAYS[1]).await, ["vacation"]);
    assert_eq!(logged(&ada, DAYS[2]).await, [""; 0]);
}

async fn an_act_is_refused_its_undo_where_a_day_was_changed_since(server: Server) {
    let ada = server.person("ada").await;
    let id = range(&server, &ada).await;
    let since = [("type", "holiday"), ("version", "2")];
    assert_eq!(ada.post(&format!("/day/{}", DAYS[1]), &since).await.status(), 303);
    let page = ada.get(&format!("/changes/{id}")).await.text().await.unwrap();
    assert!(texts(&page, "#no-undo")[0].contains("17 November 2026 was changed since"), "{page}");
    let refused = undo(&ada, id).await;
    assert_eq!(refused.status(), 409);
    let page = refused.text().await.unwrap();
    assert!(texts(&page, ".notice")[0].contains("17 November 2026 was changed since"), "{page}");
    assert_eq!(logged(&ada, DAYS[0]).await, ["vacation"]);
    assert_eq!(logged(&ada, DAYS[1]).await, ["holiday"]);
}

async fn after_ten_minutes_nothing_is_undone(server: Server) {
    let ada = server.person("ada").await;
    let id = range(&server, &ada).await;
    server.wait(Duration::from_mins(10));
    let page = ada.get(&format!("/changes/{id}")).await.text().await.unwrap();
    assert_eq!(texts(&page, "#undo").len(), 1);
    server.wait(Duration::from_secs(1));
    let page = ada.get(&format!("/changes/{id}")).await.text().await.unwrap();
    assert!(texts(&page, "#undo").is_empty());
    let refused = undo(&ada, id).await;
    assert_eq!(refused.status(), 409);
    let page = refused.text().await.unwrap();
    assert!(texts(&page, ".notice")[0].contains("last 10 minutes"), "{page}");
    assert_eq!(logged(&ada, DAYS[0]).await, ["vacation"]);
}

async fn merging_types_is_not_undone_here(server: Server) {
    let ada = server.person("ada").await;
    let edits = vec![put(DAYS[0], "sick", "", Expect::Nothing)];
    let id = act(&server, Act::Merge, edits).await;
    let refused = undo(&ada, id).await;
    assert_eq!(refused.status(), 409);
    let page = refused.text().await.unwrap();
    assert!(texts(&page, ".notice")[0].contains("types themselves"), "{page}");
    assert_eq!(logged(&ada, DAYS[0]).await, ["sick"]);
}

async fn nobody_sees_or_undoes_the_changes_of_others(server: Server) {
    let (ada, bob) = (server.person("ada").await, server.person("bob").await);
    let id = range(&server, &ada).await;
    for (method, path) in
        [(Method::GET, format!("/changes/{id}")), (Method::POST, format!("/changes/{id}/undo"))]
    {
        let answer = bob.send(bob.request(method, &path)).await;
        assert_eq!(answer.status(), 404, "{path}");
    }
    assert_eq!(logged(&ada, DAYS[0]).await, ["vacation"]);
}

async fn undoing_twice_says_that_nothing_was_left(server: Server) {
    let ada = server.person("ada").await;
    let id = range(&server, &ada).await;
    assert_eq!(undo(&ada, id).await.status(), 303);
    let again = undo(&ada, id).await;
    assert_eq!(
        (again.status().as_u16(), location(&again)),
        (303, &*format!("/changes/{id}?done=nothing"))
    );
    let page = ada.get(location(&again)).await.text().await.unwrap();
    assert!(texts(&page, ".notice")[0].contains("nothing left to undo"), "{page}");
}
