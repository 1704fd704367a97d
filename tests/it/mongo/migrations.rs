//! Tests migrations of databases that released versions wrote.

use mongodb::bson::{Document, doc};
use worklog::storage::{KNOWN_SCHEMA, migrate};

use super::{database_of, open};
use crate::support::mongod::Mongod;
use crate::support::samples::{assert_converted, location_used, user};

#[tokio::test(flavor = "multi_thread")]
async fn working_days_and_pattern_of_1_0_0_become_the_first_schedule() {
    let server = Mongod::replica_set();
    let store = open(&server.url("older")).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let ada = user("ada");
    store.add_user(&ada).await.unwrap();
    let database = database_of(&server.url("older")).await;
    let older = doc! {
        "$set": {
            "settings.working_days": ["mon"],
            "settings.pattern": { "mon": { "type": "remote", "location": "Home" } },
        },
        "$unset": { "settings.schedules": "" },
    };
    database.collection::<Document>("users").update_one(doc! {}, older).await.unwrap();
    let (meta, schema) =
        (database.collection::<Document>("meta"), doc! { "_id": "schema_version" });
    meta.update_one(schema, doc! { "$set": { "value": 5 } }).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    assert_eq!(store.schema_version().await.unwrap(), KNOWN_SCHEMA);
    assert_converted(&store.user(ada.id).await.unwrap().unwrap().settings.schedules);
    assert!(store.edit_settings(ada.id, &location_used("Home")).await.unwrap());
    assert_converted(&store.user(ada.id).await.unwrap().unwrap().settings.schedules);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_migration_to_authentication_events_is_completed() {
    let server = Mongod::replica_set();
    let store = open(&server.url("interrupted")).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let database = database_of(&server.url("interrupted")).await;
    let events = database.collection::<Document>("auth_events");
    events.drop_index("newest").await.unwrap();
    events.drop_index("name").await.unwrap();
    let (meta, schema) =
        (database.collection::<Document>("meta"), doc! { "_id": "schema_version" });
    meta.update_one(schema, doc! { "$set": { "value": 7 } }).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    assert_eq!(store.schema_version().await.unwrap(), KNOWN_SCHEMA);
    let mut indexes = events.list_index_names().await.unwrap();
    indexes.sort();
    assert_eq!(indexes, ["_id_", "ends", "name", "newest"]);
}
