//! Tests API tokens: found by their hash until they expire, with unique names, and deleted with
//! their owner.

use chrono::TimeDelta;
use worklog::domain::Timestamp;
use worklog::domain::accounts::token::{EXPIRED_RETENTION, Scope, Token, TokenError};
use worklog::domain::accounts::user::{User, UserId};
use worklog::storage::{Store, StoreError};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{add_token, disable, enable, key_hash, later, noon, token, user};
use crate::support::store::TestStore;

cases! {
    a_token_is_found_by_its_hash_with_its_user,
    an_expired_token_is_not_found_but_listed,
    a_token_of_a_disabled_user_is_not_found,
    tokens_are_listed_per_user_newest_first,
    active_token_names_are_unique_per_user,
    a_name_is_available_after_expiry_or_revocation,
    the_limit_applies_to_concurrent_additions,
    concurrent_tokens_with_the_same_name_add_one,
    expired_tokens_do_not_count_towards_the_limit,
    recording_use_changes_nothing_else,
    concurrent_uses_are_recorded_once,
    users_cannot_revoke_or_update_another_users_token,
    concurrent_revocations_revoke_a_token_once,
    an_unknown_user_cannot_add_a_token,
}

pub(super) const MAX_TOKENS: usize = 3;

pub(super) async fn add_user(store: &dyn Store, name: &str) -> User {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    user
}

pub(super) fn until(end: Timestamp, token: Token) -> Token {
    Token { expires_at: Some(end), ..token }
}

pub(super) async fn add(store: &dyn Store, token: &Token) {
    add_token(store, token, MAX_TOKENS).await.unwrap();
}

async fn refusal(store: &dyn Store, token: &Token) -> TokenError {
    match add_token(store, token, MAX_TOKENS).await {
        Err(StoreError::Token(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn works(store: &dyn Store, seed: u8) -> bool {
    store.token_user(&key_hash(seed), noon()).await.unwrap().is_some()
}

async fn a_token_is_found_by_its_hash_with_its_user(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let hers = until(later(60), token(ada.id, 1, "Laptop 🎉"));
    let his = Token { scope: Scope::Read, ..token(bob.id, 2, "Laptop 🎉") };
    add(&*store, &hers).await;
    add(&*store, &his).await;
    assert_eq!(store.token_user(&key_hash(1), noon()).await.unwrap(), Some((hers, ada)));
    assert_eq!(store.token_user(&key_hash(2), noon()).await.unwrap(), Some((his, bob)));
    assert_eq!(store.token_user(&key_hash(3), noon()).await.unwrap(), None);
}

async fn an_expired_token_is_not_found_but_listed(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let ends = until(later(60), token(ada.id, 1, "Laptop"));
    add(&*store, &ends).await;
    let almost = later(60) - TimeDelta::nanoseconds(1);
    assert!(store.token_user(&key_hash(1), almost).await.unwrap().is_some());
    assert_eq!(store.token_user(&key_hash(1), later(60)).await.unwrap(), None);
    assert_eq!(store.tokens(ada.id).await.unwrap(), [ends]);
}

async fn a_token_of_a_disabled_user_is_not_found(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    add(&*store, &token(ada.id, 1, "Laptop")).await;
    disable(&*store, ada.id, noon()).await;
    assert!(!works(&*store, 1).await);
    enable(&*store, ada.id).await;
    assert!(works(&*store, 1).await);
}

async fn tokens_are_listed_per_user_newest_first(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let (first, second) = (token(ada.id, 9, "b"), token(ada.id, 1, "a"));
    add(&*store, &first).await;
    add(&*store, &second).await;
    assert_eq!(store.tokens(ada.id).await.unwrap(), [second, first]);
    assert_eq!(store.tokens(bob.id).await.unwrap(), []);
}

async fn active_token_names_are_unique_per_user(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    add(&*store, &token(ada.id, 1, "Büro laptop")).await;
    let same = token(ada.id, 2, "BÜRO LAPTOP");
    assert_eq!(refusal(&*store, &same).await, TokenError::NameTaken);
    assert!(!works(&*store, 2).await);
    add(&*store, &token(bob.id, 3, "Büro laptop")).await;
}

async fn a_name_is_available_after_expiry_or_revocation(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    add(&*store, &until(later(60), token(ada.id, 1, "Laptop"))).await;
    let early = Token { created_at: later(59), ..token(ada.id, 2, "Laptop") };
    assert_eq!(refusal(&*store, &early).await, TokenError::NameTaken);
    let second = Token { created_at: later(60), ..early };
    add(&*store, &second).await;
    assert!(store.revoke_token(ada.id, second.id).await.unwrap());
    add(&*store, &token(ada.id, 3, "laptop 2")).await;
    add(&*store, &Token { created_at: later(61), ..token(ada.id, 4, "Laptop") }).await;
}

async fn the_limit_applies_to_concurrent_additions(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let added = race(8, |number| {
        let seed = u8::try_from(number).unwrap();
        let (store, token) = (store.handle(), token(ada.id, seed, &format!("Token {seed}")));
        async move { add_token(&*store, &token, MAX_TOKENS).await }
    })
    .await;
    let refused = |result: &Result<(), StoreError>| {
        matches!(result, Err(StoreError::Token(TokenError::TooMany)))
    };
    assert_eq!(added.iter().filter(|result| result.is_ok()).count(), MAX_TOKENS, "{added:?}");
    assert_eq!(added.iter().filter(|result| refused(result)).count(), 8 - MAX_TOKENS, "{added:?}");
    assert_eq!(store.tokens(ada.id).await.unwrap().len(), MAX_TOKENS);
    add(&*store, &token(bob.id, 100, "x")).await;
}

async fn concurrent_tokens_with_the_same_name_add_one(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let added = race(8, |number| {
        let name = if number % 2 == 0 { "Laptop" } else { "LAPTOP" };
        let token = token(ada.id, u8::try_from(number).unwrap(), name);
        let store = store.handle();
        async move { add_token(&*store, &token, 50).await }
    })
    .await;
    let taken = |result: &Result<(), StoreError>| {
        matches!(result, Err(StoreError::Token(TokenError::NameTaken)))
    };
    assert_eq!(added.iter().filter(|result| result.is_ok()).count(), 1, "{added:?}");
    assert_eq!(added.iter().filter(|result| taken(result)).count(), 7, "{added:?}");
    assert_eq!(store.tokens(ada.id).await.unwrap().len(), 1);
}

async fn expired_tokens_do_not_count_towards_the_limit(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    for seed in 0..3 {
        add(&*store, &until(later(60), token(ada.id, seed, &format!("Token {seed}")))).await;
    }
    assert_eq!(refusal(&*store, &token(ada.id, 3, "x")).await, TokenError::TooMany);
    add(&*store, &Token { created_at: later(60), ..token(ada.id, 3, "x") }).await;
}

async fn recording_use_changes_nothing_else(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let other = token(ada.id, 1, "Other");
    let mut used = until(later(3600), token(ada.id, 2, "Laptop"));
    add(&*store, &other).await;
    add(&*store, &used).await;
    for at in [later(0), later(75)] {
        store.touch_token(ada.id, &used, at).await.unwrap();
        used.last_used_at = Some(at);
        assert_eq!(store.tokens(ada.id).await.unwrap(), [used.clone(), other.clone()]);
        assert_eq!(store.token_user(&key_hash(2), noon()).await.unwrap().unwrap().0, used);
    }
    store.purge(later(3600) + EXPIRED_RETENTION - TimeDelta::seconds(1)).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap().len(), 2, "purged as scheduled");
    store.touch_token(ada.id, &token(ada.id, 9, "Unknown"), noon()).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap().len(), 2, "an unknown token isn't created");
}

/// All callers read the token before its first use was recorded. One of them records it, and the
/// others don't overwrite it.
async fn concurrent_uses_are_recorded_once(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let unused = token(ada.id, 1, "Laptop");
    add(&*store, &unused).await;
    race(8, |number| {
        let (store, token) = (store.handle(), unused.clone());
        let at = later(i64::try_from(number).unwrap());
        async move { store.touch_token(token.user_id, &token, at).await.unwrap() }
    })
    .await;
    let noted = store.tokens(ada.id).await.unwrap().remove(0).last_used_at;
    assert!(noted.is_some());
    store.touch_token(ada.id, &unused, later(100)).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap()[0].last_used_at, noted);
}

async fn users_cannot_revoke_or_update_another_users_token(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let hers = token(ada.id, 1, "Laptop");
    add(&*store, &hers).await;
    assert!(!store.revoke_token(bob.id, hers.id).await.unwrap());
    store.touch_token(bob.id, &hers, noon()).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap(), [hers]);
}

async fn concurrent_revocations_revoke_a_token_once(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let (gone, stays) = (token(ada.id, 1, "Gone"), token(ada.id, 2, "Stays"));
    add(&*store, &gone).await;
    add(&*store, &stays).await;
    let revoked = race(4, |_| {
        let (store, id) = (store.handle(), gone.id);
        async move { store.revoke_token(ada.id, id).await.unwrap() }
    })
    .await;
    assert_eq!(revoked.into_iter().filter(|revoked| *revoked).count(), 1);
    assert!(!works(&*store, 1).await);
    store.touch_token(ada.id, &gone, noon()).await.unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap(), [stays]);
}

async fn an_unknown_user_cannot_add_a_token(store: TestStore) {
    let refused = add_token(&*store, &token(UserId::new(), 1, "x"), MAX_TOKENS).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
}
