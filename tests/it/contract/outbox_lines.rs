//! Tests the line of a user's webhook messages: only its first is due, and its length is limited.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use worklog::domain::Timestamp;
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::days::change::ChangeId;
use worklog::domain::days::month_log::Precondition;
use worklog::domain::notifications::outbox::{MAX_WAITING, Message, MessageId, Queued};
use worklog::storage::{DayTransaction, Store};

use super::cases;
use super::outbox::{add, claim};
use crate::support::concurrent::race;
use crate::support::samples::{day_transaction, later, noon, put};
use crate::support::store::TestStore;

cases! {
    all_messages_of_a_line_are_delivered_in_order,
    a_message_that_waited_is_postponed_and_given_up_like_others,
    messages_beyond_the_limit_are_dropped,
    a_full_line_delays_no_other_user_and_no_email,
    a_line_goes_on_while_messages_are_queued_claimed_and_settled,
}

fn line(user: &User, at: Timestamp) -> Queued {
    Queued::new(Some(user.id), Message::Slack { change: ChangeId::new(), trace: None }, at)
}

/// Queues messages about a change, in its transaction. Returns what they are about, in order.
async fn announce(store: &dyn Store, user: &User, day: &str, count: u32) -> Vec<ChangeId> {
    let changes: Vec<ChangeId> = (0..count).map(|_| ChangeId::new()).collect();
    let messages =
        changes.iter().map(|change| Message::Slack { change: *change, trace: None }).collect();
    let transaction = day_transaction(user.id, [put(day, "office", "", Precondition::NoEntry)]);
    let transaction = DayTransaction { messages, ..transaction };
    assert_eq!(store.edit_days(user.id, &transaction).await.unwrap().len(), 1);
    changes
}

/// Claims the one message that is due and settles it.
async fn next(store: &dyn Store, now: Timestamp) -> Message {
    let taken = store.claim_messages(&claim("next", now, 16)).await.unwrap();
    let [taken] = &taken[..] else { panic!("{taken:?}") };
    assert!(store.settle_message(taken, None).await.unwrap());
    taken.message.clone()
}

async fn all_messages_of_a_line_are_delivered_in_order(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let mut changes = announce(&*store, &ada, "2026-11-16", 3).await;
    for day in 17..20 {
        let wanted = Message::Slack { change: changes.remove(0), trace: None };
        assert_eq!(next(&*store, noon()).await, wanted);
        changes.extend(announce(&*store, &ada, &format!("2026-11-{day}"), 2).await);
    }
    for change in changes {
        assert_eq!(next(&*store, noon()).await, Message::Slack { change, trace: None });
    }
    assert_eq!(store.messages_queued().await.unwrap(), 0);
}

async fn a_message_that_waited_is_postponed_and_given_up_like_others(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let messages = [line(&ada, noon()), line(&ada, later(1)), line(&ada, later(2))];
    for message in &messages {
        store.queue(message).await.unwrap();
    }
    let due = async |now| store.claim_messages(&claim("server", now, 9)).await.unwrap();
    let first = due(later(9)).await.remove(0);
    assert!(store.settle_message(&first, None).await.unwrap());
    let second = due(later(9)).await.remove(0);
    assert_eq!((second.id, second.queued_at), (messages[1].id, later(1)));
    let postponed = second.after_failure("no answer", later(9), 0.0).unwrap();
    assert!(store.settle_message(&second, Some(&postponed)).await.unwrap());
    assert_eq!(due(later(68)).await, [], "the others wait for it");
    let second = due(later(69)).await.remove(0);
    assert_eq!((second.id, second.attempts), (messages[1].id, 1));
    // The server that claimed it dies.
    assert_eq!(due(later(69 + 179)).await, []);
    let second = due(later(69 + 180)).await.remove(0);
    assert!(store.settle_message(&second, None).await.unwrap());
    assert_eq!(due(later(69 + 180)).await.remove(0).id, messages[2].id);
}

async fn messages_beyond_the_limit_are_dropped(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let changes = announce(&*store, &ada, "2026-11-16", MAX_WAITING + 30).await;
    let taken = store.claim_messages(&claim("server", noon(), 16)).await.unwrap();
    assert_eq!(taken.len(), 1);
    assert_eq!(store.lines_queued(UserId::new()).await.unwrap(), 0);
    announce(&*store, &ada, "2026-11-17", 1).await;
    assert_eq!(store.claim_messages(&claim("other", noon(), 16)).await.unwrap(), []);
    assert_eq!(store.messages_queued().await.unwrap(), u64::from(MAX_WAITING));
    assert!(store.settle_message(&taken[0], None).await.unwrap());
    announce(&*store, &ada, "2026-11-18", 2).await;
    let wanted = Message::Slack { change: changes[1], trace: None };
    assert_eq!(next(&*store, noon()).await, wanted, "the first ones are kept");
    assert_eq!(store.messages_queued().await.unwrap(), u64::from(MAX_WAITING) - 1);
    assert_eq!(store.lines_queued(ada.id).await.unwrap(), u64::from(MAX_WAITING) - 1);
}

async fn a_full_line_delays_no_other_user_and_no_email(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    announce(&*store, &ada, "2026-11-16", 2 * MAX_WAITING + 500).await;
    let email = Message::ForgottenPassword { typed: "bob".to_owned() };
    let (his, email) = (line(&bob, later(1)), Queued::new(None, email, later(2)));
    store.queue(&his).await.unwrap();
    store.queue(&email).await.unwrap();
    let mut found: Vec<MessageId> = Vec::new();
    for _ in 0..4 {
        let taken = store.claim_messages(&claim("server", later(9), 16)).await.unwrap();
        found.extend(taken.iter().map(|message| message.id));
    }
    assert_eq!((found.len(), &found[1..]), (3, &[his.id, email.id][..]));
}

/// Servers deliver a line together while its user goes on saving.
async fn a_line_goes_on_while_messages_are_queued_claimed_and_settled(store: TestStore) {
    const COUNT: usize = 40;
    let ada = add(&*store, "ada").await;
    let delivered = Arc::new(Mutex::new(Vec::new()));
    let give_up = Instant::now() + Duration::from_secs(20);
    race(4, |number| {
        let (store, ada, delivered) = (store.handle(), ada.clone(), Arc::clone(&delivered));
        async move {
            let mut to_queue = if number == 0 { COUNT } else { 0 };
            while delivered.lock().unwrap().len() < COUNT && Instant::now() < give_up {
                if to_queue > 0 {
                    store.queue(&line(&ada, noon())).await.unwrap();
                    to_queue -= 1;
                    continue;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
                let claim = claim(&format!("server {number}"), noon(), 16);
                for taken in store.claim_messages(&claim).await.unwrap() {
                    delivered.lock().unwrap().push(taken.id);
                    assert!(store.settle_message(&taken, None).await.unwrap());
                }
            }
        }
    })
    .await;
    let delivered = delivered.lock().unwrap();
    assert_eq!(delivered.len(), COUNT, "none is stuck");
    assert!(delivered.is_sorted());
}
