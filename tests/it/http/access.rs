//! Tests every route with every kind of client: anonymous, with a token, and logged in.

use reqwest::{Method, RequestBuilder};

use crate::support::server::{Browser, PASSWORD, Server, location};

on_both_stores! {
    each_route_responds_to_each_client_as_listed,
    each_admin_route_responds_to_each_client_as_listed,
    login_returns_to_the_requested_page,
}

/// Method, path, and the status for an anonymous client and for a logged-in user.
const ROUTES: &[(&str, &str, u16, u16)] = &[
    ("GET", "/", 200, 303),
    ("GET", "/signup", 200, 303),
    ("POST", "/signup", 422, 422),
    ("GET", "/login", 200, 303),
    ("POST", "/login", 422, 422),
    ("GET", "/password", 200, 200),
    ("POST", "/password", 422, 422),
    ("GET", "/password/forgot", 200, 200),
    ("POST", "/password/forgot", 422, 422),
    ("GET", "/password/reset", 410, 410),
    ("GET", "/password/reset?token=made-up", 410, 410),
    ("POST", "/password/reset", 410, 410),
    ("GET", "/email/confirm", 410, 410),
    ("GET", "/email/confirm?token=made-up", 410, 410),
    ("POST", "/email/confirm", 410, 410),
    ("GET", "/month", 303, 200),
    ("GET", "/month/2026-11", 303, 200),
    ("GET", "/month/2026-13", 303, 404),
    ("GET", "/month/9999-01", 303, 404),
    ("GET", "/month/setup", 303, 405),
    ("POST", "/month/setup", 401, 303),
    ("GET", "/year", 303, 200),
    ("GET", "/year/2026", 303, 200),
    ("GET", "/year/2026?share=week", 303, 200),
    ("GET", "/year/2026?share=%FF", 303, 400),
    ("GET", "/year/1969", 303, 404),
    ("GET", "/year/%C3%28", 303, 404),
    ("HEAD", "/year", 303, 200),
    ("POST", "/year", 401, 405),
    ("GET", "/manifest.webmanifest", 200, 200),
    ("GET", "/report", 303, 200),
    ("GET", "/report?from=2024-01-01&to=2026-12-31&notes=on", 303, 200),
    ("GET", "/report?from=2026-02-30&to=2026-12-31", 303, 422),
    ("GET", "/report?from=2026-12-31&to=2026-01-01", 303, 422),
    ("GET", "/report?from=%FF", 303, 400),
    ("GET", "/search", 303, 200),
    ("GET", "/search?q=dentist", 303, 200),
    ("GET", "/search?q=dentist&before=2026-13-01", 303, 422),
    ("GET", "/search?q=%FF", 303, 400),
    ("GET", "/day/2026-11-18", 303, 200),
    ("GET", "/day/2026-02-30", 303, 404),
    ("GET", "/day/0001-01-01", 303, 404),
    ("GET", "/day/9999-12-31", 303, 404),
    ("GET", "/day/%FF", 303, 404),
    ("GET", "/day/2026-11-18%00", 303, 404),
    ("GET", "/day/%zz", 303, 404),
    ("GET", "/month/%C3%28", 303, 404),
    ("GET", "/%FF%zz", 404, 404),
    ("GET", "/login?next=%FF", 400, 400),
    ("HEAD", "/", 200, 303),
    ("HEAD", "/month", 303, 200),
    ("HEAD", "/livez", 200, 200),
    ("POST", "/day/2026-11-18", 401, 422),
    ("POST", "/day/2026-11-18/delete", 401, 303),
    ("POST", "/day/2026-11-18/type", 401, 422),
    ("POST", "/day/2026-02-30", 401, 404),
    ("GET", "/day/2026-11-18/history", 303, 200),
    ("GET", "/day/2026-02-30/history", 303, 404),
    ("GET", "/days", 303, 200),
    ("GET", "/days?from=nonsense&to=0001-01-01", 303, 200),
    ("POST", "/days", 401, 422),
    ("GET", "/days/delete", 303, 200),
    ("POST", "/days/delete", 401, 422),
    ("GET", "/today", 303, 303),
    ("POST", "/today", 401, 303),
    ("GET", "/today/x", 404, 404),
    ("POST", "/today/x", 404, 404),
    ("GET", "/settings/schedule", 303, 200),
    ("POST", "/settings/schedule", 401, 422),
    ("POST", "/settings/schedule/delete", 401, 303),
    ("GET", "/settings/pattern", 303, 308),
    ("GET", "/changes/nothing", 303, 404),
    ("GET", "/changes/01950000-0000-7000-8000-000000000000", 303, 404),
    ("POST", "/changes/nothing/undo", 401, 404),
    ("POST", "/changes/01950000-0000-7000-8000-000000000000/undo", 401, 404),
    ("GET", "/settings", 303, 200),
    ("POST", "/settings", 401, 422),
    ("GET", "/settings/feed", 303, 200),
    ("POST", "/settings/feed", 401, 422),
    ("GET", "/settings/feed/revoke", 303, 404),
    ("GET", "/settings/feed/revoke?id=01950000-0000-7000-8000-000000000000", 303, 404),
    ("POST", "/settings/feed/revoke", 401, 404),
    ("GET", "/settings/tokens", 303, 200),
    ("HEAD", "/settings/tokens", 303, 200),
    ("POST", "/settings/tokens", 401, 422),
    ("DELETE", "/settings/tokens", 303, 405),
    ("GET", "/settings/tokens/nothing/revoke", 303, 404),
    ("GET", "/settings/tokens/01950000-0000-7000-8000-000000000000/revoke", 303, 404),
    ("POST", "/settings/tokens/nothing/revoke", 401, 404),
    ("POST", "/settings/tokens/%FF/revoke", 401, 404),
    ("POST", "/settings/tokens/01950000-0000-7000-8000-000000000000/revoke", 401, 303),
    ("GET", "/settings/data", 303, 200),
    ("GET", "/settings/data/delete-year", 303, 303),
    ("GET", "/settings/data/delete-year?year=2026", 303, 200),
    ("GET", "/settings/data/delete-year?year=1969", 303, 404),
    ("POST", "/settings/data/delete-year", 401, 303),
    ("GET", "/settings/data/delete-all", 303, 200),
    ("POST", "/settings/data/delete-all", 401, 422),
    ("GET", "/settings/data/delete-account", 303, 200),
    ("POST", "/settings/data/delete-account", 401, 422),
    ("GET", "/feed/wlfeed_unknown.ics", 404, 404),
    ("HEAD", "/feed/wlfeed_unknown.ics", 404, 404),
    ("POST", "/feed/wlfeed_unknown.ics", 405, 405),
    ("GET", "/settings/account", 303, 200),
    ("POST", "/settings/account", 401, 422),
    ("GET", "/settings/sessions", 303, 200),
    ("HEAD", "/settings/sessions", 303, 200),
    ("POST", "/settings/sessions", 401, 404),
    ("DELETE", "/settings/sessions", 303, 405),
    ("GET", "/confirm", 303, 303),
    ("HEAD", "/confirm", 303, 303),
    ("POST", "/confirm", 401, 422),
    ("GET", "/settings/slack", 303, 200),
    ("POST", "/settings/slack", 401, 422),
    ("GET", "/export.csv", 303, 200),
    ("GET", "/export.json", 303, 200),
    ("GET", "/export.csv?year=2026", 303, 200),
    ("GET", "/export.json?year=1969", 303, 404),
    ("HEAD", "/export.csv", 303, 200),
    ("GET", "/import", 303, 303),
    ("GET", "/import?upload=018f0000-0000-7000-8000-000000000000", 303, 404),
    ("POST", "/import", 401, 422),
    ("GET", "/import/x", 404, 404),
    ("GET", "/settings/types", 303, 200),
    ("POST", "/settings/types", 401, 422),
    ("GET", "/settings/types/office", 303, 200),
    ("GET", "/settings/types/nothing", 303, 404),
    ("GET", "/settings/types/%FF", 303, 404),
    ("POST", "/settings/types/office", 401, 422),
    ("POST", "/settings/types/nothing", 401, 404),
    ("POST", "/settings/types/office/move", 401, 400),
    ("POST", "/settings/types/office/archive", 401, 400),
    ("GET", "/settings/types/office/merge", 303, 422),
    ("GET", "/settings/types/nothing/merge", 303, 404),
    ("POST", "/settings/types/office/merge", 401, 422),
    ("GET", "/settings/allowances", 303, 200),
    ("POST", "/settings/allowances", 401, 422),
    ("GET", "/settings/allowances/sick", 303, 200),
    ("GET", "/settings/allowances/nothing", 303, 404),
    ("POST", "/settings/allowances/nothing", 401, 404),
    ("POST", "/settings/allowances/sick", 401, 303),
    ("GET", "/api", 301, 301),
    ("GET", "/api/", 200, 200),
    ("HEAD", "/api/", 200, 200),
    ("POST", "/api/", 405, 405),
    ("GET", "/api/nothing.js", 404, 404),
    ("GET", "/api/%FF", 404, 404),
    ("GET", "/api/..%2F..%2Fetc%2Fpasswd", 404, 404),
    ("GET", "/api/v1/openapi.json", 200, 200),
    ("GET", "/api/v1/nothing", 404, 404),
    ("POST", "/api/v1/login", 400, 400),
    ("PUT", "/api/v1/user/create", 400, 400),
    ("PUT", "/api/v1/user/ada/reset", 400, 400),
    // `api/clients.rs` tests a user's API calls with every client. Metrics are served only on their
    // own listener.
    ("GET", "/metrics", 404, 404),
    ("GET", "/livez", 200, 200),
    ("GET", "/readyz", 200, 200),
    ("GET", "/static/nothing.css", 404, 404),
    ("GET", "/nowhere", 404, 404),
    ("DELETE", "/login", 405, 405),
    ("GET", "/logout", 405, 405),
    ("POST", "/logout", 303, 303),
    ("GET", "/theme", 405, 405),
    ("POST", "/theme", 303, 303),
];

/// Returns the paths that are tested here.
pub(crate) fn paths() -> impl Iterator<Item = &'static str> {
    let all = ROUTES.iter().map(|row| row.1).chain(OF_ADMINS.iter().map(|row| row.1));
    all.map(|path| path.split_once('?').map_or(path, |(path, _)| path))
}

async fn each_route_responds_to_each_client_as_listed(server: Server) {
    let (anybody, ada) = (server.browser(), server.sign_up("ada").await);
    // A token doesn't authenticate page requests.
    let (program, token) = (server.browser(), ada.create_token("Laptop", "write", "never").await);
    let admin = server.admin("root").await;
    for (method, path, unknown, known) in ROUTES {
        let token = Some(token.as_str());
        for (client, token, expected) in [
            (&anybody, None, unknown),
            (&program, token, unknown),
            (&ada, None, known),
            (&admin, None, known),
        ] {
            check(client, token, (method, path), *expected).await;
        }
    }
}

async fn check(client: &Browser, token: Option<&str>, (method, path): (&str, &str), expected: u16) {
    let method: Method = method.parse().unwrap();
    let request = client.request(method.clone(), path);
    let request = token.into_iter().fold(request, RequestBuilder::bearer_auth);
    let response = client.send(request).await;
    assert_eq!(response.status().as_u16(), expected, "{method} {path}");
    for header in ["content-security-policy", "x-content-type-options", "x-request-id"] {
        assert!(response.headers().contains_key(header), "{method} {path}: {header}");
    }
}

/// Method, path, and the status for an anonymous client, a logged-in user, and an admin. `{ada}` is
/// replaced by a user's ID, `{none}` by an unknown one.
const OF_ADMINS: &[(&str, &str, u16, u16, u16)] = &[
    ("GET", "/admin", 303, 404, 303),
    ("GET", "/admin/", 404, 404, 404),
    ("GET", "/admin/nothing", 404, 404, 404),
    ("POST", "/admin/nothing", 404, 404, 404),
    ("GET", "/admin/users", 303, 404, 200),
    ("HEAD", "/admin/users", 303, 404, 200),
    ("POST", "/admin/users", 401, 404, 405),
    ("GET", "/admin/users?name=%00%25_*&after=%F0%9F%8E%89", 303, 404, 200),
    ("GET", "/admin/users?name=%FF", 303, 404, 400),
    ("GET", "/admin/users?name=a&name=b", 303, 404, 400),
    ("GET", "/admin/users/{ada}", 303, 404, 200),
    ("GET", "/admin/users/{none}", 303, 404, 404),
    ("GET", "/admin/users/nothing", 303, 404, 404),
    ("GET", "/admin/users/%FF", 303, 404, 404),
    ("GET", "/admin/users/{ada}/disable", 303, 404, 200),
    ("GET", "/admin/users/{none}/disable", 303, 404, 404),
    ("GET", "/admin/users/nothing/disable", 303, 404, 404),
    ("POST", "/admin/users/{ada}", 401, 404, 400),
    ("POST", "/admin/users/nothing", 401, 404, 404),
    ("DELETE", "/admin/users/{ada}", 303, 404, 405),
    ("GET", "/admin/invitations", 303, 404, 200),
    ("POST", "/admin/invitations", 401, 404, 200),
    ("GET", "/admin/invitations/{none}/revoke", 303, 404, 404),
    ("POST", "/admin/invitations/{none}/revoke", 401, 404, 303),
    ("POST", "/admin/invitations/nothing/revoke", 401, 404, 404),
    ("GET", "/admin/audit", 303, 404, 200),
    ("GET", "/admin/audit?user=nobody", 303, 404, 200),
    ("GET", "/admin/audit?user=a+b%00", 303, 404, 200),
    ("GET", "/admin/audit?before={none}", 303, 404, 200),
    ("GET", "/admin/audit?before=nothing", 303, 404, 404),
    ("POST", "/admin/audit", 401, 404, 405),
    ("PUT", "/admin/audit", 303, 404, 405),
    ("DELETE", "/admin/audit", 303, 404, 405),
    ("PATCH", "/admin/audit", 303, 404, 405),
    ("GET", "/admin/events", 303, 404, 200),
    ("POST", "/admin/events", 401, 404, 405),
    ("GET", "/admin/store", 303, 404, 200),
    ("POST", "/admin/store", 401, 404, 405),
];

async fn each_admin_route_responds_to_each_client_as_listed(server: Server) {
    let (anybody, ada) = (server.browser(), server.sign_up("ada").await);
    let admin = server.admin("root").await;
    let program = server.browser();
    let hers = ada.create_token("Laptop", "write", "never").await;
    let of_admin = admin.create_token("Laptop", "write", "never").await;
    let id = server.app_and_user("ada").await.1.id.to_string();
    for (method, path, unknown, member, all) in OF_ADMINS {
        let path = path.replace("{ada}", &id);
        let path = path.replace("{none}", "01950000-0000-7000-8000-000000000000");
        for (client, token, expected) in [
            (&anybody, None, unknown),
            (&program, Some(hers.as_str()), unknown),
            (&program, Some(of_admin.as_str()), unknown),
            (&ada, None, member),
            (&admin, None, all),
        ] {
            check(client, token, (method, &path), *expected).await;
        }
    }
}

async fn login_returns_to_the_requested_page(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let response = browser.get("/day/2026-11-03").await;
    assert_eq!(location(&response), "/login?next=%2Fday%2F2026%2D11%2D03");
    let form = [("username", "ADA"), ("password", PASSWORD), ("next", "/day/2026-11-03")];
    assert_eq!(browser.submit("/login", &form).await, "/day/2026-11-03");
    let response = browser.get("/year/2026?share=week").await;
    assert_eq!(response.status(), 200, "logged in now");
    let response = server.browser().get("/days?from=2026-01-01&to=2026-02-01").await;
    let back = "%2Fdays%3Ffrom%3D2026%2D01%2D01%26to%3D2026%2D02%2D01";
    assert_eq!(location(&response), format!("/login?next={back}"));
    let elsewhere = [("username", "ada"), ("password", PASSWORD), ("next", "//evil.example")];
    assert_eq!(server.browser().submit("/login", &elsewhere).await, "/month");
}
