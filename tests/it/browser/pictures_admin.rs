//! Takes screenshots of the admin pages.

use worklog::app::admin::invitations::{self, InvitationLink};
use worklog::app::{App, admin};
use worklog::domain::admin::AdminCommand;
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::invitation::InvitationNote;

use super::admin::root;
use super::chromium::Scripts;
use super::pictures::{take_current, take_pictures};
use crate::support::samples::{run_command, sample_session, user};
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
    let (bob, edsger) = (person.server.page_of("bob").await, person.server.page_of("Edsger").await);
    let own = person.server.page_of("ada").await;
    let pages = [
        ("admin-users", "/admin/users"),
        ("admin-user", bob.as_str()),
        ("admin-user-disabled", edsger.as_str()),
        ("admin-oneself", own.as_str()),
        ("admin-invitations", "/admin/invitations"),
        ("admin-audit", "/admin/audit"),
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
            store.add_session(&seen).await.unwrap();
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
