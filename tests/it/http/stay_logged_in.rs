//! Tests the checkbox that starts a longer session, at sign-up and login.

use std::time::Duration;

use crate::support::page::Page;
use crate::support::server::{PASSWORD, Server};

on_both_stores! {
    signing_up_can_start_a_remembered_login,
}

async fn signing_up_can_start_a_remembered_login(server: Server) {
    let browser = server.browser();
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    browser.submit("/signup", &[&form[..], &[("remember", "on")]].concat()).await;
    server.advance_clock(Duration::from_hours(29 * 24));
    assert_eq!(browser.status("/month").await, 200);
}

/// Over plain HTTP, users are probably trying the server out.
#[actix_web::test]
async fn forms_say_how_long_a_login_lasts() {
    let lifetimes = ["--session-idle=90m", "--session-remember=1d"];
    let plain = Server::start(&lifetimes).await;
    let https = ["--public-url=https://log.example.org"];
    let secure = Server::start(&[&lifetimes[..], &https].concat()).await;
    for path in ["/login", "/signup"] {
        let page = plain.browser().page(path).await;
        let hint = "Keeps you logged in for 1 day after your last visit instead of 90 minutes.";
        assert_eq!(page.text("#remember-hint"), hint);
        assert_eq!(page.count(".primary"), 1, "{path}");
        assert_eq!(page.has("header a[href='/signup']"), path == "/login");
        assert!(!page.has("[name=remember][checked]"), "{path}");
        let browser = secure.browser();
        let request = browser.request(reqwest::Method::GET, path).header("Host", "log.example.org");
        let page = Page::from_response(browser.send(request).await).await;
        assert!(page.has("[name=remember][checked]"), "{path}");
    }
    // A choice is kept.
    let browser = plain.browser();
    for path in ["/login", "/signup"] {
        let page = browser.submit_expecting(path, &[("remember", "on")], 422).await;
        assert!(page.has("[name=remember][checked]"), "{path}");
    }
}
