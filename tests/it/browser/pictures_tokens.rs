//! Takes screenshots of the token page.

use worklog::domain::accounts::token::{Scope, Token, TokenId};
use worklog::domain::values::secret_hash::SecretHash;

use super::chromium::{Person, Scripts};
use super::pictures::{take_current, take_pictures};

#[actix_web::test]
async fn token_page_screenshots() {
    let ada = Person::signed_up(Scripts::On).await;
    take_pictures(&ada, &[("tokens-none", "/settings/tokens")], 1200).await;
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
        app.store.add_token(&token, 9).await.unwrap();
    }
    take_pictures(&ada, &[("tokens", "/settings/tokens")], 1300).await;
    ada.type_into("#name", "Shell").await;
    ada.submit().await;
    ada.wait_for("#created").await;
    take_current(&ada, "tokens-made", [(360, 1300), (1280, 1000)]).await;
    ada.type_into("#name", "shell").await;
    ada.submit().await;
    ada.wait_for("#name-error").await;
    take_current(&ada, "tokens-error", [(360, 1300), (1280, 1300)]).await;
    ada.finish(&[422]).await;
}
