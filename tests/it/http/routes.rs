//! Tests that every route is registered with its guards, and that all lists of routes are complete.

use std::collections::BTreeSet;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::ResourceMap;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::web::{Data, ServiceConfig, get, resource};
use worklog::web::RouteTable;
use worklog::web::{ApiRateLimiter, Shared, configure};
use worklog::web::{BodyMemory, Readiness};
use worklog::web::{SignupPolicy, SiteConfig};

use super::access;
use super::api;
use crate::browser::tour;
use crate::support::page::Page;
use crate::support::server::{PASSWORD, Server};

/// Sends a request to all routes of a server. Returns the request as the router left it.
async fn routed(server: &Server, also: fn(&mut ServiceConfig)) -> HttpRequest {
    let app = server.app();
    let site = SiteConfig {
        public_url: None,
        signup: SignupPolicy::Open,
        trusted_proxies: Vec::new(),
        api_origins: Vec::new(),
    };
    let limiter = ApiRateLimiter::new(app.limits);
    let key = actix_web::cookie::Key::generate();
    let shared = Shared {
        app,
        site,
        key,
        limiter,
        bodies: BodyMemory::default(),
        readiness: Readiness::default(),
    };
    let all = actix_web::App::new().configure(also).configure(|it| configure(it, &shared));
    let service = init_service(all).await;
    let request = TestRequest::get().uri("/livez").to_request();
    call_service(&service, request).await.request().clone()
}

fn table(request: &HttpRequest) -> &RouteTable {
    request.app_data::<Data<RouteTable>>().expect("a table")
}

/// Returns the number of registered routes. The map shows those below a scope within it, and has no
/// other way to list them.
fn registered(map: &ResourceMap) -> usize {
    format!("{map:?}").matches("nodes: None").count()
}

#[actix_web::test]
async fn each_route_is_registered_with_its_guards() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let known = table(&request).patterns().count();
    assert!(known > 50, "{known}");
    assert_eq!(registered(request.resource_map()), known, "register all routes with `Routes`");
    let bare = routed(&server, |it| {
        it.service(resource("/bare").route(get().to(async || "nobody knows it")));
    });
    let request = bare.await;
    assert_eq!(registered(request.resource_map()), table(&request).patterns().count() + 1);
}

#[actix_web::test]
async fn the_access_table_lists_every_route() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let map = request.resource_map();
    let tried: BTreeSet<_> = access::paths().filter_map(|path| map.match_pattern(path)).collect();
    let untried = table(&request).patterns().filter(|pattern| {
        // `api::clients` tests these, as listed in the document.
        !pattern.starts_with("/api/v1/user/{user}") && !tried.contains(*pattern)
    });
    assert_eq!(untried.collect::<Vec<_>>(), Vec::<&str>::new(), "add a row in access.rs");
}

/// The routes without a page of their own: files, calls, and redirects; and the API's documentation,
/// which `browser::documentation` tests.
const NO_PAGES: [&str; 12] = [
    "/admin",
    "/api",
    "/api/",
    "/export.csv",
    "/export.json",
    "/feed/{file:.*}",
    "/livez",
    "/manifest.webmanifest",
    "/readyz",
    "/settings/pattern",
    "/static/{name}",
    "/today",
];

/// Each page is checked in every language and theme.
#[actix_web::test]
async fn each_page_is_visited() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let (map, table) = (request.resource_map(), table(&request));
    let visited: BTreeSet<_> = tour::paths().filter_map(|path| map.match_pattern(path)).collect();
    let is_page = |pattern: &&str| {
        let is_action = table.get(pattern).expect("facts").page_of(pattern) != *pattern;
        !is_action && !pattern.starts_with("/api/v1/") && !NO_PAGES.contains(pattern)
    };
    let pages: BTreeSet<_> = table.patterns().filter(is_page).collect();
    assert!(pages.len() > 40, "{pages:?}");
    assert!(NO_PAGES.iter().all(|pattern| table.get(pattern).is_some()));
    let missing = pages.iter().filter(|pattern| !visited.contains(**pattern));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new(), "add it in tests/it/browser/tour");
}

/// A page that doesn't exist never asks for a login.
#[actix_web::test]
async fn unknown_paths_are_not_found_by_any_client() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let (anybody, ada) = (server.browser(), server.sign_up("ada").await);
    let mut tried = 0;
    for pattern in table(&request).patterns() {
        let page = pattern.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let page: Vec<_> = page.collect();
        for path in [format!("{}/no/such/page", page.join("/")), format!("{}/", page.join("/"))] {
            // All paths below a user's require authentication, whether or not they exist.
            let is_route = request.resource_map().match_pattern(&path).is_some();
            if is_route || path.starts_with("/api/v1/user/") {
                continue;
            }
            for client in [&anybody, &ada] {
                assert_eq!(client.status(&path).await, 404, "GET {path}");
                assert_eq!(client.post(&path, &[]).await.status(), 404, "POST {path}");
            }
            tried += 1;
        }
    }
    assert!(tried > 80, "{tried}");
}

#[actix_web::test]
async fn the_openapi_document_lists_exactly_the_routes() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let document = api::document(&server).await;
    let documented: BTreeSet<_> =
        document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    let calls = table(&request)
        .patterns()
        .filter(|pattern| pattern.starts_with("/api/v1/") && *pattern != "/api/v1/openapi.json");
    assert_eq!(documented, calls.collect());
}

#[actix_web::test]
async fn an_action_returns_to_its_page() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let (map, table) = (request.resource_map(), table(&request));
    for (path, page) in [
        ("/day/2026-11-18/delete", "/day/2026-11-18"),
        ("/day/2026-11-18", "/day/2026-11-18"),
        ("/changes/7/undo", "/changes/7"),
        ("/days/delete", "/days/delete"),
        ("/settings/feed/revoke", "/settings/feed/revoke"),
        ("/settings/tokens/7/revoke", "/settings/tokens/7/revoke"),
        ("/admin/users/7", "/admin/users/7"),
        ("/settings/data/delete-year", "/settings/data/delete-year"),
        ("/settings/types/travel/move", "/settings/types/travel"),
        ("/settings/types/travel/merge", "/settings/types/travel/merge"),
    ] {
        let pattern = map.match_pattern(path).expect(path);
        assert_eq!(table.get(&pattern).expect(path).page_of(path), page);
    }
    // The page can be opened.
    for pattern in table.patterns() {
        let page = table.get(pattern).expect(pattern).page_of(pattern);
        assert!(page.is_empty() || table.get(page).is_some(), "{pattern} belongs to {page}");
    }
}

#[actix_web::test]
async fn a_form_is_replayed_after_login_unless_secret_or_risky() {
    let server = Server::start(&[]).await;
    for (path, form, is_kept) in [
        ("/day/2026-11-18", &[("type", "office")][..], true),
        ("/day/2026-11-18/delete", &[("version", "1")], false),
        ("/days", &[("from", "2026-11-18")], true),
        ("/settings/types/office", &[("label", "Desk")], true),
        ("/settings/types/office/archive", &[("archived", "on")], false),
        ("/settings/slack", &[("slack", "https://hooks.slack.com/x")], false),
        ("/settings/account", &[("email", "a@example.org"), ("password", "x")], false),
        ("/settings/data/delete-all", &[("confirm", "yes")], false),
        ("/settings/data/delete-account", &[("password", "x")], false),
        ("/admin/invitations", &[("note", "x")], true),
        ("/confirm", &[("password", "x")], false),
        ("/nowhere", &[("a", "b")], false),
    ] {
        let page = Page::from_response(server.browser().post(path, form).await).await;
        assert_eq!(page.has("[name=kept]"), is_kept, "{path}");
    }
}

/// The form comes from the login page, which the user may not have opened themselves.
#[actix_web::test]
async fn a_login_keeps_no_form_that_is_secret_or_risky() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let log_in = async |next: &str, kept: &str| {
        let form = [("username", "ada"), ("password", PASSWORD), ("next", next), ("kept", kept)];
        assert_eq!(ada.submit("/login", &form).await, next);
        Page::from_response(ada.get(next).await).await
    };
    let day = "/day/2026-11-18";
    assert_eq!(log_in(day, "type=office&notes=mine").await.field("notes").value(), "mine");
    let hook = "act=save&slack=https%3A%2F%2Fhooks.slack.com%2Fevil";
    let page = log_in("/settings/slack", hook).await;
    assert_eq!(page.field("slack").value(), "");
}

/// A route that requires a recent password must be below the middleware that checks it.
#[actix_web::test]
async fn each_route_that_requires_a_recent_password_asks_for_it() {
    let server = Server::start(&[]).await;
    let request = routed(&server, |_| ()).await;
    let root = server.admin("root").await;
    server.advance_clock(Duration::from_mins(11));
    let confirmed: Vec<_> = table(&request).confirmed().collect();
    let expected = [
        "/admin/invitations",
        "/admin/invitations/{id}/revoke",
        "/admin/users/{id}",
        "/admin/users/{id}/disable",
        "/settings/data/delete-all",
        "/settings/data/delete-year",
        "/settings/feed",
        "/settings/slack",
        "/settings/tokens",
    ];
    assert_eq!(confirmed, expected);
    let form = [("act", "disable"), ("scope", "write"), ("detail", "notes")];
    for pattern in confirmed {
        let path = pattern.replace("{id}", "01950000-0000-7000-8000-000000000000");
        let target = root.submit(&path, &form).await;
        assert!(target.starts_with("/confirm?next="), "{path}: {target}");
    }
}
