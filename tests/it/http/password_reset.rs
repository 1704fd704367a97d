//! Tests resetting forgotten passwords with an emailed link, and that responses don't reveal who
//! has an account.

use std::time::{Duration, Instant};

use url::Url;
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::Claim;

use crate::support::keep_alive::Connection;
use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::smtpd::Smtpd;
use crate::support::store::{Backend, fresh, holds};

on_each_backend! {
    an_emailed_link_resets_the_password_once,
    a_reset_link_expires_after_half_an_hour,
    an_unknown_username_gets_the_same_response_and_no_email,
    rejected_emails_are_dropped_and_deferred_ones_retried,
    a_client_that_leaves_is_sent_its_link,
}

const NEW: &str = "another-heron-77";
const FORGOT: &str = "/password/forgot";

/// Signs up and confirms an email address, which sends one email.
async fn confirmed(smtpd: &Smtpd, server: &Server) -> Browser {
    let ada = server.person_with_email("ada", "Ada@example.org").await;
    let email = smtpd.letters(1).await.remove(0);
    assert_eq!(ada.confirm_address(&email).await, 303);
    ada
}

async fn ask(server: &Server, typed: &str) {
    let response = server.browser().submit(FORGOT, &[("username", typed)]).await;
    assert_eq!(response, "/password/forgot?done=asked");
}

fn choice<'a>(token: &'a str, password: &'a str, again: &'a str) -> [(&'a str, &'a str); 3] {
    [("token", token), ("new_password", password), ("new_password_confirm", again)]
}

async fn an_emailed_link_resets_the_password_once(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    let ada = confirmed(&smtpd, &server).await;
    ask(&server, "ADA").await;
    let email = smtpd.letters(2).await.remove(1);
    assert_eq!(email.head(), ("Ada@example.org", "Reset your Worklog password"));
    assert_eq!(email.headers["From"], "Worklog <log@example.org>");
    assert_eq!(email.headers["Auto-Submitted"], "auto-generated");
    assert!(email.text.contains("“ada”") && email.text.contains(&server.url), "{}", email.text);

    let stranger = server.browser();
    let response = stranger.get(&email.link()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["referrer-policy"], "strict-origin");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let page = Page::from_response(response).await;
    let token = page.value("main [name=token]");
    for (form, field) in [
        (choice(&token, NEW, "other"), "new_password_confirm"),
        (choice(&token, "password", "password"), "new_password"),
    ] {
        let response = stranger.post("/password/reset", &form).await;
        assert_eq!(response.status(), 422);
        assert_eq!(response.headers()["referrer-policy"], "strict-origin");
        let page = Page::from_response(response).await;
        assert_eq!(page.invalid(), [field]);
        assert_eq!(page.values("main [name=token]"), [token.as_str()]);
    }
    assert_eq!(ada.status("/month").await, 200);
    assert_eq!(
        stranger.submit("/password/reset", &choice(&token, NEW, NEW)).await,
        "/login?done=password"
    );
    assert_eq!(ada.status("/month").await, 303, "all logins have ended");
    let login = |password| [("username", "ada"), ("password", password)];
    assert_eq!(stranger.post("/login", &login(PASSWORD)).await.status(), 422);
    stranger.submit("/login", &login(NEW)).await;

    let again = stranger.post("/password/reset", &choice(&token, PASSWORD, PASSWORD)).await;
    assert_eq!(again.status(), 410);
    let page = stranger.get(&email.link()).await;
    assert_eq!(page.status(), 410);
    let page = Page::from_response(page).await;
    assert_eq!(page.attributes("main a.button", "href"), [FORGOT]);
    let notice = smtpd.letters(3).await.remove(2);
    assert_eq!(notice.head(), ("Ada@example.org", "Your Worklog password was changed"));
}

async fn a_reset_link_expires_after_half_an_hour(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    confirmed(&smtpd, &server).await;
    ask(&server, "ada@EXAMPLE.org").await;
    let email = smtpd.letters(2).await.remove(1);
    server.advance_clock(Duration::from_mins(29));
    let token = server.browser().page(&email.link()).await.value("main [name=token]");
    server.advance_clock(Duration::from_mins(1));
    assert_eq!(server.browser().status(&email.link()).await, 410);
    let response = server.browser().post("/password/reset", &choice(&token, NEW, NEW)).await;
    assert_eq!(response.status(), 410);
    server.browser().log_in("ada").await;
}

async fn an_unknown_username_gets_the_same_response_and_no_email(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    confirmed(&smtpd, &server).await;
    server.person_with_email("bob", "bob@example.org").await;
    smtpd.letters(2).await;
    server.person_with_email("eve", "").await;
    let long = "x".repeat(5000);
    for typed in ["nobody", "nobody@example.org", "bob", "bob@example.org", "eve", "a b", &long] {
        ask(&server, typed).await;
    }
    ask(&server, "ada").await;
    let letters = smtpd.letters(3).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(smtpd.attempts_so_far(), 3);
    assert!(letters[2].text.contains("“ada”"), "only confirmed addresses work");
    let page = server.browser().page("/password/forgot?done=asked").await;
    page.assert_text("main [role=status]", "If there’s an account with this username or email");
}

async fn rejected_emails_are_dropped_and_deferred_ones_retried(backend: Backend) {
    let smtpd = Smtpd::start(&["take", "refuse", "greylist", "die", "slow", "take"]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    confirmed(&smtpd, &server).await;
    ask(&server, "ada").await;
    smtpd.attempts(2).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.advance_clock(Duration::from_hours(2));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(smtpd.attempts_so_far(), 2, "rejected emails aren't retried");

    ask(&server, "ada").await;
    smtpd.attempts(3).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.advance_clock(Duration::from_secs(73));
    smtpd.attempts(4).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(smtpd.letters(1).await.len(), 1);
    server.advance_clock(Duration::from_secs(150));
    smtpd.attempts(5).await;
    let email = smtpd.letters(2).await.remove(1);
    assert_eq!(server.browser().status(&email.link()).await, 200);
}

#[actix_web::test]
async fn an_unresponsive_mail_server_delays_no_request() {
    let smtpd = Smtpd::start(&["take", "hang", "take"]);
    let server = Server::with_mail(&smtpd, Backend::Embedded, &[]).await;
    confirmed(&smtpd, &server).await;
    let start = Instant::now();
    ask(&server, "ada").await;
    smtpd.attempts(2).await;
    ask(&server, "ada").await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    let letters = smtpd.letters(2).await;
    assert!(letters[1].text.contains("/password/reset"), "the next email isn't delayed");
    // Exceeds the time limit for handing over an email.
    tokio::time::sleep(Duration::from_secs(22)).await;
    server.advance_clock(Duration::from_mins(2));
    smtpd.letters(3).await;
}

#[actix_web::test]
async fn nothing_is_sent_if_required_starttls_is_unavailable() {
    let smtpd = Smtpd::start(&[]);
    let [url, from, public_url] = smtpd.flags();
    let flags = [&format!("{url}?tls=required"), from, public_url];
    let data = fresh(Backend::Embedded).await;
    let server = Server::on_store(data.handle(), &flags).await;
    server.person_with_email("ada", "ada@example.org").await;
    let (give_up, mut put_off) = (Instant::now() + Duration::from_secs(20), None);
    while put_off.is_none() {
        assert!(Instant::now() < give_up, "no attempt was made");
        tokio::time::sleep(Duration::from_millis(50)).await;
        let now = "2026-11-18T12:01:30Z".parse().unwrap();
        let holder = "test".to_owned();
        let claim = Claim { holder, now, emails_due_by: now, until: now, limit: 1 };
        let taken = data.claim_messages(&claim).await.unwrap();
        put_off = taken.into_iter().next().and_then(|message| message.last_error);
    }
    assert_eq!(put_off.as_deref(), Some("the mail server could not be reached"));
    assert_eq!(smtpd.attempts_so_far(), 0);
}

#[actix_web::test]
async fn without_mail_the_page_refers_to_the_administrator() {
    let server = Server::start(&[]).await;
    let page = server.browser().page(FORGOT).await;
    page.assert_text("main p", "Ask your administrator");
    assert!(!page.has("main form"));
    assert_eq!(server.browser().post(FORGOT, &[("username", "ada")]).await.status(), 422);
}

#[actix_web::test]
async fn reset_requests_are_throttled_by_username_and_ip() {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, Backend::Embedded, &[]).await;
    let ask = async |typed: &str| {
        let response = server.browser().post(FORGOT, &[("username", typed)]).await;
        let wait =
            response.headers().get("retry-after").map(|wait| wait.to_str().unwrap().to_owned());
        (response.status().as_u16(), wait)
    };
    for _ in 0..4 {
        assert_eq!(ask("Nobody").await, (303, None));
    }
    assert_eq!(ask("nobody").await, (429, Some("60".to_owned())));
    // The rejected request isn't counted.
    for number in 0..17 {
        assert_eq!(ask(&format!("nobody{number}")).await.0, 303, "{number}");
    }
    assert_eq!(ask("somebody").await, (429, Some("10".to_owned())));
}

/// Both requests only queue a message. The account is looked up later.
#[actix_web::test]
async fn reset_request_timing_does_not_reveal_usernames() {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, Backend::Embedded, &["--rate-limits=off"]).await;
    confirmed(&smtpd, &server).await;
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..32 {
        // They alternate, because the email for one is still being sent while the next is measured.
        for at in [round % 2, (round + 1) % 2] {
            let (name, times) = (["ada", "nobody"][at], &mut times[at]);
            let browser = server.browser();
            let start = Instant::now();
            browser.submit(FORGOT, &[("username", name)]).await;
            times.push(start.elapsed());
        }
    }
    let [known, unknown] = times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    });
    println!("median of asking: {known:?} for a known name, {unknown:?} for an unknown one");
    assert!(unknown * 2 > known && known * 2 > unknown, "{known:?} and {unknown:?}");
}

#[actix_web::test]
async fn only_the_hash_of_a_link_is_stored() {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, Backend::Embedded, &[]).await;
    confirmed(&smtpd, &server).await;
    ask(&server, "ada").await;
    let email = smtpd.letters(2).await.remove(1);
    let token = email.link().split_once("token=").unwrap().1.to_owned();
    assert_eq!(token.len(), 43, "256 bits");
    let stored = server.raw().await;
    assert!(!holds(&stored, &token));
    assert!(holds(&stored, &SecretHash::new(&token).to_string()));
}

/// Otherwise, clients that leave early would use up the owner's attempts without sending an email.
async fn a_client_that_leaves_is_sent_its_link(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    confirmed(&smtpd, &server).await;
    let port = Url::parse(&server.url).unwrap().port().unwrap();
    let mut connection = Connection::open(port).await.unwrap();
    let request = format!(
        "POST {FORGOT} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 12\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\nusername=ada"
    );
    connection.send(&request).await.unwrap();
    drop(connection);
    let letter = smtpd.letters(2).await.remove(1);
    assert_eq!(letter.head(), ("Ada@example.org", "Reset your Worklog password"));
}
