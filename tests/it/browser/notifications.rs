//! Tests resetting a forgotten password, from the email to the login, and setting a webhook.

use super::chromium::{Person, Scripts};
use crate::support::server::PASSWORD;
use crate::support::smtpd::Smtpd;
use crate::support::webhook::{Hook, Mood};

with_and_without_scripts! {
    a_forgotten_password_is_reset,
    an_email_address_and_a_webhook_are_set,
}

const NEW: &str = "another-heron-77";

async fn a_forgotten_password_is_reset(scripts: Scripts) {
    let smtpd = Smtpd::start(&[]);
    let ada = Person::with_flags(scripts, &smtpd.flags()).await.sign_up("ada@example.org").await;
    let email = smtpd.letters(1).await.remove(0);
    ada.go(&email.link()).await;
    ada.wait_for_text("main", "ada@example.org").await;
    ada.submit().await;
    ada.wait_for_text("h1", "Address confirmed").await;
    ada.click(".menu summary").await;
    ada.click(".menu [action='/logout'] button").await;
    ada.wait_for(".welcome").await;

    ada.go("/login").await;
    ada.click("a[href='/password/forgot']").await;
    ada.type_into("#username", "ada@example.org").await;
    ada.submit().await;
    ada.wait_for_text("h1", "Check your email").await;
    let email = smtpd.letters(2).await.remove(1);
    ada.go(&email.link()).await;
    ada.type_into("#new_password", NEW).await;
    ada.type_into("#new_password_confirm", "something else").await;
    ada.submit().await;
    ada.wait_for_text("#new_password_confirm-error", "don’t match").await;
    ada.type_into("#new_password", NEW).await;
    ada.type_into("#new_password_confirm", NEW).await;
    ada.submit().await;
    ada.wait_for_text(".notice", "Password changed").await;
    ada.log_in("ada", NEW).await;
    ada.wait_for("#calendar").await;
    ada.go(&email.link()).await;
    ada.wait_for_text("h1", "no longer works").await;
    ada.click("main a.button").await;
    ada.wait_for("#username").await;
    ada.finish(&[410, 422]).await;
}

async fn an_email_address_and_a_webhook_are_set(scripts: Scripts) {
    let (smtpd, hook) = (Smtpd::start(&[]), Hook::start(Mood::Answers(200)));
    let flags = [&smtpd.flags()[..], &[hook.flag()]].concat();
    let ada = Person::with_flags(scripts, &flags).await.sign_up("").await;
    ada.click(".menu summary").await;
    ada.click(".menu a[href='/settings/account']").await;
    ada.type_into("#email", "ada@example.org").await;
    ada.type_into("#password", PASSWORD).await;
    ada.submit().await;
    ada.wait_for_text(".notice", "Confirmation link sent").await;
    ada.wait_for_text(".facts", "not confirmed yet").await;
    ada.click("button.link").await;
    ada.wait_for_text(".notice", "Another confirmation link was sent").await;
    assert_eq!(smtpd.letters(2).await[1].to, "ada@example.org");

    ada.click(".settings nav a[href='/settings/slack']").await;
    ada.type_into("#slack", "https://elsewhere.example/x").await;
    ada.submit().await;
    ada.wait_for_text("#slack-error", "Webhooks can only go to").await;
    // Pressing Enter saves, too.
    let return_key = '\u{e007}';
    ada.type_into("#slack", &format!("{}{return_key}", hook.url())).await;
    ada.wait_for_text(".notice", "Saved").await;
    ada.wait_for_text(".facts", "/…cret").await;
    ada.click("button[value=test]").await;
    ada.wait_for_text(".notice", "Test message sent").await;
    hook.be(Mood::Answers(404));
    ada.click("button[value=test]").await;
    ada.wait_for_text(".notice", "responded with status 404").await;
    hook.be(Mood::Answers(200));

    ada.log("2026-11-17", "office").await;
    assert_eq!(hook.lines(3).await[2], "ada logged Tue, 17 Nov 2026: Office");
    ada.go("/settings/slack").await;
    ada.click("button[value=remove]").await;
    ada.wait_for_text(".notice", "Removed").await;
    ada.finish(&[422]).await;
}
