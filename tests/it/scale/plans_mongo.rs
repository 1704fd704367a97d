//! Checks how MongoDB executes every operation of the store, from its profiler: no collection is
//! scanned, and no unnecessary document is read.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::join_all;
use mongodb::bson::{Bson, Document, doc};
use mongodb::{Client, Database};
use worklog::domain::accounts::attempts::{AttemptKey, Counting};
use worklog::domain::accounts::password::{PasswordChangeReason, PasswordHash};
use worklog::domain::accounts::token::Token;
use worklog::domain::accounts::user::User;
use worklog::domain::days::month_log::Precondition;
use worklog::domain::notifications::outbox::{Message, Queued};
use worklog::domain::settings::SettingsEdit;
use worklog::domain::values::secret_hash::SecretHash;
use worklog::storage::{self, Access, Claim, Store, migrate};

use super::admins::administer;
use crate::support::history::WholeHistory;
use crate::support::mongod::Mongod;
use crate::support::sample_store::{POLICY, fill};
use crate::support::samples::{
    add_token, attempt_key, day_transaction, edit_email, key_hash, later, noon, put,
    sample_session, start_session, token, upload, user,
};

/// The number of other users, so that unnecessary reads are noticeable.
const OTHERS: u8 = 20;

/// Operations that scan collections because they need all documents: backups and restores. No page
/// and no save waits for them.
pub(super) const WHOLE: [&str; 2] = ["snapshot", "begin_restore"];

/// Operations that read more than they return or change, by collection and command, and why the
/// excess stays small.
const BOUNDED: [(&str, &str, &str); 7] = [
    (".sessions", "query", "the cleanup looks for sessions of the future, every ten minutes"),
    (".sessions", "remove", "ending all other sessions may look at the current one"),
    ("uploads", "query", "a person has at most a few, and the oldest give way"),
    ("tokens", "remove", "a person has at most some dozens"),
    ("tokens", "update", "the one token was used meanwhile, or is revoked"),
    ("changes", "remove", "forgetting a year looks at each change that touched it"),
    ("changes", "update", "forgetting a year looks at each change that touched it"),
];

/// Adds other users with documents in every collection.
async fn add_other_users(store: &dyn Store) {
    for number in 0..OTHERS {
        let person = user(&format!("other-{number}"));
        store.add_user(&person).await.unwrap();
        let seed = 100 + number;
        for month in ["2026-10", "2026-11", "2027-01"] {
            let edit = put(&format!("{month}-18"), "office", "", Precondition::NoEntry);
            store.edit_days(person.id, &day_transaction(person.id, [edit])).await.unwrap();
        }
        start_session(store, &sample_session(person.id, seed)).await.unwrap();
        add_token(store, &token(person.id, seed, "Laptop"), 9).await.unwrap();
        let upload = upload(person.id, "Date,Type", noon());
        store.add_upload(person.id, upload).await.unwrap();
        let line =
            Message::Slack { change: worklog::domain::days::change::ChangeId::new(), trace: None };
        store.queue(&Queued::new(Some(person.id), line, later(9999))).await.unwrap();
    }
}

/// Runs all read operations.
async fn read(store: &dyn Store, ada: &User) {
    let [from, month, to] = ["2026-01", "2026-11", "2026-12"].map(|text| text.parse().unwrap());
    let name = &ada.username_key;
    store.user_by_name(name).await.unwrap();
    store.user(ada.id).await.unwrap();
    store.users_by_email(ada.email_key.as_ref().unwrap()).await.unwrap();
    store.session(&key_hash(3), noon()).await.unwrap().unwrap();
    assert_eq!(store.sessions(ada.id, noon()).await.unwrap().len(), 1);
    store.month(ada.id, month).await.unwrap();
    assert_eq!(store.months(ada.id, from, to).await.unwrap().len(), 2);
    store.brief(ada.id, from, to).await.unwrap();
    assert!(!store.logged_months(ada.id).await.unwrap().is_empty());
    let history = store.whole_history(ada.id, "2026-11-18".parse().unwrap()).await.unwrap();
    let day = "2026-11-18".parse().unwrap();
    store.day_history(ada.id, day, Some(history[0].id), 9).await.unwrap();
    let (first, last) = ("2026-11-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    assert!(!store.changes_between(ada.id, first, last, &[]).await.unwrap().is_empty());
    store.change(ada.id, history[0].id).await.unwrap().unwrap();
    assert!(store.has_change(ada.id, history[0].id).await.unwrap());
    assert_eq!(store.feeds(ada.id).await.unwrap().len(), 1);
    store.feed_with_user(&SecretHash::new("0f")).await.unwrap().unwrap();
    assert_eq!(store.tokens(ada.id).await.unwrap().len(), 2);
    store.token_user(&key_hash(1), noon()).await.unwrap().unwrap();
    store.password_reset(&key_hash(4), noon()).await.unwrap().unwrap();
    store.email_confirmation(&key_hash(5), noon()).await.unwrap().unwrap();
    let events = store.auth_events(None, 9).await.unwrap();
    assert_eq!(events.len(), 1);
    store.auth_events(Some(&events[0].position()), 9).await.unwrap();
    assert!(store.lines_queued(ada.id).await.unwrap() > 1);
    store.ping().await.unwrap();
    store.identity().await.unwrap();
    store.has_server().await.unwrap();
    store.restore_incomplete().await.unwrap();
    store.schema_version().await.unwrap();
    store.cookie_key(&[1; 64]).await.unwrap();
}

/// Saves a day of each of the other users at the same time, so that most share transactions.
async fn save_together(store: &dyn Store) {
    let saves = (0..OTHERS).map(async |number| {
        let name = user(&format!("other-{number}")).username_key;
        let person = store.user_by_name(&name).await.unwrap().unwrap().id;
        let edit = put("2027-02-01", "sick", "", Precondition::NoEntry);
        store.edit_days(person, &day_transaction(person, [edit])).await.unwrap();
    });
    join_all(saves).await;
}

/// Runs all write operations.
async fn change(store: &dyn Store, ada: &User) {
    let (now, hash) = (later(1), PasswordHash::from_phc("$argon2id$new".to_owned()));
    let edits = [
        put("2026-11-18", "sick", "", Precondition::AnyEntry),
        put("2026-11-19", "sick", "", Precondition::NoEntry),
        put("2027-02-01", "sick", "", Precondition::NoEntry),
    ];
    store.edit_days(ada.id, &day_transaction(ada.id, edits)).await.unwrap();
    save_together(store).await;
    store.edit_settings(ada.id, &SettingsEdit::SlackWebhook(None)).await.unwrap();
    store.edit_settings_in(ada.id, &key_hash(3), &SettingsEdit::SlackWebhook(None)).await.unwrap();
    let data = std::collections::BTreeMap::from([("a".to_owned(), "1".to_owned())]);
    store.edit_session_data(&key_hash(3), &data, &std::collections::BTreeMap::new()).await.unwrap();
    store.touch_session(&key_hash(3), now, later(60)).await.unwrap();
    // One more attempt, and one that is too early.
    let keys = attempt_key("login:account:ada", POLICY);
    store.attempt(&keys, now).await.unwrap().unwrap();
    store.attempt(&keys, now).await.unwrap().unwrap_err();
    let shared = AttemptKey { counting: Counting::Shared, ..keys[0].clone() };
    store.attempt_succeeded(&[shared]).await.unwrap();
    store.attempt_succeeded(&keys).await.unwrap();
    store.clear_attempts(&["login:account:ada".to_owned()]).await.unwrap();
    let events = store.auth_events(None, 1).await.unwrap();
    store.record_events(&events).await.unwrap();
    store.remove_auth_events(&events[0].name).await.unwrap();
    let feed = store.feeds(ada.id).await.unwrap()[0].id;
    store.touch_feed(ada.id, feed, now).await.unwrap();
    assert!(store.remove_feed(ada.id, feed).await.unwrap());
    let owned = store.tokens(ada.id).await.unwrap()[0].clone();
    store.touch_token(ada.id, &Token { last_used_at: None, ..owned.clone() }, now).await.unwrap();
    assert!(store.revoke_token(ada.id, owned.id).await.unwrap());
    let upload = upload(ada.id, "Date,Type", noon());
    store.add_upload(ada.id, upload.clone()).await.unwrap();
    store.upload(ada.id, upload.head.id, now).await.unwrap().unwrap();
    store.end_upload(ada.id, upload.head.id).await.unwrap();
    deliver(store).await;
    change_account(store, ada, &hash).await;
    store.lock_migrations("me", now, later(60)).await.unwrap();
    store.unlock_migrations("me").await.unwrap();
    store.apply_migration(1).await.unwrap();
    // Deletes data in both ways, and purges what expired.
    let [from, to] = ["2026-11", "2026-12"].map(|text| text.parse().unwrap());
    store.delete_days(ada.id, from, to).await.unwrap();
    store.delete_user(ada.id, &["login:account:ada".to_owned()]).await.unwrap();
    store.purge(noon()).await.unwrap();
}

/// Changes the email address and the password, and ends sessions.
async fn change_account(store: &dyn Store, ada: &User, hash: &PasswordHash) {
    let now = later(1);
    assert!(store.confirm_email(&key_hash(5), now).await.unwrap());
    edit_email(store, ada.id, None, now).await.unwrap();
    let reset = worklog::domain::accounts::one_time_links::PasswordReset {
        token_hash: key_hash(6),
        user_id: ada.id,
        made_by: None,
        expires_at: later(60),
    };
    store.add_password_reset(&reset).await.unwrap();
    assert!(store.reset_password(&key_hash(6), hash, now).await.unwrap());
    let reason = PasswordChangeReason::Changed;
    assert!(store.set_password(ada.id, hash, hash, reason, now).await.unwrap());
    start_session(store, &sample_session(ada.id, 7)).await.unwrap();
    store.end_other_sessions(ada.id, &key_hash(7)).await.unwrap();
    store.end_session(&key_hash(7)).await.unwrap();
}

async fn deliver(store: &dyn Store) {
    let (holder, until) = ("me".to_owned(), later(300));
    let claim = Claim { holder, now: later(10), emails_due_by: later(10), until, limit: 3 };
    let claimed = store.claim_messages(&claim).await.unwrap();
    assert_eq!(claimed.len(), 3);
    for (message, next) in claimed.iter().zip([None, Some(&claimed[1]), None]) {
        assert!(store.settle_message(message, next).await.unwrap());
    }
}

/// Returns the recorded operations on our collections.
async fn recorded(database: &Database) -> Vec<Document> {
    let profile = database.collection::<Document>("system.profile");
    let ours = doc! { "ns": { "$not": { "$regex": "system\\.profile$" } } };
    let mut found = profile.find(ours).await.unwrap();
    let mut all = Vec::new();
    while found.advance().await.unwrap() {
        all.push(found.deserialize_current().unwrap());
    }
    all
}

fn number(operation: &Document, name: &str) -> i64 {
    match operation.get(name) {
        Some(Bson::Int32(number)) => i64::from(*number),
        Some(Bson::Int64(number)) => *number,
        _ => 0,
    }
}

/// Returns the fault in an operation's execution, if any.
fn fault(operation: &Document) -> Option<&'static str> {
    let plan = operation.get_str("planSummary").unwrap_or_default();
    if plan.contains("COLLSCAN") {
        return Some("reads the whole collection");
    }
    let (ns, op) = ["ns", "op"].map(|name| operation.get_str(name).unwrap_or_default()).into();
    let is = |(of, kind, _): &(&str, &str, &str)| ns.ends_with(of) && op == *kind;
    if BOUNDED.iter().any(is) {
        return None;
    }
    // A join reads an additional document for each result.
    let joined = if operation.to_string().contains("$lookup") { 2 } else { 1 };
    let wanted = ["nreturned", "nMatched", "ndeleted"].map(|name| number(operation, name));
    let wanted = joined * wanted.into_iter().max().unwrap_or_default();
    (number(operation, "docsExamined") > wanted).then_some("reads more than is wanted")
}

async fn record(database: &Database, level: i32) {
    database.run_command(doc! { "profile": level }).await.unwrap();
}

async fn store_of(server: &Mongod) -> (Arc<dyn Store>, Database) {
    let url = server.url("planned");
    let store = storage::open(&url.parse().unwrap(), Access::Server).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let database = Client::with_uri_str(&url).await.unwrap().default_database().unwrap();
    // The collection must fit all operations, because the oldest are dropped first.
    let room = doc! { "create": "system.profile", "capped": true, "size": 64 << 20 };
    database.run_command(room).await.unwrap();
    (store, database)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mongodb_query_uses_an_index() {
    let server = Mongod::replica_set();
    let (store, database) = store_of(&server).await;
    add_other_users(&*store).await;
    record(&database, 2).await;
    let ada = fill(&*store).await;
    read(&*store, &ada).await;
    administer(&*store, &ada).await;
    change(&*store, &ada).await;
    record(&database, 0).await;
    let operations = recorded(&database).await;
    let planned = operations.iter().filter(|operation| operation.contains_key("planSummary"));
    assert!(planned.count() > 60, "{} operations", operations.len());
    let kinds: BTreeSet<&str> =
        operations.iter().filter_map(|operation| operation.get_str("op").ok()).collect();
    for kind in ["query", "update", "remove", "command"] {
        assert!(kinds.contains(kind), "{kinds:?}");
    }
    let in_transaction =
        operations.iter().any(|operation| operation.to_string().contains("txnNumber"));
    assert!(in_transaction, "transactions are recorded too");
    let faults: Vec<String> = operations
        .iter()
        .filter_map(|operation| Some(format!("{}: {operation}", fault(operation)?)))
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n\n"));
}

/// Shows that the profiler check works.
#[tokio::test(flavor = "multi_thread")]
async fn a_query_without_an_index_is_detected() {
    let server = Mongod::replica_set();
    let (store, database) = store_of(&server).await;
    add_other_users(&*store).await;
    record(&database, 2).await;
    let months = database.collection::<Document>("months");
    months.find_one(doc! { "month": "2026-11" }).await.unwrap().unwrap();
    let changes = database.collection::<Document>("changes");
    let theirs = user("other-0").username_key;
    let other = store.user_by_name(&theirs).await.unwrap().unwrap();
    let by_prefix = doc! { "user_id": other.id.to_string(), "actor": "nobody" };
    assert_eq!(changes.find_one(by_prefix).await.unwrap(), None);
    record(&database, 0).await;
    let operations = recorded(&database).await;
    let faults: Vec<&str> = operations.iter().filter_map(fault).collect();
    assert_eq!(faults, ["reads the whole collection", "reads more than is wanted"]);
}
