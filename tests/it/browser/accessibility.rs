//! Checks that axe-core finds no WCAG 2.2 AA violation on any page, light and dark, wide and
//! narrow, and that no page scrolls sideways or breaks words.

use thirtyfour::Key;

use super::axe::{check, check_with_axe};
use super::chromium::{Person, Scripts};
use crate::support::server::PASSWORD;
use crate::support::smtpd::Smtpd;

#[actix_web::test]
async fn public_pages_are_accessible() {
    let person = Person::new(Scripts::On).await;
    for path in ["/", "/signup", "/login", "/login?ended=1", "/password", "/nowhere"] {
        person.go(path).await;
        check(&person, path).await;
    }
    for path in ["/password/forgot", "/password/reset?token=made-up"] {
        person.go(path).await;
        check(&person, path).await;
    }
    person.go("/signup").await;
    person.type_into("#username", "a b").await;
    person.submit().await;
    person.wait_for("[aria-invalid=true]").await;
    check(&person, "/signup with errors").await;
    person.finish(&[404, 410, 422]).await;
}

#[actix_web::test]
async fn the_api_documentation_is_accessible() {
    let ada = Person::new(Scripts::On).await;
    ada.go("/api/").await;
    ada.wait_for(".opblock").await;
    for window in [(1280, "light"), (1280, "dark"), (360, "dark")] {
        check_with_axe(&ada, "/api/", "html", window).await;
        assert_eq!(ada.count("html.dark-mode").await, usize::from(window.1 == "dark"));
    }
    ada.click(".shell a").await;
    ada.wait_for("main.welcome").await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn bulk_edit_pages_are_accessible() {
    let ada = Person::signed_up(Scripts::On).await;
    for path in ["/days", "/settings/schedule"] {
        ada.go(path).await;
        check(&ada, path).await;
    }
    ada.choose_option("#wed_type", "remote").await;
    ada.submit().await;
    ada.wait_for("#wed_location[aria-invalid=true]").await;
    check(&ada, "a schedule with errors").await;
    ada.type_into("#wed_location", "Home").await;
    ada.submit().await;
    ada.wait_for_text("main .notice", "Schedule saved").await;
    check(&ada, "a page with something to log today").await;
    ada.log("2026-11-17", "sick").await;
    check(&ada, "the message after saving").await;
    ada.click("#toast .close").await;
    ada.click("#day details summary").await;
    ada.wait_for("#day .past").await;
    check(&ada, "the history in the panel").await;
    ada.focus("#d17").await;
    let keys = ada.browser.action_chain().key_down(Key::Shift).send_keys(Key::Right + "");
    keys.key_up(Key::Shift).perform().await.unwrap();
    ada.wait_for("#chosen-days:not([hidden])").await;
    // Checks only the bar: it covers parts of other buttons until the page is scrolled.
    for window in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        check_with_axe(&ada, "selected days", "#chosen-days", window).await;
    }
    ada.reset_window().await;
    ada.go("/day/2026-11-17/history").await;
    check(&ada, "the history").await;
    ada.go("/days?from=2026-11-16&to=2026-11-27").await;
    ada.click("#preview-alike").await;
    ada.wait_for("#type-error").await;
    check(&ada, "many days with errors").await;
    ada.click("#days-form input[value=vacation] + span").await;
    ada.click("#days-form input[value=replace] + span").await;
    ada.click("#preview-alike").await;
    ada.wait_for_text("#preview-sum", "9 to add, 1 to replace").await;
    check(&ada, "a preview").await;
    ada.click("#confirm").await;
    ada.wait_for("#undo").await;
    check(&ada, "a change").await;
    ada.go("/days/delete?from=2026-01-01&to=2026-12-31").await;
    ada.click("#preview-delete").await;
    ada.wait_for("#confirm").await;
    check(&ada, "a preview of what would be deleted").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn feed_token_and_deletion_pages_are_accessible() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.log("2026-11-17", "office").await;
    ada.go("/settings/feed").await;
    check(&ada, "no feeds").await;
    ada.type_into("#name", "The team").await;
    ada.submit().await;
    ada.wait_for("#created").await;
    check(&ada, "a new feed").await;
    ada.type_into("#name", "\n").await;
    ada.wait_for("#name-error").await;
    check(&ada, "a feed without a name").await;
    ada.go("/settings/tokens").await;
    check(&ada, "no tokens").await;
    ada.type_into("#name", "Laptop").await;
    ada.submit().await;
    ada.wait_for("#created").await;
    check(&ada, "a new token").await;
    ada.type_into("#name", "laptop\n").await;
    ada.wait_for("#name-error").await;
    check(&ada, "a token whose name is taken").await;
    ada.server.advance_clock(std::time::Duration::from_mins(11));
    ada.go("/confirm").await;
    check(&ada, "confirming").await;
    ada.type_into("#password", "wrong-horse-1\n").await;
    ada.wait_for("#password-error").await;
    check(&ada, "confirming with a wrong password").await;
    ada.type_into("#password", &format!("{PASSWORD}\n")).await;
    ada.wait_for("#calendar").await;
    ada.go("/settings/sessions").await;
    check(&ada, "one session").await;
    ada.server.logged_in("ada").await;
    ada.go("/settings/sessions").await;
    check(&ada, "two sessions").await;
    for path in [
        "/settings/data",
        "/settings/data/delete-year?year=2026",
        "/settings/data/delete-year?year=2025",
        "/settings/data/delete-all",
        "/settings/data/delete-account",
    ] {
        ada.go(path).await;
        check(&ada, path).await;
    }
    ada.click("main button.danger").await;
    ada.wait_for("#password-error").await;
    check(&ada, "deleting the account without a password").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn user_pages_are_accessible() {
    let ada = Person::signed_up(Scripts::On).await;
    for (day, slug) in [(16, "office"), (17, "sick"), (18, "vacation"), (27, "holiday")] {
        ada.go(&format!("/day/2026-11-{day}")).await;
        ada.choose("type", slug).await;
        ada.type_into("#notes", "noted").await;
        ada.save().await;
    }
    check(&ada, "a saved day").await;
    for path in [
        "/month",
        "/month/2026-10",
        "/day/2026-11-27",
        "/year",
        "/year/2026?share=week",
        "/year/2025",
        "/report?notes=on",
        "/report?from=2026-11-02&to=2026-11-01",
        "/search?q=noted",
        "/settings",
        "/password",
    ] {
        ada.go(path).await;
        check(&ada, path).await;
    }
    for path in ["/settings/account", "/settings/slack", "/settings/slack?test=404"] {
        ada.go(path).await;
        check(&ada, path).await;
    }
    ada.type_into("#slack", "nowhere").await;
    ada.submit().await;
    ada.wait_for("#slack-error").await;
    check(&ada, "/settings/slack with an error").await;
    ada.go("/day/2026-11-20").await;
    ada.click("#half").await;
    ada.choose("type", "remote").await;
    ada.click("#save").await;
    ada.wait_for("#location-error").await;
    check(&ada, "a day with errors").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn pages_linked_from_emails_are_accessible() {
    let smtpd = Smtpd::start(&[]);
    let ada =
        Person::with_flags(Scripts::On, &smtpd.flags()).await.sign_up("ada@example.org").await;
    ada.go("/settings/account").await;
    check(&ada, "/settings/account with an address").await;
    ada.submit().await;
    ada.wait_for("#password-error").await;
    check(&ada, "/settings/account with an error").await;
    let email = smtpd.letters(1).await.remove(0);
    ada.go(&email.link()).await;
    check(&ada, "/email/confirm").await;
    ada.submit().await;
    ada.wait_for_text("h1", "confirmed").await;
    check(&ada, "/email/confirm?done=confirmed").await;
    for path in ["/password/forgot", "/password/forgot?done=asked"] {
        ada.go(path).await;
        check(&ada, path).await;
    }
    ada.go("/password/forgot").await;
    ada.type_into("#username", "ada").await;
    ada.submit().await;
    ada.wait_for_text("h1", "Check your email").await;
    let email = smtpd.letters(2).await.remove(1);
    ada.go(&email.link()).await;
    check(&ada, "/password/reset").await;
    ada.submit().await;
    ada.wait_for("#new_password-error").await;
    check(&ada, "/password/reset with an error").await;
    ada.finish(&[422]).await;
}

#[actix_web::test]
async fn type_and_allowance_pages_are_accessible() {
    let ada = Person::signed_up(Scripts::On).await;
    let browser = ada.second_client().await;
    super::types::add_types(&browser).await;
    for path in [
        "/settings/types",
        "/settings/types/training",
        "/settings/types/office",
        "/settings/types/training/merge",
        "/settings/types/training/merge?into=remote",
        "/settings/allowances",
        "/settings/allowances/vacation",
    ] {
        ada.go(path).await;
        check(&ada, path).await;
    }
    ada.go("/settings/types/training").await;
    ada.type_into("#training-label", "office").await;
    ada.click("#training .terms .primary").await;
    ada.wait_for("#training-label-error").await;
    check(&ada, "a type with errors").await;
    ada.go("/settings/allowances/sick").await;
    ada.type_into("#sick-days", "many").await;
    ada.click("#sick .terms .primary").await;
    ada.wait_for("#sick-days-error").await;
    check(&ada, "an allowance with errors").await;
    ada.finish(&[422]).await;
}
