//! The queue of messages: with the act that causes them, to one process each, in order.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::change::ChangeId;
use worklog::domain::month_log::Expect;
use worklog::domain::outbox::{Message, MessageId, Queued};
use worklog::domain::password::Renewal;
use worklog::domain::user::{Email, User};
use worklog::storage::{Claim, DayAct, Store, StoreError};

use super::cases;
use crate::support::race::race;
use crate::support::samples::{act, later, noon, put, user};
use crate::support::store::TestStore;

cases! {
    messages_are_claimed_when_due_in_order,
    a_claimed_message_is_nobody_elses_until_its_lease_ends,
    raced_claims_give_each_message_to_one,
    of_two_handles_each_message_goes_to_one,
    a_settled_message_is_gone,
    messages_are_counted_claimed_or_not,
    a_message_that_failed_is_due_again_later,
    a_line_waits_for_the_earlier_ones_of_its_person,
    letters_are_left_to_others_for_as_long_as_the_claim_says,
    a_claim_that_was_lost_settles_nothing,
    an_act_queues_its_messages,
    an_act_that_changes_nothing_queues_nothing,
    an_act_in_conflict_queues_nothing,
    a_new_user_with_an_address_is_asked_to_confirm_it,
    a_username_that_is_taken_queues_nothing,
    a_new_password_queues_a_notice_to_a_confirmed_address,
    another_address_is_asked_to_be_confirmed,
    an_address_taken_away_is_told_and_its_links_end,
}

fn claim(holder: &str, now: Timestamp, most: usize) -> Claim {
    let until = now + TimeDelta::minutes(3);
    Claim { holder: holder.to_owned(), now, letters_due_by: now, until, most }
}

fn typed(words: &str, at: Timestamp) -> Queued {
    Queued::new(None, Message::ForgottenPassword { typed: words.to_owned() }, at)
}

/// Takes all that is due by a moment, and gives it back settled.
async fn drain(store: &dyn Store, now: Timestamp) -> Vec<Message> {
    let taken = store.claim_messages(&claim("drain", now, 100)).await.unwrap();
    for message in &taken {
        assert!(store.settle_message(message, None).await.unwrap());
    }
    taken.into_iter().map(|queued| queued.message).collect()
}

fn ids(messages: &[Queued]) -> Vec<MessageId> {
    messages.iter().map(|message| message.id).collect()
}

async fn add(store: &dyn Store, name: &str) -> User {
    let user = User { email: None, ..user(name) };
    store.add_user(&user).await.unwrap();
    user
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}

async fn messages_are_claimed_when_due_in_order(store: TestStore) {
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
    assert_eq!(ids(&taken), [messages[0].id], "the last is not due yet");
}

async fn a_claimed_message_is_nobody_elses_until_its_lease_ends(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    let taken = store.claim_messages(&claim("dies", noon(), 5)).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(store.claim_messages(&claim("other", later(179), 5)).await.unwrap(), []);
    let again = store.claim_messages(&claim("other", later(180), 5)).await.unwrap();
    assert_eq!(ids(&again), ids(&taken));
    assert_eq!(again[0].attempts, 0);
}

async fn raced_claims_give_each_message_to_one(store: TestStore) {
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

async fn of_two_handles_each_message_goes_to_one(store: TestStore) {
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

async fn a_settled_message_is_gone(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    store.queue(&typed("bob", later(1))).await.unwrap();
    let taken = store.claim_messages(&claim("one", noon(), 5)).await.unwrap();
    assert!(store.settle_message(&taken[0], None).await.unwrap());
    assert!(!store.settle_message(&taken[0], None).await.unwrap());
    let left = drain(&*store, later(1_000_000)).await;
    assert_eq!(left, [Message::ForgottenPassword { typed: "bob".to_owned() }]);
}

async fn messages_are_counted_claimed_or_not(store: TestStore) {
    assert_eq!(store.messages_queued().await.unwrap(), 0);
    for words in ["ada", "bob"] {
        store.queue(&typed(words, noon())).await.unwrap();
    }
    let claimed = store.claim_messages(&claim("one", noon(), 1)).await.unwrap();
    assert_eq!(store.messages_queued().await.unwrap(), 2);
    assert!(store.settle_message(&claimed[0], None).await.unwrap());
    assert_eq!(store.messages_queued().await.unwrap(), 1);
}

async fn a_message_that_failed_is_due_again_later(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    let taken = store.claim_messages(&claim("one", noon(), 5)).await.unwrap();
    let next = taken[0].after_failure("it answered 500", noon(), 0.0).unwrap();
    assert!(store.settle_message(&taken[0], Some(&next)).await.unwrap());
    assert_eq!(store.claim_messages(&claim("two", later(59), 5)).await.unwrap(), []);
    let again = store.claim_messages(&claim("two", later(60), 5)).await.unwrap();
    assert_eq!((again[0].attempts, again[0].last_error.as_deref()), (1, Some("it answered 500")));
    assert_eq!(again[0].queued_at, noon());
}

async fn a_line_waits_for_the_earlier_ones_of_its_person(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    let line = |user: &User, at| {
        Queued::new(Some(user.id), Message::Slack { change: ChangeId::new(), trace: None }, at)
    };
    let (first, second, his) = (line(&ada, noon()), line(&ada, later(10)), line(&bob, later(20)));
    let letter =
        Queued::new(Some(ada.id), Message::PasswordChanged { to: email("a@b") }, later(30));
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
    assert_eq!(ids(&again), [first.id], "although the other has been due for longer");
    assert!(store.settle_message(&again[0], None).await.unwrap());
    let then = store.claim_messages(&claim("one", later(90), 9)).await.unwrap();
    assert_eq!(ids(&then), [second.id]);
}

async fn letters_are_left_to_others_for_as_long_as_the_claim_says(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let line =
        Queued::new(Some(ada.id), Message::Slack { change: ChangeId::new(), trace: None }, noon());
    let letters = [typed("ada", noon()), typed("bob", later(50))];
    for message in [&letters[0], &line, &letters[1]] {
        store.queue(message).await.unwrap();
    }
    let claim = |by| Claim { letters_due_by: later(by), ..claim("one", later(60), 9) };
    for (by, expected) in [(-1, Some(line.id)), (10, Some(letters[0].id)), (49, None)] {
        let taken = store.claim_messages(&claim(by)).await.unwrap();
        assert_eq!(ids(&taken), Vec::from_iter(expected), "{by}");
    }
    let taken = store.claim_messages(&claim(60)).await.unwrap();
    assert_eq!(ids(&taken), [letters[1].id]);
}

async fn a_claim_that_was_lost_settles_nothing(store: TestStore) {
    store.queue(&typed("ada", noon())).await.unwrap();
    let slow = store.claim_messages(&claim("slow", noon(), 5)).await.unwrap();
    let quick = store.claim_messages(&claim("quick", later(180), 5)).await.unwrap();
    let next = slow[0].after_failure("too slow", later(200), 0.0).unwrap();
    assert!(!store.settle_message(&slow[0], Some(&next)).await.unwrap());
    assert!(!store.settle_message(&slow[0], None).await.unwrap());
    assert!(store.settle_message(&quick[0], None).await.unwrap());
    assert_eq!(drain(&*store, later(1_000_000)).await, []);
}

/// An act that tells of itself.
fn told(ada: &User, day: &str, expect: Expect) -> DayAct {
    let act = act(ada.id, [put(day, "office", "", expect)]);
    DayAct { messages: vec![Message::Slack { change: act.id, trace: None }], ..act }
}

async fn an_act_queues_its_messages(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let acts = [("2026-11-17", 1), ("2026-11-16", 2), ("2026-11-18", 3)];
    let acts = acts.map(|(day, _)| told(&ada, day, Expect::Nothing));
    for act in &acts {
        store.edit_days(ada.id, act).await.unwrap();
    }
    let mut messages = Vec::new();
    for _ in &acts {
        let taken = store.claim_messages(&claim("one", noon(), 5)).await.unwrap();
        assert!(taken.iter().all(|queued| queued.user_id == Some(ada.id)));
        assert!(store.settle_message(&taken[0], None).await.unwrap());
        messages.push(taken[0].message.clone());
    }
    assert_eq!(messages, acts.map(|act| Message::Slack { change: act.id, trace: None }));
    let Message::Slack { change, .. } = messages[0] else { panic!("{messages:?}") };
    let change = store.change(ada.id, change).await.unwrap().unwrap();
    assert_eq!(change.items[0].date.to_string(), "2026-11-17");
}

async fn an_act_that_changes_nothing_queues_nothing(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store.edit_days(ada.id, &told(&ada, "2026-11-17", Expect::Nothing)).await.unwrap();
    assert_eq!(drain(&*store, noon()).await.len(), 1);
    store.edit_days(ada.id, &told(&ada, "2026-11-17", Expect::Anything)).await.unwrap();
    assert_eq!(drain(&*store, noon()).await, []);
}

async fn an_act_in_conflict_queues_nothing(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let refused = store.edit_days(ada.id, &told(&ada, "2026-11-17", Expect::Version(7))).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))));
    assert_eq!(drain(&*store, noon()).await, []);
}

async fn a_new_user_with_an_address_is_asked_to_confirm_it(store: TestStore) {
    store.add_user(&user("ada")).await.unwrap();
    let asked = Message::ConfirmEmail { email: email("ada@example.org") };
    assert_eq!(drain(&*store, noon()).await, [asked]);
}

async fn a_username_that_is_taken_queues_nothing(store: TestStore) {
    add(&*store, "ada").await;
    assert!(matches!(store.add_user(&user("ADA")).await, Err(StoreError::UsernameTaken)));
    assert_eq!(drain(&*store, noon()).await, []);
}

async fn a_new_password_queues_a_notice_to_a_confirmed_address(store: TestStore) {
    let mut confirmed = user("ada");
    confirmed.confirm_email();
    for user in [&confirmed, &user("bob")] {
        store.add_user(user).await.unwrap();
        drain(&*store, noon()).await;
        assert!(
            store
                .set_password(user.id, &user.password_hash, Renewal::Changed, noon())
                .await
                .unwrap()
        );
        let expected = user.confirmed_email().map(|to| Message::PasswordChanged { to: to.clone() });
        assert_eq!(drain(&*store, noon()).await, Vec::from_iter(expected), "{}", user.username);
    }
}

async fn another_address_is_asked_to_be_confirmed(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let new = email("new@example.org");
    assert!(store.edit_email(ada.id, Some(&new), noon()).await.unwrap());
    assert_eq!(drain(&*store, noon()).await, [Message::ConfirmEmail { email: new.clone() }]);
    let stored = store.user(ada.id).await.unwrap().unwrap();
    assert_eq!((stored.pending_email(), stored.confirmed_email()), (Some(&new), None));
    let nobody = worklog::domain::user::UserId::new();
    assert!(!store.edit_email(nobody, Some(&new), noon()).await.unwrap());
}

async fn an_address_taken_away_is_told_and_its_links_end(store: TestStore) {
    let mut ada = user("ada");
    ada.confirm_email();
    store.add_user(&ada).await.unwrap();
    drain(&*store, noon()).await;
    let link = super::proofs::reset_link(ada.id, 1);
    store.add_password_reset(&link).await.unwrap();
    assert!(store.edit_email(ada.id, None, noon()).await.unwrap());
    let told = Message::EmailChanged { to: email("ada@example.org") };
    assert_eq!(drain(&*store, noon()).await, [told]);
    let stored = store.user(ada.id).await.unwrap().unwrap();
    assert_eq!((stored.email, stored.email_key), (None, None));
    assert_eq!(store.password_reset(&link.token_hash, noon()).await.unwrap(), None);
}
