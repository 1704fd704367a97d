//! Tests that an attacker who enters wrong passwords can't lock a user out, and that trying
//! passwords for many accounts is throttled by network.

use std::cell::Cell;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use worklog::app::accounts::password_reset;
use worklog::app::admin;
use worklog::domain::accounts::attempts::{self, PasswordSource};
use worklog::domain::accounts::password::Password;
use worklog::domain::admin::AdminCommand;
use worklog::domain::admin::audit::Actor;

use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::store::Backend;

on_each_backend! {
    the_owner_logs_in_from_another_address,
    a_known_browser_has_its_own_count,
    only_the_account_that_logged_in_is_known,
    the_logged_in_owner_is_not_affected,
    resets_and_admins_clear_the_counts,
    many_attackers_only_delay_the_owner,
    passwords_for_many_accounts_are_throttled_by_network,
    known_browsers_are_throttled_by_network,
    successful_logins_are_not_counted_by_address,
}

const WRONG: &str = "wrong-horse-1";
const ATTACKER: &str = "198.51.100.66";
const HOME: &str = "203.0.113.5";

/// Starts a server that believes the tests' `X-Forwarded-For`.
async fn start(backend: Backend) -> Server {
    Server::on(backend, &["--trusted-proxies=127.0.0.1"]).await
}

async fn post(browser: &Browser, path: &str, address: &str, form: &[(&str, &str)]) -> u16 {
    let request = browser.request(Method::POST, path).header("X-Forwarded-For", address);
    browser.send(request.form(form)).await.status().as_u16()
}

async fn log_in(browser: &Browser, address: &str, name: &str, password: &str) -> u16 {
    post(browser, "/login", address, &[("username", name), ("password", password)]).await
}

/// Enters wrong passwords for ada until the attacker's address is throttled.
async fn attack(server: &Server) {
    let browser = server.browser();
    let mut statuses = Vec::new();
    for _ in 0..30 {
        statuses.push(log_in(&browser, ATTACKER, "ada", WRONG).await);
    }
    assert_eq!(statuses[..7], [422, 422, 422, 422, 422, 422, 429]);
    assert!(statuses[7..].iter().all(|status| *status == 429), "{statuses:?}");
}

async fn the_owner_logs_in_from_another_address(backend: Backend) {
    let server = start(backend).await;
    server.sign_up("ada").await;
    attack(&server).await;
    assert_eq!(log_in(&server.browser(), HOME, "ada", PASSWORD).await, 303);
    assert_eq!(log_in(&server.browser(), ATTACKER, "ada", PASSWORD).await, 429);
}

async fn a_known_browser_has_its_own_count(backend: Backend) {
    let server = start(backend).await;
    let ada = server.sign_up("ada").await;
    attack(&server).await;
    ada.submit("/logout", &[]).await;
    assert_eq!(log_in(&ada, ATTACKER, "ada", PASSWORD).await, 303, "even from that address");
    let known = server.browser();
    assert_eq!(log_in(&known, HOME, "ADA", PASSWORD).await, 303);
    for _ in 0..6 {
        assert_eq!(log_in(&known, HOME, "ada", WRONG).await, 422);
    }
    assert_eq!(log_in(&known, HOME, "ada", PASSWORD).await, 429);
    assert_eq!(log_in(&known, "203.0.113.6", "ada", PASSWORD).await, 429);
    assert_eq!(log_in(&ada, HOME, "ada", PASSWORD).await, 303, "another known browser");
    assert_eq!(log_in(&server.browser(), HOME, "ada", PASSWORD).await, 303, "an unknown one");
}

async fn only_the_account_that_logged_in_is_known(backend: Backend) {
    let server = start(backend).await;
    server.sign_up("ada").await;
    let eve = server.sign_up("eve").await;
    attack(&server).await;
    assert_eq!(log_in(&eve, ATTACKER, "ada", PASSWORD).await, 429);
    let forged = server.browser();
    let request = forged
        .request(Method::POST, "/login")
        .header("X-Forwarded-For", ATTACKER)
        .header("Cookie", "worklog-device=device.made-up.made-up")
        .form(&[("username", "ada"), ("password", PASSWORD)]);
    assert_eq!(forged.send(request).await.status(), 429);
}

async fn the_logged_in_owner_is_not_affected(backend: Backend) {
    let server = start(backend).await;
    let ada = server.sign_up("ada").await;
    attack(&server).await;
    let change = [
        ("username", "ada"),
        ("password", PASSWORD),
        ("new_password", "another-heron-77"),
        ("new_password_confirm", "another-heron-77"),
    ];
    let stranger = server.browser();
    assert_eq!(post(&stranger, "/password", ATTACKER, &change).await, 429, "not logged in");
    assert_eq!(post(&ada, "/password", ATTACKER, &change).await, 303);
    let back = json!({"password": "another-heron-77", "new_password": PASSWORD});
    let request = ada.request(Method::PUT, "/api/v1/user/ada/reset").json(&back);
    let request = request.header("X-Forwarded-For", ATTACKER);
    assert_eq!(ada.send(request).await.status(), 200);
    let path = "/settings/data/delete-account";
    assert_eq!(post(&ada, path, ATTACKER, &[("password", PASSWORD)]).await, 303);
}

async fn resets_and_admins_clear_the_counts(backend: Backend) {
    let server = start(backend).await;
    server.sign_up("ada").await;
    let (app, user) = server.app_and_user("ada").await;
    let stranger = server.browser();

    attack(&server).await;
    let token = password_reset::add_link(&app, &user).await.unwrap();
    let (reset_to, set_to) = ("marble-lantern-77", "violet-harbor-35");
    let reset =
        [("token", token.as_str()), ("new_password", reset_to), ("new_password_confirm", reset_to)];
    assert_eq!(post(&stranger, "/password/reset", HOME, &reset).await, 303);
    assert_eq!(log_in(&stranger, ATTACKER, "ada", reset_to).await, 303, "after a reset");

    attack(&server).await;
    let enable = AdminCommand::Enable(user.id);
    admin::apply(&app, Actor::CommandLine, enable).await.unwrap();
    assert_eq!(log_in(&server.browser(), ATTACKER, "ada", reset_to).await, 303, "enabled");

    attack(&server).await;
    let password = Password::from_input(set_to);
    admin::set_password(&app, Actor::CommandLine, &user, password).await.unwrap();
    assert_eq!(log_in(&server.browser(), ATTACKER, "ada", set_to).await, 303, "new password");

    attack(&server).await;
    let grant = AdminCommand::GrantAdmin(user.id);
    admin::apply(&app, Actor::CommandLine, grant).await.unwrap();
    assert_eq!(log_in(&server.browser(), ATTACKER, "ada", set_to).await, 429, "still counted");
}

/// Counts wrong passwords without the work of hashing them.
async fn count_wrong(server: &Server, name: &str, address: &str) -> bool {
    count_wrong_with(server, name, address, None).await
}

/// Like `count_wrong`, in a browser that may be known.
async fn count_wrong_with(
    server: &Server,
    name: &str,
    address: &str,
    device: Option<String>,
) -> bool {
    let source = PasswordSource::Login { address: ip(address), device };
    let keys = attempts::password_keys(name, &source);
    server.store().attempt(&keys, server.app().clock.now()).await.unwrap().is_ok()
}

fn ip(address: &str) -> IpAddr {
    address.parse().unwrap()
}

async fn many_attackers_only_delay_the_owner(backend: Backend) {
    let server = start(backend).await;
    server.sign_up("ada").await;
    for number in 0..60 {
        assert!(count_wrong(&server, "ada", &format!("198.51.100.{number}")).await);
    }
    let start = Instant::now();
    assert_eq!(log_in(&server.browser(), HOME, "ada", PASSWORD).await, 303);
    assert!(start.elapsed() >= Duration::from_secs(2), "{:?}", start.elapsed());
}

async fn passwords_for_many_accounts_are_throttled_by_network(backend: Backend) {
    let server = start(backend).await;
    server.sign_up("ada").await;
    // One /64, two in one /56, four in one /48.
    for (networks, refused, accepted) in [
        (vec!["2001:db8:1:100"], "2001:db8:1:100:1:2:3:4", "2001:db8:1:101::1"),
        (vec!["2001:db8:2:100", "2001:db8:2:101"], "2001:db8:2:102::1", "2001:db8:2:200::1"),
        (
            vec!["2001:db8:3:100", "2001:db8:3:200", "2001:db8:3:300", "2001:db8:3:400"],
            "2001:db8:3:500::1",
            "2001:db8:4:500::1",
        ),
    ] {
        for (number, network) in networks.iter().enumerate() {
            for attempt in 0..100 {
                let address = format!("{network}::{attempt:x}");
                let name = format!("nobody{number}-{attempt}");
                assert!(count_wrong(&server, &name, &address).await, "{name}");
            }
        }
        // The last attempt that is allowed starts a wait.
        assert!(count_wrong(&server, "anybody", refused).await);
        assert_eq!(log_in(&server.browser(), refused, "ada", PASSWORD).await, 429, "{refused}");
        assert_eq!(log_in(&server.browser(), accepted, "ada", PASSWORD).await, 303, "{accepted}");
    }
}

async fn known_browsers_are_throttled_by_network(backend: Backend) {
    let server = start(backend).await;
    let ada = server.sign_up("ada").await;
    // Attempts in unknown browsers don't affect known ones.
    for number in 0..101 {
        assert!(count_wrong(&server, &format!("nobody{number}"), ATTACKER).await);
    }
    assert_eq!(log_in(&server.browser(), ATTACKER, "ada", PASSWORD).await, 429);
    assert_eq!(log_in(&ada, ATTACKER, "ada", PASSWORD).await, 303);
    // The attacker had an account with this name before, and logged in with many browsers.
    for number in 0..101 {
        let device = Some(format!("device{}", number / 5));
        assert!(count_wrong_with(&server, "ada", ATTACKER, device).await, "{number}");
    }
    let device = Some("another".to_owned());
    assert!(!count_wrong_with(&server, "ada", ATTACKER, device.clone()).await);
    assert_eq!(log_in(&ada, ATTACKER, "ada", PASSWORD).await, 429);
    assert_eq!(log_in(&ada, HOME, "ada", PASSWORD).await, 303, "the owner, at home");
    assert_eq!(log_in(&server.browser(), HOME, "ada", PASSWORD).await, 303, "a new browser");
}

async fn successful_logins_are_not_counted_by_address(backend: Backend) {
    let server = start(backend).await;
    server.sign_up("ada").await;
    for number in 0..95 {
        assert!(count_wrong(&server, &format!("nobody{number}"), HOME).await);
    }
    for _ in 0..10 {
        assert_eq!(log_in(&server.browser(), HOME, "ada", PASSWORD).await, 303);
    }
    for number in 0..6 {
        assert_eq!(log_in(&server.browser(), HOME, &format!("other{number}"), WRONG).await, 422);
    }
    assert_eq!(log_in(&server.browser(), HOME, "ada", PASSWORD).await, 429);
}

/// Passwords wait for a thread that checks one at a time.
#[actix_web::test]
async fn an_address_does_not_delay_logins_from_others() {
    const MANY: usize = 32;
    let server = start(Backend::Embedded).await;
    server.sign_up("ada").await;
    let (browser, done) = (server.browser(), Cell::new(0));
    let attack = (0..MANY).map(async |number| {
        let status = log_in(&browser, ATTACKER, &format!("nobody{number}"), WRONG).await;
        done.update(|done| done + 1);
        status
    });
    let login = async {
        while done.get() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let status = log_in(&server.browser(), HOME, "ada", PASSWORD).await;
        (status, done.get())
    };
    let (attack, (status, before)) = tokio::join!(join_all(attack), login);
    assert!(attack.iter().all(|status| *status == 422), "all get their turn: {attack:?}");
    assert_eq!(status, 303);
    assert!(before < MANY * 3 / 4, "{before} attempts were checked first");
}
