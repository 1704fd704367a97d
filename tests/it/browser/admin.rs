//! Tests how an admin invites, disables, and enables a user.

use worklog::domain::admin::AdminCommand;

use super::axe::check;
use super::chromium::{Person, Scripts};
use crate::support::samples::run_command;
use crate::support::server::PASSWORD;

with_and_without_scripts! {
    a_user_is_invited_disabled_and_enabled,
}

/// Starts a server with these flags and signs up `ada`, who becomes an admin.
pub(super) async fn root(scripts: Scripts, flags: &[&str]) -> Person {
    let root = Person::with_flags(scripts, flags).await.sign_up("").await;
    let (app, user) = root.server.app_and_user("ada").await;
    assert!(
        run_command(&*app.store, AdminCommand::GrantAdmin(user.id), app.clock.now()).await.unwrap()
    );
    root
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

/// Runs axe-core on each admin page.
#[actix_web::test]
async fn admin_pages_are_accessible() {
    let root = root(Scripts::On, &[]).await;
    for name in ["bob", "a-name-as-long-as-names-can-be.-------------------------------64"] {
        root.server.sign_up(name).await;
    }
    let bob = root.server.page_of("bob").await;
    let own = root.server.page_of("ada").await;
    for path in [
        "/admin/users",
        "/admin/users?name=nobody",
        bob.as_str(),
        own.as_str(),
        "/admin/invitations",
        "/admin/audit",
        "/admin/audit?user=nobody",
        "/admin/store",
    ] {
        root.go(path).await;
        check(&root, path).await;
    }
    root.go(&bob).await;
    root.click("a[href$='/disable']").await;
    root.wait_for_text("h1", "Disable bob?").await;
    check(&root, "disabling a user").await;
    root.click("main button.danger").await;
    root.wait_for_text("main .notice", "User disabled").await;
    check(&root, "a disabled user").await;
    root.click("button[value=grant]").await;
    root.wait_for("#password-error").await;
    check(&root, "a user with an error").await;
    root.click("button[value=enable]").await;
    root.wait_for_text("main .notice", "User enabled").await;
    root.type_into("#password", PASSWORD).await;
    root.click("button[value=reset]").await;
    root.wait_for("#link").await;
    check(&root, "a link to a new password").await;
    root.go("/admin/invitations").await;
    root.type_into("#note", &"x".repeat(201)).await;
    root.submit().await;
    root.wait_for("#note-error").await;
    check(&root, "an invitation with an error").await;
    root.type_into("#note", "Kim").await;
    root.submit().await;
    let link = root.value("#link").await;
    check(&root, "a new invitation").await;
    root.log_out().await;
    root.go(link.strip_prefix(&root.server.url).expect("ours")).await;
    check(&root, "signing up by an invitation").await;
    root.go("/signup?invite=made-up").await;
    check(&root, "an invitation that has ended").await;
    root.finish(&[410, 422]).await;
}
