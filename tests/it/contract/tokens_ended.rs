//! Tests how API tokens end: by expiry, by a password reset, or with their owner's account.

use chrono::TimeDelta;
use worklog::domain::accounts::one_time_links::PasswordReset;
use worklog::domain::accounts::password::PasswordChangeReason;
use worklog::domain::accounts::token::EXPIRED_RETENTION;
use worklog::storage::StoreError;

use super::cases;
use super::one_time_links::reset_link;
use super::tokens::{MAX_TOKENS, add, add_user, until, works};
use crate::support::concurrent::race;
use crate::support::samples::{add_token, key_hash, later, noon, token};
use crate::support::store::{TestStore, holds};

cases! {
    purging_removes_tokens_expired_a_month_ago,
    a_changed_password_keeps_tokens_and_a_reset_revokes_them,
    a_changed_password_revokes_tokens_if_the_user_says_so,
    a_reset_link_revokes_tokens,
    a_deleted_accounts_tokens_leave_no_bytes_in_storage,
    a_token_added_during_account_deletion_does_not_survive,
    deleting_all_days_keeps_tokens,
}

async fn purging_removes_tokens_expired_a_month_ago(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let endless = token(ada.id, 1, "Endless");
    let soon = until(later(60), token(ada.id, 2, "Soon"));
    let late = until(later(61), token(ada.id, 3, "Late"));
    for token in [&endless, &soon, &late] {
        add(&*store, token).await;
    }
    store.purge(later(60)).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap().len(), 3);
    store.purge(later(60) + EXPIRED_RETENTION).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap(), [late, endless.clone()]);
    store.purge(noon() + TimeDelta::days(3650)).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap(), [endless]);
}

async fn a_changed_password_keeps_tokens_and_a_reset_revokes_them(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    add(&*store, &token(ada.id, 1, "a")).await;
    add(&*store, &token(ada.id, 2, "b")).await;
    add(&*store, &token(bob.id, 3, "c")).await;
    let hash = &bob.password_hash;
    let (old, changed) = (&ada.password_hash, PasswordChangeReason::Changed);
    assert!(store.set_password(ada.id, old, hash, changed, noon()).await.unwrap());
    assert!(works(&*store, 1).await && works(&*store, 2).await);
    let reset = PasswordChangeReason::Reset;
    assert!(store.set_password(ada.id, hash, hash, reset, noon()).await.unwrap());
    assert_eq!(store.tokens(ada.id).await.unwrap(), []);
    assert!(!works(&*store, 1).await && !works(&*store, 2).await && works(&*store, 3).await);
}

async fn a_changed_password_revokes_tokens_if_the_user_says_so(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    add(&*store, &token(ada.id, 1, "a")).await;
    add(&*store, &token(bob.id, 2, "b")).await;
    let reason = PasswordChangeReason::ChangedWithTokens;
    assert!(
        store
            .set_password(ada.id, &ada.password_hash, &bob.password_hash, reason, noon())
            .await
            .unwrap()
    );
    assert_eq!(store.tokens(ada.id).await.unwrap(), []);
    assert!(!works(&*store, 1).await && works(&*store, 2).await);
}

async fn a_reset_link_revokes_tokens(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    add(&*store, &token(ada.id, 1, "Laptop")).await;
    let reset = PasswordReset { expires_at: later(60), ..reset_link(ada.id, 7) };
    store.add_password_reset(&reset).await.unwrap();
    assert!(!store.reset_password(&key_hash(7), &ada.password_hash, later(60)).await.unwrap());
    assert!(works(&*store, 1).await, "an invalid link revokes nothing");
    assert!(store.reset_password(&key_hash(7), &ada.password_hash, noon()).await.unwrap());
    assert!(!works(&*store, 1).await);
}

async fn a_deleted_accounts_tokens_leave_no_bytes_in_storage(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let hers = until(later(60), token(ada.id, 1, "Quokka-7391"));
    add(&*store, &hers).await;
    add(&*store, &token(bob.id, 2, "Numbat-2284")).await;
    let (id, hash) = (hers.id.to_string(), hers.token_hash.to_string());
    for (text, stored) in [("Quokka-7391", true), (&id, true), (&hash, true)] {
        assert_eq!(holds(&store.raw().await, text), stored, "{text}");
    }
    assert!(store.delete_user(ada.id, &[]).await.unwrap());
    for (text, stored) in [("Quokka-7391", false), (&id, false), (&hash, false)] {
        assert_eq!(holds(&store.raw().await, text), stored, "{text}");
    }
    assert!(!works(&*store, 1).await && works(&*store, 2).await);
    let refused = add_token(&*store, &hers, MAX_TOKENS).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
}

async fn a_token_added_during_account_deletion_does_not_survive(store: TestStore) {
    for round in 0..8 {
        let ada = add_user(&*store, &format!("ada{round}")).await;
        let existing = token(ada.id, 100, "There");
        add(&*store, &existing).await;
        let other = store.reopen().await;
        let results = race(7, |number| {
            let (store, other, existing) = (store.handle(), other.clone(), existing.clone());
            async move {
                match number {
                    0 => store.delete_user(ada.id, &[]).await.map(|found| assert!(found)),
                    1 => other.touch_token(ada.id, &existing, noon()).await,
                    _ => {
                        let seed = u8::try_from(number).unwrap();
                        let new = token(ada.id, seed, &format!("Token {seed}"));
                        add_token(&*other, &new, 50).await
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

async fn deleting_all_days_keeps_tokens(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    add(&*store, &token(ada.id, 1, "Laptop")).await;
    let (from, to) = ("1970-01".parse().unwrap(), "2100-12".parse().unwrap());
    store.delete_days(ada.id, from, to).await.unwrap();
    assert!(works(&*store, 1).await);
}
