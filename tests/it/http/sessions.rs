//! Tests the sessions page, and how long sessions last at most.

use std::time::Duration;

use reqwest::Method;
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{self, Access, migrate};

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server, location};
use crate::support::store::{Backend, place};

on_both_stores! {
    the_page_lists_browsers_and_marks_this_session,
    an_ended_session_is_logged_out_with_its_next_request,
    all_other_sessions_are_ended,
    ending_this_session_logs_out,
    users_cannot_end_sessions_of_others,
    the_page_reveals_no_key_and_no_hash,
    unknown_sessions_are_refused,
    a_session_that_is_used_ends_after_twelve_hours,
    a_remembered_session_that_is_used_ends_after_half_a_year,
    a_session_started_while_the_clock_was_ahead_has_the_usual_lifetime,
    a_shorter_lifetime_applies_to_existing_sessions,
}

const PAGE: &str = "/settings/sessions";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Logs in with a `User-Agent`.
async fn log_in_with(server: &Server, agent: &str) -> Browser {
    let browser = server.browser();
    let request = browser.request(Method::POST, "/login").header("User-Agent", agent);
    let form = [("username", "ada"), ("password", PASSWORD), ("remember", "on")];
    assert_eq!(browser.send(request.form(&form)).await.status(), 303);
    browser
}

/// Returns the values of the buttons that end one session.
fn ids(page: &Page) -> Vec<String> {
    page.values(".rows [name=end]")
}

async fn the_page_lists_browsers_and_marks_this_session(server: Server) {
    let ada = server.remembered("ada").await;
    let alone = ada.page(PAGE).await;
    assert_eq!(alone.texts(".rows b"), ["Unknown browser", "Unknown browser"], "and the sign-up");
    server.advance_clock(Duration::from_mins(30));
    let phone = log_in_with(&server, FIREFOX).await;
    log_in_with(&server, "<script>alert(1)</script>/1").await;
    server.advance_clock(Duration::from_mins(90));
    assert_eq!(ada.status("/month").await, 200);
    server.advance_clock(Duration::from_mins(2));
    let page = phone.page(PAGE).await;
    let browsers = ["Firefox on Linux", "Unknown browser", "Unknown browser"];
    assert_eq!(page.texts(".rows b"), browsers, "the session of the sign-up has expired");
    assert_eq!(page.texts(".rows li:first-child .badge"), ["this session"]);
    assert_eq!(page.count(".badge"), 1);
    let seen = [
        "first seen 18 Nov 2026, 12:30 last seen 18 Nov 2026, 14:02",
        "first seen 18 Nov 2026, 12:00 last seen 18 Nov 2026, 14:00",
        "first seen 18 Nov 2026, 12:30 last seen 18 Nov 2026, 12:30",
    ];
    assert_eq!(page.lines(".rows small"), seen);
    assert_eq!(ids(&page).len(), 2, "this session has no button");
    assert_eq!(page.texts(".settings nav [aria-current=page]"), ["Sessions"]);
}

async fn an_ended_session_is_logged_out_with_its_next_request(server: Server) {
    let (first, second) = (server.remembered("ada").await, log_in_with(&server, FIREFOX).await);
    server.advance_clock(Duration::from_hours(1));
    let page = first.page(PAGE).await;
    assert_eq!(page.texts(".rows b"), ["Unknown browser", "Firefox on Linux"]);
    let [id] = ids(&page).try_into().unwrap();
    for _ in 0..2 {
        let target = first.submit(PAGE, &[("end", &id)]).await;
        assert_eq!(target, "/settings/sessions?done=ended");
    }
    let page = first.page("/settings/sessions?done=ended").await;
    assert_eq!(page.texts(".notice"), ["Session ended."]);
    assert_eq!(page.count(".rows li"), 1);
    assert!(!page.has("[name=end]"), "there is nothing to end");
    let response = second.get("/month").await;
    assert_eq!(response.status(), 303);
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("Max-Age=0"), "{cookie}");
    assert_eq!(first.status("/month").await, 200);
}

async fn all_other_sessions_are_ended(server: Server) {
    let sign_up = server.sign_up("ada").await;
    let bob = server.sign_up("bob").await;
    let (first, second) = (server.logged_in("ada").await, server.logged_in("ada").await);
    let token = first.create_token("Laptop", "read", "90d").await;
    assert_eq!(second.page(PAGE).await.count("[name=end][value=others]"), 1);
    assert_eq!(
        second.submit(PAGE, &[("end", "others")]).await,
        "/settings/sessions?done=others-ended"
    );
    let page = second.page("/settings/sessions?done=others-ended").await;
    assert_eq!(page.texts(".notice"), ["All other sessions ended."]);
    assert_eq!(page.count(".rows li"), 1);
    for ended in [&sign_up, &first] {
        assert_eq!(ended.status("/month").await, 303);
    }
    assert_eq!(bob.status("/month").await, 200);
    assert!(server.sender(&token).await.is_some(), "tokens aren't sessions");
}

async fn ending_this_session_logs_out(server: Server) {
    let (first, second) = (server.sign_up("ada").await, server.logged_in("ada").await);
    let [first_id] = ids(&second.page(PAGE).await).try_into().unwrap();
    let response = first.post(PAGE, &[("end", &first_id)]).await;
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["location"], "/login");
    assert_eq!(response.headers()["clear-site-data"], "\"cache\"");
    assert_eq!(first.status("/month").await, 303);
    assert_eq!(second.status("/month").await, 200);
}

async fn users_cannot_end_sessions_of_others(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let second = server.logged_in("ada").await;
    for id in ids(&second.page(PAGE).await).iter().chain(&ids(&ada.page(PAGE).await)) {
        bob.submit(PAGE, &[("end", id)]).await;
    }
    bob.submit(PAGE, &[("end", "others")]).await;
    for browser in [&ada, &second, &bob] {
        assert_eq!(browser.status("/month").await, 200);
    }
}

async fn the_page_reveals_no_key_and_no_hash(server: Server) {
    server.sign_up("ada").await;
    let browser = server.browser();
    let form = [("username", "ada"), ("password", PASSWORD)];
    let response = browser.post("/login", &form).await;
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    let value = cookie.split(';').next().unwrap().to_owned();
    let html = browser.page(PAGE).await.html;
    let (app, user) = server.app_and_user("ada").await;
    let stored = app.store.sessions(user.id, app.clock.now()).await.unwrap();
    assert_eq!(stored.len(), 2);
    // The signature comes first, and then the key.
    let key = &value[value.len() - 43..];
    assert!(stored.iter().any(|session| session.key_hash == SecretHash::new(key)));
    for session in stored {
        assert!(!html.contains(&session.key_hash.to_string()));
    }
    assert!(!html.contains(key));
}

async fn unknown_sessions_are_refused(server: Server) {
    let ada = server.sign_up("ada").await;
    for id in ["", "nothing", "OTHERS", "../x", "%FF"] {
        assert_eq!(ada.post(PAGE, &[("end", id)]).await.status(), 404, "{id}");
    }
    let twice = [("end", "others"), ("end", "others")];
    assert_eq!(ada.post(PAGE, &twice).await.status(), 400);
    ada.submit(PAGE, &[("end", &"0".repeat(64))]).await;
    assert_eq!(ada.status("/month").await, 200);
}

async fn a_session_that_is_used_ends_after_twelve_hours(server: Server) {
    let ada = server.sign_up("ada").await;
    for _ in 0..37 {
        server.advance_clock(Duration::from_mins(19));
        assert_eq!(ada.status("/month").await, 200);
    }
    server.advance_clock(Duration::from_mins(16));
    assert_eq!(ada.status("/month").await, 200, "after 11:59");
    server.advance_clock(Duration::from_mins(1));
    assert_eq!(ada.status("/month").await, 303, "after 12:00");
}

async fn a_remembered_session_that_is_used_ends_after_half_a_year(server: Server) {
    let (days, ada) = (|days: u64| Duration::from_hours(days * 24), server.remembered("ada").await);
    for _ in 0..6 {
        server.advance_clock(days(29));
        assert_eq!(ada.status("/month").await, 200);
    }
    server.advance_clock(days(5));
    assert_eq!(ada.page(PAGE).await.count(".rows li"), 1, "after 179 days");
    server.advance_clock(days(1));
    assert_eq!(ada.status("/month").await, 303, "after 180 days");
}

async fn a_session_started_while_the_clock_was_ahead_has_the_usual_lifetime(server: Server) {
    let year = Duration::from_hours(365 * 24);
    server.advance_clock(year);
    let ada = server.sign_up("ada").await;
    server.turn_clock_back(year);
    assert_eq!(ada.status("/month").await, 200);
    for _ in 0..37 {
        server.advance_clock(Duration::from_mins(19));
        assert_eq!(ada.status("/month").await, 200);
    }
    assert!(ada.page(PAGE).await.text(".rows small").starts_with("first seen 18 Nov 2026, 12:00"));
    server.advance_clock(Duration::from_mins(17));
    assert_eq!(ada.status("/month").await, 303);
}

/// The session expires later than the new lifetime allows, as after an upgrade from 1.0.0.
async fn a_shorter_lifetime_applies_to_existing_sessions(server: Server) {
    let (unused, used) = (server.remembered("ada").await, server.logged_in("ada").await);
    let now = Server::on_store(server.store(), &["--session-max=10d"]).await;
    let at_now = |browser: &Browser| Browser { client: browser.client.clone(), ..now.browser() };
    let (unused, used) = (at_now(&unused), at_now(&used));
    now.advance_clock(Duration::from_hours(10 * 24 - 1));
    assert_eq!(used.status("/month").await, 200);
    let new = now.logged_in("ada").await;
    assert_eq!(new.page(PAGE).await.count(".rows li"), 3);
    now.advance_clock(Duration::from_hours(1));
    assert_eq!(new.page(PAGE).await.count(".rows li"), 1);
    for ended in [unused, used] {
        assert_eq!(ended.status("/month").await, 303);
    }
}

/// The trigger changes the password when the login has checked it, but hasn't started the session.
#[actix_web::test]
async fn a_login_with_a_password_that_was_just_changed_leads_to_the_login() {
    let place = place(Backend::Embedded).await;
    let store = storage::open(&place.url.parse().unwrap(), Access::Server).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let server = Server::on_store(store, &[]).await;
    server.sign_up("ada").await;
    let file = rusqlite::Connection::open(&place.url).unwrap();
    let trigger = "CREATE TRIGGER change AFTER DELETE ON throttles BEGIN
        UPDATE users SET doc = json_set(doc, '$.password_hash', ?); END";
    let hash = "SELECT json_extract(doc, '$.password_hash') FROM users";
    let hash: String = file.query_one(hash, [], |row| row.get(0)).unwrap();
    file.execute_batch(&trigger.replace('?', "'$other'")).unwrap();
    let form = [("username", "ada"), ("password", PASSWORD)];
    let response = server.browser().post("/login", &form).await;
    assert_eq!((response.status().as_u16(), location(&response)), (303, "/login?ended=1"));
    let page = server.browser().page("/login?ended=1").await;
    assert!(page.mentions("Your session expired. Log in to continue."));
    file.execute("UPDATE users SET doc = json_set(doc, '$.password_hash', ?)", [hash]).unwrap();
    let credentials = serde_json::json!({ "username": "ada", "password": PASSWORD });
    let call = server.browser().request(Method::POST, "/api/v1/login");
    let call = call.header("Content-Type", "application/json").body(credentials.to_string());
    let response = call.send().await.unwrap();
    assert_eq!(response.status(), 400);
    assert!(response.text().await.unwrap().contains("Incorrect username or password."));
}
