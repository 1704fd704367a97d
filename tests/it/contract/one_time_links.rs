//! Tests one-time links: they work once, for a limited time, and are revoked when no longer valid.

use worklog::domain::accounts::one_time_links::{EmailConfirmation, PasswordReset};
use worklog::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use worklog::domain::accounts::user::{Email, User, UserId};
use worklog::domain::notifications::outbox::Message;
use worklog::storage::{Claim, Store};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{
    disable, edit_email, key_hash, later, noon, sample_session, start_session, user,
};
use crate::support::store::TestStore;

cases! {
    a_link_finds_its_user_until_it_expires,
    a_reset_link_works_once_and_ends_logins_and_other_links,
    one_of_concurrent_uses_of_a_link_succeeds,
    a_new_password_revokes_reset_links,
    a_new_password_drops_a_change_of_a_confirmed_address,
    a_disabled_user_has_no_links,
    a_confirmed_address_finds_its_users,
    one_of_concurrent_confirmations_succeeds,
    only_the_latest_address_can_be_confirmed,
    a_confirmation_expires,
    confirming_notifies_the_previous_address_and_revokes_links,
    purging_removes_expired_links,
}

/// Returns a link that expires half an hour after noon.
pub(super) fn reset_link(user: UserId, seed: u8) -> PasswordReset {
    PasswordReset {
        token_hash: key_hash(seed),
        user_id: user,
        made_by: None,
        expires_at: later(1800),
    }
}

fn confirmation(user: UserId, email: &str, seed: u8) -> EmailConfirmation {
    let email = email.parse().unwrap();
    EmailConfirmation {
        token_hash: key_hash(seed),
        user_id: user,
        email,
        expires_at: later(86_400),
    }
}

fn hash(text: &str) -> PasswordHash {
    PasswordHash::from_phc(text.to_owned())
}

async fn add(store: &dyn Store, name: &str) -> User {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    user
}

async fn load_user(store: &dyn Store, user: &User) -> User {
    store.user(user.id).await.unwrap().unwrap()
}

async fn a_link_finds_its_user_until_it_expires(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store.add_password_reset(&reset_link(ada.id, 1)).await.unwrap();
    assert_eq!(store.password_reset(&key_hash(1), later(1799)).await.unwrap(), Some(ada));
    assert_eq!(store.password_reset(&key_hash(1), later(1800)).await.unwrap(), None);
    assert_eq!(store.password_reset(&key_hash(2), noon()).await.unwrap(), None);
    assert!(!store.reset_password(&key_hash(1), &hash("$new"), later(1800)).await.unwrap());
    assert!(!store.reset_password(&key_hash(2), &hash("$new"), noon()).await.unwrap());
}

async fn a_reset_link_works_once_and_ends_logins_and_other_links(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    for (user, seed) in [(&ada, 1), (&ada, 2), (&bob, 3)] {
        store.add_password_reset(&reset_link(user.id, seed)).await.unwrap();
        start_session(&*store, &sample_session(user.id, seed)).await.unwrap();
    }
    assert!(store.reset_password(&key_hash(1), &hash("$new"), noon()).await.unwrap());
    assert_eq!(load_user(&*store, &ada).await.password_hash, hash("$new"));
    assert!(!store.reset_password(&key_hash(1), &hash("$newer"), noon()).await.unwrap());
    assert!(!store.reset_password(&key_hash(2), &hash("$newer"), noon()).await.unwrap());
    assert_eq!(load_user(&*store, &ada).await.password_hash, hash("$new"));
    for (seed, lasts) in [(1, false), (2, false), (3, true)] {
        assert_eq!(
            store.session(&key_hash(seed), noon()).await.unwrap().is_some(),
            lasts,
            "{seed}"
        );
    }
    assert_eq!(store.password_reset(&key_hash(3), noon()).await.unwrap(), Some(bob));
}

async fn one_of_concurrent_uses_of_a_link_succeeds(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store.add_password_reset(&reset_link(ada.id, 1)).await.unwrap();
    let results = race(8, |number| {
        let store = store.handle();
        let hash = hash(&format!("$racer-{number}"));
        async move { store.reset_password(&key_hash(1), &hash, noon()).await.unwrap() }
    })
    .await;
    let winners: Vec<_> = (0..8).filter(|number| results[*number]).collect();
    assert_eq!(winners.len(), 1, "{results:?}");
    let expected = hash(&format!("$racer-{}", winners[0]));
    assert_eq!(load_user(&*store, &ada).await.password_hash, expected);
}

async fn a_new_password_revokes_reset_links(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store.add_password_reset(&reset_link(ada.id, 1)).await.unwrap();
    let current = load_user(&*store, &ada).await.password_hash;
    let reason = PasswordChangeReason::Changed;
    assert!(store.set_password(ada.id, &current, &hash("$new"), reason, noon()).await.unwrap());
    assert!(!store.reset_password(&key_hash(1), &hash("$newer"), noon()).await.unwrap());
}

/// Someone who knew the password may have requested the change, to receive reset links.
async fn a_new_password_drops_a_change_of_a_confirmed_address(store: TestStore) {
    let mut ada = user("ada");
    ada.confirm_email();
    store.add_user(&ada).await.unwrap();
    let other: Email = "other@example.org".parse().unwrap();
    let (current, reason) = (&ada.password_hash, PasswordChangeReason::Changed);
    let replace = async |seed: u8| {
        if seed == 1 {
            return store.set_password(ada.id, current, current, reason, noon()).await.unwrap();
        }
        store.add_password_reset(&reset_link(ada.id, 9)).await.unwrap();
        store.reset_password(&key_hash(9), current, noon()).await.unwrap()
    };
    for seed in [1, 2] {
        edit_email(&*store, ada.id, Some(&other), noon()).await.unwrap();
        let link = confirmation(ada.id, other.as_str(), seed);
        store.add_email_confirmation(&link).await.unwrap();
        assert!(store.email_confirmation(&key_hash(seed), noon()).await.unwrap().is_some());
        assert!(replace(seed).await);
        assert!(!store.confirm_email(&key_hash(seed), noon()).await.unwrap());
        assert_eq!(load_user(&*store, &ada).await, ada);
    }
    let bob = add(&*store, "bob").await;
    store.set_password(bob.id, &bob.password_hash, current, reason, noon()).await.unwrap();
    assert!(load_user(&*store, &bob).await.pending_email().is_some(), "a first address remains");
}

async fn a_disabled_user_has_no_links(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store.add_password_reset(&reset_link(ada.id, 1)).await.unwrap();
    disable(&*store, ada.id, noon()).await;
    assert_eq!(store.password_reset(&key_hash(1), noon()).await.unwrap(), None);
    assert!(!store.reset_password(&key_hash(1), &hash("$new"), noon()).await.unwrap());
    assert_eq!(load_user(&*store, &ada).await.password_hash, ada.password_hash);
}

async fn a_confirmed_address_finds_its_users(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    let shared: Email = "Shared@Example.org".parse().unwrap();
    assert_eq!(store.users_by_email(&shared.key()).await.unwrap(), []);
    for (user, seed) in [(&ada, 1), (&bob, 2)] {
        edit_email(&*store, user.id, Some(&shared), noon()).await.unwrap();
        assert_eq!(store.users_by_email(&shared.key()).await.unwrap().len(), usize::from(seed) - 1);
        let link = confirmation(user.id, shared.as_str(), seed);
        store.add_email_confirmation(&link).await.unwrap();
        let (email, found) =
            store.email_confirmation(&key_hash(seed), noon()).await.unwrap().unwrap();
        assert_eq!((email, found.id), (shared.clone(), user.id));
        assert!(store.confirm_email(&key_hash(seed), noon()).await.unwrap());
        assert_eq!(load_user(&*store, user).await.confirmed_email(), Some(&shared));
    }
    let lower: Email = "shared@example.org".parse().unwrap();
    let found = store.users_by_email(&lower.key()).await.unwrap();
    assert_eq!(found.iter().map(|user| user.id).collect::<Vec<_>>(), [ada.id, bob.id]);
}

async fn one_of_concurrent_confirmations_succeeds(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let link = confirmation(ada.id, "ada@example.org", 1);
    store.add_email_confirmation(&link).await.unwrap();
    let results = race(8, |_| {
        let store = store.handle();
        async move { store.confirm_email(&key_hash(1), noon()).await.unwrap() }
    })
    .await;
    assert_eq!(results.iter().filter(|won| **won).count(), 1, "{results:?}");
}

async fn only_the_latest_address_can_be_confirmed(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let link = confirmation(ada.id, "ada@example.org", 1);
    store.add_email_confirmation(&link).await.unwrap();
    let new: Email = "new@example.org".parse().unwrap();
    edit_email(&*store, ada.id, Some(&new), noon()).await.unwrap();
    assert_eq!(store.email_confirmation(&key_hash(1), noon()).await.unwrap(), None);
    assert!(!store.confirm_email(&key_hash(1), noon()).await.unwrap());
    assert_eq!(load_user(&*store, &ada).await.confirmed_email(), None);
}

async fn a_confirmation_expires(store: TestStore) {
    let ada = add(&*store, "ada").await;
    let link = confirmation(ada.id, "ada@example.org", 1);
    store.add_email_confirmation(&link).await.unwrap();
    assert_eq!(store.email_confirmation(&key_hash(1), later(86_400)).await.unwrap(), None);
    assert!(!store.confirm_email(&key_hash(1), later(86_400)).await.unwrap());
    assert!(store.confirm_email(&key_hash(1), later(86_399)).await.unwrap());
    assert!(!store.confirm_email(&key_hash(1), later(86_399)).await.unwrap(), "it works once");
}

async fn confirming_notifies_the_previous_address_and_revokes_links(store: TestStore) {
    let mut ada = user("ada");
    ada.confirm_email();
    store.add_user(&ada).await.unwrap();
    let new: Email = "new@example.org".parse().unwrap();
    edit_email(&*store, ada.id, Some(&new), noon()).await.unwrap();
    let link = confirmation(ada.id, new.as_str(), 1);
    store.add_email_confirmation(&link).await.unwrap();
    store.add_password_reset(&reset_link(ada.id, 2)).await.unwrap();
    assert_eq!(load_user(&*store, &ada).await.confirmed_email(), ada.email.as_ref());
    assert!(store.confirm_email(&key_hash(1), later(60)).await.unwrap());
    let after = load_user(&*store, &ada).await;
    assert_eq!((after.confirmed_email(), after.pending_email()), (Some(&new), None));
    assert_eq!(store.password_reset(&key_hash(2), noon()).await.unwrap(), None);
    let all = Claim {
        holder: "all".to_owned(),
        now: later(60),
        emails_due_by: later(60),
        until: later(90),
        limit: 9,
    };
    let queued = store.claim_messages(&all).await.unwrap();
    let message = Message::EmailChanged { to: ada.email.clone().unwrap() };
    assert_eq!(queued.last().map(|queued| &queued.message), Some(&message));
}

async fn purging_removes_expired_links(store: TestStore) {
    let ada = add(&*store, "ada").await;
    store.add_password_reset(&reset_link(ada.id, 1)).await.unwrap();
    let link = confirmation(ada.id, "ada@example.org", 2);
    store.add_email_confirmation(&link).await.unwrap();
    store.purge(later(1799)).await.unwrap();
    assert!(store.password_reset(&key_hash(1), noon()).await.unwrap().is_some());
    store.purge(later(1800)).await.unwrap();
    assert!(store.password_reset(&key_hash(1), noon()).await.unwrap().is_none());
    assert!(store.email_confirmation(&key_hash(2), noon()).await.unwrap().is_some());
    store.purge(later(86_400)).await.unwrap();
    assert!(store.email_confirmation(&key_hash(2), noon()).await.unwrap().is_none());
}
