//! Tests uploads: private to their sender, limited in number, and kept for a limited time.

use worklog::domain::accounts::user::UserId;
use worklog::domain::backup::records::RecordKind;
use worklog::domain::exchange::upload::{MAX_UPLOADS, StoredUpload, UPLOAD_RETENTION};
use worklog::storage::Store;

use super::cases;
use crate::support::sample_store::all;
use crate::support::samples::{self, later, noon, user};
use crate::support::store::TestStore;

cases! {
    only_its_sender_finds_an_upload,
    an_upload_expires_or_is_removed,
    only_each_users_newest_uploads_are_kept,
    purging_removes_only_expired_uploads,
    a_large_upload_is_returned_unchanged,
    an_incomplete_upload_is_not_found,
    no_chunks_of_removed_uploads_remain,
}

async fn person(store: &dyn Store, name: &str) -> UserId {
    let person = user(name);
    store.add_user(&person).await.unwrap();
    person.id
}

fn upload(user: UserId, text: &str, seconds: i64) -> StoredUpload {
    samples::upload(user, text, later(seconds))
}

async fn only_its_sender_finds_an_upload(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    let sent = upload(ada, "Date,Type\n2026-11-18,Büro 🎉\n", 0);
    store.add_upload(ada, sent.clone()).await.unwrap();
    assert_eq!(store.upload(ada, sent.head.id, noon()).await.unwrap(), Some(sent.clone()));
    assert_eq!(store.upload(bob, sent.head.id, noon()).await.unwrap(), None);
    store.end_upload(bob, sent.head.id).await.unwrap();
    assert!(store.upload(ada, sent.head.id, noon()).await.unwrap().is_some());
}

async fn an_upload_expires_or_is_removed(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let sent = upload(ada, "x", 0);
    store.add_upload(ada, sent.clone()).await.unwrap();
    let end = UPLOAD_RETENTION.num_seconds();
    assert!(store.upload(ada, sent.head.id, later(end - 1)).await.unwrap().is_some());
    assert!(store.upload(ada, sent.head.id, later(end)).await.unwrap().is_none());
    store.end_upload(ada, sent.head.id).await.unwrap();
    assert!(store.upload(ada, sent.head.id, noon()).await.unwrap().is_none());
    store.end_upload(ada, sent.head.id).await.unwrap();
}

async fn only_each_users_newest_uploads_are_kept(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    let of_bob = upload(bob, "bob's", 0);
    store.add_upload(bob, of_bob.clone()).await.unwrap();
    let sent: Vec<StoredUpload> = (0..7).map(|number| upload(ada, "x", number)).collect();
    for one in &sent {
        store.add_upload(ada, one.clone()).await.unwrap();
    }
    for (number, one) in sent.iter().enumerate() {
        let kept = store.upload(ada, one.head.id, noon()).await.unwrap().is_some();
        assert_eq!(kept, number >= sent.len() - MAX_UPLOADS, "{number}");
    }
    assert!(store.upload(bob, of_bob.head.id, noon()).await.unwrap().is_some());
}

async fn purging_removes_only_expired_uploads(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let (old, new) = (upload(ada, "old", 0), upload(ada, "new", 60));
    store.add_upload(ada, old.clone()).await.unwrap();
    store.add_upload(ada, new.clone()).await.unwrap();
    store.purge(later(UPLOAD_RETENTION.num_seconds() + 30)).await.unwrap();
    assert!(store.upload(ada, old.head.id, noon()).await.unwrap().is_none());
    assert!(store.upload(ada, new.head.id, noon()).await.unwrap().is_some());
}

async fn a_large_upload_is_returned_unchanged(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let row = format!("2026-11-18,{}\n", "Büro".repeat(26));
    let sent = upload(ada, &format!("Date,Type\n{}", row.repeat(49_000)), 0);
    let sizes = sent.chunks.iter().map(|chunk| chunk.text.len());
    assert!(sizes.clone().sum::<usize>() > 6 * 1024 * 1024);
    assert!(sizes.max().unwrap() <= 1024 * 1024);
    store.add_upload(ada, sent.clone()).await.unwrap();
    assert_eq!(store.upload(ada, sent.head.id, noon()).await.unwrap(), Some(sent));
}

/// The chunks of an upload from a server that stopped before it had added all of them.
async fn an_incomplete_upload_is_not_found(store: TestStore) {
    let ada = person(&*store, "ada").await;
    let row = format!("2026-11-18,{}\n", "x".repeat(90));
    let whole = upload(ada, &format!("Date,Type\n{}", row.repeat(40_000)), 0);
    for missing in 0..whole.chunks.len() {
        let mut cut = whole.clone();
        cut.chunks.remove(missing);
        store.add_upload(ada, cut).await.unwrap();
        assert_eq!(store.upload(ada, whole.head.id, noon()).await.unwrap(), None, "{missing}");
        store.end_upload(ada, whole.head.id).await.unwrap();
    }
    let mut none = upload(ada, "Date,Type", 0);
    none.head.chunks = 0;
    store.add_upload(ada, none.clone()).await.unwrap();
    assert_eq!(store.upload(ada, none.head.id, noon()).await.unwrap(), None, "as in 1.0.0");
}

async fn no_chunks_of_removed_uploads_remain(store: TestStore) {
    let (ada, bob) = (person(&*store, "ada").await, person(&*store, "bob").await);
    let count = async || all(&*store).await.get(&RecordKind::UploadChunk).map_or(0, Vec::len);
    let of_bob = upload(bob, "bob's", 0);
    store.add_upload(bob, of_bob.clone()).await.unwrap();
    for number in 0..7 {
        store.add_upload(ada, upload(ada, "x", number)).await.unwrap();
    }
    assert_eq!(count().await, MAX_UPLOADS + 1);
    let (first, last) = ("2026-01".parse().unwrap(), "2026-12".parse().unwrap());
    store.delete_days(ada, first, last).await.unwrap();
    assert_eq!(count().await, 1);
    let sent = upload(ada, "x", 9);
    store.add_upload(ada, sent.clone()).await.unwrap();
    store.end_upload(ada, sent.head.id).await.unwrap();
    assert_eq!(count().await, 1);
    store.delete_user(bob, &[]).await.unwrap();
    assert_eq!(count().await, 0);
    store.add_upload(ada, upload(ada, "x", 10)).await.unwrap();
    store.purge(later(UPLOAD_RETENTION.num_seconds() + 30)).await.unwrap();
    assert_eq!(count().await, 0);
}
