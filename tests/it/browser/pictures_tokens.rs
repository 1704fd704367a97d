//! Takes screenshots of the pages of tokens and sessions.

use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::token::{Scope, Token, TokenId};
use worklog::domain::values::secret_hash::SecretHash;

use super::chromium::{Person, Scripts};
use super::pictures::{take_current, take_pictures};
use crate::support::samples::{add_token, sample_session, start_session};

#[actix_web::test]
async fn token_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    take_pictures(&ada, &[("tokens-none", "/settings/tokens")]).await;
    let (app, user) = ada.server.app_and_user("ada").await;
    let noon = app.clock.now();
    let days = chrono::TimeDelta::days;
    for (name, scope, made, lasts, used) in [
        ("Old phone", Scope::Read, 95, Some(90), Some(40)),
        ("Backup script on the home server", Scope::Read, 86, Some(90), Some(0)),
        ("Payroll", Scope::Read, 20, None, Some(3)),
        ("Laptop", Scope::Write, 1, Some(365), None),
    ] {
        let token = Token {
            id: TokenId::new(),
            user_id: user.id,
            name: name.parse().unwrap(),
            token_hash: SecretHash::new(name),
            scope,
            created_at: noon - days(made),
            expires_at: lasts.map(|lasts| noon + days(lasts - made)),
            last_used_at: used.map(|used| noon - days(used)),
        };
        add_token(&*app.store, &token, 9).await.unwrap();
    }
    take_pictures(&ada, &[("tokens", "/settings/tokens")]).await;
    ada.type_into("#name", "Shell").await;
    ada.submit().await;
    ada.wait_for("#created").await;
    take_current(&ada, "tokens-made").await;
    ada.type_into("#name", "shell").await;
    ada.submit().await;
    ada.wait_for("#name-error").await;
    take_current(&ada, "tokens-error").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn confirmation_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.server.advance_clock(std::time::Duration::from_mins(11));
    take_pictures(&ada, &[("confirm", "/confirm?next=/settings/tokens")]).await;
    ada.go("/settings/tokens").await;
    ada.type_into("#name", "Shell").await;
    ada.click("input[name=scope][value=write]").await;
    ada.submit().await;
    ada.wait_for("#password").await;
    take_current(&ada, "confirm-kept").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn session_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    take_pictures(&ada, &[("sessions-one", "/settings/sessions")]).await;
    let (app, user) = ada.server.app_and_user("ada").await;
    let (noon, hours) = (app.clock.now(), chrono::TimeDelta::hours);
    for (seed, agent, started, seen) in [
        (1, "Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", 2000, 5),
        (2, "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142 Safari/537.36", 90, 70),
        (3, "python-requests/2.32.3", 1, 1),
        (4, "", 700, 300),
    ] {
        let session = LoginSession {
            created_at: noon - hours(started),
            last_seen_at: noon - hours(seen),
            expires_at: noon + hours(24),
            user_agent: agent.to_owned(),
            ..sample_session(user.id, seed)
        };
        start_session(&*app.store, &session).await.unwrap();
    }
    take_pictures(&ada, &[("sessions", "/settings/sessions?done=ended")]).await;
    ada.finish(&[]).await;
}
