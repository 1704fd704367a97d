//! Tests behavior specific to MongoDB: unavailability, standalone servers, and query plans.

mod credentials;
mod full_disk;
mod group_commit;
mod hanging;
mod migrations;

use std::sync::Arc;
use std::time::{Duration, Instant};

use mongodb::bson::{Document, doc};
use mongodb::{Client, Database};
use worklog::domain::accounts::user::UserId;
use worklog::domain::admin::AdminCommand;
use worklog::domain::backup::records::RecordKind;
use worklog::domain::days::day::Month;
use worklog::domain::days::month_log::Precondition;
use worklog::storage::{self, Access, DatabaseUrl, OpenError, Store, StoreError, migrate};

use crate::support::mongod::{self, Mongod, free_port};
use crate::support::page::Page;
use crate::support::samples::{
    add_token, day_transaction, key_hash, later, put, run_command, sample_session, start_session,
    token, user,
};
use crate::support::server::Server;

async fn open(url: &str) -> Result<Arc<dyn Store>, OpenError> {
    let url: DatabaseUrl = url.parse().unwrap();
    storage::open(&url, Access::Server).await
}

async fn database_of(url: &str) -> Database {
    Client::with_uri_str(url).await.unwrap().default_database().unwrap()
}

fn month() -> Month {
    "2026-11".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_standalone_server_is_rejected_with_instructions() {
    let server = Mongod::standalone();
    let give_up = Instant::now() + Duration::from_secs(30);
    let refusal = loop {
        match open(&server.url("worklog")).await.err().expect("is refused") {
            OpenError::Unavailable(_) => assert!(Instant::now() < give_up, "does not start"),
            refusal => break refusal,
        }
    };
    assert!(matches!(refusal, OpenError::Standalone), "{refusal}");
    assert!(refusal.to_string().contains("--replSet"));
}

#[tokio::test]
async fn an_unreachable_server_is_reported_quickly() {
    let start = Instant::now();
    let url = format!("mongodb://127.0.0.1:{}/worklog?replicaSet=rs0", free_port());
    let refusal = open(&url).await.err().expect("is refused");
    assert!(matches!(refusal, OpenError::Unavailable(_)), "{refusal}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[tokio::test]
async fn an_invalid_url_is_rejected() {
    let refusal = open("mongodb://").await.err().expect("is refused");
    assert!(matches!(refusal, OpenError::BadAddress(_)), "{refusal}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_rejected() {
    let server = Mongod::replica_set();
    let store = open(&server.url("newer")).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let meta = database_of(&server.url("newer")).await.collection::<Document>("meta");
    let newer = doc! { "$set": { "value": 999 } };
    meta.update_one(doc! { "_id": "schema_version" }, newer).await.unwrap();
    let refusal = migrate(&*store, chrono::Utc::now).await.unwrap_err();
    assert!(matches!(refusal, OpenError::NewerSchema { found: 999, .. }), "{refusal}");
}

#[actix_web::test]
async fn pages_recover_after_the_database_was_unavailable() {
    let mut mongod = Mongod::replica_set();
    let store = open(&mongod.url("away")).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let server = Server::on_store(Arc::clone(&store), &[]).await;
    let ada = server.sign_up("ada").await;
    assert_eq!(ada.get("/readyz").await.status(), 200);
    mongod.stop();

    let away = store.month(UserId::new(), month()).await.unwrap_err();
    assert!(matches!(away, StoreError::Unavailable(_)), "{away:?}");
    let page = ada.get("/month").await;
    assert_eq!(page.status(), 503);
    assert!(page.headers().contains_key("retry-after"));
    assert!(page.headers().contains_key("content-security-policy"));
    Page::from_response(page).await.assert_text("main p", "database can’t be reached");
    let typed = [("type", "remote"), ("location", "Home"), ("notes", "long & dear")];
    let kept = ada.submit_expecting("/day/2026-11-18", &typed, 503).await;
    assert_eq!(kept.hidden("form[action='/day/2026-11-18']"), typed);
    assert_eq!(ada.get("/readyz").await.status(), 200, "like during an election");
    server.advance_clock(Duration::from_secs(30));
    assert_eq!(ada.get("/readyz").await.status(), 503);
    assert_eq!(ada.get("/livez").await.status(), 200);

    mongod.start_again();
    let give_up = Instant::now() + Duration::from_mins(1);
    while ada.get("/month").await.status() != 200 {
        assert!(Instant::now() < give_up, "the pages don't recover");
    }
    assert_eq!(ada.post("/day/2026-11-18", &[("type", "office")]).await.status(), 303);
    assert_eq!(ada.get("/readyz").await.status(), 200);
}

/// Like a server whose machine lost power, it doesn't even refuse connections.
#[actix_web::test]
async fn an_unresponsive_primary_does_not_delay_probes() {
    let mongod = Mongod::replica_set();
    let store = open(&mongod.url("frozen")).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let server = Server::on_store(Arc::clone(&store), &[]).await;
    let probe = server.browser();
    assert_eq!(probe.get("/readyz").await.status(), 200);
    mongod.signal("-STOP");
    // The signal takes a moment to stop all threads.
    while tokio::time::timeout(Duration::from_secs(1), store.ping()).await.is_ok() {}
    for (wait, status) in [(0, 200), (29, 200), (1, 503)] {
        server.advance_clock(Duration::from_secs(wait));
        let start = Instant::now();
        assert_eq!(probe.get("/readyz").await.status(), status, "{wait}");
        assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    }
    mongod.signal("-CONT");
    let give_up = Instant::now() + Duration::from_mins(1);
    while probe.get("/readyz").await.status() != 200 {
        assert!(Instant::now() < give_up, "the server doesn't become ready again");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_two_round_trips() {
    let server = Mongod::replica_set();
    let url = server.url("counted");
    let store = open(&url).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let ada = user("ada");
    let session = sample_session(ada.id, 1);
    store.add_user(&ada).await.unwrap();
    start_session(&*store, &session).await.unwrap();
    let database = database_of(&url).await;
    database.run_command(doc! { "profile": 2 }).await.unwrap();
    assert!(store.session(&session.key_hash, later(1)).await.unwrap().is_some());
    store.month(ada.id, month()).await.unwrap();
    database.run_command(doc! { "profile": 0 }).await.unwrap();
    let profile = database.collection::<Document>("system.profile");
    let ours = doc! { "command.profile": { "$exists": false } };
    assert_eq!(profile.count_documents(ours.clone()).await.unwrap(), 2);
    let scans = doc! { "planSummary": { "$regex": "COLLSCAN" } };
    assert_eq!(profile.find_one(scans).await.unwrap(), None, "every lookup uses a key");

    // Also a year of a user with many years, and whether anything was logged before it.
    let edits: Vec<_> = (0..130)
        .map(|n| format!("{}-{:02}-10", 2014 + n / 12, 1 + n % 12))
        .map(|day| put(&day, "office", "", Precondition::NoEntry))
        .collect();
    store.edit_days(ada.id, &day_transaction(ada.id, edits)).await.unwrap();
    for (from, days) in [("2024-01", 10), ("2014-02", 129)] {
        let before = profile.count_documents(ours.clone()).await.unwrap();
        database.run_command(doc! { "profile": 2 }).await.unwrap();
        let (from, to) = (from.parse().unwrap(), "2024-12".parse().unwrap());
        let digest = store.brief(ada.id, from, to).await.unwrap();
        database.run_command(doc! { "profile": 0 }).await.unwrap();
        assert_eq!((digest.days.len(), digest.began_before), (days, true));
        assert_eq!(profile.count_documents(ours.clone()).await.unwrap() - before, 1);
    }
}

/// Every API call starts with this query.
#[tokio::test(flavor = "multi_thread")]
async fn token_authentication_takes_one_round_trip() {
    let server = Mongod::replica_set();
    let url = server.url("counted");
    let store = open(&url).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    add_token(&*store, &token(ada.id, 1, "Laptop"), 1).await.unwrap();
    let database = database_of(&url).await;
    database.run_command(doc! { "profile": 2 }).await.unwrap();
    assert!(store.token_user(&key_hash(1), later(1)).await.unwrap().is_some());
    database.run_command(doc! { "profile": 0 }).await.unwrap();
    let profile = database.collection::<Document>("system.profile");
    let ours = doc! { "command.profile": { "$exists": false } };
    assert_eq!(profile.count_documents(ours).await.unwrap(), 1);
    let scans = doc! { "planSummary": { "$regex": "COLLSCAN" } };
    assert_eq!(profile.find_one(scans).await.unwrap(), None, "the lookup uses a key");
}

/// Connects as a user who can only read and write one database, like the one that the manifests
/// create.
#[tokio::test(flavor = "multi_thread")]
async fn read_write_privileges_suffice_for_admin_pages() {
    let mut server = Mongod::replica_set();
    let open_url = server.url("least");
    let role = doc! { "role": "readWrite", "db": "least" };
    let made = doc! { "createUser": "worklog", "pwd": "secret", "roles": [role] };
    database_of(&open_url).await.run_command(made).await.unwrap();
    server.stop();
    server.start_again_guarded();
    let url = format!("{}&authSource=least", open_url.replace("//", "//worklog:secret@"));
    let give_up = Instant::now() + Duration::from_secs(30);
    let store = loop {
        match open(&url).await {
            Ok(store) if migrate(&*store, chrono::Utc::now).await.is_ok() => break store,
            other => assert!(Instant::now() < give_up, "{:?}", other.err()),
        }
    };
    let status = doc! { "replSetGetStatus": 1 };
    let admin = Client::with_uri_str(&url).await.unwrap().database("admin");
    let refused = admin.run_command(status).await;
    assert!(refused.unwrap_err().to_string().contains("not authorized"));
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    assert!(run_command(&*store, AdminCommand::GrantAdmin(ada.id), later(1)).await.unwrap());
    let state = store.state().await.unwrap();
    assert!(state.engine.starts_with("MongoDB ") && state.data_bytes.unwrap() > 0, "{state:?}");
    assert!(state.counts.contains(&(RecordKind::Audit, 1)), "{state:?}");
    let members: Vec<_> = state.members.iter().map(|member| member.state.as_deref()).collect();
    assert_eq!(members, [Some("PRIMARY")], "as the server says to anybody");
}

/// Returns whether any stage of a plan reads a whole collection.
async fn scans(database: &Database, command: Document) -> bool {
    let explain = doc! { "explain": command, "verbosity": "queryPlanner" };
    let plan = database.run_command(explain).await.unwrap().to_string();
    assert!(plan.contains("IXSCAN") || plan.contains("IDHACK"), "{plan}");
    plan.contains("COLLSCAN")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_of_a_page_uses_an_index() {
    let name = format!("test_{}", uuid::Uuid::now_v7().simple());
    let mut url: url::Url = mongod::url().await.parse().unwrap();
    url.set_path(&name);
    let store = open(url.as_str()).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let database = database_of(url.as_str()).await;
    let lookup = doc! { "$lookup": {
        "from": "users", "localField": "user_id", "foreignField": "_id", "as": "user",
    } };
    let unwind = doc! { "$unwind": "$user" };
    let pipeline = vec![doc! { "$match": { "_id": "x" } }, lookup, unwind];
    for command in [
        doc! { "find": "months", "filter": { "user_id": "x", "month": "2026-11" } },
        doc! {
            "find": "months",
            "filter": { "user_id": "x", "month": { "$lte": "2026-12" }, "days": { "$gt": {} } },
            "sort": { "month": -1 },
            "limit": 13,
        },
        doc! { "aggregate": "sessions", "pipeline": pipeline, "cursor": {} },
        doc! { "find": "users", "filter": { "username_key": "x" } },
        doc! { "find": "users", "filter": { "_id": "x" } },
        doc! {
            "find": "users",
            "filter": { "username_key": { "$gt": "x", "$gte": "x", "$lt": "y" } },
            "sort": { "username_key": 1 },
        },
        doc! {
            "find": "audit",
            "filter": { "$or": [{ "actor.user": "x" }, { "about": "x" }], "_id": { "$lt": "x" } },
            "sort": { "_id": -1 },
        },
        doc! { "find": "audit", "filter": { "_id": { "$lt": "x" } }, "sort": { "_id": -1 } },
        doc! { "find": "invitations", "filter": { "token_hash": "x" } },
        doc! { "find": "invitations", "filter": { "user_id": "x" } },
        doc! { "find": "changes", "filter": { "user_id": "x", "items.date": "2026-11-18" } },
        doc! { "find": "throttles", "filter": { "_id": "x" } },
        doc! { "find": "throttles", "filter": { "_id": { "$gte": "x:", "$lt": "x;" } } },
        doc! { "find": "sessions", "filter": { "user_id": "x" } },
        doc! { "find": "tokens", "filter": { "user_id": "x" }, "sort": { "id": -1 } },
    ] {
        assert!(!scans(&database, command.clone()).await, "{command}");
    }
    database.drop().await.unwrap();
}
