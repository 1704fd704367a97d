//! Tests calendar feeds: stored by the hash of their secret, limited per user, and deleted when
//! revoked.

use worklog::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::user::{User, UserId};
use worklog::domain::exchange::feed::{Detail, Feed, FeedId};
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{Store, StoreError};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::{
    add_feed, disable, enable, later, location_used, noon, sample_session, start_session, token,
    user,
};
use crate::support::store::TestStore;

cases! {
    a_feed_is_found_by_its_secret_with_its_user,
    a_feed_of_a_disabled_user_is_not_found,
    feeds_are_listed_per_user_oldest_first,
    reads_of_a_feed_are_recorded,
    a_revoked_feed_is_not_found,
    users_cannot_revoke_or_update_another_users_feed,
    the_limit_applies_to_concurrent_additions,
    an_unknown_user_cannot_add_a_feed,
    nothing_is_granted_in_a_session_that_ended_since,
}

const MAX_FEEDS: usize = 3;

async fn add_user(store: &dyn Store, name: &str) -> User {
    let user = user(name);
    store.add_user(&user).await.unwrap();
    user
}

fn hash(seed: u8) -> SecretHash {
    SecretHash::new(&format!("{seed:02x}"))
}

fn feed(user: UserId, seed: u8) -> Feed {
    Feed {
        token_hash: hash(seed),
        id: FeedId::new(),
        user_id: user,
        name: format!("Team {seed} 🎉").parse().unwrap(),
        detail: Detail::Location,
        created_at: noon(),
        fetched_at: None,
    }
}

async fn add(store: &dyn Store, feed: &Feed) {
    assert!(add_feed(store, feed, MAX_FEEDS).await.unwrap());
}

async fn a_feed_is_found_by_its_secret_with_its_user(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let (hers, his) = (feed(ada.id, 1), feed(bob.id, 2));
    add(&*store, &hers).await;
    add(&*store, &his).await;
    assert_eq!(store.feed_with_user(&hash(1)).await.unwrap(), Some((hers, ada)));
    assert_eq!(store.feed_with_user(&hash(2)).await.unwrap(), Some((his, bob)));
    assert_eq!(store.feed_with_user(&hash(3)).await.unwrap(), None);
}

async fn a_feed_of_a_disabled_user_is_not_found(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    add(&*store, &feed(ada.id, 1)).await;
    disable(&*store, ada.id, noon()).await;
    assert_eq!(store.feed_with_user(&hash(1)).await.unwrap(), None);
    enable(&*store, ada.id).await;
    assert!(store.feed_with_user(&hash(1)).await.unwrap().is_some());
}

async fn feeds_are_listed_per_user_oldest_first(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let (first, second) = (feed(ada.id, 9), feed(ada.id, 1));
    add(&*store, &second).await;
    add(&*store, &first).await;
    assert_eq!(store.feeds(ada.id).await.unwrap(), [first, second]);
    assert_eq!(store.feeds(bob.id).await.unwrap(), []);
}

async fn reads_of_a_feed_are_recorded(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let (read, other) = (feed(ada.id, 1), feed(ada.id, 2));
    add(&*store, &read).await;
    add(&*store, &other).await;
    for at in [later(5), later(10)] {
        store.touch_feed(ada.id, read.id, at).await.unwrap();
        let touched = Feed { fetched_at: Some(at), ..read.clone() };
        assert_eq!(store.feeds(ada.id).await.unwrap(), [touched.clone(), other.clone()]);
        assert_eq!(store.feed_with_user(&hash(1)).await.unwrap().unwrap().0, touched);
    }
    store.touch_feed(ada.id, FeedId::new(), noon()).await.unwrap();
}

async fn a_revoked_feed_is_not_found(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let (gone, stays) = (feed(ada.id, 1), feed(ada.id, 2));
    add(&*store, &gone).await;
    add(&*store, &stays).await;
    assert!(store.remove_feed(ada.id, gone.id).await.unwrap());
    assert!(!store.remove_feed(ada.id, gone.id).await.unwrap());
    assert_eq!(store.feed_with_user(&hash(1)).await.unwrap(), None);
    assert_eq!(store.feeds(ada.id).await.unwrap(), [stays]);
}

async fn users_cannot_revoke_or_update_another_users_feed(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let hers = feed(ada.id, 1);
    add(&*store, &hers).await;
    assert!(!store.remove_feed(bob.id, hers.id).await.unwrap());
    store.touch_feed(bob.id, hers.id, noon()).await.unwrap();
    assert_eq!(store.feeds(ada.id).await.unwrap(), [hers]);
}

async fn the_limit_applies_to_concurrent_additions(store: TestStore) {
    let (ada, bob) = (add_user(&*store, "ada").await, add_user(&*store, "bob").await);
    let added = race(8, |number| {
        let (store, feed) = (store.handle(), feed(ada.id, u8::try_from(number).unwrap()));
        async move { add_feed(&*store, &feed, MAX_FEEDS).await.unwrap() }
    })
    .await;
    assert_eq!(added.into_iter().filter(|added| *added).count(), MAX_FEEDS);
    assert_eq!(store.feeds(ada.id).await.unwrap().len(), MAX_FEEDS);
    add(&*store, &feed(bob.id, 100)).await;
}

async fn an_unknown_user_cannot_add_a_feed(store: TestStore) {
    let refused = add_feed(&*store, &feed(UserId::new(), 1), MAX_FEEDS).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
}

/// A request may have checked its session just before it ended: alone, with all others, or because the
/// password was changed.
async fn nothing_is_granted_in_a_session_that_ended_since(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let [single, other, changed, kept] = [1, 2, 3, 4].map(|seed| sample_session(ada.id, seed));
    for session in [&single, &other] {
        start_session(&*store, session).await.unwrap();
    }
    store.end_session(&single.key_hash).await.unwrap();
    assert_refused(&store, &ada, &single).await;
    start_session(&*store, &changed).await.unwrap();
    store.end_other_sessions(ada.id, &changed.key_hash).await.unwrap();
    assert_refused(&store, &ada, &other).await;
    let (old, new) = (&ada.password_hash, PasswordHash::from_phc("$new".to_owned()));
    let reason = PasswordChangeReason::Changed;
    assert!(store.set_password(ada.id, old, &new, reason, noon()).await.unwrap());
    assert_refused(&store, &ada, &changed).await;
    start_session(&*store, &kept).await.unwrap();
    let login = &kept.key_hash;
    assert_refused(&store, &add_user(&*store, "bob").await, &kept).await;
    assert!(store.add_feed(&feed(ada.id, 1), login, MAX_FEEDS).await.unwrap());
    store.add_token(&token(ada.id, 1, "Laptop"), login, 9).await.unwrap();
    let email = "new@example.org".parse().unwrap();
    assert!(store.edit_email(ada.id, login, Some(&email), noon()).await.unwrap());
    assert!(store.edit_settings_in(ada.id, login, &location_used("Home")).await.unwrap());
}

/// Asserts that nothing is granted to a user in a session that isn't theirs or has ended.
async fn assert_refused(store: &TestStore, user: &User, session: &LoginSession) {
    let login = &session.key_hash;
    let refused = store.add_feed(&feed(user.id, 1), login, MAX_FEEDS).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
    let refused = store.add_token(&token(user.id, 1, "Laptop"), login, 9).await;
    assert!(matches!(refused, Err(StoreError::NoSuchUser)), "{refused:?}");
    let email = "new@example.org".parse().unwrap();
    assert!(!store.edit_email(user.id, login, Some(&email), noon()).await.unwrap());
    assert!(!store.edit_settings_in(user.id, login, &location_used("Home")).await.unwrap());
    let stored = store.user(user.id).await.unwrap().unwrap();
    assert_eq!(
        (stored.new_email, stored.settings),
        (user.new_email.clone(), user.settings.clone())
    );
}
