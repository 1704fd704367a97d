//! Tests which operations queue messages, in the same transaction.

use worklog::domain::accounts::password::PasswordChangeReason;
use worklog::domain::accounts::user::{Email, User, UserId};
use worklog::domain::days::month_log::Precondition;
use worklog::domain::notifications::outbox::Message;
use worklog::storage::{DayTransaction, StoreError};

use super::cases;
use super::outbox::{add, claim, drain};
use crate::support::samples::{day_transaction, edit_email, noon, put, user};
use crate::support::store::TestStore;

cases! {
    a_change_queues_its_messages,
    a_change_without_effect_queues_nothing,
    a_conflicting_change_queues_nothing,
    signing_up_with_an_address_queues_a_confirmation,
    a_taken_username_queues_nothing,
    a_password_change_notifies_the_confirmed_address,
    changing_the_address_queues_a_confirmation,
    removing_an_address_notifies_it_and_revokes_its_links,
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

/// Returns a change that queues a message about itself.
fn announced_change(ada: &User, day: &str, precondition: Precondition) -> DayTransaction {
    let transaction = day_transaction(ada.id, [put(day, "office", "", precondition)]);
    DayTransaction {
        messages: vec![Message::Slack { change: transaction.id, trace: None }],
        ..transaction
    }
}

async fn a_change_queues_its_messages(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let transactions = [("2026-11-17", 1), ("2026-11-16", 2), ("2026-11-18", 3)];
    let transactions =
        transactions.map(|(day, _)| announced_change(&ada, day, Precondition::NoEntry));
    for transaction in &transactions {
        store.edit_days(ada.id, transaction).await.unwrap();
    }
    let mut messages = Vec::new();
    for _ in &transactions {
        let taken = store.claim_messages(&claim("one", noon(), 5)).await.unwrap();
        assert!(taken.iter().all(|queued| queued.user_id == Some(ada.id)));
        assert!(store.settle_message(&taken[0], None).await.unwrap());
        messages.push(taken[0].message.clone());
    }
    assert_eq!(
        messages,
        transactions.map(|transaction| Message::Slack { change: transaction.id, trace: None })
    );
    let Message::Slack { change, .. } = messages[0] else { panic!("{messages:?}") };
    let change = store.change(ada.id, change).await.unwrap().unwrap();
    assert_eq!(change.items[0].date.to_string(), "2026-11-17");
}

async fn a_change_without_effect_queues_nothing(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store
        .edit_days(ada.id, &announced_change(&ada, "2026-11-17", Precondition::NoEntry))
        .await
        .unwrap();
    assert_eq!(drain(&*store, noon()).await.len(), 1);
    store
        .edit_days(ada.id, &announced_change(&ada, "2026-11-17", Precondition::Any))
        .await
        .unwrap();
    assert_eq!(drain(&*store, noon()).await, []);
}

async fn a_conflicting_change_queues_nothing(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let refused = store
        .edit_days(ada.id, &announced_change(&ada, "2026-11-17", Precondition::Version(7)))
        .await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    assert_eq!(drain(&*store, noon()).await, []);
}

async fn signing_up_with_an_address_queues_a_confirmation(store: TestStore) {
    store.add_user(&user("ada")).await.unwrap();
    let confirmation = Message::ConfirmEmail { email: email("ada@example.org") };
    assert_eq!(drain(&*store, noon()).await, [confirmation]);
}

async fn a_taken_username_queues_nothing(store: TestStore) {
    add(&*store, "ada").await;
    assert!(matches!(store.add_user(&user("ADA")).await, Err(StoreError::UsernameTaken)));
    assert_eq!(drain(&*store, noon()).await, []);
}

async fn a_password_change_notifies_the_confirmed_address(store: TestStore) {
    let mut confirmed = user("ada");
    confirmed.confirm_email();
    for user in [&confirmed, &user("bob")] {
        store.add_user(user).await.unwrap();
        drain(&*store, noon()).await;
        let (hash, reason) = (&user.password_hash, PasswordChangeReason::Changed);
        assert!(store.set_password(user.id, hash, hash, reason, noon()).await.unwrap());
        let expected = user.confirmed_email().map(|to| Message::PasswordChanged { to: to.clone() });
        assert_eq!(drain(&*store, noon()).await, Vec::from_iter(expected), "{}", user.username);
    }
}

async fn changing_the_address_queues_a_confirmation(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let new = email("new@example.org");
    assert!(edit_email(&*store, ada.id, Some(&new), noon()).await.unwrap());
    assert_eq!(drain(&*store, noon()).await, [Message::ConfirmEmail { email: new.clone() }]);
    let stored = store.user(ada.id).await.unwrap().unwrap();
    assert_eq!((stored.pending_email(), stored.confirmed_email()), (Some(&new), None));
    let nobody = UserId::new();
    assert!(!edit_email(&*store, nobody, Some(&new), noon()).await.unwrap());
}

async fn removing_an_address_notifies_it_and_revokes_its_links(store: TestStore) {
    let mut ada = user("ada");
    ada.confirm_email();
    store.add_user(&ada).await.unwrap();
    drain(&*store, noon()).await;
    let link = super::one_time_links::reset_link(ada.id, 1);
    store.add_password_reset(&link).await.unwrap();
    assert!(edit_email(&*store, ada.id, None, noon()).await.unwrap());
    let message = Message::EmailChanged { to: email("ada@example.org") };
    assert_eq!(drain(&*store, noon()).await, [message]);
    let stored = store.user(ada.id).await.unwrap().unwrap();
    assert_eq!((stored.email, stored.email_key), (None, None));
    assert_eq!(store.password_reset(&link.token_hash, noon()).await.unwrap(), None);
}
