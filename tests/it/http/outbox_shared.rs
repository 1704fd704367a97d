//! Tests two servers on one store, of which only one has a mail server and sends the emails.

use std::time::Duration;

use worklog::domain::notifications::outbox::{Message, Queued};
use worklog::storage::Claim;

use crate::support::server::Server;
use crate::support::smtpd::Smtpd;
use crate::support::store::{Backend, fresh};

on_each_backend! {
    a_server_without_mail_leaves_emails_to_others,
    emails_unclaimed_for_a_day_are_dropped,
}

async fn a_server_without_mail_leaves_emails_to_others(backend: Backend) {
    let store = fresh(backend).await;
    let without = Server::on_store(store.handle(), &[]).await;
    without.person_with_email("ada", "ada@example.org").await;
    without.advance_clock(Duration::from_secs(0));
    tokio::time::sleep(Duration::from_millis(500)).await;
    let smtpd = Smtpd::start(&[]);
    let _with = Server::on_store(store.handle(), &smtpd.flags()).await;
    assert_eq!(smtpd.letters(1).await[0].to, "ada@example.org");
}

async fn emails_unclaimed_for_a_day_are_dropped(backend: Backend) {
    let server = Server::on(backend, &[]).await;
    let store = server.store();
    let now: worklog::domain::Timestamp = "2026-11-18T12:00:00Z".parse().unwrap();
    let message = Message::ForgottenPassword { typed: "ada".to_owned() };
    store.queue(&Queued::new(None, message, now)).await.unwrap();
    let queued = async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let by = now + chrono::TimeDelta::days(3);
        let holder = "test".to_owned();
        let claim = Claim { holder, now: by, emails_due_by: by, until: now, limit: 1 };
        store.claim_messages(&claim).await.unwrap().len()
    };
    server.advance_clock(Duration::from_hours(23));
    assert_eq!(queued().await, 1);
    server.advance_clock(Duration::from_hours(2));
    assert_eq!(queued().await, 0);
}
