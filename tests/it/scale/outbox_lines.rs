//! Tests that a claim reads few messages, however many wait for a webhook that doesn't respond.

use std::sync::Arc;

use mongodb::bson::{DateTime, Document, doc, serialize_to_document};
use mongodb::{Client, Database};
use rusqlite::{Connection, params};
use worklog::domain::accounts::user::User;
use worklog::domain::days::change::ChangeId;
use worklog::domain::notifications::outbox::{MAX_WAITING, Message, MessageId, Queued};
use worklog::storage::{self, Access, Claim, Store, migrate};

use crate::support::mongod::Mongod;
use crate::support::samples::{later, noon, user};
use crate::support::store::{Backend, place};

/// As many messages as an earlier version may have queued for one user.
const OLD: usize = 20_000;

async fn open(url: &str) -> Arc<dyn Store> {
    let store = storage::open(&url.parse().unwrap(), Access::Server).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    store
}

/// Returns old messages of one user, all due.
async fn old_messages(store: &dyn Store) -> Vec<Queued> {
    let ada = User { email: None, ..user("ada") };
    store.add_user(&ada).await.unwrap();
    let line = || Message::Slack { change: ChangeId::new(), trace: None };
    (0..OLD).map(|_| Queued::new(Some(ada.id), line(), noon())).collect()
}

/// Queues an email and claims messages until it is found. Returns the number of claims.
async fn find_email(store: &dyn Store) -> usize {
    let email = Message::ForgottenPassword { typed: "bob".to_owned() };
    let email = Queued::new(None, email, later(5));
    store.queue(&email).await.unwrap();
    for claims in 1..50 {
        let found = claim(store).await;
        if found.contains(&email.id) {
            return claims;
        }
    }
    panic!("the email is never claimed");
}

async fn claim(store: &dyn Store) -> Vec<MessageId> {
    let (holder, until) = ("server".to_owned(), later(300));
    let claim = Claim { holder, now: later(10), emails_due_by: later(10), until, limit: 16 };
    let claimed = store.claim_messages(&claim).await.unwrap();
    claimed.iter().map(|message| message.id).collect()
}

/// Returns how many documents were read since profiling began.
async fn documents_read(database: &Database) -> i64 {
    let profile = database.collection::<Document>("system.profile");
    let about = doc! { "ns": { "$regex": "outbox$" } };
    let mut found = profile.find(about).await.unwrap();
    let mut read = 0;
    while found.advance().await.unwrap() {
        let operation = found.deserialize_current().unwrap();
        read += operation.get_i32("docsExamined").map_or(0, i64::from);
        read += operation.get_i32("keysExamined").map_or(0, i64::from);
    }
    read
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_reads_few_documents_however_many_messages_wait() {
    let server = Mongod::replica_set();
    let url = server.url("waiting");
    let store = open(&url).await;
    let database = Client::with_uri_str(&url).await.unwrap().default_database().unwrap();
    let messages = old_messages(&*store).await;
    let documents = messages.iter().map(|message| {
        let mut document = doc! {
            "_id": message.id.to_string(),
            "due": DateTime::from_millis(message.due_at.timestamp_millis()),
        };
        document.extend(serialize_to_document(message).unwrap());
        document
    });
    let outbox = database.collection::<Document>("outbox");
    outbox.insert_many(documents.collect::<Vec<_>>()).await.unwrap();
    let claims = find_email(&*store).await;
    assert!(claims <= 2 + OLD / 1000, "{claims} claims");
    assert_eq!(store.messages_queued().await.unwrap(), u64::from(MAX_WAITING) + 1);
    database.run_command(doc! { "profile": 2 }).await.unwrap();
    assert_eq!(find_email(&*store).await, 1);
    database.run_command(doc! { "profile": 0 }).await.unwrap();
    let read = documents_read(&database).await;
    assert!((1..20).contains(&read), "{read} documents and keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_goes_on_after_an_earlier_version_removed_its_first_message() {
    let server = Mongod::replica_set();
    let url = server.url("update");
    let store = open(&url).await;
    let database = Client::with_uri_str(&url).await.unwrap().default_database().unwrap();
    let lines: Vec<Queued> = old_messages(&*store).await.into_iter().take(3).collect();
    for line in &lines[..2] {
        store.queue(line).await.unwrap();
    }
    assert_eq!(claim(&*store).await, [lines[0].id]);
    let outbox = database.collection::<Document>("outbox");
    outbox.delete_one(doc! { "_id": lines[0].id.to_string() }).await.unwrap();
    assert_eq!(claim(&*store).await, [], "the second one waits");
    store.queue(&lines[2]).await.unwrap();
    let claimed = [claim(&*store).await, claim(&*store).await].concat();
    assert_eq!(claimed, [lines[1].id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_reads_few_rows_however_many_messages_wait() {
    let place = place(Backend::Embedded).await;
    let store = open(&place.url).await;
    let messages = old_messages(&*store).await;
    let mut file = Connection::open(&place.url).unwrap();
    let rows = file.transaction().unwrap();
    for message in &messages {
        let (user, document) = (message.user_id.unwrap(), serde_json::to_string(message).unwrap());
        let due = message.due_at.timestamp_millis();
        let values = params![message.id.to_string(), user.to_string(), due, document];
        rows.execute("INSERT INTO outbox VALUES (?1, ?2, ?3, ?4)", values).unwrap();
    }
    rows.commit().unwrap();
    let claims = find_email(&*store).await;
    assert!(claims <= 2 + OLD / 1000, "{claims} claims");
    assert_eq!(store.messages_queued().await.unwrap(), u64::from(MAX_WAITING) + 1);
    assert_eq!(find_email(&*store).await, 1);
    let sql = "SELECT COUNT(*) FROM outbox WHERE due_at <= ?1";
    let due = |at| file.query_one(sql, [at], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(due(later(10).timestamp_millis()), 0, "what waits isn't looked at");
    assert_eq!(due(later(300).timestamp_millis()), 3, "the claimed ones");
}
