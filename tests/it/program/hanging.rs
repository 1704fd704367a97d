//! Tests that requests are abandoned when their clients leave.

use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::doc;

use super::metrics::Metered;
use crate::support::keep_alive::Connection;
use crate::support::mongod::Mongod;

/// How many clients come and leave: more than the server has connections to the database.
const CLIENTS: u32 = 40;

/// Less than the 5 s after which the requests would fail anyway.
const SOON: Duration = Duration::from_secs(4);

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_clients_that_left_are_abandoned() {
    let mongod = Mongod::replica_set();
    let server = Metered::start(&mongod.url("left"));
    server.program.wait_for_status("/readyz", 200).await;
    let admin = Client::with_uri_str(mongod.url("admin")).await.unwrap().database("admin");
    // Blocks writes, so logins wait for their attempts to be counted.
    admin.run_command(doc! { "fsync": 1, "lock": true }).await.unwrap();
    let start = Instant::now();
    let mut connections = Vec::new();
    for number in 0..CLIENTS {
        let mut connection = Connection::open(server.program.port).await.unwrap();
        let form = format!("username=user-{number}&password=made+up");
        let head = format!(
            "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n",
            form.len()
        );
        connection.send(&format!("{head}{form}")).await.unwrap();
        connections.push(connection);
    }
    let in_flight = "worklog_http_requests_in_flight";
    server.wait_for_value(in_flight, &[], f64::from(CLIENTS)).await;
    drop(connections);
    server.wait_for_value(in_flight, &[], 0.).await;
    server.wait_for_value("worklog_store_connections_in_use", &[], 0.).await;
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
    admin.run_command(doc! { "fsyncUnlock": 1 }).await.unwrap();
    server.program.wait_for_status("/readyz", 200).await;
}
