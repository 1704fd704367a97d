//! The pages without a login, and those about email and webhooks.

use super::Step::{Arrive, Check, Click, Go, Letter, See, Submit, Type, Wait};
use super::{Step, Tour, Voice};
use crate::support::server::PASSWORD;
use crate::support::smtpd::Smtpd;
use crate::support::webhook::{Hook, Mood};

in_each_language! {
    public_pages,
    email_and_webhook_pages,
}

pub(super) const TOURS: &[&[Step]] = &[PUBLIC, EMAIL, FORGOTTEN, WEBHOOK];

const PUBLIC: &[Step] = &[
    See("/"),
    See("/signup"),
    See("/signup?invite=made-up"),
    See("/login?ended=1"),
    See("/login?next=%FF"),
    See("/logout"),
    See("/nowhere"),
    See("/password"),
    See("/password/forgot"),
    See("/password/reset?token=made-up"),
    See("/email/confirm?token=made-up"),
    Go("/signup"),
    Type("#username", "a b"),
    Submit,
    Wait("[aria-invalid=true]"),
    Check("/signup with errors"),
    Go("/login"),
    Type("#username", "nobody"),
    Type("#password", PASSWORD),
    Submit,
    Wait("#password-error"),
    Check("/login with an error"),
    Go("/password"),
    Submit,
    Wait("[aria-invalid=true]"),
    Check("/password with errors"),
];

async fn public_pages(voice: Voice) {
    let mut tour = Tour::start(voice, &[]).await;
    tour.follow(PUBLIC).await;
    tour.finish(&[400, 404, 405, 410, 422]).await;
}

const EMAIL: &[Step] = &[
    See("/settings/account"),
    Submit,
    Wait("#password-error"),
    Check("/settings/account with an error"),
    Letter(1),
    Arrive("/email/confirm"),
    Submit,
    Wait("main:not(:has(form))"),
    Check("a confirmed address"),
    See("/settings/account"),
];

const FORGOTTEN: &[Step] = &[
    See("/password/forgot"),
    Type("#username", "ada"),
    Submit,
    Wait("main:not(:has(form))"),
    Check("a requested reset"),
    Letter(2),
    Arrive("/password/reset"),
    Submit,
    Wait("#new_password-error"),
    Check("/password/reset with an error"),
];

const WEBHOOK: &[Step] = &[
    See("/settings/slack"),
    See("/settings/slack?test=404"),
    Type("#slack", "nowhere"),
    Submit,
    Wait("#slack-error"),
    Check("/settings/slack with an error"),
    Type("#slack", "{hook}"),
    Submit,
    Wait("main .notice"),
    Check("a webhook"),
    Click("button[value=test]"),
    Wait("main .notice.warning"),
    Check("a failed test message"),
    Go("/settings"),
    Click("input[name=week_start][value=sun] + span"),
    Submit,
    Wait("main .notice"),
    Check("saved settings"),
];

async fn email_and_webhook_pages(voice: Voice) {
    let (smtpd, hook) = (Smtpd::start(&[]), Hook::start(Mood::Answers(404)));
    let flags = [&smtpd.flags()[..], &[hook.flag()]].concat();
    let mut tour = Tour::start(voice, &flags).await;
    tour.person = tour.person.sign_up("ada@example.org").await;
    tour.smtpd = Some(smtpd);
    tour.name("{hook}", hook.url());
    for steps in [EMAIL, FORGOTTEN, WEBHOOK] {
        tour.follow(steps).await;
    }
    tour.finish(&[422]).await;
}
