//! Tests the theme: light, dark, or that of the system.

use reqwest::Method;
use reqwest::header::{REFERER, SET_COOKIE};

use crate::support::server::{Browser, Server, location};

/// Chooses a theme on a page. Returns the redirect's target and the cookie.
async fn choose(browser: &Browser, theme: &str, page: &str) -> (String, String) {
    let request = browser.request(Method::POST, "/theme").form(&[("theme", theme)]);
    let response = browser.send(request.header(REFERER, page)).await;
    assert_eq!(response.status(), 303);
    let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
    (location(&response).to_owned(), cookie.to_owned())
}

async fn theme_of(browser: &Browser, path: &str) -> Vec<String> {
    browser.page(path).await.attributes("html[data-theme]", "data-theme")
}

#[actix_web::test]
async fn the_chosen_theme_applies_to_every_page() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    assert_eq!(theme_of(&ada, "/month").await, [""; 0]);
    let page = format!("{}/year/2026?share=week#share", server.url);
    let (path, cookie) = choose(&ada, "dark", &page).await;
    assert_eq!(path, "/year/2026?share=week");
    assert!(cookie.starts_with("theme=dark; HttpOnly; SameSite=Lax; Path=/; Max-Age="), "{cookie}");
    for path in ["/month", "/year", "/api/"] {
        assert_eq!(theme_of(&ada, path).await, ["dark"], "{path}");
    }
    let current = ".menu .theme [aria-pressed=true]";
    assert_eq!(ada.page("/settings").await.texts(current), ["Dark"]);
    let missing = ada.get("/nowhere").await.text().await.unwrap();
    assert!(missing.contains("data-theme=\"dark\"") && missing.contains("/logout"), "{missing}");
    ada.submit("/logout", &[]).await;
    assert_eq!(theme_of(&ada, "/login").await, ["dark"], "without a login");

    let (_, cookie) = choose(&ada, "system", &page).await;
    assert!(cookie.starts_with("theme=; ") && cookie.contains("Max-Age=0"), "{cookie}");
    assert_eq!(theme_of(&ada, "/login").await, [""; 0]);
}

#[actix_web::test]
async fn choosing_a_theme_never_leaves_the_site() {
    let server = Server::start(&["--public-url=https://log.example.org"]).await;
    let request = |page: &str| {
        let client = server.browser();
        let request = client.request(Method::POST, "/theme").form(&[("theme", "light")]);
        request.header("Host", "log.example.org").header(REFERER, page).send()
    };
    for (page, path) in [
        ("https://log.example.org/month", "/month"),
        ("https://evil.example//evil.example/", "/"),
        ("https://log.example.org", "/"),
        ("about:blank", "/"),
        ("%", "/"),
    ] {
        let response = request(page).await.unwrap();
        assert_eq!(location(&response), path, "{page}");
        let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
        assert!(cookie.starts_with("__Host-theme=light; ") && cookie.contains("; Secure"));
    }
}
