//! Tests invalid dates, years, and parameters in every call that takes them, and paths of unknown
//! users.

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{USER, ada, call, get, log};
use crate::support::server::Server;

on_both_stores! {
    every_call_rejects_an_invalid_date,
    every_call_rejects_an_invalid_year,
    missing_parameters_of_a_day_are_named_in_the_error,
    conflicting_parameters_are_rejected,
    a_range_needs_both_ends_and_at_most_400_days,
    unknown_parameters_and_type_case_are_ignored,
    any_username_works_in_a_path,
}

async fn every_call_rejects_an_invalid_date(server: Server) {
    let ada = ada(&server).await;
    for date in [
        "date=2018-1-1",
        "date=2018-02-30",
        "date=2018",
        "date=20180101",
        "date=2018-01-01T00:00:00Z",
        "date=+2018-01-01",
        "date=%202018-01-01",
        "date=2018-01-01&date=2018-01-02",
        "date=2018-01-01&date=2018-01-01",
        "date=%EF%BC%92018-01-01",
    ] {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE] {
            let more =
                if method == Method::POST || method == Method::PUT { "&type=office" } else { "" };
            let response = call(&ada, method.clone(), &format!("{USER}?{date}{more}"), None).await;
            assert_eq!(response.status, 400, "{method} {date}");
            assert!(
                response.body["fields"]["date"].is_string(),
                "{method} {date}: {}",
                response.body
            );
        }
    }
    for (method, path) in [
        (Method::GET, format!("{USER}?date=%FF")),
        (Method::GET, format!("{USER}?%FF=1")),
        (Method::POST, format!("{USER}?date=2018-01-01&type=%FF")),
        (Method::PUT, format!("{USER}?date=2018-01-01&type=remote&location=%C3")),
        (Method::DELETE, format!("{USER}?date=2018-01-01&x=%FF")),
        (Method::PUT, format!("{USER}/settings?slack=%FF")),
        (Method::GET, format!("{USER}/summary?year=%FF")),
    ] {
        let response = call(&ada, method, &path, None).await;
        let message = "The query contains bytes that aren’t valid UTF-8.";
        assert_eq!((response.status, response.error()), (400, message), "{path}");
    }
    assert_eq!(get(&ada, USER).await.status, 404, "nothing was logged");
}

async fn every_call_rejects_an_invalid_year(server: Server) {
    let ada = ada(&server).await;
    for year in
        ["year=0", "year=2018.0", "year=18", "year=-2018", "year=two", "year=2018&year=2018"]
    {
        for (method, path) in [
            (Method::GET, format!("{USER}?{year}")),
            (Method::DELETE, format!("{USER}?{year}&deleteyear=true")),
            (Method::GET, format!("{USER}/summary?{year}")),
        ] {
            let response = call(&ada, method, &path, None).await;
            assert_eq!(response.status, 400, "{path}");
            assert!(response.body["fields"]["year"].is_string(), "{path}: {}", response.body);
        }
    }
    // Years outside Worklog's range are empty.
    for year in ["1969", "2101", "9999"] {
        assert_eq!(get(&ada, &format!("{USER}?year={year}")).await.status, 404, "{year}");
        assert_eq!(get(&ada, &format!("{USER}/summary?year={year}")).await.status, 404, "{year}");
    }
}

async fn missing_parameters_of_a_day_are_named_in_the_error(server: Server) {
    let ada = ada(&server).await;
    log(&ada, "date=2018-01-01&type=office").await;
    let long = "x".repeat(81);
    for (query, fields) in [
        ("type=office", &["date"][..]),
        ("date=1969-12-31&type=office", &["date"]),
        ("date=2101-01-01&type=office", &["date"]),
        ("date={day}", &["type"]),
        ("date={day}&type=", &["type"]),
        ("date={day}&type=jury", &["type"]),
        ("date={day}&type=office&type=sick", &["type"]),
        ("date={day}&type=remote", &["location"]),
        ("date={day}&type=remote&location=", &["location"]),
        ("date={day}&type=remote&location=%20%09", &["location"]),
        ("date={day}&type=remote&location={long}", &["location"]),
        ("date={day}&type=remote&location=a%00b", &["location"]),
        ("date={day}&type=remote&location=a&location=b", &["location"]),
        ("date={day}&type=&pm_type=", &["type"]),
        ("date={day}&type=office&pm_type=jury", &["pm_type"]),
        ("date={day}&type=office&pm_type=remote", &["pm_location"]),
        ("date=2018-1-1&type=remote&pm_type=jury", &["date", "location", "pm_type"]),
    ] {
        // POST for a day without an entry, and PUT for one with an entry.
        for (method, day) in [(Method::POST, "2018-01-02"), (Method::PUT, "2018-01-01")] {
            let query = query.replace("{day}", day).replace("{long}", &long);
            let response = call(&ada, method, &format!("{USER}?{query}"), None).await;
            assert_eq!(response.status, 400, "{query}");
            let documented = response.body["fields"].as_object().unwrap();
            assert_eq!(documented.keys().collect::<Vec<_>>(), fields, "{query}");
        }
    }
    let all = get(&ada, USER).await.body;
    let entry = json!({"date": "2018-01-01", "type": "office", "notes": ""});
    assert_eq!(all, json!({"years": [{"year": 2018, "entries": [entry]}]}));
}

async fn conflicting_parameters_are_rejected(server: Server) {
    let ada = ada(&server).await;
    log(&ada, "date=2018-01-01&type=office").await;
    for query in [
        "date=2018-01-01&year=2018",
        "date=2018-01-01&from=2018-01-01&to=2018-01-01",
        "year=2018&from=2018-01-01",
    ] {
        assert_eq!(get(&ada, &format!("{USER}?{query}")).await.status, 400, "{query}");
    }
    for (query, status) in [
        ("date=2018-01-01&deleteall=true", 400),
        ("date=2018-01-01&deleteuser=true", 400),
        ("date=2018-01-01&year=2018&deleteyear=true", 400),
        ("year=2018&deleteyear=true&deleteall=true", 400),
        ("deleteall=true&deleteuser=true", 400),
        ("deleteall=true&deleteall=true", 400),
        ("deleteuser=false", 404),
        ("year=2018&deleteyear=false", 404),
        ("", 404),
    ] {
        let response = call(&ada, Method::DELETE, &format!("{USER}?{query}"), None).await;
        assert_eq!(response.status, status, "{query}");
    }
    assert_eq!(
        get(&ada, &format!("{USER}?date=2018-01-01")).await.status,
        200,
        "the entry still exists"
    );
    // The year is redundant with a date.
    let day = format!("{USER}?date=2018-01-01&year=2017");
    assert_eq!(call(&ada, Method::DELETE, &day, None).await.status, 200);
}

async fn a_range_needs_both_ends_and_at_most_400_days(server: Server) {
    let ada = ada(&server).await;
    for (query, status) in [
        ("from=2018-01-01&to=2018-01-01", 200),
        ("from=2018-01-01&to=2019-02-04", 200),
        ("from=2018-01-01&to=2019-02-05", 400),
        ("from=2018-01-02&to=2018-01-01", 400),
        ("from=2018-01-01", 400),
        ("to=2018-01-01", 400),
        ("from=2018-1-1&to=2018-02-30", 400),
        ("from=1969-12-31&to=1970-01-01", 400),
        ("from=2018-01-01&to=2018-01-01&to=2018-01-02", 400),
    ] {
        assert_eq!(get(&ada, &format!("{USER}?{query}")).await.status, status, "{query}");
    }
}

async fn unknown_parameters_and_type_case_are_ignored(server: Server) {
    let ada = ada(&server).await;
    let more = "unknown=1&unknown=2&Date=x&user=bob&";
    let logged = log(&ada, &format!("{more}date=2018-01-01&type=OFFICE")).await;
    assert_eq!((logged.status, &logged.body["type"]), (200, &json!("office")));
    let day = format!("{USER}?{more}date=2018-01-01");
    let mixed = format!("{day}&type=ReMoTe&location=Home&pm_type=SICK");
    let changed = call(&ada, Method::PUT, &mixed, Some(r#"{"notes": "a", "unknown": [1]}"#)).await;
    assert_eq!(changed.body["halves"][1]["type"], "sick");
    assert_eq!(get(&ada, &day).await.body, changed.body);
    let settings = format!("{USER}/settings?{more}sick=1");
    assert_eq!(call(&ada, Method::PUT, &settings, Some("{\"unknown\": null}")).await.status, 200);
    assert_eq!(get(&ada, &format!("{USER}/summary?{more}year=2018")).await.status, 200);
    assert_eq!(call(&ada, Method::DELETE, &day, None).await.status, 200);
}

/// Sends a request with an unnormalized path, which clients would normalize. Returns the status.
async fn raw(server: &Server, path: &str, token: &str) -> u16 {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    response.split(' ').nth(1).unwrap().parse().unwrap()
}

async fn any_username_works_in_a_path(server: Server) {
    // Usernames with dots, usernames that equal a call, and usernames that start or end like
    // something else.
    for name in ["a.b-c_d", "...", ".-_", "login", "openapi.json", "settings", "..json"] {
        let person = server.sign_up(name).await;
        let path = format!("/api/v1/user/{name}");
        assert_eq!(get(&person, &path).await.status, 404, "{name}: logged in, without entries");
        let day = format!("{path}?date=2018-01-01");
        let logged = call(&person, Method::POST, &format!("{day}&type=office"), None).await;
        assert_eq!(logged.status, 200, "{name}");
        let escaped: Vec<_> = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let escaped = escaped.concat();
        let secret = person.create_token("t", "read", "30d").await;
        let server = &server;
        let statuses = [
            raw(server, &format!("/api/v1/user/{escaped}?date=2018-01-01"), &secret).await,
            raw(server, &format!("/api/v1/user/{escaped}/settings"), &secret).await,
            raw(server, &format!("/api/v1/user/{}?year=2018", name.to_uppercase()), &secret).await,
        ];
        assert_eq!(statuses, [200, 200, 200], "{name}");
        assert_eq!(call(&person, Method::DELETE, &day, None).await.status, 200, "{name}");
    }
    let ada = ada(&server).await;
    let secret = ada.create_token("t", "write", "30d").await;
    for (path, status) in [
        ("/api/v1/user/bob", 403),
        ("/api/v1/user/ada%20", 403),
        ("/api/v1/user/ada%00", 403),
        ("/api/v1/user/ada%FF", 403),
        ("/api/v1/user/ada%zz", 403),
        ("/api/v1/user/%2e%2e", 403),
        ("/api/v1/user/..", 403),
        ("/api/v1/user/bob%2f..%2fada", 403),
        ("/api/v1/user/%61da/../bob", 404),
        ("/api/v1/user/ada/../../../month", 404),
        ("/api/v1/user/ada/nothing", 404),
        ("/api/v1/user//settings", 404),
        ("/api/v1/user/", 404),
        ("/api/v1/user", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/", 404),
        ("/api/v1", 404),
        ("/api/v2/user/ada", 404),
    ] {
        assert_eq!(raw(&server, path, &secret).await, status, "{path}");
    }
}
