//! Tests email addresses: they take effect once confirmed, and changes are announced.

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::smtpd::Smtpd;
use crate::support::store::Backend;

on_each_backend! {
    an_address_is_confirmed_changed_and_removed,
    changing_an_address_requires_the_password,
}

const PAGE: &str = "/settings/account";

/// Returns the addresses on the page.
async fn addresses(browser: &Browser) -> Vec<String> {
    browser.page(PAGE).await.lines(".facts dd").split_off(1)
}

async fn change(browser: &Browser, email: &str) -> String {
    browser.submit(PAGE, &[("email", email), ("password", PASSWORD)]).await
}

async fn an_address_is_confirmed_changed_and_removed(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    let ada = server.person_with_email("ada", "typo@example.org").await;
    assert_eq!(addresses(&ada).await, ["typo@example.org not confirmed yet"]);
    let first = smtpd.letters(1).await.remove(0);
    assert_eq!(first.head(), ("typo@example.org", "Confirm your email address for Worklog"));

    change(&ada, "ada@example.org").await;
    let second = smtpd.letters(2).await.remove(1);
    assert_eq!(ada.confirm_address(&first).await, 410, "the link was replaced");
    // Opening the link isn't enough, because email scanners open links too.
    let page = server.browser().get(&second.link()).await;
    assert_eq!(page.headers()["referrer-policy"], "strict-origin");
    assert_eq!(Page::from_response(page).await.text("main b"), "ada@example.org");
    assert_eq!(addresses(&ada).await, ["ada@example.org not confirmed yet"]);
    assert_eq!(server.browser().confirm_address(&second).await, 303);
    assert_eq!(addresses(&ada).await, ["ada@example.org confirmed"]);
    assert_eq!(ada.confirm_address(&second).await, 410, "the link works once");

    assert_eq!(change(&ada, "new@example.org").await, "/settings/account?done=address");
    let third = smtpd.letters(3).await.remove(2);
    let both = ["ada@example.org confirmed", "new@example.org not confirmed yet"];
    assert_eq!(addresses(&ada).await, both);
    assert_eq!(ada.submit(PAGE, &[("act", "resend")]).await, "/settings/account?done=sent");
    let fourth = smtpd.letters(4).await.remove(3);
    assert_eq!((&fourth.to, &fourth.subject), (&third.to, &third.subject));
    assert_eq!(ada.confirm_address(&third).await, 303);
    assert_eq!(addresses(&ada).await, ["new@example.org confirmed"]);
    let message = smtpd.letters(5).await.remove(4);
    assert_eq!(message.head(), ("ada@example.org", "Your Worklog email address was changed"));

    assert_eq!(change(&ada, "").await, "/settings/account?done=removed");
    let message = smtpd.letters(6).await.remove(5);
    assert_eq!(message.head(), ("new@example.org", "Your Worklog email address was changed"));
    assert_eq!(addresses(&ada).await, ["none"]);
}

async fn changing_an_address_requires_the_password(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    let ada = server.person_with_email("ada", "").await;
    for (email, password, field) in [
        ("eve@example.org", "", "password"),
        ("eve@example.org", "wrong-horse-1", "password"),
        ("eve", PASSWORD, "email"),
    ] {
        let page =
            ada.submit_expecting(PAGE, &[("email", email), ("password", password)], 422).await;
        assert_eq!(page.invalid(), [field]);
        assert_eq!(page.values("#email"), [email]);
    }
    assert_eq!(addresses(&ada).await, ["none"]);
    assert_eq!(smtpd.attempts_so_far(), 0);
}

#[actix_web::test]
async fn addresses_cannot_be_confirmed_without_a_mail_server() {
    let server = Server::start(&[]).await;
    let ada = server.sign_up("ada").await;
    let page = ada.page(PAGE).await;
    page.assert_text("main .hint", "doesn’t send email");
    assert!(!page.has("#email"));
    let form = [("email", "ada@example.org"), ("password", PASSWORD)];
    assert_eq!(ada.post(PAGE, &form).await.status(), 422);
}

#[actix_web::test]
async fn sign_up_asks_for_an_email_only_with_a_mail_server() {
    let smtpd = Smtpd::start(&[]);
    let with_mail = Server::with_mail(&smtpd, Backend::Embedded, &[]).await;
    assert!(with_mail.browser().page("/signup").await.has("#email"));
    let without = Server::start(&[]).await;
    assert!(!without.browser().page("/signup").await.has("#email"));
    // An address that is submitted anyway is validated, and shown again.
    let response = without.browser().post("/signup", &[("email", "ada")]).await;
    assert_eq!(Page::from_response(response).await.value("#email"), "ada");
}

#[actix_web::test]
async fn emails_per_address_are_throttled() {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, Backend::Embedded, &[]).await;
    let ada = server.person_with_email("ada", "ada@example.org").await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(ada.post(PAGE, &[("act", "resend")]).await.status().as_u16());
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 303, 429, 429]);
}
