//! Shares of a queue, so that one client can't fill it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Limits how many requests of the same client are in a queue at once. Its other requests wait for their
/// turn, so it gets the same service as before while it is the only client. Clones share the count.
#[derive(Debug, Clone)]
pub(crate) struct ClientTurns {
    at_once: usize,
    most: usize,
    /// A semaphore for each client with requests. Each of its requests has a reference.
    clients: Arc<Mutex<HashMap<String, Weak<Semaphore>>>>,
}

impl ClientTurns {
    /// Creates turns for clients that may have `at_once` requests in the queue, and `most` including
    /// those that wait for their turn.
    pub(crate) fn new(at_once: usize, most: usize) -> Self {
        Self { at_once, most, clients: Arc::default() }
    }

    /// Waits for the client's turn, which lasts until the permit is dropped. Returns `None` at once if
    /// too many of its requests wait already.
    pub(crate) async fn wait(&self, client: &str) -> Option<OwnedSemaphorePermit> {
        let turns = self.turns(client);
        if Arc::strong_count(&turns) > self.most {
            return None;
        }
        turns.acquire_owned().await.ok()
    }

    fn turns(&self, client: &str) -> Arc<Semaphore> {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turns) = clients.get(client).and_then(Weak::upgrade) {
            return turns;
        }
        clients.retain(|_, turns| turns.strong_count() > 0);
        let turns = Arc::new(Semaphore::new(self.at_once));
        clients.insert(client.to_owned(), Arc::downgrade(&turns));
        turns
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use futures_util::future::join_all;
    use tokio::task::yield_now;

    use super::*;

    #[test]
    fn clients_wait_only_for_themselves() {
        let turns = ClientTurns::new(1, 2);
        let eve = turns.wait("eve").now_or_never().unwrap().unwrap();
        assert!(turns.wait("eve").now_or_never().is_none(), "it waits");
        let ada = turns.wait("ada").now_or_never().unwrap().unwrap();
        drop(eve);
        drop(turns.wait("eve").now_or_never().unwrap().unwrap());
        drop(ada);
        drop(turns.wait("bob").now_or_never());
        assert_eq!(turns.clients.lock().unwrap().len(), 1, "those without requests are forgotten");
    }

    #[tokio::test]
    async fn too_many_requests_of_a_client_are_rejected() {
        let turns = ClientTurns::new(1, 2);
        let request = async || {
            let turn = turns.wait("eve").await;
            yield_now().await;
            turn.is_some()
        };
        assert_eq!(join_all((0..3).map(|_| request())).await, [true, true, false]);
    }
}
