//! Provides a new store for each test.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;
use url::Url;
use uuid::Uuid;
use worklog::storage::{self, Access, DatabaseUrl, Store, migrate};

use super::mongod;

/// The kinds of store.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Backend {
    Embedded,
    Mongo,
}

impl Backend {
    pub(crate) const ALL: [Self; 2] = [Self::Embedded, Self::Mongo];
}

/// A store that is removed when dropped, with a handle like a server's.
pub(crate) struct TestStore {
    store: Arc<dyn Store>,
    backend: Backend,
    url: DatabaseUrl,
    _place: Place,
}

/// Returns a new store with the newest schema.
pub(crate) async fn fresh(backend: Backend) -> TestStore {
    let store = empty(backend).await;
    migrate(&*store.store, chrono::Utc::now).await.expect("migrates");
    store
}

/// Returns a new store without a schema.
pub(crate) async fn empty(backend: Backend) -> TestStore {
    let place = place(backend).await;
    let url: DatabaseUrl = place.url.parse().expect("an address");
    let store = storage::open(&url, Access::Server).await.expect("opens");
    TestStore { store, backend, url, _place: place }
}

/// A location for a store. Dropping it removes the store.
pub(crate) struct Place {
    pub(crate) url: String,
    _home: Home,
}

/// Returns a location without a store.
pub(crate) async fn place(backend: Backend) -> Place {
    match backend {
        Backend::Embedded => {
            let home = tempfile::tempdir().expect("a directory");
            let url = home.path().join("worklog.db").display().to_string();
            Place { url, _home: Home::Directory(home) }
        }
        Backend::Mongo => {
            let mut url: Url = mongod::url().await.parse().expect("an address");
            url.set_path(&format!("test_{}", Uuid::now_v7().simple()));
            Place { url: url.to_string(), _home: Home::Database(url.into()) }
        }
    }
}

impl TestStore {
    /// Returns the handle, to share with tasks.
    pub(crate) fn handle(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    /// Opens another handle on the same data, like a command next to the server.
    pub(crate) async fn reopen(&self) -> Arc<dyn Store> {
        storage::open(&self.url, Access::Command).await.expect("opens again")
    }

    /// Returns all stored data: the bytes of the files, or every document as text.
    pub(crate) async fn raw(&self) -> Vec<u8> {
        match &self.url {
            DatabaseUrl::Embedded(path) => raw_files(path),
            DatabaseUrl::Mongo(url) => raw_documents(url).await,
        }
    }

    pub(crate) fn backend(&self) -> Backend {
        self.backend
    }

    /// Returns every row of every table, or every document of every collection, as sorted text.
    /// Omits values that the store generates: the keys of months, and users' lock counters.
    pub(crate) async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut rows = match &self.url {
            DatabaseUrl::Embedded(path) => table_rows(path),
            DatabaseUrl::Mongo(url) => collection_rows(url).await,
        };
        for rows in rows.values_mut() {
            rows.sort();
        }
        rows
    }

    /// Returns another store of the same kind, without a schema.
    pub(crate) async fn empty_sibling(&self) -> TestStore {
        empty(self.backend).await
    }
}

impl Deref for TestStore {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &*self.store
    }
}

/// Returns the bytes of the file, its log, and all other files in its directory.
pub(crate) fn raw_files(path: &Path) -> Vec<u8> {
    let directory = path.parent().expect("a directory");
    let files = std::fs::read_dir(directory).expect("a directory");
    files.flat_map(|file| std::fs::read(file.expect("a file").path()).expect("bytes")).collect()
}

fn table_rows(path: &Path) -> BTreeMap<String, Vec<String>> {
    let file = rusqlite::Connection::open(path).expect("opens");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut names = file.prepare(sql).expect("a query");
    let names = names.query_map([], |row| row.get::<_, String>(0)).expect("names");
    let rows_of = |name: &String| {
        let mut rows = file.prepare(&format!("SELECT * FROM {name}")).expect("a query");
        let columns = rows.column_count();
        let text = |row: &rusqlite::Row<'_>| {
            let values = (0..columns).map(|column| row.get::<_, rusqlite::types::Value>(column));
            values.collect::<Result<Vec<_>, _>>().map(|values| format!("{values:?}"))
        };
        let rows = rows.query_map([], text).expect("rows");
        rows.map(|row| row.expect("a row")).collect()
    };
    names.map(|name| name.expect("a name")).map(|name| (name.clone(), rows_of(&name))).collect()
}

async fn collection_rows(url: &str) -> BTreeMap<String, Vec<String>> {
    let client = mongodb::Client::with_uri_str(url).await.expect("a client");
    let database = client.default_database().expect("in the address");
    let mut all = BTreeMap::new();
    for name in database.list_collection_names().await.expect("names") {
        let collection = database.collection::<mongodb::bson::Document>(&name);
        let mut found = collection.find(mongodb::bson::Document::new()).await.expect("documents");
        let mut rows = Vec::new();
        while found.advance().await.expect("a document") {
            let mut document = found.deserialize_current().expect("a document");
            document.remove("held");
            if name == "months" {
                document.remove("_id");
            }
            // An upsert orders fields differently.
            let fields: BTreeMap<_, _> = document.into_iter().collect();
            rows.push(format!("{fields:?}"));
        }
        all.insert(name, rows);
    }
    all
}

async fn raw_documents(url: &str) -> Vec<u8> {
    let client = mongodb::Client::with_uri_str(url).await.expect("a client");
    let database = client.default_database().expect("in the address");
    let mut all = String::new();
    for name in database.list_collection_names().await.expect("names") {
        let collection = database.collection::<mongodb::bson::Document>(&name);
        let mut found = collection.find(mongodb::bson::Document::new()).await.expect("documents");
        while found.advance().await.expect("a document") {
            all.push_str(&found.deserialize_current().expect("a document").to_string());
        }
    }
    all.into_bytes()
}

/// Returns whether the bytes contain the text.
pub(crate) fn holds(raw: &[u8], text: &str) -> bool {
    raw.windows(text.len()).any(|window| window == text.as_bytes())
}

/// The location of the data, which is removed when dropped.
enum Home {
    Directory(#[expect(dead_code, reason = "removes the directory on drop")] TempDir),
    Database(String),
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Self::Database(url) = self {
            drop_database(std::mem::take(url));
        }
    }
}

/// Runs on its own thread and runtime, because dropping isn't async and the test's runtime is
/// blocked by it.
fn drop_database(url: String) {
    let dropping = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let client = mongodb::Client::with_uri_str(url).await.expect("a client");
            client.default_database().expect("in the address").drop().await
        })
    });
    if !std::thread::panicking() {
        dropping.join().expect("does not panic").expect("the test's database is dropped");
    }
}
