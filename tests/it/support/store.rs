//! A store of one's own for each test.

use std::ops::Deref;
use std::sync::Arc;

use tempfile::TempDir;
use worklog::storage::{self, Access, DatabaseUrl, Store, migrate};

/// The kinds of store.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Backend {
    Embedded,
}

/// A store that is gone when dropped, with the handle that a server would have on it.
pub(crate) struct TestStore {
    store: Arc<dyn Store>,
    backend: Backend,
    url: DatabaseUrl,
    _home: TempDir,
}

/// A new store, migrated.
pub(crate) async fn fresh(backend: Backend) -> TestStore {
    let store = empty(backend).await;
    migrate::migrate(&*store.store, chrono::Utc::now).await.expect("migrates");
    store
}

/// A new store, not migrated.
pub(crate) async fn empty(backend: Backend) -> TestStore {
    let (url, home) = match backend {
        Backend::Embedded => {
            let home = tempfile::tempdir().expect("a directory");
            (home.path().join("worklog.db").display().to_string(), home)
        }
    };
    let url: DatabaseUrl = url.parse().expect("an address");
    let store = storage::open(&url, Access::Server).await.expect("opens");
    TestStore { store, backend, url, _home: home }
}

impl TestStore {
    /// The handle, to share with tasks.
    pub(crate) fn handle(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    /// Another handle on the same data, as a command beside the server has.
    pub(crate) async fn reopen(&self) -> Arc<dyn Store> {
        storage::open(&self.url, Access::Command).await.expect("opens again")
    }

    /// Another store of the same kind, with nothing in it, not even a schema.
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
