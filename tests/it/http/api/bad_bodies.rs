//! Tests invalid bodies in every call that takes one.

use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{USER, ada, call, credentials, get};
use crate::support::server::{Browser, PASSWORD, Server};

on_both_stores! {
    every_call_rejects_invalid_json,
    invalid_fields_are_named_in_the_error,
    every_call_rejects_an_oversized_body,
    every_call_rejects_other_content_types,
    optional_bodies_can_be_omitted,
}

/// A call that takes a body, with valid values for its required fields.
struct CallWithBody {
    method: Method,
    path: String,
    /// Name and valid value.
    fields: &'static [(&'static str, &'static str)],
}

fn calls_with_body() -> [CallWithBody; 7] {
    let of = |method, path: &str, fields| CallWithBody { method, path: path.to_owned(), fields };
    let day = |date: &str| format!("{USER}?date={date}&type=office");
    [
        of(Method::POST, "/api/v1/login", &[("username", r#""bob""#), ("password", r#""x""#)]),
        of(Method::PUT, "/api/v1/user/create", &[("username", r#""bob""#), ("password", r#""x""#)]),
        of(
            Method::PUT,
            "/api/v1/user/ada/reset",
            &[("password", r#""x""#), ("new_password", r#""x""#)],
        ),
        of(Method::POST, &day("2018-01-02"), &[("notes", r#""x""#)]),
        of(Method::PUT, &day("2018-01-01"), &[("notes", r#""x""#)]),
        of(
            Method::PUT,
            "/api/v1/user/ada/settings",
            &[
                ("slack", r#""""#),
                ("remote", "1"),
                ("vacation", "1"),
                ("holiday", "1"),
                ("sick", "1"),
            ],
        ),
        of(
            Method::POST,
            "/api/v1/user/ada/tokens",
            &[("name", r#""x""#), ("scope", r#""read""#), ("expires", r#""30d""#)],
        ),
    ]
}

/// Signs up Ada and logs a day, so that [`nothing_changed`] can detect changes.
async fn ada_with_a_day(server: &Server) -> Browser {
    let ada = ada(server).await;
    let path = format!("{USER}?date=2018-01-01&type=office");
    assert_eq!(call(&ada, Method::POST, &path, None).await.status, 200);
    ada
}

async fn nothing_changed(server: &Server, ada: &Browser) {
    let entry = json!({"date": "2018-01-01", "type": "office", "notes": ""});
    let all = json!({"years": [{"year": 2018, "entries": [entry]}]});
    assert_eq!(get(ada, USER).await.body, all);
    let settings = get(ada, &format!("{USER}/settings")).await.body;
    assert_eq!(settings["settings"]["total"]["remote"], -1);
    assert_eq!(get(ada, &format!("{USER}/tokens")).await.body, json!({"tokens": []}));
    let body = credentials("ada", PASSWORD);
    let again = call(&server.browser(), Method::POST, "/api/v1/login", Some(&body)).await;
    assert_eq!(again.status, 200, "the password is unchanged");
}

/// Sends bytes as a body. Returns the status.
async fn send(
    ada: &Browser,
    target: &CallWithBody,
    content_type: Option<&str>,
    body: Vec<u8>,
) -> u16 {
    let request = ada.request(target.method.clone(), &target.path);
    let request =
        content_type.into_iter().fold(request, |it, kind| it.header("Content-Type", kind));
    let response = ada.send(request.body(body)).await;
    let status = response.status().as_u16();
    let body: serde_json::Value = response.json().await.expect("JSON");
    assert!(status == 200 || body["error"].is_string(), "{body}");
    status
}

async fn every_call_rejects_invalid_json(server: Server) {
    let ada = ada_with_a_day(&server).await;
    for target in calls_with_body() {
        let (first, value) = target.fields[0];
        let whole = format!("{{{first:?}: {value}}}");
        for body in [
            "[]",
            "[\"a\", \"b\"]",
            "5",
            "null",
            "true",
            "\"text\"",
            "{",
            "}",
            " ",
            "{\"a\": 1,}",
            "{'a': 1}",
            "a=b&c=d",
            "<a/>",
            "\u{feff}{}",
            &format!("{whole} {whole}"),
            &format!("{whole}x"),
            &whole.replace('"', ""),
            &format!("{}{}", "{\"a\":".repeat(5000), "1"),
        ] {
            let response = call(&ada, target.method.clone(), &target.path, Some(body)).await;
            assert_eq!(response.status, 400, "{} {body:.40}", target.path);
        }
        for bytes in [&b"{\"x\": \"\xff\"}"[..], b"\xff", b"{\"x\": \"\xed\xa0\x80\"}", b"\0"] {
            let status = send(&ada, &target, Some("application/json"), bytes.to_vec()).await;
            assert_eq!(status, 400, "{} {bytes:?}", target.path);
        }
    }
    nothing_changed(&server, &ada).await;
}

async fn invalid_fields_are_named_in_the_error(server: Server) {
    let ada = ada_with_a_day(&server).await;
    for target in calls_with_body() {
        for (name, fitting) in target.fields {
            let others = target.fields.iter().filter(|(other, _)| other != name);
            let others: Vec<_> =
                others.map(|(name, value)| format!(", {name:?}: {value}")).collect();
            let others = others.concat();
            let mut wrong = vec!["true", "[]", "{}", "[\"x\"]", r#"{"x": "y"}"#];
            wrong.push(if fitting.starts_with('"') { "5" } else { "\"x\"" });
            let may_be_null = *name == "notes" || target.path.ends_with("/settings");
            wrong.extend((!may_be_null).then_some("null"));
            let bodies = wrong.iter().map(|wrong| format!("{{{name:?}: {wrong}{others}}}"));
            let twice = format!("{{{name:?}: {fitting}, {name:?}: {fitting}{others}}}");
            for body in bodies.chain([twice]) {
                let response = call(&ada, target.method.clone(), &target.path, Some(&body)).await;
                assert_eq!(response.status, 400, "{} {body}", target.path);
                assert!(response.body["fields"][name].is_string(), "{body}: {}", response.body);
            }
        }
    }
    nothing_changed(&server, &ada).await;
}

async fn every_call_rejects_an_oversized_body(server: Server) {
    let ada = ada_with_a_day(&server).await;
    let large = format!(r#"{{"x": "{}"}}"#, "x".repeat(2 * 1024 * 1024));
    for target in calls_with_body() {
        let response = call(&ada, target.method.clone(), &target.path, Some(&large)).await;
        assert_eq!(response.status, 413, "{}", target.path);
    }
    assert_eq!(send_in_pieces(&server).await, 413);
    nothing_changed(&server, &ada).await;
}

/// Returns the status of a login sent in many chunks, without a content length.
async fn send_in_pieces(server: &Server) -> u16 {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/login HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..17 {
        stream.write_all(piece.as_bytes()).await.unwrap();
    }
    let mut response = [0; 12];
    stream.read_exact(&mut response).await.unwrap();
    String::from_utf8(response.to_vec()).unwrap().split(' ').nth(1).unwrap().parse().unwrap()
}

async fn every_call_rejects_other_content_types(server: Server) {
    let ada = ada_with_a_day(&server).await;
    for target in calls_with_body() {
        let fields = target.fields.iter().map(|(name, value)| format!("{name:?}: {value}"));
        let body = format!("{{{}}}", fields.collect::<Vec<_>>().join(", "));
        for content_type in [
            None,
            Some(""),
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("application/jsonp"),
            Some("json"),
        ] {
            let status = send(&ada, &target, content_type, body.clone().into_bytes()).await;
            assert_eq!(status, 400, "{} {content_type:?}", target.path);
        }
    }
    nothing_changed(&server, &ada).await;
    let notes = &calls_with_body()[3];
    let body = br#"{"notes": "late"}"#.to_vec();
    let status = send(&ada, notes, Some("Application/JSON; charset=utf-8"), body).await;
    assert_eq!(status, 200, "the media type is case-insensitive");
}

async fn optional_bodies_can_be_omitted(server: Server) {
    let ada = ada_with_a_day(&server).await;
    for target in calls_with_body() {
        let days = target.fields == [("notes", r#""x""#)];
        for content_type in [None, Some("application/json"), Some("text/plain")] {
            // Deletes the day that the previous call logged.
            let path = format!("{USER}?date=2018-01-02");
            call(&ada, Method::DELETE, &path, None).await;
            let status = send(&ada, &target, content_type, Vec::new()).await;
            assert_eq!(status, if days { 200 } else { 400 }, "{} {content_type:?}", target.path);
        }
    }
}
