//! Tests API tokens: created on a page, shown once, revoked, and never valid for pages.

use std::time::Duration;

use worklog::app::accounts::tokens;
use worklog::domain::accounts::token::{MAX_TOKENS, Secret};
use worklog::domain::values::secret_hash::SecretHash;

use crate::support::page::Page;
use crate::support::server::{Browser, Server};
use crate::support::store::holds;

on_both_stores! {
    a_token_is_shown_once_and_stored_hashed,
    a_token_authenticates_until_revoked,
    an_invalid_token_is_unauthorized,
    last_use_is_written_at_most_once_a_minute,
    token_errors_are_shown_at_their_field,
    token_names_are_unique,
    tokens_are_limited_to_fifty,
    users_cannot_access_other_users_tokens,
    tokens_are_not_exported,
    the_page_shows_last_use_and_expiry,
    tokens_require_a_login_to_create_or_revoke,
}

const PAGE: &str = "/settings/tokens";

async fn refused(browser: &Browser, name: &str, scope: &str, expires: &str) -> Page {
    browser
        .submit_expecting(PAGE, &[("name", name), ("scope", scope), ("expires", expires)], 422)
        .await
}

/// Returns the path that revokes the first token in the list.
async fn revocation_path(browser: &Browser) -> String {
    let page = browser.page(PAGE).await;
    let question = browser.page(&page.attribute(".rows a.danger", "href")).await;
    question.attribute("main form", "action")
}

async fn a_token_is_shown_once_and_stored_hashed(server: Server) {
    let ada = server.sign_up("ada").await;
    let response =
        ada.post(PAGE, &[("name", "Laptop"), ("scope", "read"), ("expires", "90d")]).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    let shown = Page::from_response(response).await;
    let text = shown.value("#token");
    assert!(text.parse::<Secret>().is_ok(), "{text}");
    assert_eq!(shown.attributes("#token", "readonly").len(), 1);
    assert_eq!(shown.texts("#created"), ["Token “Laptop” created"]);
    let command = shown.text("#example");
    let expected = format!(
        "curl -H 'Authorization: Bearer {text}' \\\n'{}/api/v1/user/ada?year=2026'",
        server.url
    );
    assert_eq!(command, expected);
    let other = ada.create_token("Other", "read", "90d").await;
    assert_ne!(text, other);
    let again = ada.page(PAGE).await;
    assert_eq!(again.texts(".rows b"), ["Other", "Laptop"]);
    assert!(!again.mentions(&text) && !again.mentions(&other));
    let raw = server.raw().await;
    let random = &text["worklog_".len()..];
    assert!(!holds(&raw, random) && holds(&raw, "Laptop"));
}

async fn a_token_authenticates_until_revoked(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let hers = ada.create_token("Laptop", "write", "never").await;
    let his = bob.create_token("Laptop", "read", "30d").await;
    assert_eq!(server.sender(&hers).await, Some(("ada".to_owned(), "write")));
    assert_eq!(server.sender(&his).await, Some(("bob".to_owned(), "read")));
    let way = revocation_path(&ada).await;
    for _ in 0..2 {
        assert_eq!(ada.submit(&way, &[]).await, "/settings/tokens?done=revoked");
    }
    let shown = ada.page("/settings/tokens?done=revoked").await;
    assert_eq!(shown.texts(".notice"), ["Token revoked. It no longer works."]);
    assert!(!shown.has(".rows > li"));
    assert_eq!(server.sender(&hers).await, None);
    assert!(server.sender(&his).await.is_some());
}

async fn an_invalid_token_is_unauthorized(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Laptop", "read", "90d").await;
    let unknown = Secret::from_bytes([7; 32]);
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
        assert_eq!(server.sender(wrong).await, None, "{wrong:.80}");
    }
}

async fn last_use_is_written_at_most_once_a_minute(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Laptop", "read", "90d").await;
    let (app, user) = server.app_and_user("ada").await;
    for (seconds, expected) in [(0, "12:00:00"), (59, "12:00:00"), (1, "12:01:00")] {
        server.advance_clock(Duration::from_secs(seconds));
        tokens::authenticate(&app, &text).await.unwrap().unwrap();
        let noted = tokens::list(&app, &user).await.unwrap()[0].last_used_at.unwrap();
        assert_eq!(noted.format("%H:%M:%S").to_string(), expected);
    }
}

async fn token_errors_are_shown_at_their_field(server: Server) {
    let ada = server.sign_up("ada").await;
    let long = "x".repeat(81);
    for (name, scope, expires, field, words) in [
        ("", "write", "1y", "name", "Enter a name"),
        (" \t ", "write", "1y", "name", "Enter a name"),
        (&long, "write", "1y", "name", "at most 80 characters"),
        ("a\u{7}b", "write", "1y", "name", "control characters"),
        ("Lap\u{200B}top", "write", "1y", "name", "invisible character"),
        ("<b>\"x'&", "admin", "1y", "scope", "Choose a permission"),
        ("<b>\"x'&", "", "1y", "scope", "Choose a permission"),
        ("Laptop", "write", "2y", "expires", "Choose when it expires"),
        ("Laptop", "write", "", "expires", "Choose when it expires"),
    ] {
        let page = refused(&ada, name, scope, expires).await;
        page.field(field).assert_error(words);
        assert_eq!(page.count(".error"), 1, "the other fields are valid");
        assert_eq!(page.values("#name"), [name]);
        let kept = |scope: &&str| ["read", "write"].contains(scope);
        let chosen: Vec<&str> = [scope].into_iter().filter(kept).collect();
        assert_eq!(page.values("[name=scope][checked]"), chosen);
        if expires == "1y" {
            assert_eq!(page.values("#expires [selected]"), ["1y"]);
        }
        assert!(!page.has(".rows > li"));
    }
    let page = refused(&ada, "", "", "").await;
    assert_eq!(page.count(".error"), 3, "all errors are shown at once");
    let twice = [("name", "a"), ("name", "b"), ("scope", "read"), ("expires", "90d")];
    assert_eq!(ada.post(PAGE, &twice).await.status(), 400);
}

async fn token_names_are_unique(server: Server) {
    let ada = server.sign_up("ada").await;
    ada.create_token("Büro  laptop", "read", "90d").await;
    let page = refused(&ada, " BÜRO LAPTOP ", "write", "1y").await;
    page.field("name").assert_error("has this name");
    assert_eq!(page.values("[name=scope][checked]"), ["write"]);
    assert_eq!(page.texts(".rows b"), ["Büro laptop"]);
}

async fn tokens_are_limited_to_fifty(server: Server) {
    let ada = server.sign_up("ada").await;
    let (app, user) = server.app_and_user("ada").await;
    let lifetime = worklog::domain::accounts::token::Lifetime::Endless;
    let scope = worklog::domain::accounts::token::Scope::Read;
    let login = &app.store.sessions(user.id, app.clock.now()).await.unwrap()[0].key_hash;
    for number in 0..MAX_TOKENS {
        let name = format!("Token {number}").parse().unwrap();
        tokens::create(&app, (&user, login), name, scope, lifetime).await.unwrap();
    }
    let page = refused(&ada, "One more", "read", "90d").await;
    page.field("name").assert_error("You can have at most 50 tokens");
    assert_eq!(page.values("#name"), ["One more"]);
    let way = revocation_path(&ada).await;
    ada.submit(&way, &[]).await;
    ada.create_token("One more", "read", "90d").await;
}

async fn users_cannot_access_other_users_tokens(server: Server) {
    let (ada, bob) = (server.sign_up("ada").await, server.sign_up("bob").await);
    let text = ada.create_token("Laptop", "read", "90d").await;
    assert!(!bob.page(PAGE).await.has(".rows > li"));
    let way = revocation_path(&ada).await;
    bob.submit(&way, &[]).await;
    assert!(server.sender(&text).await.is_some(), "the token still exists");
    assert_eq!(bob.post("/settings/tokens/nonsense/revoke", &[]).await.status(), 404);
}

async fn tokens_are_not_exported(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Quokka-7391", "read", "90d").await;
    let hash = SecretHash::new(&text).to_string();
    for path in ["/export.json", "/export.csv"] {
        let file = ada.page(path).await.html;
        for secret in ["Quokka-7391", text.as_str(), hash.as_str()] {
            assert!(!file.contains(secret), "{path} tells {secret}");
        }
    }
}

async fn the_page_shows_last_use_and_expiry(server: Server) {
    let ada = server.remembered("ada").await;
    ada.page(PAGE).await.assert_text("main .hint", "No tokens yet");
    let text = ada.create_token("Laptop", "write", "30d").await;
    let shows = async |words: &str| ada.page(PAGE).await.assert_text(".rows small", words);
    shows("Read and write created 18 Nov 2026 never used expires 18 Dec 2026").await;
    server.sender(&text).await;
    shows("last used today").await;
    server.advance_clock(Duration::from_hours(3 * 24));
    shows("last used 3 days ago").await;
    server.advance_clock(Duration::from_hours(22 * 24));
    assert_eq!(ada.page(PAGE).await.texts(".rows .soon"), ["expires in 5 days"]);
}

async fn tokens_require_a_login_to_create_or_revoke(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Laptop", "write", "never").await;
    let way = revocation_path(&ada).await;
    let anybody = server.browser();
    let form = [("name", "Mine"), ("scope", "write"), ("expires", "never")];
    for path in [PAGE, way.as_str()] {
        for bearer in [None, Some(&text)] {
            let request = anybody.request(reqwest::Method::POST, path).form(&form);
            let request = bearer.map_or(request.try_clone().unwrap(), |it| request.bearer_auth(it));
            let response = anybody.send(request).await;
            assert_eq!(response.status(), 401, "{path}");
            let login = Page::from_response(response).await;
            assert_eq!(login.values("input[name=next]"), [path]);
        }
    }
    assert_eq!(ada.page(PAGE).await.texts(".rows b"), ["Laptop"]);
}
