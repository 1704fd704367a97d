//! Runs a MongoDB server that requires credentials.

use std::time::{Duration, Instant};

use mongodb::Client;
use mongodb::bson::{Document, doc};

use super::mongod::Mongod;

/// How long the server may take to respond.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The server's administrator, and the first password of the user `worklog`.
const ROOT: &str = "root:over-all";
const PASSWORD: &str = "first-password";

/// A server with a database that the user `worklog` can read and write.
pub(crate) struct Guarded {
    mongod: Mongod,
    database: &'static str,
}

impl Guarded {
    /// Starts a server with a database of this name.
    pub(crate) async fn start(database: &'static str) -> Self {
        let mut mongod = Mongod::replica_set();
        let open = Client::with_uri_str(mongod.url(database)).await.expect("a client");
        let (name, password) = ROOT.split_once(':').expect("both");
        let root = doc! { "createUser": name, "pwd": password, "roles": ["root"] };
        open.database("admin").run_command(root).await.expect("a user");
        let role = doc! { "role": "readWrite", "db": database };
        let worklog = doc! { "createUser": "worklog", "pwd": PASSWORD, "roles": [role] };
        open.database(database).run_command(worklog).await.expect("a user");
        mongod.stop();
        mongod.start_again_guarded();
        let guarded = Self { mongod, database };
        guarded.leads().await;
        guarded
    }

    /// Returns the address for Worklog, with the first password.
    pub(crate) fn url(&self) -> String {
        let url = self.mongod.url(self.database);
        let url = url.replace("//", &format!("//worklog:{PASSWORD}@"));
        format!("{url}&authSource={}", self.database)
    }

    /// Changes the password of `worklog`, or sets the first again.
    pub(crate) async fn set_password(&self, password: Option<&str>) {
        let password = password.unwrap_or(PASSWORD);
        let update = doc! { "updateUser": "worklog", "pwd": password };
        self.as_root(self.database, update).await.expect("is changed");
    }

    /// Restarts the server, which closes all connections.
    pub(crate) async fn restart(&mut self) {
        self.mongod.stop();
        self.mongod.start_again_guarded();
        self.leads().await;
    }

    async fn leads(&self) {
        let give_up = Instant::now() + TIMEOUT;
        loop {
            let hello = self.as_root("admin", doc! { "hello": 1 }).await;
            match hello {
                Ok(hello) if hello.get_bool("isWritablePrimary").unwrap_or(false) => return,
                other => assert!(Instant::now() < give_up, "doesn't become primary: {other:?}"),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn as_root(&self, on: &str, command: Document) -> mongodb::error::Result<Document> {
        let url = self.mongod.url("admin").replace("//", &format!("//{ROOT}@"));
        let client = Client::with_uri_str(format!("{url}&authSource=admin")).await?;
        client.database(on).run_command(command).await
    }
}
