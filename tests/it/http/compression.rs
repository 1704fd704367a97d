//! Tests which responses are compressed, and that they arrive complete.

use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::{Method, Response};

use crate::support::server::{Browser, Server};

/// The `Accept-Encoding` of browsers.
const BROWSER: &str = "gzip, deflate, br, zstd";

async fn get(browser: &Browser, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = browser.request(Method::GET, path);
    browser
        .send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)))
        .await
}

fn encoding(response: &Response) -> Option<&str> {
    response.headers().get("content-encoding").map(|value| value.to_str().expect("text"))
}

/// Returns how often the response names `Accept-Encoding` in its `Vary`.
fn count_vary_accept_encoding(response: &Response) -> usize {
    let lines =
        response.headers().get_all("vary").iter().map(|value| value.to_str().expect("text"));
    let names = lines.flat_map(|line| line.split(','));
    names.filter(|name| name.trim().eq_ignore_ascii_case("Accept-Encoding")).count()
}

async fn gunzip(response: Response) -> String {
    let (mut text, packed) = (String::new(), response.bytes().await.expect("a body"));
    GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip of text");
    text
}

#[actix_web::test]
async fn complete_bodies_have_a_content_length() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    for (path, status) in [
        ("/month/2026-11", 200),
        ("/year/2026", 200),
        ("/nowhere", 404),
        ("/api/v1/openapi.json", 200),
    ] {
        let response = get(&ada, path, &[("Accept-Encoding", BROWSER)]).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(encoding(&response), Some("gzip"), "{path}");
        assert!(!response.headers().contains_key("transfer-encoding"), "{path}");
        let length =
            response.headers()["content-length"].to_str().unwrap().parse::<usize>().unwrap();
        let plain = get(&ada, path, &[("Accept-Encoding", "identity")]).await;
        assert_eq!((encoding(&plain), plain.status().as_u16()), (None, status), "{path}");
        for response in [&response, &plain] {
            assert_eq!(count_vary_accept_encoding(response), 1, "{path}: {:?}", response.headers());
        }
        let plain = plain.text().await.unwrap();
        assert!(length < plain.len(), "{path}: {length} of {} bytes", plain.len());
        // An error page contains its request's id, so the two differ.
        let text = gunzip(response).await;
        assert!(
            if status == 200 {
                text == plain
            } else {
                text.ends_with("</html>\n") || text.ends_with("</html>")
            },
            "{path}"
        );
    }
}

#[actix_web::test]
async fn head_requests_report_the_compressed_length() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let page = get(&ada, "/month/2026-11", &[("Accept-Encoding", BROWSER)]).await;
    let head = ada.request(Method::HEAD, "/month/2026-11").header("Accept-Encoding", BROWSER);
    let head = ada.send(head).await;
    assert_eq!(encoding(&head), Some("gzip"));
    assert_eq!(head.headers()["content-length"], page.headers()["content-length"]);
}

#[actix_web::test]
async fn exports_are_streamed() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    for day in 1..=28 {
        let day = format!("/day/2026-02-{day:02}");
        ada.submit(&day, &[("type", "office")]).await;
    }
    for path in ["/export.csv", "/export.json", "/api/v1/user/ada"] {
        let response = get(&ada, path, &[("Accept-Encoding", BROWSER)]).await;
        assert_eq!(
            (encoding(&response), count_vary_accept_encoding(&response)),
            (Some("gzip"), 1),
            "{path}"
        );
        assert_eq!(response.headers()["transfer-encoding"], "chunked", "{path}");
        let plain = get(&ada, path, &[]).await;
        assert_eq!((encoding(&plain), count_vary_accept_encoding(&plain)), (None, 1), "{path}");
        assert_eq!(gunzip(response).await, plain.text().await.unwrap(), "{path}");
    }
}

#[actix_web::test]
async fn small_bodies_are_not_compressed() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    for path in ["/livez", "/api/v1/user/ada/settings", "/api/v1/user/bob"] {
        let response = get(&ada, path, &[("Accept-Encoding", BROWSER)]).await;
        assert_eq!(
            (encoding(&response), count_vary_accept_encoding(&response)),
            (None, 0),
            "{path}"
        );
    }
}

/// A redirect has no body, and an entry's strong `ETag` identifies its exact bytes.
#[actix_web::test]
async fn redirects_and_entries_are_not_compressed() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    let redirect = get(&ada, "/", &[("Accept-Encoding", BROWSER)]).await;
    assert_eq!((redirect.status().as_u16(), encoding(&redirect)), (303, None));
    let entry = "/api/v1/user/ada?date=2026-11-18";
    let entry = get(&ada, entry, &[("Accept-Encoding", BROWSER)]).await;
    assert_ne!(encoding(&entry), Some("gzip"));
}

#[actix_web::test]
async fn static_files_are_compressed_once() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let style = ada.page("/month").await.attribute("link[rel=stylesheet]", "href");
    let style = get(&ada, &style, &[("Accept-Encoding", "gzip")]).await;
    assert_eq!(style.headers().get_all("content-encoding").iter().count(), 1);
    assert_eq!(count_vary_accept_encoding(&style), 1);
    assert!(gunzip(style).await.contains(":root"));
}

#[actix_web::test]
async fn not_modified_responses_have_the_same_vary() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    for day in 1..=28 {
        let day = format!("/day/2026-02-{day:02}");
        assert_eq!(ada.post(&day, &[("type", "office")]).await.status(), 303);
    }
    for path in ["/api/v1/openapi.json", "/api/v1/user/ada?year=2026"] {
        let first = get(&ada, path, &[("Accept-Encoding", BROWSER)]).await;
        let tag = first.headers()["etag"].to_str().unwrap();
        let again = [("Accept-Encoding", BROWSER), ("If-None-Match", tag)];
        let again = get(&ada, path, &again).await;
        assert_eq!(
            (again.status().as_u16(), count_vary_accept_encoding(&again)),
            (304, 1),
            "{path}"
        );
    }
}

/// Another site could choose what a page reflects, and learn from the length whether it repeats a
/// secret.
#[actix_web::test]
async fn cross_site_requests_are_not_compressed() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    for (site, expected) in [
        ("same-origin", Some("gzip")),
        ("none", Some("gzip")),
        ("cross-site", None),
        ("same-site", None),
    ] {
        let headers = [("Accept-Encoding", BROWSER), ("Sec-Fetch-Site", site)];
        assert_eq!(encoding(&get(&ada, "/month/2026-11", &headers).await), expected, "{site}");
    }
}

#[actix_web::test]
async fn gzip_is_sent_only_if_accepted() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    for (accepted, expected) in [
        ("gzip", Some("gzip")),
        ("br;q=1, GZIP;q=0.5", Some("gzip")),
        ("gzip;q=0", None),
        ("gzip; q=0.000", None),
        ("br", None),
        ("identity", None),
        ("", None),
        ("*;q=0", None),
        ("xgzip", None),
    ] {
        let response = get(&ada, "/month/2026-11", &[("Accept-Encoding", accepted)]).await;
        assert_eq!(
            (response.status().as_u16(), encoding(&response)),
            (200, expected),
            "{accepted}"
        );
    }
}
