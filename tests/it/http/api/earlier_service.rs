//! Tests what clients of the earlier service send and compare beyond the rest of the contract:
//! numbers as strings, names in other letter case, nulls, empty parameters, flags, and messages.

use reqwest::Method;
use serde_json::{Value, json};
use worklog::domain::accounts::user::User;

use super::{USER, ada, call, credentials, get, log};
use crate::support::samples::noon;
use crate::support::server::{PASSWORD, Server};

on_both_stores! {
    settings_are_numbers_or_strings_under_names_in_any_case,
    invalid_settings_are_named_and_change_nothing,
    null_is_the_same_as_omitting_a_field,
    an_empty_parameter_is_the_same_as_omitting_it,
    flags_have_several_values,
    messages_are_those_of_the_earlier_service,
    new_accounts_cannot_be_named_create,
    an_existing_account_named_create_keeps_working,
}

const SLACK: &str = "https://hooks.slack.com/services/T/B/x";

/// Returns the allowances and the webhook as the settings call returns them.
fn settings(slack: &str, [remote, vacation, holiday, sick]: [Value; 4]) -> Value {
    let total = json!({"remote": remote, "vacation": vacation, "holiday": holiday, "sick": sick});
    json!({"settings": {"slack": slack, "total": total}})
}

async fn settings_are_numbers_or_strings_under_names_in_any_case(server: Server) {
    let ada = ada(&server).await;
    let path = format!("{USER}/settings");
    let none = || json!(-1);
    for (query, body, expected) in [
        // What the settings page of the earlier service sent.
        (
            "",
            json!({"slack": "", "remote": "100", "vacation": "25", "holiday": "12.5", "sick": "-1"}),
            settings("", [json!(100), json!(25), json!(12.5), none()]),
        ),
        (
            "",
            json!({"remote": "", "vacation": " 30 ", "holiday": "12,5", "sick": "0"}),
            settings("", [none(), json!(30), json!(12.5), json!(0)]),
        ),
        (
            "",
            json!({"VACATION": 28, "Holiday": "-1.0", "sIcK": "010.50", "SLACK": SLACK}),
            settings(SLACK, [none(), json!(28), none(), json!(10.5)]),
        ),
        (
            "?Remote=5&VACATION=&sick=&Slack=",
            Value::Null,
            settings("", [json!(5), none(), none(), none()]),
        ),
        (
            "?Vacation=20",
            json!({"Sick": "3"}),
            settings("", [json!(5), json!(20), none(), json!(3)]),
        ),
    ] {
        let body = if body.is_null() { None } else { Some(body.to_string()) };
        let set = call(&ada, Method::PUT, &format!("{path}{query}"), body.as_deref()).await;
        assert_eq!((set.status, &set.body), (200, &expected), "{query} {body:?}");
        assert_eq!(get(&ada, &path).await.body, expected, "{query} {body:?}");
    }
}

async fn invalid_settings_are_named_and_change_nothing(server: Server) {
    let ada = ada(&server).await;
    let path = format!("{USER}/settings");
    let before = call(&ada, Method::PUT, &path, Some(r#"{"vacation": 30}"#)).await.body;
    for (query, body, field) in [
        ("", r#"{"vacation": "many", "sick": 3}"#, "vacation"),
        ("", r#"{"vacation": "1e2"}"#, "vacation"),
        ("", r#"{"vacation": "NaN"}"#, "vacation"),
        ("", r#"{"vacation": "1.2.3"}"#, "vacation"),
        ("", r#"{"VACATION": "12.3"}"#, "vacation"),
        ("", r#"{"Vacation": "367"}"#, "vacation"),
        ("", r#"{"vacation": "-5"}"#, "vacation"),
        ("", r#"{"Vacation": true}"#, "vacation"),
        ("", r#"{"Vacation": ["5"]}"#, "vacation"),
        ("", r#"{"vacation": 5, "Vacation": 6}"#, "vacation"),
        ("?Vacation=5", r#"{"VACATION": 5}"#, "vacation"),
        ("?vacation=5&Vacation=6", "{}", "vacation"),
        ("?Vacation=many", "{}", "vacation"),
        ("", r#"{"SLACK": 5}"#, "slack"),
    ] {
        let refused = call(&ada, Method::PUT, &format!("{path}{query}"), Some(body)).await;
        assert_eq!(refused.status, 400, "{query} {body}");
        assert!(refused.body["fields"][field].is_string(), "{query} {body}: {}", refused.body);
    }
    assert_eq!(get(&ada, &path).await.body, before);
}

async fn null_is_the_same_as_omitting_a_field(server: Server) {
    let ada = ada(&server).await;
    let day = format!("{USER}?date=2018-01-02&type=office");
    let logged = call(&ada, Method::POST, &day, Some(r#"{"notes": null}"#)).await;
    let entry = |notes: &str| json!({"date": "2018-01-02", "type": "office", "notes": notes});
    assert_eq!((logged.status, logged.body), (200, entry("")));
    for (body, notes) in
        [(r#"{"notes": "late"}"#, "late"), (r#"{"notes": null}"#, "late"), (r#"{"notes": ""}"#, "")]
    {
        let changed = call(&ada, Method::PUT, &day, Some(body)).await;
        assert_eq!((changed.status, changed.body), (200, entry(notes)), "{body}");
    }
    let path = format!("{USER}/settings");
    let set = json!({"slack": SLACK, "vacation": 30}).to_string();
    let set = call(&ada, Method::PUT, &path, Some(&set)).await;
    let body = json!({"slack": null, "vacation": null, "sick": 3}).to_string();
    let changed = call(&ada, Method::PUT, &path, Some(&body)).await;
    let mut expected = set.body;
    expected["settings"]["total"]["sick"] = json!(3);
    assert_eq!((changed.status, changed.body), (200, expected), "null deletes nothing");
    let none = json!({"slack": null, "vacation": null}).to_string();
    assert_eq!(call(&ada, Method::PUT, &path, Some(&none)).await.status, 400);
}

async fn an_empty_parameter_is_the_same_as_omitting_it(server: Server) {
    let ada = ada(&server).await;
    for date in ["2018-01-02", "2019-01-02", "2020-01-02", "2021-01-02"] {
        log(&ada, &format!("date={date}&type=office&location=")).await;
    }
    for (query, same) in [
        ("?date=&year=2018", "?year=2018"),
        ("?date=2018-01-02&year=", "?date=2018-01-02"),
        ("?date=&year=&from=2018-01-01&to=2018-12-31", "?from=2018-01-01&to=2018-12-31"),
        ("?date=", ""),
        ("?date=&year=&from=&to=", ""),
        ("/summary?year=", "/summary"),
    ] {
        let response = get(&ada, &format!("{USER}{query}")).await;
        assert_eq!(response.status, 200, "{query}");
        assert_eq!(response.body, get(&ada, &format!("{USER}{same}")).await.body, "{query}");
    }
    assert_eq!(get(&ada, &format!("{USER}?from=&to=2018-12-31")).await.status, 400);
    let delete = async |query: &str| {
        call(&ada, Method::DELETE, &format!("{USER}?{query}"), None).await.status
    };
    // An empty parameter deletes nothing.
    for query in ["date=", "year=", "date=&year=", "year=&deleteyear=true", "date=&year=2018"] {
        assert_eq!(delete(query).await, 404, "{query}");
    }
    assert_eq!(get(&ada, USER).await.body["years"].as_array().unwrap().len(), 4);
    assert_eq!(delete("date=2018-01-02&year=").await, 200);
    assert_eq!(delete("date=&year=2019&deleteyear=true&deleteall=").await, 200);
    assert_eq!(get(&ada, USER).await.body["years"].as_array().unwrap().len(), 2);
    assert_eq!(delete("date=&year=&deleteall=true").await, 200);
    assert_eq!(get(&ada, USER).await.status, 404);
}

async fn flags_have_several_values(server: Server) {
    let ada = ada(&server).await;
    for value in ["1", "true", "True", "yes", "ON"] {
        for query in
            ["year=2018&deleteyear={}", "deleteall={}", "deleteall=0&year=2018&deleteyear={}"]
        {
            log(&ada, "date=2018-01-02&type=office").await;
            let path = format!("{USER}?{}", query.replace("{}", value));
            assert_eq!(call(&ada, Method::DELETE, &path, None).await.status, 200, "{path}");
            assert_eq!(get(&ada, USER).await.status, 404, "{path}");
        }
    }
    log(&ada, "date=2018-01-02&type=office").await;
    for value in ["", "0", "false", "no", "off", "2", "11", "%20true", "tru", "null", "[1]"] {
        for query in ["year=2018&deleteyear={}", "deleteall={}", "deleteuser={}"] {
            let path = format!("{USER}?{}", query.replace("{}", value));
            assert_eq!(call(&ada, Method::DELETE, &path, None).await.status, 404, "{path}");
        }
    }
    assert_eq!(get(&ada, USER).await.status, 200, "nothing was deleted");
    let path = format!("{USER}?date=2018-01-02&deleteall=1");
    assert_eq!(call(&ada, Method::DELETE, &path, None).await.status, 400, "one at a time");
    let path = format!("{USER}?deleteuser=1");
    assert_eq!(call(&ada, Method::DELETE, &path, None).await.status, 200);
    assert_eq!(get(&ada, USER).await.status, 403);
}

async fn messages_are_those_of_the_earlier_service(server: Server) {
    let ada = ada(&server).await;
    for (method, query) in [
        (Method::GET, ""),
        (Method::GET, "?date=2018-01-02"),
        (Method::GET, "?date=1969-12-31"),
        (Method::GET, "?year=2018"),
        (Method::GET, "?year=1969"),
        (Method::PUT, "?date=2018-01-02&type=office"),
        (Method::DELETE, "?date=2018-01-02"),
        (Method::DELETE, "?year=2018&deleteyear=true"),
    ] {
        let none = call(&ada, method.clone(), &format!("{USER}{query}"), None).await;
        let expected = json!({"error": "No data found"});
        assert_eq!((none.status, none.body), (404, expected), "{method} {query}");
    }
    for method in [Method::POST, Method::PUT] {
        for query in ["type=office", "date=&type=office"] {
            let missing = call(&ada, method.clone(), &format!("{USER}?{query}"), None).await;
            let expected = json!({"error": "Enter a date.", "fields": {"date": "Enter a date."}});
            assert_eq!((missing.status, missing.body), (400, expected), "{method} {query}");
        }
    }
    // Whether or not the user exists, and whether or not the caller is logged in.
    for (browser, user) in
        [(&ada, "ada"), (&server.browser(), "ada"), (&server.browser(), "nobody")]
    {
        let body = json!({"password": "wrong-otter-42", "new_password": "another-otter-43"});
        let path = format!("/api/v1/user/{user}/reset");
        let wrong = call(browser, Method::PUT, &path, Some(&body.to_string())).await;
        let expected = json!({"error": "Incorrect password"});
        assert_eq!((wrong.status, wrong.body), (403, expected), "{user}");
    }
}

async fn new_accounts_cannot_be_named_create(server: Server) {
    let reserved = "This username is reserved. Choose another one.";
    for name in ["create", "Create"] {
        let anybody = server.browser();
        let body = credentials(name, PASSWORD);
        let refused = call(&anybody, Method::PUT, "/api/v1/user/create", Some(&body)).await;
        let expected = json!({"error": reserved, "fields": {"username": reserved}});
        assert_eq!((refused.status, refused.body), (400, expected), "{name}");
        let password = [("password", PASSWORD), ("password_confirm", PASSWORD)];
        let form = [&[("username", name)], &password[..]].concat();
        let page = anybody.submit_expecting("/signup", &form, 422).await;
        page.field("username").assert_error(reserved);
        let no = call(&anybody, Method::POST, "/api/v1/login", Some(&body)).await;
        assert_eq!(no.status, 400, "no account was created");
    }
}

/// Version 1.0.0 could create such an account.
async fn an_existing_account_named_create_keeps_working(server: Server) {
    ada(&server).await;
    let (app, ada) = server.app_and_user("ada").await;
    let user = User::new("create".parse().unwrap(), None, ada.password_hash, noon());
    app.store.add_user(&user).await.unwrap();
    let person = server.browser();
    let body = credentials("create", PASSWORD);
    assert_eq!(call(&person, Method::POST, "/api/v1/login", Some(&body)).await.status, 200);
    assert_eq!(person.status("/month").await, 200);
    let path = "/api/v1/user/create";
    let day = format!("{path}?date=2018-01-02");
    let logged = call(&person, Method::POST, &format!("{day}&type=office"), None).await;
    assert_eq!(logged.status, 200);
    assert_eq!(get(&person, &day).await.body, logged.body);
    // This path in lowercase creates accounts.
    let changed = call(&person, Method::PUT, &format!("{day}&type=sick"), None).await;
    assert_eq!(changed.status, 400);
    let changed = day.replace("create", "Create");
    let changed = call(&person, Method::PUT, &format!("{changed}&type=sick"), None).await;
    assert_eq!((changed.status, &changed.body["type"]), (200, &json!("sick")));
    let set = call(&person, Method::PUT, &format!("{path}/settings?sick=3"), None).await;
    assert_eq!(set.status, 200);
    let reset = json!({"password": PASSWORD, "new_password": "another-otter-43"}).to_string();
    let reset = call(&person, Method::PUT, &format!("{path}/reset"), Some(&reset)).await;
    assert_eq!(reset.status, 200);
    assert_eq!(call(&person, Method::DELETE, &day, None).await.status, 200);
}
