//! Tests what admins do with other accounts, and the effects on these.

use std::time::Duration;

use worklog::domain::admin::audit::{AuditAction, AuditEntry};

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::holds;

on_both_stores! {
    a_disabled_account_cannot_log_in_until_enabled,
    role_changes_apply_from_the_next_request,
    granting_access_requires_the_admins_password,
    a_reset_link_is_shown_once,
    admins_cannot_lock_themselves_out,
    a_disabled_admin_can_do_nothing,
    a_disabled_admins_links_do_not_work,
    cross_site_admin_requests_are_rejected,
}

/// Submits an admin form. Returns the response's status and page.
pub(super) async fn submit_action(
    admin: &Browser,
    page: &str,
    action: &str,
    password: &str,
) -> (u16, Page) {
    let form = [("act", action), ("password", password)];
    let response = admin.post(page, &form).await;
    (response.status().as_u16(), Page::from_response(response).await)
}

pub(super) async fn log(server: &Server) -> Vec<AuditEntry> {
    server.app().store.audit(None, None, 99).await.unwrap()
}

async fn a_disabled_account_cannot_log_in_until_enabled(server: Server) {
    let (root, bob) = (server.admin("root").await, server.sign_up("bob").await);
    let page = server.page_of("bob").await;
    let token = bob.create_token("Laptop", "read", "90d").await;
    let feed = bob.post("/settings/feed", &[("name", "Team"), ("detail", "type")]).await;
    let feed = Page::from_response(feed).await.value("#address");
    let feed = feed.strip_prefix(&server.url).unwrap().to_owned();
    let anybody = server.browser();
    let response = root.submit(&page, &[("act", "disable")]).await;
    assert_eq!(response, format!("{page}?done=disable"));
    let shown = root.page(&response).await;
    assert_eq!(shown.texts(".notice"), ["User disabled and logged out everywhere."]);
    assert_eq!(shown.texts("h1 .shut"), ["disabled"]);
    let login = [("username", "bob"), ("password", PASSWORD)];
    assert_eq!(bob.status("/month").await, 303, "his login has ended");
    assert_eq!(server.sender(&token).await, None);
    assert_eq!(anybody.status(&feed).await, 404);
    assert_eq!(anybody.post("/login", &login).await.status(), 422);
    let before = log(&server).await;
    assert_eq!(
        submit_action(&root, &page, "disable", "").await.0,
        303,
        "repeating a command succeeds"
    );
    assert_eq!(log(&server).await, before, "a repeated command isn't logged");
    assert_eq!(submit_action(&root, &page, "enable", "").await.0, 303);
    assert_eq!(bob.status("/month").await, 303, "ended logins stay ended");
    anybody.submit("/login", &login).await;
    assert!(server.sender(&token).await.is_some());
    assert_eq!(anybody.status(&feed).await, 200);
}

async fn role_changes_apply_from_the_next_request(server: Server) {
    let (root, bob) = (server.admin("root").await, server.sign_up("bob").await);
    let page = server.page_of("bob").await;
    let has_link = async || bob.page("/month").await.has(".menu a[href='/admin/users']");
    for (what, expected) in [("", 404), ("grant", 200), ("withdraw", 404)] {
        if !what.is_empty() {
            assert_eq!(submit_action(&root, &page, what, PASSWORD).await.0, 303);
        }
        assert_eq!(bob.status("/admin/users").await, expected, "{what}");
        assert_eq!(has_link().await, expected == 200, "{what}");
    }
}

async fn granting_access_requires_the_admins_password(server: Server) {
    let (root, _bob) = (server.admin("root").await, server.sign_up("bob").await);
    let page = server.page_of("bob").await;
    let before = log(&server).await;
    for what in ["grant", "reset"] {
        for (password, words) in
            [("", "Enter your password"), ("wrong-horse-1", "Incorrect password")]
        {
            let (status, shown) = submit_action(&root, &page, what, password).await;
            assert_eq!(status, 422, "{what}");
            shown.field("password").assert_error(words);
            assert!(!shown.has("#link"));
            assert_eq!(shown.field("password").value(), "", "the link isn't shown again");
        }
    }
    assert_eq!(log(&server).await, before);
    let twice = [("act", "disable"), ("act", "enable")];
    assert_eq!(root.post(&page, &twice).await.status(), 400);
    for _ in 0..2 {
        submit_action(&root, &page, "grant", "wrong-horse-1").await;
    }
    let (status, _) = submit_action(&root, &page, "grant", PASSWORD).await;
    assert_eq!(status, 303, "the fifth wrong guess starts the next wait");
}

async fn a_reset_link_is_shown_once(server: Server) {
    let (root, bob) = (server.admin("root").await, server.sign_up("bob").await);
    let page = server.page_of("bob").await;
    let (answered, shown) = submit_action(&root, &page, "reset", PASSWORD).await;
    assert_eq!(answered, 200);
    let link = shown.value("#link");
    let path = link.strip_prefix(&server.url).expect("ours").to_owned();
    assert!(path.starts_with("/password/reset?token="));
    let token = path.split_once("token=").unwrap().1.to_owned();
    assert!(!root.page(&page).await.mentions(&token), "the link is shown once");
    assert!(!holds(&server.raw().await, &token), "the link isn't stored");
    let stranger = server.browser();
    assert_eq!(stranger.status(&path).await, 200);
    let new = "another-heron-77";
    let form = [("token", &*token), ("new_password", new), ("new_password_confirm", new)];
    stranger.submit("/password/reset", &form).await;
    assert_eq!(bob.status("/month").await, 303);
    let (_, again) = submit_action(&root, &page, "reset", PASSWORD).await;
    let late = again.value("#link");
    server.advance_clock(Duration::from_mins(30));
    assert_eq!(stranger.status(late.strip_prefix(&server.url).unwrap()).await, 410);
    let root = server.logged_in("root").await;
    assert_eq!(submit_action(&root, &page, "disable", "").await.0, 303);
    let (status, shown) = submit_action(&root, &page, "reset", PASSWORD).await;
    assert_eq!(status, 422);
    shown.assert_text(".notice.warning", "Enable it first");
}

async fn admins_cannot_lock_themselves_out(server: Server) {
    let root = server.admin("root").await;
    let page = server.page_of("root").await;
    assert!(!root.page(&page).await.has("main button"), "the button is hidden");
    for what in ["disable", "withdraw"] {
        let (status, shown) = submit_action(&root, &page, what, PASSWORD).await;
        assert_eq!(status, 422, "{what}");
        shown.assert_text(".notice.warning", "Only another admin can disable your account");
    }
    assert_eq!(root.status("/admin/users").await, 200);
}

async fn a_disabled_admin_can_do_nothing(server: Server) {
    let (root, eve) = (server.admin("root").await, server.admin("eve").await);
    server.sign_up("bob").await;
    let (page, of_eve) = (server.page_of("bob").await, server.page_of("eve").await);
    assert_eq!(submit_action(&root, &of_eve, "withdraw", "").await.0, 303);
    for what in ["disable", "grant", "reset", "mail"] {
        assert_eq!(submit_action(&eve, &page, what, PASSWORD).await.0, 404, "{what}");
    }
    assert_eq!(eve.post("/admin/invitations", &[]).await.status(), 404);
    assert_eq!(log(&server).await[0].deed, AuditAction::AdminWithdrawn);
}

async fn a_disabled_admins_links_do_not_work(server: Server) {
    let (root, eve) = (server.admin("root").await, server.admin("eve").await);
    server.sign_up("bob").await;
    let (bob, of_eve) = (server.page_of("bob").await, server.page_of("eve").await);
    for shut_out in ["withdraw", "disable"] {
        let (_, shown) = submit_action(&eve, &bob, "reset", PASSWORD).await;
        let link = shown.value("#link");
        let path = link.strip_prefix(&server.url).expect("ours").to_owned();
        assert_eq!(server.browser().status(&path).await, 200);
        assert_eq!(submit_action(&root, &of_eve, shut_out, "").await.0, 303);
        assert_eq!(server.browser().status(&path).await, 410, "{shut_out}");
        let token = path.split_once("token=").unwrap().1;
        let form = [("token", token), ("new_password", "x-y-z-7391"), ("new_password_confirm", "")];
        assert_eq!(server.browser().post("/password/reset", &form).await.status(), 410);
        assert_eq!(submit_action(&root, &of_eve, "grant", PASSWORD).await.0, 303);
    }
}

async fn cross_site_admin_requests_are_rejected(server: Server) {
    let (root, bob) = (server.admin("root").await, server.sign_up("bob").await);
    let page = server.page_of("bob").await;
    for (name, value) in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")] {
        let request = root.request(reqwest::Method::POST, &page).form(&[("act", "disable")]);
        assert_eq!(root.send(request.header(name, value)).await.status(), 403);
    }
    assert_eq!(bob.status("/month").await, 200);
}
