//! The database of the earlier Flask service, which is only read. Its server may be a standalone one.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Document, doc};
use mongodb::options::ClientOptions;
use mongodb::{Client, Database};
use serde_json::Value;

use super::{Cause, DatabaseUrl};

/// The service used `client.db`, which is a database of that name.
const DEFAULT_DATABASE: &str = "db";

const TIMEOUT: Duration = Duration::from_secs(5);

/// The database of the earlier service.
pub struct FlaskDatabase {
    database: Database,
    /// The username of each user and the `_id` of their log, in the order of sign-up.
    pub users: Vec<(String, String)>,
    /// The users without a log, and the logs without a user.
    pub unmatched: Vec<String>,
}

impl FlaskDatabase {
    /// Connects, and finds the log of each user: `credentials.user_id` is `log._id`. An error where
    /// none is found.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, Cause> {
        let DatabaseUrl::Mongo(address) = url else {
            return Err("not a mongodb:// address".into());
        };
        let mut options = ClientOptions::parse(address).await?;
        options.server_selection_timeout.get_or_insert(TIMEOUT);
        let name = options.default_database.clone().unwrap_or_else(|| DEFAULT_DATABASE.to_owned());
        let database = Client::with_options(options)?.database(&name);
        let credentials =
            find(&database, "credentials", doc! { "username": 1, "user_id": 1 }).await?;
        let logs = find(&database, "log", doc! { "_id": 1 }).await?;
        let id = |document: &Document, field| document.get_object_id(field).ok();
        let mut unowned: BTreeSet<ObjectId> =
            logs.iter().filter_map(|log| id(log, "_id")).collect();
        let (mut users, mut unmatched) = (Vec::new(), Vec::new());
        for user in &credentials {
            let log = id(user, "user_id").filter(|log| unowned.remove(log));
            match (user.get_str("username"), log) {
                (Ok(name), Some(log)) => users.push((name.to_owned(), log.to_hex())),
                _ => unmatched.push(format!("credentials {user}: There is no log of this user.")),
            }
        }
        unmatched.extend(unowned.iter().map(|log| format!("log {log}: There is no such user.")));
        if users.is_empty() {
            let (users, logs) = (credentials.len(), logs.len());
            let found = format!("database {name} has {users} credentials, {logs} logs, and no log");
            return Err(
                format!("{found} of a user. Is it in another database? Add its name.").into()
            );
        }
        Ok(Self { database, users, unmatched })
    }

    /// The log with this `_id`, as JSON.
    pub async fn log(&self, id: &str) -> Result<Option<Value>, Cause> {
        let id = doc! { "_id": ObjectId::parse_str(id)? };
        Ok(self.database.collection("log").find_one(id).await?)
    }
}

async fn find(
    from: &Database,
    name: &str,
    fields: Document,
) -> mongodb::error::Result<Vec<Document>> {
    let all = from.collection(name);
    all.find(doc! {}).projection(fields).sort(doc! { "_id": 1 }).await?.try_collect().await
}
