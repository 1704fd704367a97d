//! Takes screenshots of the admin pages.

use chrono::TimeDelta;
use worklog::app::admin::invitations::{self, InvitationLink};
use worklog::app::{App, admin};
use worklog::domain::accounts::auth_event::{AuthEvent, AuthEventKind};
use worklog::domain::admin::AdminCommand;
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::invitation::InvitationNote;

use super::admin::root;
use super::chromium::Scripts;
use super::pictures::{take_current, take_pictures};
use crate::support::samples::{run_command, sample_session, start_session, user};
use crate::support::server::{PASSWORD, Server};
use crate::support::smtpd::Smtpd;

#[actix_web::test]
async fn admin_page_screenshots() {
    let smtpd = Smtpd::start(&[]);
    let person = root(Scripts::On, &smtpd.flags()).await;
    let app = person.server.app();
    let ada = Actor::User(person.server.app_and_user("ada").await.1.id);
    add_users(&app).await;
    run_commands(&person.server, &app, ada).await;
    add_events(&app).await;
    let (bob, edsger) = (person.server.page_of("bob").await, person.server.page_of("Edsger").await);
    let own = person.server.page_of("ada").await;
    let pages = [
        ("admin-users", "/admin/users"),
        ("admin-user", bob.as_str()),
        ("admin-user-disabled", edsger.as_str()),
        ("admin-oneself", own.as_str()),
        ("admin-invitations", "/admin/invitations"),
        ("admin-audit", "/admin/audit"),
        ("admin-logins", "/admin/events"),
        ("admin-store", "/admin/store"),
    ];
    take_pictures(&person, &pages).await;
    person.go(&bob).await;
    person.type_into("#password", PASSWORD).await;
    person.click("button[value=reset]").await;
    person.wait_for("#link").await;
    take_current(&person, "admin-link").await;
    let anybody = invitations::invite(&app, ada, None, InvitationNote::default()).await.unwrap();
    let InvitationLink::Token(token) = anybody else { panic!("{anybody:?}") };
    person.browser.delete_all_cookies().await.unwrap();
    take_pictures(&person, &[("signup-invited", &format!("/signup?invite={token}"))]).await;
    person.finish(&[]).await;
}

pub(super) async fn add_events(app: &App) {
    let now = app.clock.now();
    let event = |kind, name: &str, address: &str, count, minutes| {
        let address = address.parse().ok();
        let event =
            AuthEvent::new(kind, name.to_owned(), address, now - TimeDelta::minutes(minutes));
        AuthEvent { count, ..event }
    };
    let events = [
        event(AuthEventKind::NewBrowser, "7e64a3b1c09d52f8", "198.51.100.4", 1, 2),
        event(AuthEventKind::Throttled, "", "2001:db8:4af0::7", 1312, 9),
        event(AuthEventKind::Failed, "04c2f0dd91b37a6e", "2001:db8:4af0::7", 6, 11),
        event(AuthEventKind::Failed, "b81f5ce20a4493d7", "2001:db8:4af0::7", 1, 12),
        event(AuthEventKind::Failed, "", "", 214, 14),
        event(AuthEventKind::ThrottledResetRequest, "", "203.0.113.80", 12, 40),
        event(AuthEventKind::Reset, "7e64a3b1c09d52f8", "203.0.113.80", 1, 1800),
        event(AuthEventKind::Failed, "7e64a3b1c09d52f8", "", 2, 9000),
    ];
    app.store.record_events(&events).await.unwrap();
}

async fn add_users(app: &App) {
    let (store, now) = (&*app.store, app.clock.now());
    for (name, days) in [
        ("bob", 700),
        ("Carol.Shaw", 420),
        ("dora", 365),
        ("Edsger", 120),
        ("frances_allen", 40),
        ("grace", 12),
        ("kim", 1),
    ] {
        let mut user = user(name);
        user.created_at = now - chrono::TimeDelta::days(days);
        user.confirm_email();
        store.add_user(&user).await.unwrap();
        if days > 300 {
            let mut seen = sample_session(user.id, u8::try_from(days / 3).unwrap());
            seen.last_seen_at = now - chrono::TimeDelta::hours(days / 30);
            start_session(store, &seen).await.unwrap();
        }
    }
}

/// Creates entries for the audit log.
async fn run_commands(server: &Server, app: &App, ada: Actor) {
    let (store, now) = (&*app.store, app.clock.now());
    let id = async |name: &str| server.app_and_user(name).await.1.id;
    for made in [
        AdminCommand::GrantAdmin(id("Carol.Shaw").await),
        AdminCommand::Disable(id("Edsger").await),
        AdminCommand::Disable(id("bob").await),
        AdminCommand::Enable(id("bob").await),
    ] {
        assert!(run_command(store, made, now).await.unwrap());
    }
    for (email, note) in [(Some("kim@example.org"), "Kim, from sales"), (None, "The new colleague")]
    {
        let email = email.map(|email| email.parse().unwrap());
        let note: InvitationNote = note.parse().unwrap();
        invitations::invite(app, ada, email, note).await.unwrap();
    }
    admin::apply(app, ada, AdminCommand::MailResetLink(id("bob").await)).await.unwrap();
}
