//! Tests going back to pages that the browser kept in memory (its back/forward cache): they are
//! current, keep unsaved input, and show nothing after the session has ended.

use std::time::Duration;

use reqwest::Method;

use super::chromium::{Network, Person, Scripts};
use crate::support::server::PASSWORD;

with_and_without_scripts! {
    a_logged_out_user_cannot_go_back,
}

/// Records in the tab's storage whether the page is restored from memory, and whether its content
/// is visible in any frame after that.
const RECORD: &str = r#"
delete sessionStorage.restored;
delete sessionStorage.frames;
delete sessionStorage.shown;
addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  sessionStorage.restored = "yes";
  const look = () => {
    const isShown = getComputedStyle(document.querySelector("main")).visibility === "visible";
    sessionStorage.frames = Number(sessionStorage.frames ?? 0) + 1;
    if (isShown) sessionStorage.shown = "yes";
    requestAnimationFrame(look);
  };
  look();
}, true);
"#;

impl Person {
    /// Starts to record what happens to the displayed page when the user comes back to it.
    async fn record(&self) {
        self.run(RECORD, vec![]).await;
    }

    /// Goes back in the history. Unlike the driver's command, doesn't wait for the page.
    async fn go_back(&self, pages: i32) {
        self.run("setTimeout((by) => history.go(by), 0, arguments[0])", vec![(-pages).into()])
            .await;
    }

    /// Returns a value that [`RECORD`] stored.
    async fn recorded(&self, name: &str) -> String {
        let value = self.run("return sessionStorage[arguments[0]] ?? ''", vec![name.into()]).await;
        value.as_str().expect("text").to_owned()
    }

    /// Asserts that the browser had kept the recorded page in memory. Otherwise, the test would
    /// pass without testing anything.
    async fn assert_restored(&self) {
        assert_eq!(self.recorded("restored").await, "yes", "the page was loaded again");
    }

    /// Ends the session on the server. The browser keeps its cookie, and therefore its pages.
    async fn end_session_elsewhere(&self) {
        let cookie = self.browser.get_named_cookie("worklog").await.expect("a cookie");
        let request = self.server.browser().request(Method::POST, "/logout");
        let request = request.header("Cookie", format!("worklog={}", cookie.value));
        assert_eq!(self.server.browser().send(request).await.status(), 303);
    }
}

/// Fills in the form that logs 16 to 20 November at the office, and previews it.
async fn preview_a_week(ada: &Person) {
    ada.go("/days?from=2026-11-16&to=2026-11-20").await;
    ada.click("#days-form input[value=office] + span").await;
    ada.click("#preview-alike").await;
}

#[actix_web::test]
async fn the_year_is_current_after_saving_a_day() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/year/2026").await;
    ada.record().await;
    ada.log("2026-11-17", "office").await;
    ada.go_back(1).await;
    ada.wait_for_text("#totals .blue b", "1").await;
    ada.assert_restored().await;
    assert_eq!(ada.recorded("shown").await, "", "the outdated year was visible");
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn the_month_is_current_after_a_bulk_edit() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/month/2026-11").await;
    ada.record().await;
    preview_a_week(&ada).await;
    ada.click("#confirm").await;
    ada.wait_for("#undo-change").await;
    ada.go_back(3).await;
    ada.wait_for("#d20 .part.blue").await;
    ada.assert_restored().await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_change_is_current_after_undoing_it() {
    let ada = Person::signed_up(Scripts::On).await;
    preview_a_week(&ada).await;
    ada.click("#confirm").await;
    ada.wait_for("#undo-change").await;
    ada.click("#day details summary").await;
    ada.click("#day .past a").await;
    ada.wait_for("#undo").await;
    ada.record().await;
    ada.click("#undo").await;
    ada.wait_for_text("#toast", "Change undone").await;
    ada.go_back(1).await;
    ada.wait_for_text("h1", "logged").await;
    ada.wait_for("#no-undo").await;
    assert_eq!(ada.count("#undo").await, 0);
    ada.assert_restored().await;
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn a_restored_page_is_hidden_until_the_session_is_checked() {
    for unsaved in ["", "precious"] {
        let ada = Person::signed_up(Scripts::On).await;
        ada.second_client().await.submit("/day/2026-11-17", &[("type", "sick")]).await;
        ada.go("/day/2026-11-17").await;
        ada.click("#notes").await;
        ada.type_into("#notes", unsaved).await;
        ada.record().await;
        ada.go("/year/2026").await;
        ada.end_session_elsewhere().await;
        ada.set_network(Network::Slow(700)).await;
        ada.go_back(1).await;
        ada.wait_for("#username").await;
        ada.assert_restored().await;
        assert!(ada.recorded("frames").await.parse::<u32>().unwrap() > 1, "drew frames meanwhile");
        assert_eq!(ada.recorded("shown").await, "", "the month was visible after the logout");
        ada.finish(&[]).await;
    }
}

async fn a_logged_out_user_cannot_go_back(scripts: Scripts) {
    let ada = Person::signed_up(scripts).await;
    for _ in 0..3 {
        ada.go("/year/2026").await;
        ada.go("/month/2026-11").await;
        ada.log_out().await;
        for _ in 0..2 {
            ada.browser.back().await.unwrap();
            ada.wait_for("#username").await;
            assert!(!ada.browser.source().await.unwrap().contains("id=\"calendar\""));
        }
        ada.go("/login").await;
        ada.log_in("ada", PASSWORD).await;
        ada.wait_for("#calendar").await;
    }
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn another_users_restored_page_is_not_shown() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/day/2026-11-17").await;
    ada.click("#notes").await;
    ada.type_into("#notes", "precious").await;
    ada.record().await;
    // As if another user, Bob, had opened this page. A new cookie would delete it.
    ada.run("document.querySelector('.menu .name').textContent = 'bob'", vec![]).await;
    ada.go("/year/2026").await;
    ada.go_back(1).await;
    ada.wait_for_text(".menu .name", "ada").await;
    assert_eq!(ada.value("#notes").await, "");
    ada.assert_restored().await;
    assert_eq!(ada.recorded("shown").await, "", "Bob's page was visible");
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn unsaved_input_is_kept_and_the_user_told() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/day/2026-11-17").await;
    ada.choose("type", "office").await;
    ada.type_into("#notes", "precious").await;
    ada.record().await;
    ada.go("/year/2026").await;
    let elsewhere = [("type", "sick"), ("notes", "from elsewhere")];
    ada.second_client().await.submit("/day/2026-11-17", &elsewhere).await;
    ada.go_back(1).await;
    ada.wait_for_text("#alert", "unsaved changes are still here").await;
    ada.assert_restored().await;
    assert_eq!(ada.value("#notes").await, "precious");
    ada.click("#save").await;
    ada.wait_for_text(".conflict", "from elsewhere").await;
    ada.wait_for_text(".conflict", "precious").await;
    ada.save().await;
    assert_eq!(ada.value("#notes").await, "precious");
    ada.finish(&[409]).await;
}

#[actix_web::test]
async fn a_form_is_kept_after_its_preview() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/days?from=2026-11-16&to=2026-11-20").await;
    ada.click("#days-form input[value=office] + span").await;
    ada.type_into("#notes", "precious").await;
    ada.record().await;
    ada.click("#preview-alike").await;
    ada.wait_for_text("#preview-sum", "5 to add").await;
    ada.go_back(1).await;
    ada.wait_for_text("#alert", "unsaved changes are still here").await;
    ada.assert_restored().await;
    assert_eq!(ada.value("#notes").await, "precious");
    assert_eq!(ada.value("[name=type]:checked").await, "office");
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn unsaved_input_is_kept_while_the_server_is_unreachable() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/days").await;
    ada.type_into("#notes", "precious").await;
    ada.record().await;
    ada.go("/year/2026").await;
    ada.set_network(Network::None).await;
    ada.go_back(1).await;
    let message = "return getComputedStyle(document.documentElement, '::before').content";
    let give_up = std::time::Instant::now() + Duration::from_secs(10);
    while !ada.run(message, vec![]).await.as_str().unwrap().contains("be reached") {
        assert!(std::time::Instant::now() < give_up, "no message");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(ada.recorded("shown").await, "");
    ada.browser.browser_log().await.expect("a log that says so");
    ada.set_network(Network::Fast).await;
    ada.wait_for_text("#alert", "unsaved changes are still here").await;
    assert_eq!(ada.value("#notes").await, "precious");
    ada.browser.browser_log().await.expect("a log that says so");
    ada.finish(&[]).await;
}

#[actix_web::test]
async fn typed_passwords_are_not_restored() {
    let ada = Person::signed_up(Scripts::On).await;
    ada.go("/password").await;
    ada.type_into("#new_password", "otter-tremble-42").await;
    ada.record().await;
    ada.go("/year/2026").await;
    ada.go_back(1).await;
    ada.wait_for("#new_password").await;
    assert_eq!(ada.value("#new_password").await, "");
    ada.assert_restored().await;
    ada.finish(&[]).await;
}
