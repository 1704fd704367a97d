//! What admins do with the accounts of others, and what that does to those.

use std::time::Duration;

use worklog::domain::admin::Order;
use worklog::domain::audit::{AuditEntry, Deed};

use super::server::{Browser, PASSWORD, Server, attribute, location, texts};
use super::tokens::{make, sender};
use crate::support::samples::{noon, order};

on_both_stores! {
    a_disabled_account_lets_nobody_in_until_it_is_enabled,
    the_role_counts_from_the_next_request,
    what_lets_somebody_in_takes_the_admins_password,
    a_link_to_a_new_password_is_shown_once,
    nobody_shuts_themself_out,
    an_admin_who_was_shut_out_does_nothing_more,
    links_of_an_admin_who_was_shut_out_open_nothing,
    acts_from_elsewhere_do_nothing,
}

/// A person who just signed up and was made an admin.
pub(crate) async fn admin(server: &Server, name: &str) -> Browser {
    let browser = server.person(name).await;
    let (app, user) = server.app_and_user(name).await;
    assert!(order(&*app.store, Order::GrantAdmin(user.id), noon()).await.unwrap());
    browser
}

/// Where an account is looked at.
pub(super) async fn page_of(server: &Server, name: &str) -> String {
    format!("/admin/users/{}", server.app_and_user(name).await.1.id)
}

pub(super) async fn status(browser: &Browser, path: &str) -> u16 {
    browser.get(path).await.status().as_u16()
}

/// The status that an act gets.
pub(super) async fn act(admin: &Browser, page: &str, act: &str, password: &str) -> (u16, String) {
    let form = [("act", act), ("password", password)];
    let answer = admin.post(page, &form).await;
    (answer.status().as_u16(), answer.text().await.unwrap())
}

pub(super) async fn log(server: &Server) -> Vec<AuditEntry> {
    server.app().store.audit(None, None, 99).await.unwrap()
}

async fn a_disabled_account_lets_nobody_in_until_it_is_enabled(server: Server) {
    let (root, bob) = (admin(&server, "root").await, server.person("bob").await);
    let page = page_of(&server, "bob").await;
    let token = make(&bob, "Laptop", "read", "90d").await;
    let feed = bob.post("/settings/feed", &[("name", "Team"), ("detail", "type")]).await;
    let feed = attribute(&feed.text().await.unwrap(), "#address", "value").remove(0);
    let feed = feed.strip_prefix(&server.url).unwrap().to_owned();
    let anybody = server.browser();
    let answer = root.post(&page, &[("act", "disable")]).await;
    assert_eq!(location(&answer), format!("{page}?done=disable"));
    let shown = root.get(location(&answer)).await.text().await.unwrap();
    assert_eq!(texts(&shown, ".notice"), ["Disabled. Every login of theirs has ended."]);
    assert_eq!(texts(&shown, "h1 .shut"), ["disabled"]);
    let login = [("username", "bob"), ("password", PASSWORD)];
    assert_eq!(status(&bob, "/month").await, 303, "his login has ended");
    assert_eq!(sender(&server, &token).await, None);
    assert_eq!(status(&anybody, &feed).await, 404);
    assert_eq!(anybody.post("/login", &login).await.status(), 422);
    let before = log(&server).await;
    assert_eq!(act(&root, &page, "disable", "").await.0, 303, "a second time is no error");
    assert_eq!(log(&server).await, before, "and is not logged");
    assert_eq!(act(&root, &page, "enable", "").await.0, 303);
    assert_eq!(status(&bob, "/month").await, 303, "what has ended stays ended");
    assert_eq!(anybody.post("/login", &login).await.status(), 303);
    assert!(sender(&server, &token).await.is_some());
    assert_eq!(status(&anybody, &feed).await, 200);
}

async fn the_role_counts_from_the_next_request(server: Server) {
    let (root, bob) = (admin(&server, "root").await, server.person("bob").await);
    let page = page_of(&server, "bob").await;
    let has_link = async || {
        let month = bob.get("/month").await.text().await.unwrap();
        !attribute(&month, ".menu a[href='/admin/users']", "href").is_empty()
    };
    for (what, expected) in [("", 404), ("grant", 200), ("withdraw", 404)] {
        if !what.is_empty() {
            assert_eq!(act(&root, &page, what, PASSWORD).await.0, 303);
        }
        assert_eq!(status(&bob, "/admin/users").await, expected, "{what}");
        assert_eq!(has_link().await, expected == 200, "{what}");
    }
}

async fn what_lets_somebody_in_takes_the_admins_password(server: Server) {
    let (root, _bob) = (admin(&server, "root").await, server.person("bob").await);
    let page = page_of(&server, "bob").await;
    let before = log(&server).await;
    for what in ["grant", "reset"] {
        for (password, words) in [("", "Type your own password"), ("wrong-horse-1", "not your")] {
            let (status, shown) = act(&root, &page, what, password).await;
            assert_eq!(status, 422, "{what}");
            assert!(texts(&shown, "#password-error")[0].contains(words));
            assert!(attribute(&shown, "#link", "value").is_empty());
            assert!(attribute(&shown, "#password", "value").is_empty(), "it is not shown again");
        }
    }
    assert_eq!(log(&server).await, before);
    let twice = [("act", "disable"), ("act", "enable")];
    assert_eq!(root.post(&page, &twice).await.status(), 400);
    for _ in 0..2 {
        act(&root, &page, "grant", "wrong-horse-1").await;
    }
    let (status, _) = act(&root, &page, "grant", PASSWORD).await;
    assert_eq!(status, 303, "the fifth wrong guess makes the next wait");
}

async fn a_link_to_a_new_password_is_shown_once(server: Server) {
    let (root, bob) = (admin(&server, "root").await, server.person("bob").await);
    let page = page_of(&server, "bob").await;
    let (answered, shown) = act(&root, &page, "reset", PASSWORD).await;
    assert_eq!(answered, 200);
    let link = attribute(&shown, "#link", "value").remove(0);
    let path = link.strip_prefix(&server.url).expect("ours").to_owned();
    assert!(path.starts_with("/password/reset?token="));
    let token = path.split_once("token=").unwrap().1.to_owned();
    assert!(!root.get(&page).await.text().await.unwrap().contains(&token), "it is shown once");
    assert!(!String::from_utf8_lossy(&server.raw().await).contains(&token), "and stored nowhere");
    let stranger = server.browser();
    assert_eq!(status(&stranger, &path).await, 200);
    let new = "another-heron-77";
    let form = [("token", &*token), ("new_password", new), ("new_password_confirm", new)];
    assert_eq!(stranger.post("/password/reset", &form).await.status(), 303);
    assert_eq!(status(&bob, "/month").await, 303);
    let (_, again) = act(&root, &page, "reset", PASSWORD).await;
    let late = attribute(&again, "#link", "value").remove(0);
    server.wait(Duration::from_mins(30));
    assert_eq!(status(&stranger, late.strip_prefix(&server.url).unwrap()).await, 410);
    let root = server.logged_in("root").await;
    assert_eq!(act(&root, &page, "disable", "").await.0, 303);
    let (status, shown) = act(&root, &page, "reset", PASSWORD).await;
    assert_eq!(status, 422);
    assert!(texts(&shown, ".notice.warning")[0].contains("Enable it first"));
}

async fn nobody_shuts_themself_out(server: Server) {
    let root = admin(&server, "root").await;
    let page = page_of(&server, "root").await;
    let shown = root.get(&page).await.text().await.unwrap();
    assert!(attribute(&shown, "main button", "value").is_empty(), "no button to press");
    for what in ["disable", "withdraw"] {
        let (status, shown) = act(&root, &page, what, PASSWORD).await;
        assert_eq!(status, 422, "{what}");
        assert!(texts(&shown, ".notice.warning")[0].contains("cannot disable yourself"));
    }
    assert_eq!(status(&root, "/admin/users").await, 200);
}

async fn an_admin_who_was_shut_out_does_nothing_more(server: Server) {
    let (root, eve) = (admin(&server, "root").await, admin(&server, "eve").await);
    server.person("bob").await;
    let (page, of_eve) = (page_of(&server, "bob").await, page_of(&server, "eve").await);
    assert_eq!(act(&root, &of_eve, "withdraw", "").await.0, 303);
    for what in ["disable", "grant", "reset", "mail"] {
        assert_eq!(act(&eve, &page, what, PASSWORD).await.0, 404, "{what}");
    }
    assert_eq!(eve.post("/admin/invitations", &[]).await.status(), 404);
    assert_eq!(log(&server).await[0].deed, Deed::AdminWithdrawn);
}

async fn links_of_an_admin_who_was_shut_out_open_nothing(server: Server) {
    let (root, eve) = (admin(&server, "root").await, admin(&server, "eve").await);
    server.person("bob").await;
    let (bob, of_eve) = (page_of(&server, "bob").await, page_of(&server, "eve").await);
    for shut_out in ["withdraw", "disable"] {
        let (_, shown) = act(&eve, &bob, "reset", PASSWORD).await;
        let link = attribute(&shown, "#link", "value").remove(0);
        let path = link.strip_prefix(&server.url).expect("ours").to_owned();
        assert_eq!(status(&server.browser(), &path).await, 200);
        assert_eq!(act(&root, &of_eve, shut_out, "").await.0, 303);
        assert_eq!(status(&server.browser(), &path).await, 410, "{shut_out}");
        let token = path.split_once("token=").unwrap().1;
        let form = [("token", token), ("new_password", "x-y-z-7391"), ("new_password_confirm", "")];
        assert_eq!(server.browser().post("/password/reset", &form).await.status(), 410);
        assert_eq!(act(&root, &of_eve, "grant", PASSWORD).await.0, 303);
    }
}

async fn acts_from_elsewhere_do_nothing(server: Server) {
    let (root, bob) = (admin(&server, "root").await, server.person("bob").await);
    let page = page_of(&server, "bob").await;
    for (name, value) in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")] {
        let request = root.request(reqwest::Method::POST, &page).form(&[("act", "disable")]);
        assert_eq!(root.send(request.header(name, value)).await.status(), 403);
    }
    assert_eq!(status(&bob, "/month").await, 200);
}
