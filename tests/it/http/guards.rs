//! Tests what applies to every page: source checks, cookies, and static files.

use reqwest::Method;
use serde_json::Value;
use worklog::storage::{self, Access, migrate};

use crate::support::page::Page;
use crate::support::server::{PASSWORD, Server};
use crate::support::store::{Backend, place};

#[actix_web::test]
async fn cross_site_forms_are_rejected() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let own = server.url.clone();
    for (headers, status) in [
        (vec![("Sec-Fetch-Site", "same-origin")], 303),
        (vec![("Sec-Fetch-Site", "none")], 303),
        (vec![("Sec-Fetch-Site", "same-site")], 403),
        (vec![("Sec-Fetch-Site", "cross-site"), ("Origin", own.as_str())], 403),
        (vec![("Origin", own.as_str())], 303),
        (vec![("Origin", "https://evil.example")], 403),
        (vec![("Origin", "null")], 403),
        (vec![], 303),
    ] {
        let mut request = ada.request(Method::POST, "/day/2026-11-18").form(&[("type", "office")]);
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        assert_eq!(ada.send(request).await.status().as_u16(), status, "{headers:?}");
    }
}

#[actix_web::test]
async fn https_uses_a_host_cookie_and_rejects_other_hosts() {
    let server = Server::start(&["--public-url=https://log.example.org"]).await;
    let browser = server.browser();
    assert_eq!(browser.status("/").await, 421);
    assert_eq!(browser.status("/livez").await, 200);
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let request = browser.request(Method::POST, "/signup").header("Host", "log.example.org");
    let response = browser.send(request.form(&form)).await;
    let cookies = response.headers().get_all("set-cookie").iter();
    let cookies: Vec<_> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
    for (cookie, name) in cookies.iter().zip(["__Host-worklog=", "__Host-worklog-device="]) {
        for attribute in [name, "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
    }
    assert_eq!(cookies.len(), 2);
    assert!(response.headers().contains_key("strict-transport-security"));
    // Browsers remove the cookie only if the attributes meet the rules for its name.
    let request = browser.request(Method::GET, "/month").header("Host", "log.example.org");
    let response = browser.send(request.header("Cookie", "__Host-worklog=made-up")).await;
    let removal = response.headers()["set-cookie"].to_str().unwrap();
    for attribute in ["__Host-worklog=;", "Max-Age=0", "Secure", "Path=/"] {
        assert!(removal.contains(attribute), "{removal}");
    }
}

#[actix_web::test]
async fn static_files_are_compressed_and_immutable() {
    let server = Server::start(&[]).await;
    let browser = server.browser();
    let style = browser.page("/").await.attribute("link[rel=stylesheet]", "href");
    for (accept, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "identity")] {
        let request = browser.request(Method::GET, &style).header("Accept-Encoding", accept);
        let response = browser.send(request).await;
        assert_eq!(response.status(), 200);
        assert!(response.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        assert_eq!(response.headers()["content-encoding"], encoding, "{accept}");
        assert_eq!(response.headers()["content-type"], "text/css; charset=utf-8");
    }
}

#[actix_web::test]
async fn a_first_visit_to_the_month_is_small() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let page = ada.page("/month").await;
    // Browsers load the icons of the manifest and of phones only to install the app.
    let mut paths =
        page.attributes("link[rel=icon], link[rel=stylesheet], link[rel=manifest]", "href");
    paths.extend(page.attributes("script[src]", "src"));
    paths.push("/month".to_owned());
    let mut bytes = 0;
    for path in &paths {
        let request = ada.request(Method::GET, path).header("Accept-Encoding", "br, gzip");
        bytes += ada.send(request).await.bytes().await.unwrap().len();
    }
    assert!(paths.len() == 9 && bytes <= 45 * 1024, "{bytes} bytes in {paths:?}");
}

#[actix_web::test]
async fn the_manifest_and_its_icons_are_served_to_anyone() {
    let server = Server::start(&[]).await;
    let browser = server.browser();
    let path = browser.page("/").await.attribute("link[rel=manifest]", "href");
    let response = browser.get(&path).await;
    assert_eq!(response.headers()["content-type"], "application/manifest+json");
    let policy = response.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("manifest-src 'self'"), "{policy}");
    let manifest: Value = response.json().await.unwrap();
    assert_eq!(
        (&manifest["start_url"], &manifest["display"]),
        (&"/month".into(), &"standalone".into())
    );
    let icons = manifest["icons"].as_array().unwrap();
    assert!(icons.iter().any(|icon| icon["sizes"] == "512x512"));
    for icon in icons {
        let response = browser.get(icon["src"].as_str().unwrap()).await;
        assert_eq!(response.status(), 200, "{icon}");
        assert_eq!(response.headers()["content-type"], icon["type"].as_str().unwrap());
    }
}

#[actix_web::test]
async fn error_pages_keep_the_header_of_the_user() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let paths = ["/nowhere", "/day/2026-02-30", "/year/x", "/search?q=%FF"];
    for path in paths {
        let page = Page::from_response(ada.get(path).await).await;
        assert_eq!(page.lines("header .name"), ["ada"], "{path}");
        assert!(page.has("header a[href='/year']"), "{path}");
        assert!(page.has("header a.log-today[href='/day/2026-11-18#day']"), "{path}");
    }
    ada.submit("/settings/schedule", &[("edit", "first"), ("wed_type", "office")]).await;
    for path in paths {
        let page = Page::from_response(ada.get(path).await).await;
        assert_eq!(page.value("header form.log-today [name=day]"), "2026-11-18", "{path}");
    }
    ada.submit("/today", &[]).await;
    for path in paths {
        let page = Page::from_response(ada.get(path).await).await;
        assert!(page.has("header a.log-today.logged"), "{path}");
    }
    let page = Page::from_response(server.browser().get("/nowhere").await).await;
    assert!(page.has("header a[href='/login']") && !page.has("header .name"));
}

#[actix_web::test]
async fn server_errors_show_only_a_request_id() {
    let place = place(Backend::Embedded).await;
    let store = storage::open(&place.url.parse().unwrap(), Access::Server).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let server = Server::on_store(store, &[]).await;
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    let file = rusqlite::Connection::open(&place.url).unwrap();
    assert_eq!(file.execute("UPDATE months SET doc = '{\"torn'", []).unwrap(), 1);
    for want in ["full", "partial"] {
        let request = ada.request(Method::GET, "/month").header("HX-Request", "true");
        let response = ada.send(request.header("HX-Request-Type", want)).await;
        assert_eq!(response.status(), 500);
        let number = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let page = Page::from_response(response).await;
        page.assert_text("small, .fine", &number);
        page.assert_text("h1, strong", "Something went wrong");
        for inside in ["torn", "EOF", "JSON", "parsing", "months", "column"] {
            assert!(!page.mentions(inside), "{inside}");
        }
    }
}

#[actix_web::test]
async fn closed_sign_up_is_explained() {
    let server = Server::start(&["--signup=closed"]).await;
    assert_eq!(server.browser().status("/signup").await, 403);
}
