//! Tests how API tokens end: by expiry, with their owner's account, or by a password reset.

use std::time::Duration;

use worklog::app::accounts::password_reset;

use crate::support::samples::{disable, enable, noon};
use crate::support::server::{PASSWORD, Server};

const PAGE: &str = "/settings/tokens";

on_both_stores! {
    an_expired_token_stops_working_and_stays_listed,
    tokens_of_disabled_or_deleted_accounts_are_unauthorized,
    a_password_change_keeps_tokens,
    a_password_change_revokes_tokens_if_the_user_says_so,
    a_password_reset_revokes_tokens,
    account_pages_warn_that_tokens_are_revoked,
}

async fn an_expired_token_stops_working_and_stays_listed(server: Server) {
    let ada = server.remembered("ada").await;
    let text = ada.create_token("Laptop", "read", "30d").await;
    let month = Duration::from_hours(30 * 24);
    server.advance_clock(Duration::from_secs(month.as_secs() - 1));
    assert!(server.sender(&text).await.is_some());
    server.advance_clock(Duration::from_secs(1));
    assert_eq!(server.sender(&text).await, None);
    let ada = server.logged_in("ada").await;
    assert_eq!(ada.page(PAGE).await.texts(".rows .ended"), ["expired 18 Dec 2026"]);
    let again = ada.create_token("laptop", "read", "30d").await;
    assert!(server.sender(&again).await.is_some(), "the name is available again");
    server.advance_clock(month);
    server.store().purge(server.app().clock.now()).await.unwrap();
    let ada = server.logged_in("ada").await;
    assert_eq!(ada.page(PAGE).await.texts(".rows b"), ["laptop"]);
}

async fn tokens_of_disabled_or_deleted_accounts_are_unauthorized(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Laptop", "write", "never").await;
    let (app, user) = server.app_and_user("ada").await;
    disable(&*app.store, user.id, noon()).await;
    assert_eq!(server.sender(&text).await, None);
    enable(&*app.store, user.id).await;
    assert!(server.sender(&text).await.is_some());
    let ada = server.logged_in("ada").await;
    ada.submit("/settings/data/delete-account", &[("password", PASSWORD)]).await;
    assert_eq!(server.sender(&text).await, None);
}

async fn a_password_change_keeps_tokens(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Laptop", "read", "90d").await;
    let new = "another-heron-77";
    let form = [("password", PASSWORD), ("new_password", new), ("new_password_confirm", new)];
    ada.submit("/password", &form).await;
    assert!(server.sender(&text).await.is_some());
}

async fn a_password_change_revokes_tokens_if_the_user_says_so(server: Server) {
    let ada = server.sign_up("ada").await;
    let text = ada.create_token("Laptop", "read", "90d").await;
    let new = "another-heron-77";
    let form = |again| {
        let confirmation = ("new_password_confirm", again);
        [("password", PASSWORD), ("new_password", new), confirmation, ("revoke_tokens", "on")]
    };
    let refused = ada.submit_expecting("/password", &form("other"), 422).await;
    assert_eq!(refused.count("[name=revoke_tokens][checked]"), 1, "the choice is kept");
    assert!(server.sender(&text).await.is_some());
    ada.submit("/password", &form(new)).await;
    assert_eq!(server.sender(&text).await, None);
    assert!(!ada.page("/password").await.has("[name=revoke_tokens][checked]"));
}

async fn a_password_reset_revokes_tokens(server: Server) {
    let ada = server.sign_up("ada").await;
    let (app, user) = server.app_and_user("ada").await;
    let text = ada.create_token("Laptop", "read", "90d").await;
    let token = password_reset::add_link(&app, &user).await.unwrap();
    let new = "another-heron-77";
    let form = [("token", token.as_str()), ("new_password", new), ("new_password_confirm", new)];
    server.browser().submit("/password/reset", &form).await;
    assert_eq!(server.sender(&text).await, None);
    let ada = server.browser();
    let login = [("username", "ada"), ("password", new)];
    ada.submit("/login", &login).await;
    assert!(!ada.page(PAGE).await.has(".rows > li"));
}

async fn account_pages_warn_that_tokens_are_revoked(server: Server) {
    let ada = server.sign_up("ada").await;
    let page = async || ada.page("/settings/data/delete-account").await;
    let goes = ".goes > :first-child li";
    let before = page().await.count(goes);
    ada.create_token("Laptop", "read", "90d").await;
    assert_eq!(page().await.count(goes), before + 1);
    page().await.assert_text(".goes > :first-child", "API tokens");
}
