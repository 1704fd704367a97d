//! Backups that are refused, and files that no backup, restore, or copy may touch.

use super::backups::{open, succeeds};
use super::{complaint, run};
use crate::support::samples::user;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

async fn with_ada(backend: Backend) -> Place {
    let place = place(backend).await;
    assert!(run(&place.url, &["user", "add", "ada"], PASSWORD).status.success());
    place
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mongodb_is_not_copied_onto_itself_by_another_address() {
    let there = with_ada(Backend::Mongo).await;
    let other = there.url.replace("127.0.0.1", "localhost");
    assert_ne!(other, there.url);
    let told =
        complaint(&run("", &["copy", "--replace", "--from", &there.url, "--to", &other], ""));
    assert!(told.contains("are the same database"), "{told}");
    let ada = open(&there).await.user_by_name(&user("ada").username_key).await.unwrap();
    assert!(ada.is_some(), "nothing was removed");
    // Another database of the same server.
    let elsewhere = place(Backend::Mongo).await;
    succeeds("", &["copy", "--from", &other, "--to", &elsewhere.url]);
}
