//! Tests the message queue: each message is claimed by one server at a time, in order.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::accounts::user::User;
use worklog::domain::days::change::ChangeId;
use worklog::domain::notifications::outbox::{Message, MessageId, Queued};
use worklog::storage::{Claim, Store};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{later, noon, user};
use crate::support::store::TestStore;

cases! {
    due_messages_are_claimed_in_order,
    a_claim_is_exclusive_until_its_lease_expires,
    concurrent_claims_never_share_a_message,
    claims_through_two_handles_never_share_a_message,
    a_settled_message_is_removed,
    the_count_includes_claimed_messages,
    a_failed_message_is_rescheduled,
    a_slack_message_waits_for_the_users_earlier_ones,
    claims_can_leave_emails_to_other_servers_for_a_while,
    a_lost_claim_cannot_settle_a_message,
}

pub(super) fn claim(holder: &str, now: Timestamp, limit: usize) -> Claim {
    let until = now + TimeDelta::minutes(3);
    Claim { holder: holder.to_owned(), now, emails_due_by: now, until, limit }
}

fn typed(words: &str, at: Timestamp) -> Queued {
    Queued::new(None, Message::ForgottenPassword { typed: words.to_owned() }, at)
}

/// Claims and settles all messages that are due at this time. Returns them.
pub(super) async fn drain(store: &dyn Store, now: Timestamp) -> Vec<Message> {
    let taken = store.claim_messages(&claim("drain", now, 100)).await.unwrap();
    for message in &taken {
        assert!(store.settle_message(message, None).await.unwrap());
    }
    taken.into_iter().map(|queued| queued.message).collect()
}

fn ids(messages: &[Queued]) -> Vec<MessageId> {
    messages.iter().map(|message| message.id).collect()
}

pub(super) async fn add(store: &dyn Store, name: &str) -> User {
    let user = User { email: None, ..user(name) };
    store.add_user(&user).await.unwrap();
    user
}

async fn due_messages_are_claimed_in_order(store: TestStore) {
    let messages: Vec<_> =
        [60, 0, 0, 30, 61].map(|second| typed(&format!("at {second}"), later(second))).into();
    for message in messages.iter().rev() {
        store.queue(message).await.unwrap();
    }
    let taken = store.claim_messages(&claim("one", later(60), 3)).await.unwrap();
    assert_eq!(ids(&taken), [1, 2, 3].map(|at| messages[at].id));
    assert_eq!(taken[0].message, messages[1].message);
    assert_eq!(taken[0].queued_at, noon());
    let taken = store.claim_messages(&claim("one", later(60), 3)).await.unwrap();
    assert_eq!(ids(&taken), [messages[0].id], "the last one isn't due yet");
}

async fn a_claim_is_exclusive_until_its_lease_expires(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    let taken = store.claim_messages(&claim("dies", noon(), 5)).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(store.claim_messages(&claim("other", later(179), 5)).await.unwrap(), []);
    let again = store.claim_messages(&claim("other", later(180), 5)).await.unwrap();
    assert_eq!(ids(&again), ids(&taken));
    assert_eq!(again[0].attempts, 0);
}

async fn concurrent_claims_never_share_a_message(store: TestStore) {
    for number in 0..40 {
        store.queue(&typed(&format!("name {number}"), noon())).await.unwrap();
    }
    let taken = race(10, |number| {
        let (store, claim) = (store.handle(), claim(&format!("racer {number}"), noon(), 7));
        async move { store.claim_messages(&claim).await.unwrap() }
    })
    .await;
    let all: Vec<_> = taken.iter().flat_map(|taken| ids(taken)).collect();
    assert_eq!(all.len(), 40);
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 40);
}

async fn claims_through_two_handles_never_share_a_message(store: TestStore) {
    let handles = [store.handle(), store.reopen().await];
    for round in 0..5 {
        store.queue(&typed(&format!("round {round}"), noon())).await.unwrap();
        let taken = race(2, |number| {
            let store = handles[number].clone();
            let claim = claim(&format!("process {number}"), noon(), 5);
            async move { store.claim_messages(&claim).await.unwrap().len() }
        })
        .await;
        assert_eq!(taken.iter().sum::<usize>(), 1, "{taken:?}");
    }
}

async fn a_settled_message_is_removed(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    store.queue(&typed("bob", later(1))).await.unwrap();
    let taken = store.claim_messages(&claim("one", noon(), 5)).await.unwrap();
    assert!(store.settle_message(&taken[0], None).await.unwrap());
    assert!(!store.settle_message(&taken[0], None).await.unwrap());
    let left = drain(&*store, later(1_000_000)).await;
    assert_eq!(left, [Message::ForgottenPassword { typed: "bob".to_owned() }]);
}

async fn the_count_includes_claimed_messages(store: TestStore) {
    assert_eq!(store.messages_queued().await.unwrap(), 0);
    for words in ["ada", "bob"] {
        store.queue(&typed(words, noon())).await.unwrap();
    }
    let claimed = store.claim_messages(&claim("one", noon(), 1)).await.unwrap();
    assert_eq!(store.messages_queued().await.unwrap(), 2);
    assert!(store.settle_message(&claimed[0], None).await.unwrap());
    assert_eq!(store.messages_queued().await.unwrap(), 1);
}

async fn a_failed_message_is_rescheduled(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    let taken = store.claim_messages(&claim("one", noon(), 5)).await.unwrap();
    let next = taken[0].after_failure("it answered 500", noon(), 0.0).unwrap();
    assert!(store.settle_message(&taken[0], Some(&next)).await.unwrap());
    assert_eq!(store.claim_messages(&claim("two", later(59), 5)).await.unwrap(), []);
    let again = store.claim_messages(&claim("two", later(60), 5)).await.unwrap();
    assert_eq!((again[0].attempts, again[0].last_error.as_deref()), (1, Some("it answered 500")));
    assert_eq!(again[0].queued_at, noon());
}

async fn a_slack_message_waits_for_the_users_earlier_ones(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    let line = |user: &User, at| {
        Queued::new(Some(user.id), Message::Slack { change: ChangeId::new(), trace: None }, at)
    };
    let (first, second, his) = (line(&ada, noon()), line(&ada, later(10)), line(&bob, later(20)));
    let letter = Queued::new(
        Some(ada.id),
        Message::PasswordChanged { to: "a@b".parse().unwrap() },
        later(30),
    );
    for message in [&first, &second, &his, &letter] {
        store.queue(message).await.unwrap();
    }
    let taken = store.claim_messages(&claim("one", later(30), 9)).await.unwrap();
    assert_eq!(ids(&taken), [&first, &his, &letter].map(|message| message.id));
    assert_eq!(store.claim_messages(&claim("two", later(30), 9)).await.unwrap(), []);
    let next = taken[0].after_failure("it answered 500", later(30), 0.0).unwrap();
    assert!(store.settle_message(&taken[0], Some(&next)).await.unwrap());
    assert_eq!(store.claim_messages(&claim("one", later(89), 9)).await.unwrap(), []);
    let again = store.claim_messages(&claim("one", later(90), 9)).await.unwrap();
    assert_eq!(ids(&again), [first.id], "the other message was due earlier");
    assert!(store.settle_message(&again[0], None).await.unwrap());
    let then = store.claim_messages(&claim("one", later(90), 9)).await.unwrap();
    assert_eq!(ids(&then), [second.id]);
}

async fn claims_can_leave_emails_to_other_servers_for_a_while(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let line =
        Queued::new(Some(ada.id), Message::Slack { change: ChangeId::new(), trace: None }, noon());
    let letters = [typed("ada", noon()), typed("bob", later(50))];
    for message in [&letters[0], &line, &letters[1]] {
        store.queue(message).await.unwrap();
    }
    let claim = |by| Claim { emails_due_by: later(by), ..claim("one", later(60), 9) };
    for (by, expected) in [(-1, Some(line.id)), (10, Some(letters[0].id)), (49, None)] {
        let taken = store.claim_messages(&claim(by)).await.unwrap();
        assert_eq!(ids(&taken), Vec::from_iter(expected), "{by}");
    }
    let taken = store.claim_messages(&claim(60)).await.unwrap();
    assert_eq!(ids(&taken), [letters[1].id]);
}

async fn a_lost_claim_cannot_settle_a_message(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    let slow = store.claim_messages(&claim("slow", noon(), 5)).await.unwrap();
    let quick = store.claim_messages(&claim("quick", later(180), 5)).await.unwrap();
    let next = slow[0].after_failure("too slow", later(200), 0.0).unwrap();
    assert!(!store.settle_message(&slow[0], Some(&next)).await.unwrap());
    assert!(!store.settle_message(&slow[0], None).await.unwrap());
    assert!(store.settle_message(&quick[0], None).await.unwrap());
    assert_eq!(drain(&*store, later(1_000_000)).await, []);
}
