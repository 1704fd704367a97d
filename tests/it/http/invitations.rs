//! Tests invitations that admins create, and signing up with them.

use std::time::Duration;

use worklog::domain::admin::audit::AuditAction;

use super::admin::{log, submit_action};
use crate::support::page::Page;
use crate::support::server::{Browser, PASSWORD, Server};
use crate::support::smtpd::Smtpd;
use crate::support::store::{Backend, holds};

on_each_backend! {
    an_invitation_creates_one_account_in_invite_mode,
    one_of_two_concurrent_uses_of_an_invitation_succeeds,
    an_invitation_expires_or_is_revoked,
    invitations_do_not_work_in_closed_mode,
    sign_up_works_with_and_without_an_invitation_in_open_mode,
    an_invitation_email_contains_the_link,
    invitation_errors_are_shown_at_their_field,
    an_admin_emails_a_reset_link_to_a_confirmed_address,
}

const INVITE: &str = "--signup=invite";
const PAGE: &str = "/admin/invitations";

/// Starts a server in invite mode with an admin.
async fn server_and_admin(backend: Backend) -> (Server, Browser) {
    let server = Server::on(backend, &[INVITE]).await;
    let root = admin_by_command(&server).await;
    (server, root)
}

/// Creates an admin as the command does, for servers without open sign-up.
async fn admin_by_command(server: &Server) -> Browser {
    use worklog::app::accounts::NewAccount;
    use worklog::app::admin;
    use worklog::domain::accounts::user::NewUsername;
    use worklog::domain::admin::AdminCommand;
    use worklog::domain::admin::audit::Actor;

    let username: NewUsername = "root".parse().unwrap();
    let password = server.app().password_rules.parse(PASSWORD, &username).unwrap();
    let account = NewAccount::new(username, password);
    admin::add_user(&server.app(), Actor::CommandLine, account).await.unwrap();
    let (app, user) = server.app_and_user("root").await;
    assert!(
        admin::apply(&app, Actor::CommandLine, AdminCommand::GrantAdmin(user.id)).await.unwrap()
    );
    server.logged_in("root").await
}

/// Creates an invitation. Returns the path of its link.
async fn invite(server: &Server, root: &Browser) -> String {
    let response = root.post(PAGE, &[("note", "Kim")]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let link = Page::from_response(response).await.value("#link");
    link.strip_prefix(&server.url).expect("ours").to_owned()
}

fn token_of(path: &str) -> &str {
    path.split_once("invite=").unwrap().1
}

fn form<'a>(name: &'a str, token: &'a str) -> [(&'a str, &'a str); 4] {
    [("username", name), ("password", PASSWORD), ("password_confirm", PASSWORD), ("invite", token)]
}

async fn an_invitation_creates_one_account_in_invite_mode(backend: Backend) {
    let (server, root) = server_and_admin(backend).await;
    let anybody = server.browser();
    for response in [anybody.get("/signup").await, anybody.post("/signup", &form("eve", "")).await]
    {
        assert_eq!(response.status(), 403);
        Page::from_response(response).await.assert_text("main p", "You need an invitation");
    }
    assert!(!anybody.page("/").await.has("a[href='/signup']"));
    let body = serde_json::json!({ "username": "eve", "password": PASSWORD });
    let call = anybody.request(reqwest::Method::PUT, "/api/v1/user/create").json(&body);
    let refused = anybody.send(call).await;
    assert_eq!(refused.status(), 403);
    let refused: serde_json::Value = refused.json().await.unwrap();
    assert!(refused["error"].as_str().unwrap().contains("You need an invitation"));

    let link = invite(&server, &root).await;
    let token = token_of(&link).to_owned();
    assert!(!holds(&server.raw().await, &token), "only the hash is stored");
    assert!(!root.page(PAGE).await.mentions(&token), "the link is shown once");
    let page = anybody.get(&link).await;
    assert_eq!(
        (page.status().as_u16(), &page.headers()["referrer-policy"]),
        (200, &"strict-origin".parse().unwrap())
    );
    let shown = Page::from_response(page).await;
    assert_eq!(shown.values("[name=invite]"), [token.as_str()]);
    let shown = anybody.submit_expecting("/signup", &form("a b", &token), 422).await;
    assert_eq!(shown.values("[name=invite]"), [token.as_str()], "the invitation is kept");
    assert_eq!(anybody.post("/signup", &form("ROOT", &token)).await.status(), 422, "is taken");
    let reserved = anybody.submit_expecting("/signup", &form("create", &token), 422).await;
    reserved.field("username").assert_error("This username is reserved.");
    assert_eq!(anybody.submit("/signup", &form("eve", &token)).await, "/month");
    assert_eq!(anybody.status("/month").await, 200, "logged in");
    for name in ["eve", "mallory"] {
        let used = server.browser().submit_expecting("/signup", &form(name, &token), 410).await;
        used.assert_text("main p", "This invitation was used");
    }
    assert_eq!(server.browser().status(&link).await, 410);
    assert_eq!(server.browser().status("/signup?invite=made-up").await, 410);
    assert_eq!(log(&server).await[0].deed, AuditAction::InvitationUsed);
    assert!(!root.page(PAGE).await.has(".rows > li"));
}

async fn one_of_two_concurrent_uses_of_an_invitation_succeeds(backend: Backend) {
    let (server, root) = server_and_admin(backend).await;
    let link = invite(&server, &root).await;
    let token = token_of(&link);
    let (first, second) = (server.browser(), server.browser());
    let (one, other) = (form("eve", token), form("mallory", token));
    let both =
        futures_util::future::join(first.post("/signup", &one), second.post("/signup", &other));
    let (one, other) = both.await;
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
}

async fn an_invitation_expires_or_is_revoked(backend: Backend) {
    let (server, root) = server_and_admin(backend).await;
    let (kept, revoked) = (invite(&server, &root).await, invite(&server, &root).await);
    let shown = root.page(PAGE).await;
    assert_eq!(shown.texts(".rows b"), ["Kim", "Kim"]);
    shown.assert_text(".rows small", "expires in 7 days");
    // The newest comes first.
    let question = root.page(&shown.attribute(".rows a.danger", "href")).await;
    assert_eq!(question.text("h1"), "Revoke “Kim”?");
    let way = question.attribute("main form", "action");
    assert_eq!(root.submit(&way, &[]).await, "/admin/invitations?done=revoked");
    assert_eq!(root.submit(&way, &[]).await, "/admin/invitations?done=none");
    assert_eq!(server.browser().status(&revoked).await, 410);
    assert_eq!(server.browser().status(&kept).await, 200);
    server.advance_clock(Duration::from_hours(7 * 24) - Duration::from_secs(1));
    assert_eq!(server.browser().status(&kept).await, 200);
    server.advance_clock(Duration::from_secs(1));
    assert_eq!(server.browser().status(&kept).await, 410);
    let late = server.browser().post("/signup", &form("eve", token_of(&kept))).await;
    assert_eq!(late.status(), 410);
    let root = server.logged_in("root").await;
    assert!(!root.page(PAGE).await.has(".rows > li"));
}

async fn invitations_do_not_work_in_closed_mode(backend: Backend) {
    let server = Server::on(backend, &["--signup=closed"]).await;
    let root = admin_by_command(&server).await;
    let shown = root.page(PAGE).await;
    shown.assert_text(".notice.warning", "Sign-up is closed");
    assert!(!shown.has("#note"), "the form is hidden");
    assert_eq!(root.post(PAGE, &[("note", "Kim")]).await.status(), 403);
    assert!(server.app().store.invitations(server.app().clock.now()).await.unwrap().is_empty());
    // Adds an invitation created earlier.
    let note = "Kim".parse().unwrap();
    let us = worklog::domain::admin::audit::Actor::CommandLine;
    let made =
        worklog::app::admin::invitations::invite(&server.app(), us, None, note).await.unwrap();
    let worklog::app::admin::invitations::InvitationLink::Token(token) = made else {
        panic!("{made:?}")
    };
    let anybody = server.browser();
    assert_eq!(anybody.status(&format!("/signup?invite={token}")).await, 403);
    assert_eq!(anybody.post("/signup", &form("eve", &token)).await.status(), 403);
}

async fn sign_up_works_with_and_without_an_invitation_in_open_mode(backend: Backend) {
    let server = Server::on(backend, &[]).await;
    let root = server.admin("root").await;
    let link = invite(&server, &root).await;
    server.sign_up("bob").await;
    let eve = server.browser();
    eve.submit("/signup", &form("eve", token_of(&link))).await;
    assert_eq!(eve.post("/signup", &form("eve-2", token_of(&link))).await.status(), 410);
    assert_eq!(server.browser().status("/signup?invite=made-up").await, 410);
    let twice = server.browser().get("/signup?invite=a&invite=b").await;
    assert_eq!(twice.status(), 400);
}

async fn an_invitation_email_contains_the_link(backend: Backend) {
    let smtpd = Smtpd::start(&["refuse", "take"]);
    let server = Server::with_mail(&smtpd, backend, &[INVITE]).await;
    let root = admin_by_command(&server).await;
    for email in ["nobody@example.org", "Kim@example.org"] {
        assert_eq!(
            root.submit(PAGE, &[("email", email), ("note", "")]).await,
            "/admin/invitations?done=mailed"
        );
        smtpd.attempts(if email.starts_with('K') { 2 } else { 1 }).await;
    }
    let email = smtpd.letters(1).await.remove(0);
    assert_eq!(email.head(), ("Kim@example.org", "You’re invited to Worklog"));
    let kim = server.browser();
    let invited = kim.page(&email.link()).await;
    assert_eq!(invited.field("email").value(), "Kim@example.org");
    let shown = root.page(PAGE).await;
    assert_eq!(shown.texts(".rows b"), ["Kim@example.org", "nobody@example.org"]);
    shown.assert_text(".rows small", "emailed to Kim@example.org");
    kim.submit("/signup", &form("kim", &invited.field("invite").value())).await;
}

async fn invitation_errors_are_shown_at_their_field(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let with_mail = Server::with_mail(&smtpd, backend, &[INVITE]).await;
    let (without, root) = server_and_admin(backend).await;
    let with_mail_root = admin_by_command(&with_mail).await;
    let long = "語".repeat(201);
    for (root, email, note, field, words) in [
        (&root, "", long.as_str(), "note", "at most 200 characters"),
        (&root, "", "a\u{7}b", "note", "control characters"),
        (&root, "kim@example.org", "", "email", "doesn’t send email"),
        (&with_mail_root, "kim", "<b>\"x'&", "email", "Enter an email address"),
        (&with_mail_root, "kim@example.org\r\nBcc: x@y", "", "email", "Enter an email address"),
    ] {
        let shown = root.submit_expecting(PAGE, &[("email", email), ("note", note)], 422).await;
        shown.field(field).assert_error(words);
        assert_eq!(shown.count("#note"), 1);
        if !note.contains('\u{7}') {
            assert_eq!(shown.values("#note"), [note]);
        }
        assert!(!shown.has(".rows > li"));
    }
    assert_eq!(root.post(PAGE, &[("note", "a"), ("note", "b")]).await.status(), 400);
    drop(without);
}

async fn an_admin_emails_a_reset_link_to_a_confirmed_address(backend: Backend) {
    let smtpd = Smtpd::start(&[]);
    let server = Server::with_mail(&smtpd, backend, &[]).await;
    let root = server.admin("root").await;
    let bob = server.person_with_email("bob", "bob@example.org").await;
    let page = server.page_of("bob").await;
    let email = smtpd.letters(1).await.remove(0);
    let (answered, shown) = submit_action(&root, &page, "mail", "").await;
    assert_eq!(answered, 422);
    shown.assert_text(".notice.warning", "no confirmed email address");
    assert_eq!(bob.confirm_address(&email).await, 303);
    assert_eq!(root.submit(&page, &[("act", "mail")]).await, format!("{page}?done=mail"));
    let email = smtpd.letters(2).await.remove(1);
    assert_eq!(email.to, "bob@example.org");
    assert!(email.text.contains("A Worklog admin"), "{}", email.text);
    assert_eq!(server.browser().status(&email.link()).await, 200);
    assert_eq!(log(&server).await[0].deed, AuditAction::ResetLinkMailed);
    let shown = root.page(&page).await;
    assert!(!shown.mentions("bob@example.org"), "the address isn't shown");
}
