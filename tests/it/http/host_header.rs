//! Tests which hosts a server accepts: without a public URL, only those that a public DNS name
//! can't be rebound to.

use reqwest::{Method, Response};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::page::Page;
use crate::support::server::{PASSWORD, Server};

const ACCEPTED: [&str; 23] = [
    "127.0.0.1",
    "127.0.0.1:8080",
    "10.1.2.3:8080",
    "203.0.113.9",
    "[::1]",
    "[::1]:8080",
    "[2001:DB8::1]:8080",
    "localhost",
    "LOCALHOST:8080",
    "localhost.",
    "localhost.:8080",
    "worklog",
    "home-server:8080",
    "my_server",
    "nas.local",
    "Nas.LOCAL:8080",
    "nas.local.:8080",
    "a.b.local",
    "worklog.worklog.svc.cluster.local",
    "nas.lan",
    "log.home.arpa:8080",
    "log.corp.internal",
    "log.internal.",
];

const REJECTED: [&str; 24] = [
    "log.example.org",
    "log.example.org:8080",
    "LOG.EXAMPLE.ORG.",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "nas.local.evil.example",
    "evilhome.arpa",
    "evil.notlan",
    "home.arpa",
    ".local",
    "a..local",
    "localhost..",
    ".",
    ":8080",
    "localhost:80:80",
    "localhost:x",
    "localhost:99999",
    "::1",
    "[::1",
    "[nas.local]",
    "evil.example#.local",
    "ada@nas.local",
    "n\u{e4}s.local",
];

async fn get(server: &Server, path: &str, host: &str) -> Response {
    let browser = server.browser();
    browser.send(browser.request(Method::GET, path).header("Host", host)).await
}

/// Sends a request as it is. Returns the status.
async fn raw_status(server: &Server, request: &str) -> u16 {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}

#[actix_web::test]
async fn without_a_public_url_only_private_hosts_are_accepted() {
    let server = Server::start(&[]).await;
    for host in ACCEPTED {
        assert_eq!(get(&server, "/login", host).await.status(), 200, "{host}");
    }
    for host in REJECTED {
        assert_eq!(get(&server, "/login", host).await.status(), 421, "{host}");
    }
}

/// A page at a public name whose address is then changed to the server's: for the browser, the
/// server belongs to the same origin.
#[actix_web::test]
async fn a_rebound_name_can_neither_read_nor_change_anything() {
    let server = Server::start(&[]).await;
    let browser = server.browser();
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let request = browser.request(Method::POST, "/signup").header("Host", "evil.example:8080");
    let request = request.header("Origin", "http://evil.example:8080");
    let response = browser.send(request.header("Sec-Fetch-Site", "same-origin").form(&form)).await;
    assert_eq!(response.status(), 421);
    assert!(!response.headers().contains_key("set-cookie"));
    server.sign_up("ada").await;
}

#[actix_web::test]
async fn the_error_names_the_setting() {
    let server = Server::start(&[]).await;
    let page = Page::from_response(get(&server, "/login", "log.example.org").await).await;
    page.assert_text("h1", "Unknown address");
    page.assert_text("main p", "set WORKLOG_PUBLIC_URL");
    let style = page.attribute("link[rel=stylesheet]", "href");
    assert_eq!(get(&server, &style, "log.example.org").await.status(), 200, "it has its style");
    let response = get(&server, "/api/v1/user/ada", "log.example.org").await;
    assert_eq!(response.status(), 421);
    let body: Value = response.json().await.unwrap();
    assert!(body["error"].as_str().unwrap().contains("WORKLOG_PUBLIC_URL"), "{body}");
}

#[actix_web::test]
async fn requests_without_a_host_are_accepted_from_old_clients_only() {
    let server = Server::start(&[]).await;
    let public = Server::start(&["--public-url=https://log.example.org"]).await;
    for (request, status, status_with_public_url) in [
        ("GET /login HTTP/1.0\r\n", 200, 421),
        ("GET /login HTTP/1.0\r\nHost: nas.local\r\n", 200, 421),
        ("GET /login HTTP/1.0\r\nHost: log.example.org\r\n", 421, 200),
        ("GET /login HTTP/1.0\r\nHost:\r\n", 421, 421),
        ("GET /login HTTP/1.1\r\n", 400, 400),
        ("GET /login HTTP/1.1\r\nHost:\r\n", 421, 421),
        ("GET /login HTTP/1.1\r\nHost: nas.local\r\nHost: nas.local\r\n", 400, 400),
        ("GET /login HTTP/1.1\r\nHost: nas.local\r\nHost: log.example.org\r\n", 400, 400),
        ("GET http://nas.local/login HTTP/1.1\r\nHost: nas.local\r\n", 200, 421),
        ("GET http://log.example.org/login HTTP/1.1\r\nHost: nas.local\r\n", 421, 421),
        ("GET http://nas.local/login HTTP/1.1\r\nHost: log.example.org\r\n", 421, 421),
        ("GET http://log.example.org/login HTTP/1.1\r\nHost: log.example.org\r\n", 421, 200),
        ("GET /livez HTTP/1.0\r\n", 200, 200),
        ("GET /readyz HTTP/1.0\r\nHost: 10.42.0.7:8080\r\n", 200, 200),
    ] {
        let request = format!("{request}Connection: close\r\n\r\n");
        assert_eq!(raw_status(&server, &request).await, status, "{request}");
        assert_eq!(raw_status(&public, &request).await, status_with_public_url, "{request}");
    }
}

#[actix_web::test]
async fn probes_are_answered_for_any_host() {
    for flags in [&[][..], &["--public-url=https://log.example.org"]] {
        let server = Server::start(flags).await;
        for host in ["10.42.0.7:8080", "localhost", "log.example.org", "node-1.example.net:30080"] {
            for path in ["/livez", "/readyz"] {
                assert_eq!(get(&server, path, host).await.status(), 200, "{path} {host}");
            }
        }
    }
}

#[actix_web::test]
async fn with_a_public_url_only_its_host_is_accepted() {
    let server = Server::start(&["--public-url=https://log.example.org"]).await;
    for host in ["log.example.org", "LOG.example.org"] {
        assert_eq!(get(&server, "/login", host).await.status(), 200, "{host}");
    }
    for host in ["127.0.0.1:8080", "localhost", "nas.local", "example.org", "log.example.org:81"] {
        let response = get(&server, "/login", host).await;
        assert_eq!(response.status(), 421, "{host}");
        let page = Page::from_response(response).await;
        page.assert_text("main p", "This server has a different address");
        assert!(!page.mentions("WORKLOG_PUBLIC_URL"), "it is set");
    }
}
