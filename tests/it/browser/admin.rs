//! Tests how an admin invites, disables, and enables a user.

use worklog::domain::admin::AdminCommand;

use super::chromium::{Person, Scripts};
use crate::support::samples::run_command;
use crate::support::server::PASSWORD;

with_and_without_scripts! {
    a_user_is_invited_disabled_and_enabled,
}

/// Starts a server with these flags and signs up `ada`, who becomes an admin.
pub(super) async fn root(scripts: Scripts, flags: &[&str]) -> Person {
    let root = Person::with_flags(scripts, flags).await.sign_up("").await;
    make_admin(&root).await;
    root
}

/// Makes `ada` an admin.
pub(super) async fn make_admin(person: &Person) {
    let (app, user) = person.server.app_and_user("ada").await;
    let grant = AdminCommand::GrantAdmin(user.id);
    assert!(run_command(&*app.store, grant, app.clock.now()).await.unwrap());
}

/// Runs in one browser, except that the disabled user's login continues in a second one.
async fn a_user_is_invited_disabled_and_enabled(scripts: Scripts) {
    let person = root(scripts, &[]).await;
    let link = invite_kim(&person).await;
    sign_up_kim(&person, &link).await;
    person.click(".menu summary").await;
    assert_eq!(person.count(".menu a[href='/admin/users']").await, 0, "not an admin");
    let elsewhere = person.server.logged_in("kim").await;
    assert_eq!(elsewhere.get("/month").await.status(), 200);
    person.click(".menu [action='/logout'] button").await;
    person.wait_for("a[href='/login']").await;

    disable_kim(&person).await;
    assert_eq!(elsewhere.get("/month").await.status(), 303, "the login has ended");
    person.log_out().await;
    person.go("/login").await;
    person.log_in("kim", PASSWORD).await;
    person.wait_for_text("#password-error", "Incorrect username or password").await;

    enable_kim(&person).await;
    person.go("/login").await;
    person.log_in("kim", PASSWORD).await;
    person.wait_for("#calendar").await;
    person.finish(&[422]).await;
}

/// Invites a user and logs out. Returns the path of the link.
async fn invite_kim(person: &Person) -> String {
    person.go("/month").await;
    person.click(".menu summary").await;
    person.click(".menu a[href='/admin/users']").await;
    person.wait_for_text("h1", "Users").await;
    person.click(".settings nav a[href='/admin/invitations']").await;
    person.type_into("#note", "Kim, sales").await;
    person.submit().await;
    person.wait_for_text("#created", "Invitation created").await;
    let link = person.value("#link").await;
    let link = link.strip_prefix(&person.server.url).expect("ours").to_owned();
    person.wait_for_text(".rows", "Kim, sales").await;
    person.go("/admin/invitations").await;
    assert_eq!(person.count("#link").await, 0, "the link is shown once");
    person.log_out().await;
    link
}

async fn sign_up_kim(person: &Person, link: &str) {
    person.go(link).await;
    person.wait_for_text(".lead", "You’re invited").await;
    person.type_into("#username", "kim").await;
    person.type_into("#password", PASSWORD).await;
    person.type_into("#password_confirm", PASSWORD).await;
    person.submit().await;
    person.wait_for("#calendar").await;
}

async fn disable_kim(person: &Person) {
    person.go("/login").await;
    person.log_in("ada", PASSWORD).await;
    person.wait_for("#calendar").await;
    person.go("/admin/users").await;
    person.type_into("#name", "ki").await;
    person.click(".find button").await;
    person.wait_for("#name[value=ki]").await;
    person.click(".people a").await;
    person.wait_for_text("h1", "kim").await;
    person.click("a[href$='/disable']").await;
    person.wait_for_text("h1", "Disable kim?").await;
    person.click("main button.danger").await;
    person.wait_for_text("main .notice", "User disabled").await;
    person.wait_for_text("h1", "disabled").await;
}

/// Enables the user, checks the audit log, and logs out.
async fn enable_kim(person: &Person) {
    person.go("/login").await;
    person.log_in("ada", PASSWORD).await;
    person.wait_for("#calendar").await;
    person.go(&person.server.page_of("kim").await).await;
    person.click("button[value=enable]").await;
    person.wait_for_text("main .notice", "User enabled").await;
    person.go("/admin/audit").await;
    person.wait_for_text(".log", "ada enabled kim").await;
    person.wait_for_text(".log", "kim signed up by invitation").await;
    person.log_out().await;
}
