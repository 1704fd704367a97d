//! Tests that documents stored while the clock was a year ahead are corrected.

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::accounts::one_time_links::PasswordReset;
use worklog::domain::accounts::session::LoginSession;
use worklog::domain::notifications::outbox::{Message, Queued};

use super::cases;
use super::one_time_links::reset_link;
use super::outbox::{add, claim};
use crate::support::samples::{key_hash, later, noon, sample_session, start_session, upload};
use crate::support::store::TestStore;

cases! {
    a_migration_lock_taken_while_the_clock_was_ahead_is_free,
    purging_removes_links_that_would_last_a_year,
    purging_dates_sessions_back_that_were_last_seen_in_the_future,
    purging_removes_uploads_that_would_last_a_year,
    purging_makes_messages_due_that_were_claimed_in_the_future,
}

fn next_year() -> Timestamp {
    noon() + TimeDelta::days(365)
}

async fn a_migration_lock_taken_while_the_clock_was_ahead_is_free(store: TestStore) {
    let until = next_year() + TimeDelta::seconds(30);
    assert!(store.lock_migrations("dead", next_year(), until).await.unwrap());
    assert!(store.lock_migrations("next", noon(), later(30)).await.unwrap());
    assert!(!store.lock_migrations("third", later(1), later(31)).await.unwrap());
}

async fn purging_removes_links_that_would_last_a_year(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let ahead =
        PasswordReset { expires_at: next_year() + TimeDelta::minutes(30), ..reset_link(ada.id, 1) };
    store.add_password_reset(&ahead).await.unwrap();
    store.add_password_reset(&reset_link(ada.id, 2)).await.unwrap();
    store.purge(noon()).await.unwrap();
    assert_eq!(store.password_reset(&key_hash(1), noon()).await.unwrap(), None);
    assert!(store.password_reset(&key_hash(2), noon()).await.unwrap().is_some());
}

async fn purging_dates_sessions_back_that_were_last_seen_in_the_future(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let session = |seed: u8, seen| LoginSession {
        created_at: seen,
        last_seen_at: seen,
        expires_at: seen + TimeDelta::minutes(20),
        ..sample_session(ada.id, seed)
    };
    start_session(&*store, &session(1, next_year())).await.unwrap();
    start_session(&*store, &session(2, later(30))).await.unwrap();
    store.purge(noon()).await.unwrap();
    let found = async |seed| store.session(&key_hash(seed), noon()).await.unwrap().unwrap().0;
    let (corrected, current) = (found(1).await, found(2).await);
    assert_eq!((corrected.created_at, corrected.last_seen_at), (noon(), noon()));
    assert_eq!(corrected.expires_at, noon() + TimeDelta::minutes(20));
    assert_eq!(current.last_seen_at, later(30), "clocks differ a little");
}

async fn purging_removes_uploads_that_would_last_a_year(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let (ahead, current) = (upload(ada.id, "a", next_year()), upload(ada.id, "b", noon()));
    store.add_upload(ada.id, ahead.clone()).await.unwrap();
    store.add_upload(ada.id, current.clone()).await.unwrap();
    store.purge(noon()).await.unwrap();
    assert!(store.upload(ada.id, ahead.head.id, noon()).await.unwrap().is_none());
    assert!(store.upload(ada.id, current.head.id, noon()).await.unwrap().is_some());
}

async fn purging_makes_messages_due_that_were_claimed_in_the_future(store: TestStore) {
    let message = Message::ForgottenPassword { typed: "ada".to_owned() };
    store.queue(&Queued::new(None, message, noon())).await.unwrap();
    assert_eq!(store.claim_messages(&claim("dead", next_year(), 1)).await.unwrap().len(), 1);
    assert!(store.claim_messages(&claim("next", noon(), 1)).await.unwrap().is_empty());
    store.purge(noon()).await.unwrap();
    let claimed = store.claim_messages(&claim("next", noon(), 1)).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert!(store.settle_message(&claimed[0], None).await.unwrap());
}
