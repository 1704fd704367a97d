//! Deleting a year, everything logged, and the account.

use super::server::{Browser, PASSWORD, Server, attribute, location, log, texts, unlog};
use crate::support::store::holds;

on_both_stores! {
    the_data_page_says_what_there_is,
    a_year_goes_once_that_is_confirmed,
    everything_logged_goes_and_the_settings_stay,
    what_changed_since_it_was_shown_is_not_deleted_unseen,
    a_history_alone_can_be_deleted_too,
    the_account_goes_with_the_password,
    guessing_at_the_password_here_gets_slow_too,
    a_password_typed_into_an_ended_login_is_not_kept,
}

const YEAR: &str = "/settings/data/delete-year";
const ALL: &str = "/settings/data/delete-all";
const ACCOUNT: &str = "/settings/data/delete-account";

async fn page(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().await.unwrap()
}

/// Sends the form of a page as it is shown, with the box ticked.
async fn confirm(browser: &Browser, shown: &str, path: &str) -> reqwest::Response {
    let names = attribute(shown, "main form input[type=hidden]", "name");
    let values = attribute(shown, "main form input[type=hidden]", "value");
    let mut form: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(values.iter().map(String::as_str)).collect();
    form.push(("confirm", "yes"));
    browser.post(path, &form).await
}

async fn some_days(browser: &Browser) {
    log(browser, "2025-03-01", &[("type", "remote"), ("location", "Lisbon")]).await;
    log(browser, "2025-12-31", &[("type", "office")]).await;
    log(browser, "2026-11-18", &[("type", "remote"), ("location", "Home")]).await;
}

async fn the_data_page_says_what_there_is(server: Server) {
    let ada = server.person("ada").await;
    let shown = page(&ada, "/settings/data").await;
    assert!(texts(&shown, "#years").is_empty());
    assert!(texts(&shown, ".risky small")[0].starts_with("Nothing logged"));
    some_days(&ada).await;
    let shown = page(&ada, "/settings/data").await;
    let years = texts(&shown, "[aria-labelledby=years] li > div:first-child");
    assert_eq!(years, ["20261 day", "20252 days"]);
    assert!(texts(&shown, ".risky small")[0].starts_with("3 days"));
    let links = attribute(&shown, "main section a", "href");
    for link in ["/export.json", "/export.csv?year=2025", "/import", ALL, ACCOUNT] {
        assert!(links.iter().any(|found| found == link), "{link}");
    }
}

async fn a_year_goes_once_that_is_confirmed(server: Server) {
    let ada = server.person("ada").await;
    some_days(&ada).await;
    let shown = page(&ada, &format!("{YEAR}?year=2025")).await;
    let goes = texts(&shown, ".goes > div:first-child li");
    assert_eq!(goes[0], "2 days: 1 March 2025 to 31 December 2025");
    let answer = ada.post(YEAR, &[("year", "2025")]).await;
    assert_eq!(answer.status(), 422);
    assert_eq!(texts(&answer.text().await.unwrap(), "#confirm-error").len(), 1);
    let answer = confirm(&ada, &shown, YEAR).await;
    assert_eq!(location(&answer), "/settings/data?deleted=2");
    let shown = page(&ada, location(&answer)).await;
    assert_eq!(texts(&shown, ".notice"), ["Deleted 2 days."]);
    assert_eq!(texts(&shown, "[aria-labelledby=years] b"), ["2026"]);
    assert!(texts(&page(&ada, "/day/2025-12-31").await, "#delete").is_empty());
    assert!(!texts(&page(&ada, "/day/2026-11-18").await, "#delete").is_empty());
    let shown = page(&ada, &format!("{YEAR}?year=2025")).await;
    assert!(shown.contains("nothing to delete") && texts(&shown, "[name=confirm]").is_empty());
}

async fn everything_logged_goes_and_the_settings_stay(server: Server) {
    let ada = server.person("ada").await;
    let zone = [("time_zone", "Europe/Berlin"), ("week_start", "sun"), ("working_days", "mon")];
    assert_eq!(ada.post("/settings", &zone).await.status(), 303);
    some_days(&ada).await;
    let day = page(&ada, "/day/2026-11-18").await;
    assert_eq!(attribute(&day, "#locations option", "value"), ["Home", "Lisbon"]);
    let shown = page(&ada, ALL).await;
    let goes = texts(&shown, ".goes > div:first-child li");
    assert_eq!(goes[0], "3 days: 1 March 2025 to 18 November 2026");
    let answer = confirm(&ada, &shown, ALL).await;
    assert_eq!(location(&answer), "/settings/data?deleted=3");
    let settings = page(&ada, "/settings").await;
    assert_eq!(texts(&settings, "#time_zone option[selected]"), ["Europe/Berlin"]);
    let day = page(&ada, "/day/2026-11-18").await;
    assert!(texts(&day, "#delete").is_empty());
    assert!(attribute(&day, "#locations option", "value").is_empty(), "no location is suggested");
}

async fn what_changed_since_it_was_shown_is_not_deleted_unseen(server: Server) {
    let ada = server.person("ada").await;
    some_days(&ada).await;
    let shown = page(&ada, ALL).await;
    log(&ada, "2024-02-29", &[("type", "sick")]).await;
    let answer = confirm(&ada, &shown, ALL).await;
    assert_eq!(answer.status(), 422);
    let shown = answer.text().await.unwrap();
    assert!(texts(&shown, "#confirm-error")[0].contains("has changed"));
    // As many days as before, but one of them another.
    log(&ada, "2024-02-29", &[("type", "office"), ("notes", "to be kept")]).await;
    let answer = confirm(&ada, &shown, ALL).await;
    assert_eq!(answer.status(), 422);
    let shown = answer.text().await.unwrap();
    let goes = texts(&shown, ".goes > div:first-child li");
    assert_eq!(goes[0], "4 days: 29 February 2024 to 18 November 2026");
    assert_eq!(location(&confirm(&ada, &shown, ALL).await), "/settings/data?deleted=4");
}

async fn a_history_alone_can_be_deleted_too(server: Server) {
    let ada = server.person("ada").await;
    log(&ada, "2026-11-18", &[("type", "office"), ("notes", "Quokka-7391")]).await;
    unlog(&ada, "2026-11-18").await;
    assert!(holds(&server.raw().await, "Quokka-7391"));
    let shown = page(&ada, &format!("{YEAR}?year=2026")).await;
    assert!(texts(&shown, "label.check")[0].contains("Delete the history of 2026"));
    assert_eq!(location(&confirm(&ada, &shown, YEAR).await), "/settings/data?deleted=0");
    assert!(!holds(&server.raw().await, "Quokka-7391"));
}

async fn the_account_goes_with_the_password(server: Server) {
    let (ada, bob) = (server.person("ada-lovelace").await, server.person("bob").await);
    let there = server.browser();
    let login = [("username", "ada-lovelace"), ("password", PASSWORD)];
    assert_eq!(there.post("/login", &login).await.status(), 303);
    let marked = [("type", "remote"), ("location", "Quokka-7391"), ("notes", "Numbat-2284")];
    log(&ada, "2026-11-18", &marked).await;
    log(&ada, "2026-11-18", &[("type", "office"), ("notes", "Wombat-5560")]).await;
    log(&bob, "2026-11-18", &[("type", "sick")]).await;
    let feed = [("name", "Bilby-8123"), ("detail", "type")];
    assert_eq!(ada.post("/settings/feed", &feed).await.status(), 200);
    let wrong = ("password", "wrong-horse-1");
    for (password, message) in [(("password", ""), "Type"), (wrong, "That is not")] {
        let answer = ada.post(ACCOUNT, &[password]).await;
        assert_eq!(answer.status(), 422);
        let shown = answer.text().await.unwrap();
        assert!(texts(&shown, "#password-error")[0].starts_with(message));
    }
    let traces = ["ada-lovelace", "Quokka-7391", "Numbat-2284", "Wombat-5560", "Bilby-8123"];
    let raw = server.raw().await;
    assert!(traces.iter().all(|trace| holds(&raw, trace)));

    let answer = ada.post(ACCOUNT, &[("password", PASSWORD)]).await;
    assert_eq!(location(&answer), "/?done=account-deleted");
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("worklog=;") && cookie.contains("Max-Age=0"), "{cookie}");
    let shown = page(&ada, "/?done=account-deleted").await;
    assert_eq!(texts(&shown, ".notice"), ["Your account is deleted, with everything in it."]);
    let raw = server.raw().await;
    for trace in traces {
        assert!(!holds(&raw, trace), "{trace}");
    }
    assert_eq!(there.get("/month").await.status(), 303, "logged out there too");
    assert_eq!(there.post("/login", &login).await.status(), 422);
    assert!(!texts(&page(&bob, "/day/2026-11-18").await, "#delete").is_empty());
    let again = server.person("ada-lovelace").await;
    assert!(texts(&page(&again, "/day/2026-11-18").await, "#delete").is_empty());
}

async fn guessing_at_the_password_here_gets_slow_too(server: Server) {
    let ada = server.person("ada").await;
    let mut statuses = Vec::new();
    for _ in 0..7 {
        let answer = ada.post(ACCOUNT, &[("password", "wrong-horse-1")]).await;
        statuses.push(answer.status().as_u16());
    }
    assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 429]);
    assert_eq!(ada.post(ACCOUNT, &[("password", PASSWORD)]).await.status(), 429);
    server.wait(std::time::Duration::from_secs(1));
    assert_eq!(
        location(&ada.post(ACCOUNT, &[("password", PASSWORD)]).await),
        "/?done=account-deleted"
    );
}

async fn a_password_typed_into_an_ended_login_is_not_kept(server: Server) {
    let ada = server.person("ada").await;
    server.wait(std::time::Duration::from_mins(21));
    let answer = ada.post(ACCOUNT, &[("password", PASSWORD)]).await;
    assert_eq!(answer.status(), 401);
    let shown = answer.text().await.unwrap();
    assert!(!shown.contains(PASSWORD));
    assert_eq!(attribute(&shown, "input[name=next]", "value"), [ACCOUNT]);
}
