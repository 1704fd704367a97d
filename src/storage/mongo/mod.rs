//! The MongoDB store. It requires a replica set, because changes use transactions.
//!
//! Documents are the domain types as serialized by serde, so that they can be copied between the
//! stores. In addition, documents with a unique key also have it as `_id`, the fastest lookup
//! without an additional index, and documents that expire have a BSON date `ends` for a TTL index.
//!
//! Instead of the foreign keys of the embedded store, a transaction that adds something to a user
//! locks the user's document ([`Mongo::lock_user`]), so that nothing is added while the user is
//! being deleted.

mod accounts;
mod admin;
mod backup;
mod connections;
mod days;
mod error;
pub(crate) mod exchange;
mod meta;
mod notifications;
mod status;
mod transaction;
mod user_lock;

use std::sync::Arc;
use std::time::Duration;

use mongodb::bson::{Bson, DateTime, Document, doc, serialize_to_document};
use mongodb::options::{
    Acknowledgment, ClientOptions, ReadConcern, SelectionCriteria, WriteConcern,
};
use mongodb::{Client, Collection, Database};
use serde::Serialize;

use crate::domain::Timestamp;
use crate::domain::accounts::auth_event::AuthEvent;
use crate::domain::accounts::one_time_links::{EmailConfirmation, PasswordReset};
use crate::domain::accounts::session::LoginSession;
use crate::domain::accounts::throttle::Throttle;
use crate::domain::accounts::token::Token;
use crate::domain::accounts::user::User;
use crate::domain::admin::audit::AuditEntry;
use crate::domain::admin::invitation::Invitation;
use crate::domain::days::change::Change;
use crate::domain::days::month_log::MonthLog;
use crate::domain::exchange::feed::Feed;
use crate::domain::exchange::upload::{UploadChunk, UploadHead};
use crate::domain::notifications::outbox::Queued;
use crate::storage::metered::MeteredStore;
use crate::storage::{Access, OpenError, PerThread, Store, StoreError, StoreMetrics, time_limit};
use days::group_commit::SaveQueue;
use error::MongoError;

/// How long to look for a server, or to connect to one, before the store counts as unavailable.
const TIMEOUT: Duration = Duration::from_secs(3);

/// How often servers confirm that they are alive. If one is silent for this long and the time of a
/// connection attempt, together 5 s, the driver ends all operations that wait for it. Nothing else
/// ends abandoned transactions, which the driver aborts in the background, and long operations
/// without a time limit.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// The database used if the address doesn't name one.
pub(super) const DEFAULT_DATABASE: &str = "worklog";

/// The `_id` of the document in `meta` with the key that signs cookies.
const COOKIE_KEY: &str = "cookie_key";

/// The MongoDB store. Clones share their connections.
#[derive(Clone)]
pub(crate) struct Mongo {
    options: ClientOptions,
    metrics: StoreMetrics,
    client: Client,
    database: Database,
    users: Collection<User>,
    months: Collection<MonthLog>,
    changes: Collection<Change>,
    sessions: Collection<LoginSession>,
    throttles: Collection<Throttle>,
    auth_events: Collection<AuthEvent>,
    feeds: Collection<Feed>,
    tokens: Collection<Token>,
    outbox: Collection<Queued>,
    password_resets: Collection<PasswordReset>,
    email_confirmations: Collection<EmailConfirmation>,
    uploads: Collection<UploadHead>,
    upload_chunks: Collection<UploadChunk>,
    invitations: Collection<Invitation>,
    audit: Collection<AuditEntry>,
    /// The queue of saves that share transactions. `None` in the task that runs these.
    saves: Option<SaveQueue>,
}

impl Mongo {
    /// Connects to the replica set at a `mongodb://` address, and reports to this [`StoreMetrics`].
    pub(super) async fn open_metered(
        url: &str,
        access: Access,
        metrics: &StoreMetrics,
    ) -> Result<Self, OpenError> {
        let mut options = ClientOptions::parse(url)
            .await
            .map_err(|error| OpenError::BadAddress(Box::new(error)))?;
        options.server_selection_timeout = Some(TIMEOUT);
        options.connect_timeout = Some(TIMEOUT);
        options.heartbeat_freq = Some(HEARTBEAT);
        let majority = WriteConcern::builder().w(Acknowledgment::Majority).journal(true).build();
        options.write_concern = Some(majority);
        options.read_concern = Some(ReadConcern::majority());
        options.selection_criteria =
            Some(SelectionCriteria::ReadPreference(mongodb::options::ReadPreference::Primary));
        if access == Access::Server {
            let database = options.default_database.as_deref().unwrap_or(DEFAULT_DATABASE);
            options.app_name = Some(add_server_name(options.app_name.as_deref(), database));
        }
        let mut store = Self::connect(options, metrics)
            .map_err(|error| OpenError::BadAddress(Box::new(error)))?;
        let hello = time_limit::within(time_limit::TIMEOUT, store.hello()).await?;
        if !hello.contains_key("setName") && hello.get_str("msg").ok() != Some("isdbgrid") {
            return Err(OpenError::Standalone);
        }
        store.saves = Some(SaveQueue::start(store.clone()));
        Ok(store)
    }

    /// Returns how the server describes itself.
    async fn hello(&self) -> Result<Document, StoreError> {
        Ok(self.database.run_command(doc! { "hello": 1 }).await.map_err(MongoError::from)?)
    }

    /// Creates a client, which connects on first use. Its connections belong to the runtime of the
    /// calling thread: their responses reach other threads only through that one.
    fn connect(options: ClientOptions, metrics: &StoreMetrics) -> mongodb::error::Result<Self> {
        let name = options.default_database.as_deref().unwrap_or(DEFAULT_DATABASE);
        let mut own = options.clone();
        own.cmap_event_handler = Some(connections::counted_by(metrics));
        let client = Client::with_options(own)?;
        let database = client.database(name);
        Ok(Self {
            users: database.collection("users"),
            months: database.collection("months"),
            changes: database.collection("changes"),
            sessions: database.collection("sessions"),
            throttles: database.collection("throttles"),
            auth_events: database.collection("auth_events"),
            feeds: database.collection("feeds"),
            tokens: database.collection("tokens"),
            outbox: database.collection("outbox"),
            password_resets: database.collection("password_resets"),
            email_confirmations: database.collection("email_confirmations"),
            uploads: database.collection("uploads"),
            upload_chunks: database.collection("upload_chunks"),
            invitations: database.collection("invitations"),
            audit: database.collection("audit"),
            saves: None,
            database,
            client,
            options,
            metrics: metrics.clone(),
        })
    }
}

/// The maximum length of a connection's name, in bytes.
const MAX_APP_NAME: usize = 128;

/// Returns the name by which a server's connections to a database are recognized. It ends in a slash,
/// because the names of databases can be prefixes of each other.
fn server_name(database: &str) -> String {
    format!("worklog-server/{database}/")
}

/// Adds the name of a server to the `appName` in the address, unless the result would be too long.
fn add_server_name(given: Option<&str>, database: &str) -> String {
    let name = server_name(database);
    match given {
        None => name,
        Some(given) if given.len() + 1 + name.len() > MAX_APP_NAME => given.to_owned(),
        Some(given) => format!("{given} {name}"),
    }
}

impl PerThread for Mongo {
    fn thread_local_handle(&self) -> Option<Arc<dyn Store>> {
        let own = Self::connect(self.options.clone(), &self.metrics);
        if let Err(error) = &own {
            tracing::warn!(%error, "this thread shares the connections of another");
        }
        let own = Self { saves: self.saves.clone(), ..own.ok()? };
        Some(Arc::new(MeteredStore::mongo(own, self.metrics.clone())))
    }
}

/// Serializes a document and adds its key as `_id`.
fn keyed(key: String, document: &impl Serialize) -> Result<Document, MongoError> {
    let mut keyed = doc! { "_id": key };
    keyed.extend(serialize_to_document(document)?);
    Ok(keyed)
}

/// Serializes a document like [`keyed`] and adds when it expires, for the TTL index.
fn keyed_until(
    key: String,
    document: &impl Serialize,
    ends: Timestamp,
) -> Result<Document, MongoError> {
    let mut keyed = keyed(key, document)?;
    keyed.insert("ends", date(ends));
    Ok(keyed)
}

/// Converts a time to a BSON date, which has millisecond resolution.
fn date(at: Timestamp) -> Bson {
    Bson::DateTime(DateTime::from_millis(at.timestamp_millis()))
}
