//! Tests the rules for new passwords, wherever one is set.

use std::fs;
use std::path::PathBuf;

use reqwest::Method;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use tempfile::TempDir;
use worklog::app::accounts::password_reset;
use worklog::app::admin::invitations::{self, InvitationLink};
use worklog::domain::admin::audit::Actor;
use worklog::domain::admin::invitation::InvitationNote;

use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::Backend;

on_each_backend! {
    names_with_digits_and_symbols_are_rejected_everywhere,
    the_current_password_is_rejected_as_the_new_one,
    rejected_names_and_the_current_password_are_not_counted,
    labels_of_the_host_are_rejected,
    breached_passwords_are_rejected_everywhere,
    an_unreadable_list_blocks_nobody,
}

const NEW: &str = "another-heron-77";

/// The ways of setting a password, each of which returns the message at its field, or `None` if
/// the password was set.
#[derive(Debug, Clone, Copy)]
enum Way {
    SignUp,
    Invitation,
    ApiSignUp,
    Change,
    ApiChange,
    Reset,
}

const WAYS: [Way; 6] =
    [Way::SignUp, Way::Invitation, Way::ApiSignUp, Way::Change, Way::ApiChange, Way::Reset];

/// Tries to set the password of `name`: of a new account, or of an existing one with [`PASSWORD`].
async fn set_password(server: &Server, way: Way, name: &str, new: &str) -> Option<String> {
    match way {
        Way::SignUp => sign_up(&server.browser(), name, new, "").await,
        Way::Invitation => {
            let note: InvitationNote = "Kim".parse().unwrap();
            let link = invitations::invite(&server.app(), Actor::CommandLine, None, note).await;
            let Ok(InvitationLink::Token(token)) = link else { panic!("no link") };
            sign_up(&server.browser(), name, new, &token).await
        }
        Way::ApiSignUp => {
            let body = json!({"username": name, "password": new});
            call(server, "/api/v1/user/create", &body, "password").await
        }
        Way::Change => {
            let form = [("username", name), ("password", PASSWORD)];
            let new = [("new_password", new), ("new_password_confirm", new)];
            submit(&server.browser(), "/password", &[&form[..], &new].concat(), "new_password")
                .await
        }
        Way::ApiChange => {
            let body = json!({"password": PASSWORD, "new_password": new});
            call(server, &format!("/api/v1/user/{name}/reset"), &body, "new_password").await
        }
        Way::Reset => {
            let (app, user) = server.app_and_user(name).await;
            let token = password_reset::add_link(&app, &user).await.unwrap();
            let form = [("token", token.as_str()), ("new_password", new)];
            let form = [&form[..], &[("new_password_confirm", new)]].concat();
            submit(&server.browser(), "/password/reset", &form, "new_password").await
        }
    }
}

async fn sign_up(browser: &Browser, name: &str, password: &str, invite: &str) -> Option<String> {
    let form = [("username", name), ("invite", invite)];
    let password = [("password", password), ("password_confirm", password)];
    submit(browser, "/signup", &[&form[..], &password].concat(), "password").await
}

async fn submit(
    browser: &Browser,
    path: &str,
    form: &[(&str, &str)],
    field: &str,
) -> Option<String> {
    let response = browser.post(path, form).await;
    let status = response.status().as_u16();
    if status == 303 {
        return None;
    }
    assert_eq!(status, 422, "{path}");
    let page = Page::from_response(response).await;
    assert_eq!(page.invalid(), [field], "{path}");
    page.field(field).error()
}

async fn call(server: &Server, path: &str, body: &Value, field: &str) -> Option<String> {
    let browser = server.browser();
    let response = browser.send(browser.request(Method::PUT, path).json(body)).await;
    let is_done = response.status() == 200;
    let answer: Value = response.json().await.unwrap();
    (!is_done).then(|| answer["fields"][field].as_str().expect("a message").to_owned())
}

/// Asserts that no way accepts a password for `ada_lovelace`, all for the same reason.
async fn assert_rejected(server: &Server, new: &str, reason: &str) {
    for way in WAYS {
        let name = match way {
            Way::SignUp | Way::Invitation | Way::ApiSignUp => "ada.lovelace",
            Way::Change | Way::ApiChange | Way::Reset => "ada_lovelace",
        };
        let refusal = set_password(server, way, name, new).await;
        assert!(
            refusal.as_ref().is_some_and(|text| text.contains(reason)),
            "{way:?} {new}: {refusal:?}"
        );
    }
}

async fn names_with_digits_and_symbols_are_rejected_everywhere(backend: Backend) {
    let server = Server::on(backend, &[]).await;
    server.sign_up("ada_lovelace").await;
    for new in ["Worklog2026!", "2026-WORKLOG-1984", "ada_lovelace_123", "!!Ada.Lovelace#4711"] {
        assert_rejected(&server, new, "digits or symbols").await;
    }
    for new in ["ada_lovelace_sings_123", "the-Worklog-of-otters!"] {
        assert_eq!(set_password(&server, Way::Reset, "ada_lovelace", new).await, None, "{new}");
    }
}

async fn the_current_password_is_rejected_as_the_new_one(backend: Backend) {
    let server = Server::on(backend, &[]).await;
    server.sign_up("ada").await;
    for way in [Way::Change, Way::ApiChange, Way::Reset] {
        let refusal = set_password(&server, way, "ada", PASSWORD).await;
        assert_eq!(
            refusal.as_deref(),
            Some("Choose a password that differs from your current one.")
        );
    }
    server.logged_in("ada").await;
    assert_eq!(set_password(&server, Way::Reset, "ada", NEW).await, None);
    assert_eq!(set_password(&server, Way::Reset, "ada", PASSWORD).await, None, "no longer current");
    assert_eq!(set_password(&server, Way::Change, "ada", NEW).await, None);
}

async fn rejected_names_and_the_current_password_are_not_counted(backend: Backend) {
    let server = Server::on(backend, &[]).await;
    server.sign_up("ada").await;
    for _ in 0..12 {
        assert!(set_password(&server, Way::SignUp, "bob", "Worklog2026!").await.is_some());
        assert!(set_password(&server, Way::Change, "ada", PASSWORD).await.is_some());
    }
    assert_eq!(set_password(&server, Way::SignUp, "bob", PASSWORD).await, None);
    assert_eq!(set_password(&server, Way::Change, "ada", NEW).await, None);
}

async fn labels_of_the_host_are_rejected(backend: Backend) {
    let server = Server::on(backend, &["--public-url=http://haselnuss.kontor.example"]).await;
    let browser = server.browser();
    let status = async |password: &str| {
        let form = [("username", "ada"), ("password", password), ("password_confirm", password)];
        let request = browser.request(Method::POST, "/signup").form(&form);
        let response = browser.send(request.header("Host", "haselnuss.kontor.example")).await;
        response.status().as_u16()
    };
    for password in ["Haselnuss2026!", "kontor-4711-2026", "Haselnuss.Kontor.1", "1984-Example!"] {
        assert_eq!(status(password).await, 422, "{password}");
    }
    assert_eq!(status("Haselnuss-Otter-2026").await, 303);
}

/// A list of breached passwords that contains [`NEW`], in a directory that is removed on drop.
fn list() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("pwned-passwords.txt");
    let mut lines: Vec<String> = (0..1000).map(|n| format!("leaked-{n}")).collect();
    lines.push(NEW.to_owned());
    for line in &mut lines {
        *line = format!("{}:3\r\n", hex::encode_upper(Sha1::digest(&*line)));
    }
    lines.sort_unstable();
    fs::write(&path, lines.concat()).unwrap();
    (directory, path)
}

async fn breached_passwords_are_rejected_everywhere(backend: Backend) {
    let (_directory, path) = list();
    let server = Server::on(backend, &[&format!("--breached-passwords={}", path.display())]).await;
    server.sign_up("ada_lovelace").await;
    assert_rejected(&server, NEW, "in a list of").await;
    assert_eq!(set_password(&server, Way::Reset, "ada_lovelace", "another-heron-78").await, None);
}

/// The server is started with a list that is gone when it is needed.
async fn an_unreadable_list_blocks_nobody(backend: Backend) {
    let (directory, path) = list();
    let server = Server::on(backend, &[&format!("--breached-passwords={}", path.display())]).await;
    drop(directory);
    assert_eq!(set_password(&server, Way::SignUp, "ada", NEW).await, None);
}
