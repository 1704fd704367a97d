//! Tests uploads: private to their sender, limited in number, and kept for a limited time.

use worklog::domain::accounts::user::UserId;
use worklog::domain::exchange::upload::{MAX_UPLOADS, UPLOAD_RETENTION, Upload};
use worklog::storage::Store;

use super::cases;
use crate::support::samples::{self, later, noon, user};
use crate::support::store::TestStore;

cases! {
    only_its_sender_finds_an_upload,
    an_upload_expires_or_is_removed,
    only_each_users_newest_uploads_are_kept,
    purging_removes_only_expired_uploads,
    a_large_upload_is_returned_unchanged,
}

async fn person(store: &dyn Store, name: &str) -> UserId {
    let person = user(name);
    store.add_user(&person).await.unwrap();
    person.id
}

fn upload(user: UserId, text: &str, seconds: i64) -> Upload {
    samples::upload(user, text, later(seconds))
}

async fn only_its_sender_finds_an_upload(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    let sent = upload(ada, "Date,Type\n2026-11-18,Büro 🎉\n", 0);
    store.add_upload(ada, &sent).await.unwrap();
    assert_eq!(store.upload(ada, sent.id, noon()).await.unwrap(), Some(sent.clone()));
    assert_eq!(store.upload(bob, sent.id, noon()).await.unwrap(), None);
    store.end_upload(bob, sent.id).await.unwrap();
    assert!(store.upload(ada, sent.id, noon()).await.unwrap().is_some());
}

async fn an_upload_expires_or_is_removed(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let sent = upload(ada, "x", 0);
    store.add_upload(ada, &sent).await.unwrap();
    let end = UPLOAD_RETENTION.num_seconds();
    assert!(store.upload(ada, sent.id, later(end - 1)).await.unwrap().is_some());
    assert!(store.upload(ada, sent.id, later(end)).await.unwrap().is_none());
    store.end_upload(ada, sent.id).await.unwrap();
    assert!(store.upload(ada, sent.id, noon()).await.unwrap().is_none());
    store.end_upload(ada, sent.id).await.unwrap();
}

async fn only_each_users_newest_uploads_are_kept(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    let of_bob = upload(bob, "bob's", 0);
    store.add_upload(bob, &of_bob).await.unwrap();
    let sent: Vec<Upload> = (0..7).map(|number| upload(ada, "x", number)).collect();
    for one in &sent {
        store.add_upload(ada, one).await.unwrap();
    }
    for (number, one) in sent.iter().enumerate() {
        let kept = store.upload(ada, one.id, noon()).await.unwrap().is_some();
        assert_eq!(kept, number >= sent.len() - MAX_UPLOADS, "{number}");
    }
    assert!(store.upload(bob, of_bob.id, noon()).await.unwrap().is_some());
}

async fn purging_removes_only_expired_uploads(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let (old, new) = (upload(ada, "old", 0), upload(ada, "new", 60));
    store.add_upload(ada, &old).await.unwrap();
    store.add_upload(ada, &new).await.unwrap();
    store.purge(later(UPLOAD_RETENTION.num_seconds() + 30)).await.unwrap();
    assert!(store.upload(ada, old.id, noon()).await.unwrap().is_none());
    assert!(store.upload(ada, new.id, noon()).await.unwrap().is_some());
}

async fn a_large_upload_is_returned_unchanged(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let row = format!("2026-11-18,{}\n", "Büro".repeat(26));
    let sent = upload(ada, &format!("Date,Type\n{}", row.repeat(49_000)), 0);
    assert!(serde_json::to_string(&sent).unwrap().len() > 6 * 1024 * 1024);
    store.add_upload(ada, &sent).await.unwrap();
    assert_eq!(store.upload(ada, sent.id, noon()).await.unwrap(), Some(sent));
}
