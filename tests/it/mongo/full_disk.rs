//! Tests a MongoDB that can't write because its disk is full.

use mongodb::Client;
use mongodb::bson::{Document, doc};
use worklog::storage::migrate;

use super::open;
use crate::support::mongod::Mongod;
use crate::support::page::Page;
use crate::support::server::Server;

const WHY: &str = "The server’s disk is full";

/// Makes all writes fail as if there were no space, or ends that.
async fn set_full(mongod: &Mongod, mode: &str) {
    let admin = Client::with_uri_str(mongod.url("admin")).await.unwrap().database("admin");
    let data = if mode == "off" {
        Document::new()
    } else {
        doc! { "failCommands": ["insert", "update", "findAndModify"], "errorCode": 14031 }
    };
    let fail = doc! { "configureFailPoint": "failCommand", "mode": mode, "data": data };
    admin.run_command(fail).await.unwrap();
}

#[actix_web::test]
async fn pages_can_be_read_and_say_that_the_disk_is_full() {
    let mongod = Mongod::with_test_commands();
    let store = open(&mongod.url("full")).await.unwrap();
    migrate(&*store, chrono::Utc::now).await.unwrap();
    let server = Server::on_store(store, &[]).await;
    let ada = server.sign_up("ada").await;
    ada.submit("/day/2026-11-18", &[("type", "office")]).await;
    let ready = ada.get("/readyz").await.text().await.unwrap();
    assert_eq!(ready, "ok\n");

    set_full(&mongod, "alwaysOn").await;
    let refused = ada.post("/day/2026-11-19", &[("type", "office")]).await;
    assert_eq!(refused.status(), 503);
    Page::from_response(refused).await.assert_text("main p", WHY);
    let page = ada.page("/month/2026-11").await;
    assert!(page.has("a[href^='/day/2026-11-18']"));
    let ready = ada.get("/readyz").await;
    assert_eq!(ready.status(), 200, "pages can be read");
    assert!(ready.text().await.unwrap().contains("the disk is full"));

    set_full(&mongod, "off").await;
    assert_eq!(ada.post("/day/2026-11-19", &[("type", "office")]).await.status(), 303);
}
