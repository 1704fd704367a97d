//! Tests the store's metadata: ping, cookie key, and schema version.

use chrono::Utc;
use worklog::storage::{KNOWN_SCHEMA, migrate};

use super::cases;
use crate::support::concurrent::race;
use crate::support::samples::user;
use crate::support::store::TestStore;

cases! {
    ping_succeeds,
    ping_succeeds_on_an_empty_store,
    the_first_cookie_key_is_kept,
    concurrent_servers_get_the_same_cookie_key,
    an_empty_store_has_no_schema,
    migration_reaches_the_newest_schema,
    migrating_twice_changes_nothing,
    reapplying_a_migration_changes_nothing,
    concurrent_servers_migrate_once,
}

async fn ping_succeeds(store: TestStore) {
    store.ping().await.unwrap();
}

async fn ping_succeeds_on_an_empty_store(store: TestStore) {
    store.empty_sibling().await.ping().await.unwrap();
}

async fn the_first_cookie_key_is_kept(store: TestStore) {
    let first = std::array::from_fn(|index| u8::try_from(index * 3).unwrap());
    assert_eq!(store.cookie_key(&first).await.unwrap(), first);
    assert_eq!(store.cookie_key(&[9; 64]).await.unwrap(), first);
    assert_eq!(store.reopen().await.cookie_key(&[9; 64]).await.unwrap(), first);
}

async fn concurrent_servers_get_the_same_cookie_key(store: TestStore) {
    let keys = race(8, |number| {
        let store = store.handle();
        async move { store.cookie_key(&[u8::try_from(number).unwrap(); 64]).await.unwrap() }
    })
    .await;
    assert!(keys.iter().all(|key| *key == keys[0]));
    assert!(keys[0][0] < 8);
    assert_eq!(store.cookie_key(&[9; 64]).await.unwrap(), keys[0]);
}

async fn an_empty_store_has_no_schema(store: TestStore) {
    assert_eq!(store.empty_sibling().await.schema_version().await.unwrap(), 0);
}

async fn migration_reaches_the_newest_schema(store: TestStore) {
    assert_eq!(store.schema_version().await.unwrap(), KNOWN_SCHEMA);
}

async fn migrating_twice_changes_nothing(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    migrate(&*store, Utc::now).await.unwrap();
    assert_eq!(store.user_by_name(&ada.username_key).await.unwrap(), Some(ada));
    assert_eq!(store.schema_version().await.unwrap(), KNOWN_SCHEMA);
}

async fn reapplying_a_migration_changes_nothing(store: TestStore) {
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    for version in 1..=KNOWN_SCHEMA {
        store.apply_migration(version).await.unwrap();
        assert_eq!(store.schema_version().await.unwrap(), KNOWN_SCHEMA);
    }
    assert_eq!(store.user_by_name(&ada.username_key).await.unwrap(), Some(ada));
}

async fn concurrent_servers_migrate_once(store: TestStore) {
    let empty = store.empty_sibling().await;
    let mut handles = vec![empty.handle()];
    for _ in 0..3 {
        handles.push(empty.reopen().await);
    }
    race(handles.len(), |number| {
        let store = handles[number].clone();
        async move { migrate(&*store, Utc::now).await.unwrap() }
    })
    .await;
    assert_eq!(empty.schema_version().await.unwrap(), KNOWN_SCHEMA);
    empty.add_user(&user("ada")).await.unwrap();
}
