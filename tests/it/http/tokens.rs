//! Tokens of the API: made on a page, shown once, revoked, and never a way into a page.

use std::time::Duration;

use worklog::app::tokens;
use worklog::domain::secret_hash::SecretHash;
use worklog::domain::token::{MAX_TOKENS, Secret};

use super::server::{Browser, Server, attribute, location, texts};
use crate::support::store::holds;

on_both_stores! {
    a_token_is_shown_once_and_stored_as_its_hash,
    a_token_says_who_sends_it_until_it_is_revoked,
    a_text_that_is_no_token_is_nobody,
    last_use_is_written_once_a_minute,
    what_is_wrong_with_a_new_token_is_told_at_its_field,
    a_name_is_taken_once,
    there_are_at_most_fifty_tokens,
    tokens_of_others_are_out_of_reach,
    tokens_are_not_exported,
    the_page_says_when_a_token_was_used_and_ends,
    nothing_made_or_revoked_without_a_login,
}

const PAGE: &str = "/settings/tokens";

async fn try_make(browser: &Browser, name: &str, scope: &str, expires: &str) -> (u16, String) {
    let form = [("name", name), ("scope", scope), ("expires", expires)];
    let answer = browser.post(PAGE, &form).await;
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Makes a token; gives its text.
pub(crate) async fn make(browser: &Browser, name: &str, scope: &str, expires: &str) -> String {
    let (status, page) = try_make(browser, name, scope, expires).await;
    assert_eq!(status, 200);
    attribute(&page, "#token", "value").remove(0)
}

pub(crate) async fn page(browser: &Browser) -> String {
    browser.get(PAGE).await.text().await.unwrap()
}

/// Where the first token of the list is revoked.
async fn way_to_revoke(browser: &Browser) -> String {
    attribute(&page(browser).await, ".rows form", "action").remove(0)
}

/// Who sends a text as their token, and what it lets them do.
pub(crate) async fn sender(server: &Server, text: &str) -> Option<(String, &'static str)> {
    let found = tokens::authenticate(&server.app(), text).await.unwrap();
    found.map(|(user, token)| (user.username.to_string(), token.scope.as_str()))
}

async fn a_token_is_shown_once_and_stored_as_its_hash(server: Server) {
    let ada = server.person("ada").await;
    let answer = ada.post(PAGE, &[("name", "Laptop"), ("scope", "read"), ("expires", "90d")]).await;
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let shown = answer.text().await.unwrap();
    let text = attribute(&shown, "#token", "value").remove(0);
    assert!(text.parse::<Secret>().is_ok(), "{text}");
    assert_eq!(attribute(&shown, "#token", "readonly").len(), 1);
    assert_eq!(texts(&shown, "#made"), ["“Laptop” is made"]);
    let command = texts(&shown, "#example").remove(0);
    let expected = format!(
        "curl -H 'Authorization: Bearer {text}' \\\n'{}/api/v1/user/ada?year=2026'",
        server.url
    );
    assert_eq!(command, expected);
    let other = make(&ada, "Other", "read", "90d").await;
    assert_ne!(text, other);
    let again = page(&ada).await;
    assert_eq!(texts(&again, ".rows b"), ["Other", "Laptop"]);
    assert!(!again.contains(&text) && !again.contains(&other));
    let raw = server.raw().await;
    let random = &text["worklog_".len()..];
    assert!(!holds(&raw, random) && holds(&raw, "Laptop"));
}

async fn a_token_says_who_sends_it_until_it_is_revoked(server: Server) {
    let (ada, bob) = (server.person("ada").await, server.person("bob").await);
    let hers = make(&ada, "Laptop", "write", "never").await;
    let his = make(&bob, "Laptop", "read", "30d").await;
    assert_eq!(sender(&server, &hers).await, Some(("ada".to_owned(), "write")));
    assert_eq!(sender(&server, &his).await, Some(("bob".to_owned(), "read")));
    let way = way_to_revoke(&ada).await;
    for _ in 0..2 {
        assert_eq!(location(&ada.post(&way, &[]).await), "/settings/tokens?done=revoked");
    }
    let shown = ada.get("/settings/tokens?done=revoked").await.text().await.unwrap();
    assert_eq!(texts(&shown, ".notice"), ["Revoked. It no longer works."]);
    assert!(texts(&shown, ".rows > li").is_empty());
    assert_eq!(sender(&server, &hers).await, None);
    assert!(sender(&server, &his).await.is_some());
}

async fn a_text_that_is_no_token_is_nobody(server: Server) {
    let ada = server.person("ada").await;
    let text = make(&ada, "Laptop", "read", "90d").await;
    let unknown = Secret::of([7; 32]);
    let long = "x".repeat(100_000);
    for wrong in [
        "",
        "worklog_",
        &text[1..],
        &text.to_uppercase(),
        &format!("{text} "),
        unknown.reveal(),
        &long,
    ] {
        assert_eq!(sender(&server, wrong).await, None, "{wrong:.80}");
    }
}

async fn last_use_is_written_once_a_minute(server: Server) {
    let ada = server.person("ada").await;
    let text = make(&ada, "Laptop", "read", "90d").await;
    let (app, user) = server.app_and_user("ada").await;
    for (seconds, expected) in [(0, "12:00:00"), (59, "12:00:00"), (1, "12:01:00")] {
        server.wait(Duration::from_secs(seconds));
        tokens::authenticate(&app, &text).await.unwrap().unwrap();
        let noted = tokens::list(&app, &user).await.unwrap()[0].last_used_at.unwrap();
        assert_eq!(noted.format("%H:%M:%S").to_string(), expected);
    }
}

async fn what_is_wrong_with_a_new_token_is_told_at_its_field(server: Server) {
    let ada = server.person("ada").await;
    let long = "x".repeat(81);
    for (name, scope, expires, field, words) in [
        ("", "write", "1y", "name", "Give it a name"),
        (" \t ", "write", "1y", "name", "Give it a name"),
        (&long, "write", "1y", "name", "at most 80 characters"),
        ("a\u{7}b", "write", "1y", "name", "control characters"),
        ("Lap\u{200B}top", "write", "1y", "name", "invisible characters"),
        ("<b>\"x'&", "admin", "1y", "scope", "Choose what it may do"),
        ("<b>\"x'&", "", "1y", "scope", "Choose what it may do"),
        ("Laptop", "write", "2y", "expires", "Choose when it expires"),
        ("Laptop", "write", "", "expires", "Choose when it expires"),
    ] {
        let (status, page) = try_make(&ada, name, scope, expires).await;
        assert_eq!(status, 422, "{name:?} {scope} {expires}");
        let message = texts(&page, &format!("#{field}-error")).remove(0);
        assert!(message.contains(words), "{message}");
        assert_eq!(texts(&page, ".error").len(), 1, "nothing else is at fault");
        assert_eq!(attribute(&page, "#name", "value"), [name]);
        let kept = |scope: &&str| ["read", "write"].contains(scope);
        let chosen: Vec<&str> = [scope].into_iter().filter(kept).collect();
        assert_eq!(attribute(&page, "[name=scope][checked]", "value"), chosen);
        if expires == "1y" {
            assert_eq!(attribute(&page, "#expires [selected]", "value"), ["1y"]);
        }
        assert!(texts(&page, ".rows > li").is_empty());
    }
    let (_, page) = try_make(&ada, "", "", "").await;
    assert_eq!(texts(&page, ".error").len(), 3, "all are told at once");
    let twice = [("name", "a"), ("name", "b"), ("scope", "read"), ("expires", "90d")];
    assert_eq!(ada.post(PAGE, &twice).await.status(), 400);
}

async fn a_name_is_taken_once(server: Server) {
    let ada = server.person("ada").await;
    make(&ada, "Büro  laptop", "read", "90d").await;
    let (status, page) = try_make(&ada, " BÜRO LAPTOP ", "write", "1y").await;
    assert_eq!(status, 422);
    assert!(texts(&page, "#name-error")[0].contains("has this name"));
    assert_eq!(attribute(&page, "[name=scope][checked]", "value"), ["write"]);
    assert_eq!(texts(&page, ".rows b"), ["Büro laptop"]);
}

async fn there_are_at_most_fifty_tokens(server: Server) {
    let ada = server.person("ada").await;
    let (app, user) = server.app_and_user("ada").await;
    let lifetime = worklog::domain::token::Lifetime::Endless;
    let scope = worklog::domain::token::Scope::Read;
    for number in 0..MAX_TOKENS {
        let name = format!("Token {number}").parse().unwrap();
        tokens::create(&app, &user, name, scope, lifetime).await.unwrap();
    }
    let (status, page) = try_make(&ada, "One more", "read", "90d").await;
    assert_eq!(status, 422);
    assert!(texts(&page, "#name-error")[0].contains("You have 50 tokens"));
    assert_eq!(attribute(&page, "#name", "value"), ["One more"]);
    let way = way_to_revoke(&ada).await;
    assert_eq!(ada.post(&way, &[]).await.status(), 303);
    make(&ada, "One more", "read", "90d").await;
}

async fn tokens_of_others_are_out_of_reach(server: Server) {
    let (ada, bob) = (server.person("ada").await, server.person("bob").await);
    let text = make(&ada, "Laptop", "read", "90d").await;
    assert!(texts(&page(&bob).await, ".rows > li").is_empty());
    let way = way_to_revoke(&ada).await;
    assert_eq!(bob.post(&way, &[]).await.status(), 303);
    assert!(sender(&server, &text).await.is_some(), "it is still there");
    assert_eq!(bob.post("/settings/tokens/nonsense/revoke", &[]).await.status(), 404);
}

async fn tokens_are_not_exported(server: Server) {
    let ada = server.person("ada").await;
    let text = make(&ada, "Quokka-7391", "read", "90d").await;
    let hash = SecretHash::of(&text).to_string();
    for path in ["/export.json", "/export.csv"] {
        let file = ada.get(path).await.text().await.unwrap();
        for secret in ["Quokka-7391", text.as_str(), hash.as_str()] {
            assert!(!file.contains(secret), "{path} tells {secret}");
        }
    }
}

async fn the_page_says_when_a_token_was_used_and_ends(server: Server) {
    let ada = server.remembered("ada").await;
    assert!(texts(&page(&ada).await, "main .hint")[0].contains("There is no token yet"));
    let text = make(&ada, "Laptop", "write", "30d").await;
    let shown = || async { texts(&page(&ada).await, ".rows small").remove(0) };
    let words = "Read and write · made 18 Nov 2026 · never used · expires 18 Dec 2026";
    assert_eq!(shown().await, words);
    sender(&server, &text).await;
    assert!(shown().await.contains("last used today"));
    server.wait(Duration::from_hours(3 * 24));
    assert!(shown().await.contains("last used 3 days ago"));
    server.wait(Duration::from_hours(22 * 24));
    assert_eq!(texts(&page(&ada).await, ".rows .soon"), ["expires in 5 days"]);
}

async fn nothing_made_or_revoked_without_a_login(server: Server) {
    let ada = server.person("ada").await;
    let text = make(&ada, "Laptop", "write", "never").await;
    let way = way_to_revoke(&ada).await;
    let anybody = server.browser();
    let form = [("name", "Mine"), ("scope", "write"), ("expires", "never")];
    for path in [PAGE, way.as_str()] {
        for bearer in [None, Some(&text)] {
            let request = anybody.request(reqwest::Method::POST, path).form(&form);
            let request = bearer.map_or(request.try_clone().unwrap(), |it| request.bearer_auth(it));
            let answer = anybody.send(request).await;
            assert_eq!(answer.status(), 401, "{path}");
            let login = answer.text().await.unwrap();
            assert_eq!(attribute(&login, "input[name=next]", "value"), [PAGE]);
        }
    }
    assert_eq!(texts(&page(&ada).await, ".rows b"), ["Laptop"]);
}
