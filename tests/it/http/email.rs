//! A person's address: it counts once confirmed, and changing it is told.

use super::forgot::{confirm, server_with, sign_up};
use super::server::{Browser, PASSWORD, Server, attribute, location, texts};
use crate::support::smtpd::Smtpd;
use crate::support::store::Backend;

on_each_kind_of_store! {
    an_address_is_confirmed_changed_and_removed,
    changing_an_address_needs_the_password,
}

const PAGE: &str = "/settings/account";

async fn facts(browser: &Browser) -> String {
    texts(&browser.get(PAGE).await.text().await.unwrap(), ".facts").remove(0)
}

async fn change(browser: &Browser, email: &str) -> String {
    let answer = browser.post(PAGE, &[("email", email), ("password", PASSWORD)]).await;
    assert_eq!(answer.status(), 303, "{email}");
    location(&answer).to_owned()
}

async fn an_address_is_confirmed_changed_and_removed(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = server_with(&smtpd, backend, &[]).await;
    let ada = sign_up(&server, "ada", "typo@example.org").await;
    assert!(facts(&ada).await.contains("typo@example.org not confirmed yet"));
    let first = smtpd.letters(1).await.remove(0);
    assert_eq!(
        (first.to.as_str(), first.subject.as_str()),
        ("typo@example.org", "Confirm your address for Worklog")
    );

    change(&ada, "ada@example.org").await;
    let second = smtpd.letters(2).await.remove(1);
    assert_eq!(confirm(&ada, &first).await, 410, "it is no longer wanted");
    // Opening a link confirms nothing: programs that look into mail do so too.
    let page = server.browser().get(&second.link()).await;
    assert_eq!(page.headers()["referrer-policy"], "strict-origin");
    assert!(texts(&page.text().await.unwrap(), "main")[0].contains("ada@example.org"));
    assert!(facts(&ada).await.contains("ada@example.org not confirmed yet"));
    assert_eq!(confirm(&server.browser(), &second).await, 303);
    assert!(facts(&ada).await.contains("ada@example.org confirmed"));
    assert_eq!(confirm(&ada, &second).await, 410, "it works once");

    assert_eq!(change(&ada, "new@example.org").await, "/settings/account?done=address");
    let third = smtpd.letters(3).await.remove(2);
    let shown = facts(&ada).await;
    assert!(shown.contains("ada@example.org confirmed"), "{shown}");
    assert!(shown.contains("new@example.org once confirmed"), "{shown}");
    assert_eq!(
        location(&ada.post(PAGE, &[("act", "resend")]).await),
        "/settings/account?done=sent"
    );
    let fourth = smtpd.letters(4).await.remove(3);
    assert_eq!((&fourth.to, &fourth.subject), (&third.to, &third.subject));
    assert_eq!(confirm(&ada, &third).await, 303);
    assert!(facts(&ada).await.contains("new@example.org confirmed"));
    let told = smtpd.letters(5).await.remove(4);
    assert_eq!(
        (told.to.as_str(), told.subject.as_str()),
        ("ada@example.org", "Your address for Worklog was changed")
    );

    assert_eq!(change(&ada, "").await, "/settings/account?done=removed");
    let told = smtpd.letters(6).await.remove(5);
    assert_eq!(
        (told.to.as_str(), told.subject.as_str()),
        ("new@example.org", "Your address for Worklog was changed")
    );
    assert!(facts(&ada).await.contains("none"));
}

async fn changing_an_address_needs_the_password(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = server_with(&smtpd, backend, &[]).await;
    let ada = sign_up(&server, "ada", "").await;
    for (email, password, field) in [
        ("eve@example.org", "", "password"),
        ("eve@example.org", "wrong-horse-1", "password"),
        ("eve", PASSWORD, "email"),
    ] {
        let answer = ada.post(PAGE, &[("email", email), ("password", password)]).await;
        assert_eq!(answer.status(), 422, "{email}");
        let page = answer.text().await.unwrap();
        assert_eq!(attribute(&page, "[aria-invalid=true]", "name"), [field]);
        assert_eq!(attribute(&page, "#email", "value"), [email]);
    }
    assert!(facts(&ada).await.contains("none"));
    assert_eq!(smtpd.attempts_so_far(), 0);
}

#[actix_web::test]
async fn without_mail_no_address_can_be_confirmed() {
    let server = Server::start(&[]).await;
    let ada = server.person("ada").await;
    let page = ada.get(PAGE).await.text().await.unwrap();
    assert!(page.contains("sends no mail") && attribute(&page, "#email", "value").is_empty());
    let form = [("email", "ada@example.org"), ("password", PASSWORD)];
    assert_eq!(ada.post(PAGE, &form).await.status(), 422);
}

#[actix_web::test]
async fn letters_to_any_address_get_slow() {
    let smtpd = Smtpd::start(&[]);
    let server = server_with(&smtpd, Backend::Embedded, &[]).await;
    let ada = sign_up(&server, "ada", "ada@example.org").await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        statuses.push(ada.post(PAGE, &[("act", "resend")]).await.status().as_u16());
    }
    assert_eq!(statuses, [303, 303, 303, 303, 303, 303, 429, 429]);
}
