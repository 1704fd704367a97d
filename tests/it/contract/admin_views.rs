//! Tests what admins see: the user list and the store's status.

use std::time::{Duration, Instant};

use worklog::domain::accounts::user::UserId;
use worklog::domain::admin::UserSummary;
use worklog::domain::backup::records::{Record, RecordKind};
use worklog::storage::{KNOWN_SCHEMA, UserPageRequest};

use super::admin::{add, add_admin};
use super::cases;
use crate::support::samples::{key_hash, later, sample_session, start_session, user};
use crate::support::store::{Backend, TestStore};

cases! {
    users_are_listed_by_name,
    a_long_list_is_paginated,
    any_page_of_ten_thousand_users_is_fast,
    last_seen_is_taken_from_the_newest_login,
    the_store_reports_its_status,
}

fn names(users: &[UserSummary]) -> Vec<&str> {
    users.iter().map(|user| user.username.as_str()).collect()
}

async fn users_are_listed_by_name(store: TestStore) {
    for name in ["bob", "Ada", "ada-2", "adam", "Zoe", "b_b", "b.b", "b-b", "ZZZ"] {
        add(&*store, name).await;
    }
    let list = async |prefix: &str, after: &str, limit| {
        let page = UserPageRequest { prefix: prefix.to_owned(), after: after.to_owned(), limit };
        store.list_users(&page).await.unwrap()
    };
    let all = ["Ada", "ada-2", "adam", "b-b", "b.b", "b_b", "bob", "Zoe", "ZZZ"];
    assert_eq!(names(&list("", "", 99).await), all);
    assert_eq!(names(&list("", "", 2).await), ["Ada", "ada-2"]);
    assert_eq!(names(&list("", "ada-2", 2).await), ["adam", "b-b"]);
    assert_eq!(names(&list("ada", "", 99).await), ["Ada", "ada-2", "adam"]);
    assert_eq!(names(&list("ada", "ada", 99).await), ["ada-2", "adam"]);
    assert_eq!(names(&list("z", "", 99).await), ["Zoe", "ZZZ"]);
    for nothing in ["x", "ada lovelace", "%", "_", "*", ".*", "ä", "\u{10ffff}", "a\0", "'; --"] {
        assert_eq!(names(&list(nothing, "", 99).await), [""; 0], "{nothing:?}");
    }
}

async fn a_long_list_is_paginated(store: TestStore) {
    let mut expected = Vec::new();
    for number in 0..130 {
        expected.push(add(&*store, &format!("user-{number:03}")).await.username.to_string());
    }
    let (mut actual, mut after) = (Vec::new(), String::new());
    loop {
        let page = UserPageRequest { prefix: "user".to_owned(), after: after.clone(), limit: 50 };
        let users = store.list_users(&page).await.unwrap();
        let Some(last) = users.last() else { break };
        last.username.as_str().clone_into(&mut after);
        actual.extend(users.iter().map(|user| user.username.to_string()));
    }
    assert_eq!(actual, expected);
}

async fn any_page_of_ten_thousand_users_is_fast(store: TestStore) {
    let mut writer = store.begin_restore(false).await.unwrap();
    for thousand in 0..10 {
        let users = (0..1000).map(|number| user(&format!("user-{thousand}{number:03}")));
        let records = users.map(|user| Record::User(Box::new(user))).collect();
        writer.add(records).await.unwrap();
    }
    writer.finish().await.unwrap();
    for (prefix, after, first) in [
        ("", "", "user-0000"),
        ("", "user-4999", "user-5000"),
        ("", "user-9948", "user-9949"),
        ("user-77", "", "user-7700"),
    ] {
        let page =
            UserPageRequest { prefix: prefix.to_owned(), after: after.to_owned(), limit: 51 };
        let start = Instant::now();
        let actual = store.list_users(&page).await.unwrap();
        let elapsed = start.elapsed();
        assert_eq!((actual.len(), names(&actual)[0]), (51, first));
        assert!(elapsed < Duration::from_millis(500), "{prefix} {after}: {elapsed:?}");
    }
}

async fn last_seen_is_taken_from_the_newest_login(store: TestStore) {
    let (ada, bob) = (add(&*store, "ada").await, add(&*store, "bob").await);
    for (seed, seen) in [(1, 30), (2, 90), (3, 60)] {
        start_session(&*store, &sample_session(ada.id, seed)).await.unwrap();
        store.touch_session(&key_hash(seed), later(seen), later(3600)).await.unwrap();
    }
    let page = UserPageRequest { limit: 9, ..UserPageRequest::default() };
    let actual = store.list_users(&page).await.unwrap();
    assert_eq!(actual, [UserSummary::new(&ada, Some(later(90))), UserSummary::new(&bob, None)]);
    let named = store.usernames(&[bob.id, UserId::new()]).await.unwrap();
    assert_eq!(named, [(bob.id, bob.username)]);
}

async fn the_store_reports_its_status(store: TestStore) {
    let ada = add_admin(&*store, "ada").await;
    for seed in 1..=3 {
        start_session(&*store, &sample_session(ada.id, seed)).await.unwrap();
    }
    let state = store.state().await.unwrap();
    let count = |kind| state.counts.iter().find(|(known, _)| *known == kind).unwrap().1;
    assert_eq!(
        (count(RecordKind::User), count(RecordKind::Session), count(RecordKind::Audit)),
        (1, 3, 1)
    );
    assert_eq!(count(RecordKind::Message), 1, "the confirmation email");
    assert_eq!(state.schema, KNOWN_SCHEMA);
    assert!(state.data_bytes.unwrap() > 0 && state.disk_bytes.is_some());
    match store.backend() {
        Backend::Embedded => {
            assert!(state.engine.starts_with("SQLite 3"), "{}", state.engine);
            assert!(state.members.is_empty() && state.log_bytes.is_some());
        }
        Backend::Mongo => {
            assert!(state.engine.starts_with("MongoDB "), "{}", state.engine);
            assert_eq!(state.members.len(), 1);
            assert_eq!(state.members[0].state.as_deref(), Some("PRIMARY"));
        }
    }
}
