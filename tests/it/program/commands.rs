//! Tests the commands other than `serve` on both stores, and their errors.

use std::fs;

use reqwest::redirect::Policy;
use sha1::{Digest, Sha1};
use worklog::domain::admin::audit::{Actor, AuditAction};
use worklog::storage::{self, Access};

use super::{Program, complaint, run};
use crate::support::mongod::free_port;
use crate::support::samples::{add_token, key_hash, noon, token, user};
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

const NEW: &str = "another-heron-77\n";

/// Returns the status of a login.
async fn login(program: &Program, password: &str) -> u16 {
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let form = [("username", "ada"), ("password", password.trim())];
    let response = client.post(format!("{}/login", program.url)).form(&form).send().await.unwrap();
    response.status().as_u16()
}

fn succeeds(place: &Place, arguments: &[&str], input: &str) -> String {
    let output = run(&place.url, arguments, input);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

async fn commands_create_and_change_accounts(backend: Backend) {
    let place = place(backend).await;
    assert!(succeeds(&place, &["migrate"], "").contains("up to date"));
    assert!(succeeds(&place, &["migrate"], "").contains("up to date"), "repeating it succeeds");
    let refused = complaint(&run(&place.url, &["user", "add", "ada"], "password\n"));
    assert!(refused.contains("easy to guess"), "{refused}");
    assert!(succeeds(&place, &["user", "add", "ada"], PASSWORD).contains("ada can log in"));
    let name = complaint(&run(&place.url, &["user", "add", "bob"], "Worklog2026!\n"));
    assert!(name.contains("digits or symbols"), "{name}");
    let current = complaint(&run(&place.url, &["user", "password", "ada"], PASSWORD));
    assert!(current.contains("differs from your current one"), "{current}");
    let list = tempfile::NamedTempFile::new().unwrap();
    let hash = hex::encode_upper(Sha1::digest(NEW.trim()));
    fs::write(list.path(), format!("{hash}:3\r\n")).unwrap();
    let breached = format!("--breached-passwords={}", list.path().display());
    for command in [["user", "add", "bob", &breached], ["user", "password", "ada", &breached]] {
        let breached = complaint(&run(&place.url, &command, NEW));
        assert!(breached.contains("in a list of"), "{breached}");
    }
    let taken = complaint(&run(&place.url, &["user", "add", "ADA"], PASSWORD));
    assert!(taken.contains("taken"), "{taken}");
    let output = run(&place.url, &["user", "add", "Create"], PASSWORD);
    let reserved = String::from_utf8(output.stderr).unwrap();
    assert!(reserved.contains("This username is reserved."), "{reserved}");
    for command in ["add", "password", "reset-link", "disable", "enable", "admin"] {
        let output = run(&place.url, &["user", command, "a"], PASSWORD);
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.contains("The username must have 3 to 64 characters."),
            "{command}: {message}"
        );
    }
    let nobody = complaint(&run(&place.url, &["user", "disable", "bob"], ""));
    assert!(nobody.contains("no such user"), "{nobody}");

    let program = Program::serve(&place.url).await;
    assert_eq!(login(&program, PASSWORD).await, 303);
    succeeds(&place, &["user", "password", "ada"], NEW);
    assert_eq!(login(&program, PASSWORD).await, 422);
    assert_eq!(login(&program, NEW).await, 303);
    succeeds(&place, &["user", "disable", "ada"], "");
    assert_eq!(login(&program, NEW).await, 422);
    succeeds(&place, &["user", "enable", "ada"], "");
    assert_eq!(login(&program, NEW).await, 303);

    let listen = format!("--listen=127.0.0.1:{}", program.port);
    succeeds(&place, &["healthcheck", &listen], "");
    drop(program);
    complaint(&run(&place.url, &["healthcheck", &listen], ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_create_and_change_accounts_in_a_file() {
    commands_create_and_change_accounts(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_create_and_change_accounts_in_mongodb() {
    commands_create_and_change_accounts(Backend::Mongo).await;
}

async fn a_password_set_by_an_admin_revokes_tokens(backend: Backend) {
    let place = place(backend).await;
    succeeds(&place, &["user", "add", "ada"], PASSWORD);
    succeeds(&place, &["user", "add", "bob"], PASSWORD);
    let store = storage::open(&place.url.parse().unwrap(), Access::Command).await.unwrap();
    for (seed, name) in [(1, "ada"), (2, "bob")] {
        let user = store.user_by_name(&user(name).username_key).await.unwrap().unwrap();
        add_token(&*store, &token(user.id, seed, "Laptop"), 1).await.unwrap();
    }
    let stdout = succeeds(&place, &["user", "password", "ada"], NEW);
    assert!(stdout.contains("their tokens are revoked"), "{stdout}");
    assert_eq!(store.token_user(&key_hash(1), noon()).await.unwrap(), None);
    assert!(
        store.token_user(&key_hash(2), noon()).await.unwrap().is_some(),
        "other users keep theirs"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_set_by_an_admin_revokes_tokens_in_a_file() {
    a_password_set_by_an_admin_revokes_tokens(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_set_by_an_admin_revokes_tokens_in_mongodb() {
    a_password_set_by_an_admin_revokes_tokens(Backend::Mongo).await;
}

async fn commands_grant_the_admin_role_and_invite(backend: Backend) {
    let place = place(backend).await;
    succeeds(&place, &["user", "add", "ada"], PASSWORD);
    let program = Program::serve(&place.url).await;
    let client = reqwest::Client::builder().redirect(Policy::none()).cookie_store(true);
    let client = client.build().unwrap();
    let form = [("username", "ada"), ("password", PASSWORD)];
    let login = client.post(format!("{}/login", program.url)).form(&form).send().await.unwrap();
    assert_eq!(login.status(), 303);
    let status = async || {
        let users = client.get(format!("{}/admin/users", program.url)).send().await.unwrap();
        users.status().as_u16()
    };
    assert_eq!(status().await, 404);
    assert!(succeeds(&place, &["user", "admin", "ADA"], "").contains("ADA is an admin"));
    assert_eq!(status().await, 200, "it applies from the next request");
    assert!(
        succeeds(&place, &["user", "admin", "ada", "--revoke"], "").contains("no longer an admin")
    );
    assert_eq!(status().await, 404);
    let nobody = complaint(&run(&place.url, &["user", "admin", "bob"], ""));
    assert!(nobody.contains("no such user"), "{nobody}");

    let listen = format!("--listen=127.0.0.1:{}", program.port);
    let link = succeeds(&place, &["user", "invite", "--note", "Kim", &listen], "");
    assert!(link.starts_with(&format!("{}/signup?invite=", program.url)), "{link}");
    let stranger = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    assert_eq!(stranger.get(link.trim()).send().await.unwrap().status(), 200);
    let long = "x".repeat(201);
    let refused = run(&place.url, &["user", "invite", "--note", &long], "");
    assert!(!refused.status.success(), "{refused:?}");

    let store = storage::open(&place.url.parse().unwrap(), Access::Command).await.unwrap();
    let entries = store.audit(None, None, 9).await.unwrap();
    let deeds: Vec<_> = entries.iter().map(|entry| (entry.deed, entry.actor)).collect();
    let by_commands = [
        AuditAction::Invited,
        AuditAction::AdminWithdrawn,
        AuditAction::AdminGranted,
        AuditAction::UserAdded,
    ];
    assert_eq!(deeds, by_commands.map(|deed| (deed, Actor::CommandLine)));
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_grant_the_admin_role_and_invite_in_a_file() {
    commands_grant_the_admin_role_and_invite(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_grant_the_admin_role_and_invite_in_mongodb() {
    commands_grant_the_admin_role_and_invite(Backend::Mongo).await;
}

async fn a_command_prints_a_reset_link(backend: Backend) {
    let place = place(backend).await;
    succeeds(&place, &["user", "add", "ada"], PASSWORD);
    let program = Program::serve(&place.url).await;
    let listen = format!("--listen=127.0.0.1:{}", program.port);
    let link = succeeds(&place, &["user", "reset-link", "ADA", &listen], "");
    assert!(link.starts_with(&format!("{}/password/reset?token=", program.url)), "{link}");
    let token = link.trim().split_once("token=").unwrap().1;
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    assert_eq!(client.get(link.trim()).send().await.unwrap().status(), 200);
    let new = NEW.trim();
    let form = [("token", token), ("new_password", new), ("new_password_confirm", new)];
    let url = format!("{}/password/reset", program.url);
    assert_eq!(client.post(&url).form(&form).send().await.unwrap().status(), 303);
    assert_eq!(client.post(&url).form(&form).send().await.unwrap().status(), 410);
    assert_eq!((login(&program, PASSWORD).await, login(&program, NEW).await), (422, 303));
    let public = "--public-url=https://log.example.org";
    let link = succeeds(&place, &["user", "reset-link", "ada", public], "");
    assert!(link.starts_with("https://log.example.org/password/reset?token="), "{link}");
    succeeds(&place, &["user", "disable", "ada"], "");
    let disabled = complaint(&run(&place.url, &["user", "reset-link", "ada"], ""));
    assert!(disabled.contains("ada is disabled") && !disabled.contains("token="), "{disabled}");
    let nobody = complaint(&run(&place.url, &["user", "reset-link", "bob"], ""));
    assert!(nobody.contains("no such user"), "{nobody}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_prints_a_reset_link_from_a_file() {
    a_command_prints_a_reset_link(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_prints_a_reset_link_from_mongodb() {
    a_command_prints_a_reset_link(Backend::Mongo).await;
}

#[test]
fn all_invalid_settings_are_reported() {
    let wrong = ["--listen=here", "--signup=maybe", "--log-format=xml"];
    let error = complaint(&run("mongodb://", &wrong, ""));
    for name in ["WORKLOG_LISTEN", "WORKLOG_SIGNUP", "WORKLOG_LOG_FORMAT"] {
        assert!(error.contains(name), "{error}");
    }
}

/// Compares README.md's table with `config --help`.
#[test]
fn help_and_readme_list_every_setting() {
    // Removes empty variables: they count as unset, and help wouldn't show them.
    let help = run("worklog.db", &["config", "--help"], "");
    let help =
        String::from_utf8(help.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `WORKLOG_"));
    let names: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    assert!(names.len() >= 11, "{names:?}");
    for name in &names {
        let shown = ["=", "]"].map(|end| format!("[env: WORKLOG_{name}{end}"));
        assert!(shown.iter().any(|shown| help.contains(shown)), "{name} is not in the help");
    }
    for name in
        help.split("[env: WORKLOG_").skip(1).filter_map(|rest| rest.split(['=', ']']).next())
    {
        let name = name.trim_end_matches("_FILE");
        assert!(names.contains(&name), "{name} is not in README.md");
    }
}

#[tokio::test]
async fn an_unusable_database_file_stops_startup_with_instructions() {
    let place = place(Backend::Embedded).await;
    let listen = format!("--listen=127.0.0.1:{}", free_port());
    let complaint = || complaint(&run(&place.url, &[&listen], ""));
    fs::write(&place.url, "Dear diary, ".repeat(1000)).unwrap();
    assert!(complaint().contains("is not a Worklog database"));

    fs::remove_file(&place.url).unwrap();
    succeeds(&place, &["migrate"], "");
    let open = fs::metadata(&place.url).unwrap().permissions();
    let mut closed = open.clone();
    closed.set_readonly(true);
    fs::set_permissions(&place.url, closed).unwrap();
    assert!(complaint().contains("cannot be opened for writing"));
    fs::set_permissions(&place.url, open).unwrap();

    let program = Program::serve(&place.url).await;
    assert!(complaint().contains("is in use by another Worklog server"));
    drop(program);

    let file = rusqlite::Connection::open(&place.url).unwrap();
    file.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'", []).unwrap();
    drop(file);
    assert!(complaint().contains("Use the newer version that wrote it."));
}
