//! Tests the language of emails and Slack messages.

use super::{general, german};
use crate::support::server::{Browser, Server};
use crate::support::smtpd::Smtpd;
use crate::support::store::Backend;
use crate::support::webhook::{Hook, Mood};

on_each_backend! {
    emails_are_in_the_users_language,
    emails_are_in_the_browsers_language_if_none_is_chosen,
    slack_messages_are_in_the_users_language,
}

/// The browser that causes an email doesn't matter.
async fn emails_are_in_the_users_language(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    let ada = german(&server);
    ada.sign_up("ada", "ada@example.org").await;
    let email = &smtpd.letters(1).await[0];
    assert_eq!(email.subject, "Bestätige deine E-Mail-Adresse für Worklog");
    assert!(email.text.contains("für das Konto „ada“ eingegeben"), "{}", email.text);
    ada.confirm_address(email).await;
    let forgotten = [("username", "ada")];
    server.browser().submit("/password/forgot", &forgotten).await;
    assert_eq!(smtpd.letters(2).await[1].subject, "Setze dein Passwort für Worklog zurück");
    ada.submit("/settings", &general("en")).await;
    german(&server).submit("/password/forgot", &forgotten).await;
    assert_eq!(smtpd.letters(3).await[2].subject, "Reset your Worklog password");
}

/// Accounts of 1.0.0 and from the command line have no language.
async fn emails_are_in_the_browsers_language_if_none_is_chosen(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    let ada = server.browser();
    ada.sign_up("ada", "ada@example.org").await;
    ada.confirm_address(&smtpd.letters(1).await[0]).await;
    ada.submit("/settings", &general("")).await;
    let logins = [
        ("fr,en;q=0.5", "New login to your Worklog account"),
        ("de-AT,de;q=0.9", "Neue Anmeldung bei deinem Worklog-Konto"),
    ];
    for (number, (languages, subject)) in (2..).zip(logins) {
        Browser::with_languages(&server.url, languages).log_in("ada").await;
        assert_eq!(smtpd.letters(number).await[number - 1].subject, subject);
    }
    let forgotten = [("username", "ada")];
    server.browser().submit("/password/forgot", &forgotten).await;
    assert_eq!(smtpd.letters(4).await[3].subject, "Setze dein Passwort für Worklog zurück");
    // To leave the language to the browser is a choice, too.
    ada.submit("/settings", &general("")).await;
    server.browser().submit("/password/forgot", &forgotten).await;
    assert_eq!(smtpd.letters(5).await[4].subject, "Reset your Worklog password");
}

async fn slack_messages_are_in_the_users_language(backend: Backend) {
    let hook = Hook::start(Mood::Answers(200));
    let server = Server::on(backend, &[hook.flag()]).await;
    let ada = german(&server);
    ada.sign_up("ada", "").await;
    ada.submit("/settings/slack", &[("slack", &hook.url()), ("act", "save")]).await;
    let place = [("type", "office"), ("location", "Zentrale")];
    ada.log("2026-11-17", &place).await;
    hook.lines(1).await;
    ada.log("2026-11-17", &[("type", "vacation")]).await;
    hook.lines(2).await;
    ada.submit("/settings/slack", &[("act", "test")]).await;
    hook.lines(3).await;
    ada.submit("/settings", &general("en")).await;
    ada.log("2026-11-18", &place).await;
    let expected = [
        "ada hat Di., 17.11.2026 eingetragen: Büro (Zentrale)",
        "ada hat Di., 17.11.2026 geändert: Urlaub statt Büro (Zentrale)",
        "Dies ist ein Test von Worklog. Änderungen an deinen Tagen werden hier gepostet.",
        "ada logged Wed, 18 Nov 2026: Office at Zentrale",
    ];
    assert_eq!(hook.lines(4).await, expected);
}
