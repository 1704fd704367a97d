//! Tests the per-month digests that year pages read.

use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;
use worklog::domain::accounts::user::UserId;
use worklog::domain::days::entry::Parts;
use worklog::domain::days::month_log::Precondition;
use worklog::domain::year::digest::YearDigest;
use worklog::storage::{Access, Accounts, Days, Embedded, migrate};

use crate::support::samples::{day_transaction, part, put, put_parts, user};

/// Opens a store with two months of one user, and a connection to its file.
async fn two_months(home: &TempDir) -> (Embedded, UserId, Connection) {
    let path = home.path().join("worklog.db");
    let store = Embedded::open(Path::new(&path), Access::Server).unwrap();
    migrate(&store, chrono::Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let halves = Parts::Halves(part("remote", Some("Home")), part("office", Some("Büro 3")));
    let edits = [
        put_parts("2026-10-05", halves, "", Precondition::NoEntry),
        put("2026-11-18", "sick", "", Precondition::NoEntry),
    ];
    store.edit_days(ada.id, &day_transaction(ada.id, edits)).await.unwrap();
    (store, ada.id, Connection::open(path).unwrap())
}

async fn load_digest(store: &Embedded, user: UserId) -> YearDigest {
    store.brief(user, "2026-01".parse().unwrap(), "2026-12".parse().unwrap()).await.unwrap()
}

fn count(file: &Connection) -> u32 {
    file.query_row("SELECT count(*) FROM month_briefs", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn a_month_without_a_digest_is_read_from_its_document() {
    let home = tempfile::tempdir().unwrap();
    let (store, ada, file) = two_months(&home).await;
    let kept = load_digest(&store, ada).await;
    assert_eq!((kept.days.len(), count(&file)), (2, 2));
    file.execute("DELETE FROM month_briefs WHERE month = '2026-10'", []).unwrap();
    assert_eq!(load_digest(&store, ada).await, kept);
    file.execute("DELETE FROM month_briefs", []).unwrap();
    assert_eq!(load_digest(&store, ada).await, kept);
}

#[tokio::test]
async fn an_external_change_to_a_month_drops_its_digest() {
    let home = tempfile::tempdir().unwrap();
    let (store, ada, file) = two_months(&home).await;
    let change = "UPDATE months SET doc = replace(doc, 'sick', 'office')";
    file.execute(change, []).unwrap();
    assert_eq!(count(&file), 0);
    let read = load_digest(&store, ada).await;
    assert_eq!(read.types.len(), 2);
    assert!(read.types.iter().all(|slug| slug.as_str() != "sick"));
}

#[tokio::test]
async fn digests_are_deleted_with_their_months() {
    let home = tempfile::tempdir().unwrap();
    let (store, ada, file) = two_months(&home).await;
    file.execute("PRAGMA foreign_keys = ON", []).unwrap();
    file.execute("DELETE FROM months WHERE month = '2026-10'", []).unwrap();
    assert_eq!((count(&file), load_digest(&store, ada).await.days.len()), (1, 1));
    file.execute("DELETE FROM users", []).unwrap();
    assert_eq!((count(&file), load_digest(&store, ada).await), (0, YearDigest::default()));
}
