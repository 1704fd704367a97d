//! Each route that htmx asks, three ways: by a browser alone, by htmx for a fragment, and by htmx for
//! a whole page.

use reqwest::{Method, Response};

use super::server::{Browser, Server, attribute, texts};

on_both_stores! {
    pages_and_fragments,
    acts_that_succeed,
    acts_that_are_refused,
    the_history_of_a_day,
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
    let answer = browser.send(request).await;
    if answer.status() != 303 {
        let vary = answer.headers()["vary"].to_str().unwrap();
        assert!(vary.contains("HX-Request, HX-Request-Type"), "{path}: {vary}");
    }
    answer
}

fn is_whole(html: &str) -> bool {
    html.starts_with("<!doctype html>")
}

async fn pages_and_fragments(server: Server) {
    let ada = server.person("ada").await;
    for path in ["/month", "/month/2026-11", DAY] {
        for headers in [ALONE, WHOLE[0], WHOLE[1]] {
            let page = ask(&ada, Method::GET, path, headers, &[]).await.text().await.unwrap();
            assert!(is_whole(&page), "{path} {headers:?}");
            assert_eq!(texts(&page, "body > main h1"), ["November 2026"], "{path}");
        }
        let page = ask(&ada, Method::GET, path, FRAGMENT, &[]).await.text().await.unwrap();
        assert!(page.starts_with("<title>"), "{path}");
        assert_eq!(texts(&page, "main h1"), ["November 2026"], "{path}");
        assert!(texts(&page, ".top").is_empty(), "{path}");
    }
}

async fn the_history_of_a_day(server: Server) {
    let ada = server.person("ada").await;
    ada.post(DAY, &[("type", "office")]).await;
    let path = format!("{DAY}/history");
    for headers in [ALONE, WHOLE[0], WHOLE[1]] {
        let page = ask(&ada, Method::GET, &path, headers, &[]).await.text().await.unwrap();
        assert!(is_whole(&page), "{headers:?}");
        assert_eq!(texts(&page, "main .past li").len(), 1);
    }
    let list = ask(&ada, Method::GET, &path, FRAGMENT, &[]).await.text().await.unwrap();
    assert!(!is_whole(&list) && texts(&list, "main").is_empty(), "{list}");
    assert_eq!(texts(&list, ".past li").len(), 1);
    let panel = ada.get(DAY).await.text().await.unwrap();
    assert_eq!(attribute(&panel, "#day details", "hx-get"), [path.as_str()]);
    assert_eq!(attribute(&panel, "#day details a", "href"), [path.as_str()]);
}

/// Path and form of each act on a day.
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

async fn stored_version(browser: &Browser) -> String {
    let page = browser.get(DAY).await.text().await.unwrap();
    attribute(&page, "#day-form input[name=version]", "value").remove(0)
}

async fn acts_that_succeed(server: Server) {
    let ada = server.person("ada").await;
    for headers in [ALONE, FRAGMENT, WHOLE[0]] {
        for number in 0..3 {
            let version = stored_version(&ada).await;
            let (path, form) = acts(&version)[number].clone();
            let answer = ask(&ada, Method::POST, &path, headers, &borrowed(&form)).await;
            if headers != FRAGMENT {
                assert_eq!(answer.status(), 303, "{path} {headers:?}");
                continue;
            }
            assert_eq!(answer.status(), 200, "{path}");
            let html = answer.text().await.unwrap();
            assert!(html.starts_with("<title>") && !is_whole(&html), "{path}");
            assert_eq!(texts(&html, "#day .notice").len(), 1, "{path}");
            let targets = attribute(&html, "hx-partial", "hx-target");
            assert_eq!(targets, ["#c18", "#totals"], "{path}");
        }
    }
}

async fn acts_that_are_refused(server: Server) {
    let ada = server.person("ada").await;
    ada.post(DAY, &[("type", "vacation")]).await;
    for (version, status) in [("x", 422), ("7", 409)] {
        for (path, form) in acts(version) {
            for headers in [ALONE, FRAGMENT, WHOLE[0]] {
                let answer = ask(&ada, Method::POST, &path, headers, &borrowed(&form)).await;
                assert_eq!(answer.status().as_u16(), status, "{path} {headers:?}");
                assert_eq!(answer.headers()["hx-push-url"], "false");
                let html = answer.text().await.unwrap();
                assert_eq!(is_whole(&html), headers != FRAGMENT, "{path} {headers:?}");
                assert_eq!(texts(&html, "#day").len(), 1, "{path}");
                assert_eq!(texts(&html, ".calendar").is_empty(), headers == FRAGMENT, "{path}");
            }
        }
    }
}
