//! Reads the database of the earlier Flask service, whose MongoDB may be a standalone server.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::TryStreamExt;
use mongodb::bson::oid::ObjectId;
use mongodb::bson::{Document, doc};
use mongodb::options::ClientOptions;
use mongodb::{Client, Database};
use serde_json::Value;

use crate::domain::values::text::plural;
use crate::storage::{Cause, DatabaseUrl};

/// The database that the service used (`client.db`).
const DEFAULT_DATABASE: &str = "db";

const TIMEOUT: Duration = Duration::from_secs(5);

/// The database of the earlier Flask service.
pub struct FlaskDatabase {
    database: Database,
    /// Each user's username and the `_id` of their log, in the order of sign-up.
    pub users: Vec<(String, String)>,
    /// A message for each user without a log, and each log without a user.
    pub unmatched: Vec<String>,
}

impl FlaskDatabase {
    /// Connects and matches each user to a log: `credentials.user_id` equals `log._id`. Fails if no
    /// user has a log.
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
            let problem = match (user.get_str("username"), log) {
                (Ok(name), Some(log)) => {
                    users.push((name.to_owned(), log.to_hex()));
                    continue;
                }
                (Err(_), _) => "The username isn't text.",
                (Ok(_), None) => "No log has this user_id, or it belongs to another user.",
            };
            unmatched.push(format!("credentials {user}: {problem}"));
        }
        unmatched.extend(unowned.iter().map(|log| format!("log {log}: This log has no user.")));
        if users.is_empty() {
            let logs = format!("{} {}", logs.len(), plural(logs.len(), "log", "logs"));
            let users = credentials.len();
            let users = format!("{users} {}", plural(users, "credential", "credentials"));
            let found = format!("the database {name} has {users} and {logs}");
            let advice = "Is the data in another database? Add its name to the address.";
            return Err(format!("{found}, but no log belongs to a user. {advice}").into());
        }
        Ok(Self { database, users, unmatched })
    }

    /// Returns the log with this `_id` as JSON. Values that JSON doesn't support become objects.
    pub async fn log(&self, id: &str) -> Result<Option<Value>, Cause> {
        let id = doc! { "_id": ObjectId::parse_str(id)? };
        // The driver can't deserialize every BSON type into a JSON value, but it serializes all of
        // them.
        let log: Option<Document> = self.database.collection("log").find_one(id).await?;
        Ok(log.map(serde_json::to_value).transpose()?)
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
