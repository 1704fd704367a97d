//! Tests requests that read data before a permanent deletion and write after it.

use worklog::domain::accounts::session::LoginSession;
use worklog::domain::accounts::user::UserId;
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{DayTransaction, Origin, Store, StoreError};

use super::cases;
use super::erasure::{add_user, assert_stored, log};
use crate::support::concurrent::race;
use crate::support::samples::{day_transaction, noon, put, sample_session, start_session, upload};
use crate::support::store::TestStore;

cases! {
    forms_read_before_a_deletion_do_not_return,
    an_undo_read_before_a_deletion_restores_nothing,
    an_import_read_before_a_deletion_restores_nothing,
    deletions_and_changes_from_deleted_data_leave_nothing,
}

const FORM: &str = "Numbat-8852";

async fn delete_2026(store: &dyn Store, user: UserId) {
    let [from, to] = ["2026-01", "2026-12"].map(|month| month.parse().unwrap());
    store.delete_days(user, from, to).await.unwrap();
}

/// Returns a transaction that logs a day with the entry from its origin.
fn restoring(user: UserId, day: &str, origin: Origin) -> DayTransaction {
    let transaction = day_transaction(user, [put(day, "office", "", Precondition::Any)]);
    DayTransaction { origin: Some(origin), ..transaction }
}

/// Asserts that a change is refused because its origin was deleted.
async fn assert_refused(store: &dyn Store, user: UserId, change: &DayTransaction) {
    let refused = store.edit_days(user, change).await;
    assert!(
        matches!(refused, Err(StoreError::NoSuchChange | StoreError::NoSuchUpload)),
        "{refused:?}"
    );
    assert_eq!(days_of_2026(store, user).await, 0);
}

async fn days_of_2026(store: &dyn Store, user: UserId) -> usize {
    let [from, to] = ["2026-01", "2026-12"].map(|month| month.parse().unwrap());
    let months = store.months(user, from, to).await.unwrap();
    months.iter().map(|log| log.iter().count()).sum()
}

async fn forms_read_before_a_deletion_do_not_return(store: TestStore) {
    let ada = add_user(&*store, "ada").await;
    let mut session = sample_session(ada.id, 1);
    session.data.insert(LoginSession::PREVIEWS.to_owned(), format!("[\"notes={FORM}\"]"));
    start_session(&*store, &session).await.unwrap();
    let mut after = session.data.clone();
    after.insert(LoginSession::PREVIEWS.to_owned(), format!("[\"notes={FORM}\", \"more\"]"));
    after.insert("password_at".to_owned(), "1".to_owned());
    after.remove("flash");
    store
        .delete_days(ada.id, "2026-01".parse().unwrap(), "2026-12".parse().unwrap())
        .await
        .unwrap();
    assert!(store.edit_session_data(&session.key_hash, &session.data, &after).await.unwrap());
    assert_stored(&store, &[FORM], false).await;
    let (found, _) = store.session(&session.key_hash, noon()).await.unwrap().unwrap();
    assert_eq!(found.data.into_iter().collect::<Vec<_>>(), [("password_at".into(), "1".into())]);
}

async fn an_undo_read_before_a_deletion_restores_nothing(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    let change = log(&*store, ada, &["2026-11-18"]).await;
    let across = log(&*store, ada, &["2026-12-31", "2027-01-01"]).await;
    let mut undo = restoring(ada, "2026-11-18", Origin::Change(change, 1));
    undo.edits[0] = put("2026-11-18", "sick", "", Precondition::Version(1));
    assert_eq!(store.edit_days(ada, &undo).await.unwrap().len(), 1, "it still exists");
    delete_2026(&*store, ada).await;
    let undo = restoring(ada, "2026-11-18", Origin::Change(change, 1));
    assert_refused(&*store, ada, &undo).await;
    let undo = restoring(ada, "2026-12-31", Origin::Change(across, 2));
    assert_refused(&*store, ada, &undo).await;
    let undo = restoring(ada, "2027-01-01", Origin::Change(across, 1));
    store.edit_days(ada, &undo).await.unwrap();
}

async fn an_import_read_before_a_deletion_restores_nothing(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    let upload = upload(ada, "Date,Type", noon());
    let import = restoring(ada, "2026-11-18", Origin::Upload(upload.head.id));
    store.add_upload(ada, upload).await.unwrap();
    assert_eq!(store.edit_days(ada, &import).await.unwrap().len(), 1);
    delete_2026(&*store, ada).await;
    assert_refused(&*store, ada, &import).await;
}

async fn deletions_and_changes_from_deleted_data_leave_nothing(store: TestStore) {
    let ada = add_user(&*store, "ada").await.id;
    for round in 0..6 {
        let change = log(&*store, ada, &["2026-11-18"]).await;
        let upload = upload(ada, "Date,Type", noon());
        let file = upload.head.id;
        store.add_upload(ada, upload).await.unwrap();
        race(3, |number| {
            let store = store.handle();
            async move {
                let origin = match number {
                    0 => return delete_2026(&*store, ada).await,
                    1 => Origin::Change(change, 1),
                    _ => Origin::Upload(file),
                };
                let day = ["2026-11-18", "2026-05-04"][number - 1];
                match store.edit_days(ada, &restoring(ada, day, origin)).await {
                    Ok(_) | Err(StoreError::NoSuchChange | StoreError::NoSuchUpload) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        })
        .await;
        assert_eq!(days_of_2026(&*store, ada).await, 0, "round {round}");
    }
}
