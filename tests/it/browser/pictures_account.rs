//! Takes screenshots of the pages without a login, and of those about email and webhooks.

use super::chromium::{Person, Scripts};
use super::pictures::{take_current, take_pictures};
use crate::support::smtpd::Smtpd;
use crate::support::webhook::{Hook, Mood};

#[actix_web::test]
async fn public_page_screenshots() {
    let person = Person::new(Scripts::On).await;
    let pages = [("welcome", "/"), ("signup", "/signup"), ("login", "/login?ended=1")];
    take_pictures(&person, &pages).await;
    person.go("/api/").await;
    person.wait_for(".opblock").await;
    take_current(&person, "api").await;
    person.finish(&[]).await;
}

#[actix_web::test]
async fn notification_page_screenshots() {
    let (smtpd, hook) = (Smtpd::start(&[]), Hook::start(Mood::Answers(404)));
    let flags = [&smtpd.flags()[..], &[hook.flag()]].concat();
    let ada = Person::with_flags(Scripts::On, &flags).await.sign_up("ada@example.org").await;
    let confirm = smtpd.letters(1).await.remove(0).link();
    let pages = [("slack", "/settings/slack"), ("account", "/settings/account")];
    take_pictures(&ada, &pages).await;
    ada.go("/settings/slack").await;
    ada.type_into("#slack", &hook.url()).await;
    ada.submit().await;
    ada.wait_for(".notice").await;
    take_pictures(&ada, &[("slack-set", "/settings/slack?test=404")]).await;
    take_pictures(&ada, &[("confirm", confirm.as_str())]).await;
    let forgotten = [("forgot", "/password/forgot"), ("asked", "/password/forgot?done=asked")];
    take_pictures(&ada, &forgotten).await;
    ada.go(&confirm).await;
    ada.submit().await;
    ada.wait_for("main:not(:has(form))").await;
    take_pictures(&ada, &[("account-confirmed", "/settings/account")]).await;
    ada.go("/password/forgot").await;
    ada.type_into("#username", "ada").await;
    ada.submit().await;
    let reset = smtpd.letters(2).await.remove(1).link();
    let links = [("reset", reset.as_str()), ("ended", "/password/reset?token=used")];
    take_pictures(&ada, &links).await;
    ada.finish(&[410]).await;
}
