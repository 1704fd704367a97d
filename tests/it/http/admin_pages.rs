//! Tests the admin pages: users, log, and status, without logged data.

use worklog::domain::admin::AdminCommand;
use worklog::domain::admin::audit::Actor;

use super::admin::submit_action;
use crate::support::page::Page;
use crate::support::samples::{run_command, user};
use crate::support::server::{Browser, PASSWORD, Server};

on_both_stores! {
    users_are_listed_and_searched_by_prefix,
    the_user_list_is_paginated,
    admin_pages_show_no_logged_data,
    the_log_shows_actor_action_and_target,
    the_log_is_paginated,
    the_status_page_shows_the_database_and_no_secrets,
}

async fn read(browser: &Browser, path: &str) -> Page {
    let response = browser.get(path).await;
    assert_eq!(response.status(), 200, "{path}");
    assert_eq!(response.headers()["cache-control"], "no-store");
    Page::from_response(response).await
}

/// Returns the usernames on a page.
async fn names(browser: &Browser, path: &str) -> Vec<String> {
    read(browser, path).await.texts(".people th > a")
}

async fn users_are_listed_and_searched_by_prefix(server: Server) {
    let root = server.admin("root").await;
    for name in ["bob", "Bobby", "ada"] {
        server.sign_up(name).await;
    }
    submit_action(&root, &server.page_of("ada").await, "disable", "").await;
    let page = read(&root, "/admin/users").await;
    assert_eq!(page.texts(".people th > a"), ["ada", "bob", "Bobby", "root"]);
    assert_eq!(page.texts(".people .badge"), ["disabled", "admin"]);
    assert!(page.texts(".people td")[1].is_empty() || page.texts(".people td")[1] == "–");
    assert_eq!(page.texts(".people td")[4], "today, 12:00");
    for (typed, expected) in [
        ("BO", vec!["bob", "Bobby"]),
        ("+bob+", vec!["bob", "Bobby"]),
        ("bobb", vec!["Bobby"]),
        ("x", vec![]),
        ("%25", vec![]),
        ("%27%3B--", vec![]),
        ("%F0%9F%8E%89", vec![]),
        ("%00", vec![]),
    ] {
        assert_eq!(names(&root, &format!("/admin/users?name={typed}")).await, expected, "{typed}");
    }
    let odd = read(&root, "/admin/users?name=%3Cb%3E%22x").await;
    assert_eq!(odd.values("#name"), ["<b>\"x"]);
    odd.assert_text("main .hint", "No usernames match");
}

async fn the_user_list_is_paginated(server: Server) {
    let root = server.admin("root").await;
    for number in 0..120 {
        server.app().store.add_user(&user(&format!("User-{number:03}"))).await.unwrap();
    }
    let (mut found, mut path) = (Vec::new(), "/admin/users?name=user".to_owned());
    for expected in [50, 50, 20] {
        let page = read(&root, &path).await;
        let names = page.texts(".people th > a");
        assert_eq!(names.len(), expected);
        found.extend(names);
        path = page.attributes(".pages a:last-child", "href").pop().unwrap_or_default();
    }
    assert!(found.is_sorted() && found.len() == 120);
    assert_eq!(path, "/admin/users?name=user", "from the last page back to the first");
}

async fn admin_pages_show_no_logged_data(server: Server) {
    let (root, bob) = (server.admin("root").await, server.sign_up("bob").await);
    let form = [("type", "remote"), ("location", "Secret hideout"), ("notes", "Quokka-7391")];
    bob.submit("/day/2026-11-18", &form).await;
    let page = server.page_of("bob").await;
    for path in ["/admin/users", page.as_str(), "/admin/audit", "/admin/events", "/admin/store"] {
        let shown = read(&root, path).await;
        for text in ["Secret hideout", "Quokka-7391", "argon2"] {
            assert!(!shown.mentions(text), "{path} shows {text}");
        }
    }
}

/// Returns the log's sentences, without times.
async fn sentences(browser: &Browser, path: &str) -> Vec<String> {
    read(browser, path).await.texts(".log p")
}

async fn the_log_shows_actor_action_and_target(server: Server) {
    let root = server.admin("root").await;
    for name in ["bob", "eve"] {
        server.sign_up(name).await;
    }
    let (bob, eve) = (server.page_of("bob").await, server.page_of("eve").await);
    for (page, what) in [(&bob, "disable"), (&bob, "enable"), (&bob, "grant"), (&eve, "reset")] {
        submit_action(&root, page, what, PASSWORD).await;
    }
    submit_action(&server.logged_in("bob").await, &eve, "disable", "").await;
    let all = [
        "bob disabled eve",
        "root created a password reset link for eve",
        "root made bob an admin",
        "root enabled bob",
        "root disabled bob",
        "The command line made root an admin",
    ];
    assert_eq!(sentences(&root, "/admin/audit").await, all);
    assert_eq!(sentences(&root, "/admin/audit?user=EVE").await, all[..2]);
    assert_eq!(sentences(&root, &eve).await, all[..2], "the account's page shows it too");
    assert_eq!(sentences(&root, "/admin/audit?user=bob").await.len(), 4);
    let page = read(&root, "/admin/audit").await;
    assert_eq!(page.text(".log time"), "18 Nov 2026, 12:00");
    let (app, user) = server.app_and_user("bob").await;
    assert!(app.store.delete_user(user.id, &[]).await.unwrap());
    let after = sentences(&root, "/admin/audit").await;
    assert_eq!(after[0], "a deleted account disabled eve");
    assert_eq!(after[2], "root made a deleted account an admin");
    for nobody in ["bob", "a+b", "%3Cb%3E"] {
        let page = read(&root, &format!("/admin/audit?user={nobody}")).await;
        assert_eq!(page.field("user").error().as_deref(), Some("No user has this username."));
        assert!(!page.has(".log p"));
    }
}

async fn the_log_is_paginated(server: Server) {
    let root = server.admin("root").await;
    server.sign_up("bob").await;
    let (app, bob) = server.app_and_user("bob").await;
    for number in 0..60 {
        let make =
            [AdminCommand::Disable as fn(_) -> AdminCommand, AdminCommand::Enable][number % 2];
        assert!(run_command(&*app.store, make(bob.id), app.clock.now()).await.unwrap());
    }
    let page = read(&root, "/admin/audit").await;
    assert_eq!(page.count(".log li"), 50);
    let older = page.attribute(".pages a:last-child", "href");
    let page = read(&root, &older).await;
    assert_eq!(page.count(".log li"), 11);
    assert_eq!(page.attributes(".pages a", "href"), ["/admin/audit?user="]);
    assert_eq!(app.store.audit(None, None, 1).await.unwrap()[0].actor, Actor::CommandLine);
}

async fn the_status_page_shows_the_database_and_no_secrets(server: Server) {
    let root = server.admin("root").await;
    let page = read(&root, "/admin/store").await;
    let facts = page.texts(".facts dd");
    assert!(facts[0].starts_with("SQLite 3") || facts[0].starts_with("MongoDB "), "{facts:?}");
    for fact in [env!("CARGO_PKG_VERSION"), "not set up", "open to everyone"] {
        assert!(facts.iter().any(|shown| shown == fact), "{fact}: {facts:?}");
    }
    assert!(page.texts(".tally li").iter().any(|shown| shown == "1 user"));
    for secret in ["mongodb://", "worklog.db", "/tmp", "password="] {
        assert!(!page.mentions(secret), "{secret}");
    }
}
