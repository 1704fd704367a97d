//! Tests that deleting an account permanently deletes all of its data.

use worklog::domain::accounts::throttle::ThrottlePolicy;
use worklog::domain::accounts::user::UserId;
use worklog::domain::days::month_log::Precondition;
use worklog::domain::exchange::feed::{Detail, Feed, FeedId};
use worklog::domain::notifications::outbox::{Message, Queued};
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{Store, StoreError};

use super::cases;
use super::erasure::{
    MARKERS, add_user, all_months, assert_stored, history, leave_markers, load_user, log, logged,
};
use crate::support::concurrent::race;
use crate::support::samples::{
    add_feed, attempt_key, day_transaction, noon, put, sample_session, start_session, upload, user,
};
use crate::support::store::{TestStore, holds};

cases! {
    deleting_an_account_deletes_its_data,
    the_username_of_a_deleted_account_becomes_available,
    a_deleted_account_leaves_no_bytes_in_storage,
    concurrent_writes_do_not_restore_deleted_data,
}

fn feed(user: UserId) -> Feed {
    Feed {
        token_hash: SecretHash::new("ab"),
        id: FeedId::new(),
        user_id: user,
        name: "Team".parse().unwrap(),
        detail: Detail::Type,
        created_at: noon(),
        fetched_at: None,
    }
}

const POLICY: ThrottlePolicy = ThrottlePolicy {
    free_attempts: 0,
    first_wait: chrono::TimeDelta::hours(1),
    max_wait: chrono::TimeDelta::hours(1),
    reset_after: chrono::TimeDelta::hours(1),
};

async fn deleting_an_account_deletes_its_data(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let change = log(&*store, ada.id, &["2026-11-18"]).await;
    start_session(&*store, &sample_session(ada.id, 1)).await.unwrap();
    add_feed(&*store, &feed(ada.id), 1).await.unwrap();
    for key in ["login:account:ada", "login:account:bob"] {
        store.attempt(&attempt_key(key, POLICY), noon()).await.unwrap().unwrap();
    }
    assert!(store.delete_user(ada.id, &["login:account:ada".to_owned()]).await.unwrap());
    assert!(!store.delete_user(ada.id, &[]).await.unwrap());
    assert_eq!(store.user_by_name(&ada.username_key).await.unwrap(), None);
    assert_eq!(all_months(&*store, ada.id).await, []);
    assert_eq!(history(&*store, ada.id, "2026-11-18").await, 0);
    assert_eq!(store.change(ada.id, change).await.unwrap(), None);
    assert_eq!(store.session(&sample_session(ada.id, 1).key_hash, noon()).await.unwrap(), None);
    assert_eq!(store.feeds(ada.id).await.unwrap(), []);
    assert_eq!(store.feed_with_user(&feed(ada.id).token_hash).await.unwrap(), None);
    assert!(
        store.attempt(&attempt_key("login:account:ada", POLICY), noon()).await.unwrap().is_ok()
    );
    assert!(
        store.attempt(&attempt_key("login:account:bob", POLICY), noon()).await.unwrap().is_err()
    );
    let refused = store
        .edit_days(
            ada.id,
            &day_transaction(ada.id, [put("2026-11-18", "sick", "", Precondition::NoEntry)]),
        )
        .await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
    let refused = store.add_session(&sample_session(ada.id, 1), &ada.password_hash).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
}

async fn the_username_of_a_deleted_account_becomes_available(store: TestStore) {
    let first = add_user(&*store, "ada").await;
    log(&*store, first.id, &["2026-11-18"]).await;
    store.delete_user(first.id, &[]).await.unwrap();
    let second = add_user(&*store, "ada").await;
    assert_eq!(load_user(&*store, "ada").await, second);
    assert_eq!(logged(&*store, second.id).await, [""; 0]);
}

/// Queues a reset link, with the name that was typed into the form.
async fn ask_for_link(store: &dyn Store, typed: &str) {
    let message = Message::ForgottenPassword { typed: typed.to_owned() };
    store.queue(&Queued::new(None, message, noon())).await.unwrap();
}

async fn a_deleted_account_leaves_no_bytes_in_storage(store: TestStore) {
    let mut ada = user("ada-lovelace");
    ada.confirm_email();
    ada.new_email = Some("Zoë@example.org".parse().unwrap());
    store.add_user(&ada).await.unwrap();
    add_user(&*store, "bob").await;
    let typed = ["ADA-Lovelace", "ada-LOVELACE@example.org", "ZOË@example.org"];
    let of_others = ["ada-Lovelace2", "Bob@example.org", "nobody"];
    for typed in typed.iter().chain(&of_others) {
        ask_for_link(&*store, typed).await;
    }
    leave_markers(&*store, ada.id).await;
    start_session(&*store, &sample_session(ada.id, 1)).await.unwrap();
    add_feed(&*store, &feed(ada.id), 1).await.unwrap();
    store
        .attempt(&attempt_key("login:account:ada-lovelace", POLICY), noon())
        .await
        .unwrap()
        .unwrap();
    let id = ada.id.to_string();
    let mut traces = vec!["ada-lovelace", id.as_str(), "Mozilla/5.0", "argon2id$of-ada"];
    traces.extend(MARKERS);
    traces.extend(typed);
    assert_stored(&store, &traces, true).await;
    store.delete_user(ada.id, &["login:account:ada-lovelace".to_owned()]).await.unwrap();
    assert_stored(&store, &traces, false).await;
    assert_stored(&store, &["bob"], true).await;
    assert_stored(&store, &of_others, true).await;
}

/// Saves days in existing and in new months, and adds sessions and feeds, while another handle
/// deletes the account.
async fn concurrent_writes_do_not_restore_deleted_data(store: TestStore) {
    for round in 0..8 {
        let ada = add_user(&*store, &format!("ada{round}")).await;
        log(&*store, ada.id, &["2026-01-01"]).await;
        let other = store.reopen().await;
        let results = race(14, |number| {
            let (store, other, user) = (store.handle(), other.clone(), ada.id);
            async move {
                let seed = u8::try_from(number).unwrap();
                match number {
                    0 => store.delete_user(user, &[]).await.map(|found| assert!(found)),
                    1..4 => start_session(&*other, &sample_session(user, seed)).await,
                    4..6 => {
                        let token_hash = SecretHash::new(&format!("{seed:02x}"));
                        let feed = Feed { token_hash, ..feed(user) };
                        add_feed(&*other, &feed, 9).await.map(|_| ())
                    }
                    13 => {
                        let file = upload(user, "Date,Type", noon());
                        other.add_upload(user, file).await
                    }
                    _ => {
                        let day = format!("2026-{:02}-10", number - 5);
                        let edit = put(&day, "office", "", Precondition::NoEntry);
                        other.edit_days(user, &day_transaction(user, [edit])).await.map(|_| ())
                    }
                }
            }
        })
        .await;
        for result in results {
            assert!(matches!(result, Ok(()) | Err(StoreError::NoSuchUser)), "{result:?}");
        }
        assert!(!holds(&store.raw().await, &ada.id.to_string()), "round {round}");
    }
}
