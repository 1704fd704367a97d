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
    each_part_of_a_fragment_names_its_language,
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

/// The language may have been changed in another tab.
async fn each_part_of_a_fragment_names_its_language(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.submit("/settings/schedule", &[("edit", "first"), ("wed_type", "office")]).await;
    ada.submit("/settings", &[("language", "de"), ("time_zone", "UTC"), ("week_start", "mon")])
        .await;
    let days = [("from", "2026-11-16"), ("to", "2026-11-17"), ("type", "vacation")];
    let lost = [("type", "office"), ("version", "7")];
    for (method, path, form, status) in [
        (Method::GET, "/month/2026-11", &[][..], 200),
        (Method::GET, "/day/2026-11-18/history", &[], 200),
        (Method::POST, "/today", &[], 200),
        (Method::POST, "/today", &[], 200),
        (Method::GET, "/day/2026-11-18/history", &[], 200),
        (Method::POST, DAY, &[("type", "sick"), ("version", "1")], 200),
        (Method::POST, DAY, &lost, 409),
        (Method::POST, DAY, &[("type", ""), ("version", "2")], 422),
        (Method::POST, "/day/2026-11-18/delete", &[("version", "2")], 200),
        (Method::POST, "/days", &days, 200),
        (
            Method::POST,
            "/changes/0198f3c2-7a10-7c3e-9d5f-2b1a4c6d8e0f/undo",
            &[("day", "2026-11-18")],
            404,
        ),
    ] {
        let mut request = ada.request(method, path).form(form);
        for (name, value) in FRAGMENT {
            request = request.header(*name, *value);
        }
        let response = ada.send(request).await;
        assert_eq!(response.status(), status, "{path} {form:?}");
        assert_german(path, &Page::from_response(response).await);
    }
    let form = [("from", "2026-11-19"), ("to", "2026-11-19"), ("type", "sick")];
    let logged = Page::from_response(ada.htmx_post("/days", &form).await).await;
    let undo = logged.attribute("#undo-change", "action");
    ada.submit("/day/2026-11-19", &[("type", "office"), ("version", "1")]).await;
    let refused = ada.htmx_post(&undo, &[("day", "2026-11-19")]).await;
    assert_eq!(refused.status(), 409);
    assert_german(&undo, &Page::from_response(refused).await);
}

/// Asserts that the outermost elements of a fragment are marked as German. Without its table, a cell
/// isn't parsed.
fn assert_german(path: &str, page: &Page) {
    assert!(!page.is_whole(), "{path}");
    for root in ["body > :not(hx-partial)", "hx-partial:not([hx-target='#c18']) > *"] {
        let others = page.count(&format!("{root}:not([lang=de])"));
        assert_eq!(others, 0, "{path}: {root} in {}", page.html);
    }
    let has_cell = page.html.contains("<hx-partial hx-target=\"#c18\"");
    assert_eq!(has_cell, page.html.contains("<td id=\"c18\" lang=\"de\""), "{path}");
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
