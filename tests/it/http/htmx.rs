//! Tests each htmx route three ways: as a plain request, as an htmx request for a fragment, and as
//! an htmx request for a whole page.

use reqwest::{Method, Response};

use crate::support::page::Page;
use crate::support::server::{Browser, Server};

on_both_stores! {
    pages_and_fragments_work_with_and_without_htmx,
    successful_actions_work_with_and_without_htmx,
    rejected_actions_work_with_and_without_htmx,
    a_days_history_works_with_and_without_htmx,
}

const DAY: &str = "/day/2026-11-18";

const ALONE: &[(&str, &str)] = &[];
const FRAGMENT: &[(&str, &str)] = &[("HX-Request", "true"), ("HX-Request-Type", "partial")];
const WHOLE: [&[(&str, &str)]; 2] = [
    &[("HX-Request", "true"), ("HX-Request-Type", "full")],
    &[("HX-Request", "true"), ("HX-History-Restore-Request", "true")],
];

async fn ask(
    browser: &Browser,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    form: &[(&str, &str)],
) -> Response {
    let mut request = browser.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = if form.is_empty() { request } else { request.form(form) };
    let response = browser.send(request).await;
    if response.status() != 303 {
        let vary = response.headers()["vary"].to_str().unwrap();
        assert!(vary.contains("HX-Request, HX-Request-Type"), "{path}: {vary}");
    }
    response
}

async fn pages_and_fragments_work_with_and_without_htmx(server: Server) {
    let ada = server.sign_up("ada").await;
    for path in ["/month", "/month/2026-11", DAY] {
        for headers in [ALONE, WHOLE[0], WHOLE[1]] {
            let page = Page::from_response(ask(&ada, Method::GET, path, headers, &[]).await).await;
            assert!(page.is_whole(), "{path} {headers:?}");
            assert_eq!(page.texts("body > main h1"), ["November 2026"], "{path}");
        }
        let page = Page::from_response(ask(&ada, Method::GET, path, FRAGMENT, &[]).await).await;
        assert!(page.html.starts_with("<title>"), "{path}");
        assert_eq!(page.texts("main h1"), ["November 2026"], "{path}");
        assert!(!page.has(".top"), "{path}");
    }
}

async fn a_days_history_works_with_and_without_htmx(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(DAY, &[("type", "office")]).await;
    let path = format!("{DAY}/history");
    for headers in [ALONE, WHOLE[0], WHOLE[1]] {
        let page = Page::from_response(ask(&ada, Method::GET, &path, headers, &[]).await).await;
        assert!(page.is_whole(), "{headers:?}");
        assert_eq!(page.count("main .past li"), 1);
    }
    let list = Page::from_response(ask(&ada, Method::GET, &path, FRAGMENT, &[]).await).await;
    assert!(!list.is_whole() && !list.has("main"));
    assert_eq!(list.count(".past li"), 1);
    let panel = ada.page(DAY).await;
    assert_eq!(panel.attributes("#day details", "hx-get"), [path.as_str()]);
    assert_eq!(panel.attributes("#day details a", "href"), [path.as_str()]);
}

/// Returns the path and form of each action on a day.
fn acts(version: &str) -> [(String, Vec<(&'static str, String)>); 3] {
    let version = ("version", version.to_owned());
    let kind = ("type", "office".to_owned());
    [
        (DAY.to_owned(), vec![kind.clone(), version.clone()]),
        (format!("{DAY}/type"), vec![("type", "sick".to_owned()), version.clone()]),
        (format!("{DAY}/delete"), vec![version]),
    ]
}

fn borrowed<'a>(form: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    form.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

async fn successful_actions_work_with_and_without_htmx(server: Server) {
    let ada = server.sign_up("ada").await;
    for headers in [ALONE, FRAGMENT, WHOLE[0]] {
        for number in 0..3 {
            let version = ada.version("2026-11-18").await;
            let (path, form) = acts(&version)[number].clone();
            let response = ask(&ada, Method::POST, &path, headers, &borrowed(&form)).await;
            if headers != FRAGMENT {
                assert_eq!(response.status(), 303, "{path} {headers:?}");
                continue;
            }
            assert_eq!(response.status(), 200, "{path}");
            let html = Page::from_response(response).await;
            assert!(html.html.starts_with("<title>") && !html.is_whole(), "{path}");
            assert_eq!(html.count("#day .notice"), 1, "{path}");
            let targets = html.attributes("hx-partial", "hx-target");
            let expected = ["#c18", "#balances", "#totals", "#log-today", "#toast", "#outage"];
            assert_eq!(targets, expected, "{path}");
        }
    }
}

async fn rejected_actions_work_with_and_without_htmx(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit(DAY, &[("type", "vacation")]).await;
    for (version, status) in [("x", 422), ("7", 409)] {
        for (path, form) in acts(version) {
            for headers in [ALONE, FRAGMENT, WHOLE[0]] {
                let response = ask(&ada, Method::POST, &path, headers, &borrowed(&form)).await;
                assert_eq!(response.status().as_u16(), status, "{path} {headers:?}");
                assert_eq!(response.headers()["hx-push-url"], "false");
                let html = Page::from_response(response).await;
                assert_eq!(html.is_whole(), headers != FRAGMENT, "{path} {headers:?}");
                assert_eq!(html.count("#day"), 1, "{path}");
                assert_eq!(!html.has(".calendar"), headers == FRAGMENT, "{path}");
            }
        }
    }
}
