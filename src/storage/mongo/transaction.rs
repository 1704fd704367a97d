//! Transactions that are retried after temporary failures, and ended if they are abandoned.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use mongodb::bson::{Document, doc};
use mongodb::error::UNKNOWN_TRANSACTION_COMMIT_RESULT;
use mongodb::{ClientSession, Collection};
use tokio::runtime::Handle;

use super::Mongo;
use super::error::MongoError;

/// How long to retry before the store counts as unavailable. Shorter than the time limit of an
/// operation, whose error wouldn't say why.
const TIMEOUT: Duration = Duration::from_secs(4);

/// The longest pause before a retry, in milliseconds.
const MAX_PAUSE_MS: u64 = 50;

/// How long to try to end an abandoned transaction. By default, MongoDB then does so on its own.
const LIFETIME: Duration = Duration::from_mins(1);

/// The pause before the next try to do so.
const RETRY_INTERVAL: Duration = Duration::from_millis(500);

/// An open transaction.
pub(super) struct Transaction<'a> {
    /// The session, which must be passed to each operation of the transaction.
    pub(super) session: ClientSession,
    /// Ensures that everything borrowed by the work outlives the transaction.
    borrows: PhantomData<&'a ()>,
}

impl Mongo {
    /// Runs `work` in one transaction. It may run several times, but takes effect only once.
    ///
    /// The driver's own `and_run2` isn't suitable: it retries for two minutes, doesn't retry after
    /// a duplicate key, and its futures aren't `Send` if a closure borrows (rust-lang/rust#96865).
    pub(super) async fn transaction<'a, R>(
        &'a self,
        work: impl for<'t> Fn(&'t mut Transaction<'a>) -> BoxFuture<'t, Result<R, MongoError>>,
    ) -> Result<R, MongoError> {
        self.transaction_within(TIMEOUT, work).await
    }

    /// Runs `work` like [`transaction`](Self::transaction), but repeats it only within this time.
    pub(super) async fn transaction_within<'a, R>(
        &'a self,
        retry_limit: Duration,
        work: impl for<'t> Fn(&'t mut Transaction<'a>) -> BoxFuture<'t, Result<R, MongoError>>,
    ) -> Result<R, MongoError> {
        let session = self.client.start_session().await?;
        let mut unfinished = Unfinished { store: self, transaction: None };
        let transaction = Transaction { session, borrows: PhantomData };
        let outcome = retry(unfinished.transaction.insert(transaction), retry_limit, work).await;
        if !outcome.as_ref().is_err_and(MongoError::is_away) {
            unfinished.transaction = None;
        }
        outcome
    }
}

/// A transaction that the server may not have received the end of. If it is dropped with one, ends
/// it in the background, because it would block other writes to the same documents.
struct Unfinished<'a> {
    store: &'a Mongo,
    transaction: Option<Transaction<'a>>,
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        let (transaction, runtime) = (self.transaction.take(), Handle::try_current());
        if let (Some(transaction), Ok(runtime)) = (transaction, runtime) {
            let users = self.store.users.clone_with_type();
            let end = supersede(transaction.session, users);
            runtime.spawn(tokio::time::timeout(LIFETIME, end));
        }
    }
}

/// Ends the transaction of a session by beginning another one, until the server responds. It then
/// aborts the former one, and rejects its statements if they arrive later. The driver's own abort
/// isn't enough: it gives up, and isn't sent if the first statement was dropped.
async fn supersede(mut session: ClientSession, users: Collection<Document>) {
    loop {
        // Fails if the transaction was being committed or aborted.
        let _ = session.abort_transaction().await;
        if session.start_transaction().await.is_ok()
            && users.find_one(doc! { "_id": "" }).session(&mut session).await.is_ok()
        {
            let _ = session.abort_transaction().await;
            return;
        }
        tokio::time::sleep(RETRY_INTERVAL).await;
    }
}

/// Runs `work` until it is committed, fails, or has been retried for too long.
async fn retry<'a, R>(
    transaction: &mut Transaction<'a>,
    limit: Duration,
    work: impl for<'t> Fn(&'t mut Transaction<'a>) -> BoxFuture<'t, Result<R, MongoError>>,
) -> Result<R, MongoError> {
    let start = Instant::now();
    for attempt in 0.. {
        transaction.session.start_transaction().await?;
        let done = work(transaction).await;
        let session = &mut transaction.session;
        let outcome = match done {
            Ok(value) => commit(session, start + TIMEOUT).await.map(|()| value),
            Err(error) => {
                // A failed abort can be ignored, because `Unfinished` repeats it.
                let _ = session.abort_transaction().await;
                Err(error)
            }
        };
        match outcome {
            Err(error) if error.is_passing() && start.elapsed() < limit => {
                let pause = rand::random_range(1..=(2 << attempt.min(5)).min(MAX_PAUSE_MS));
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
            Err(error) if error.is_passing() => return Err(MongoError::Contended),
            outcome => return outcome,
        }
    }
    Err(MongoError::Contended)
}

async fn commit(session: &mut ClientSession, give_up: Instant) -> Result<(), MongoError> {
    loop {
        match session.commit_transaction().await.map_err(MongoError::from) {
            Err(error)
                if error.has_label(UNKNOWN_TRANSACTION_COMMIT_RESULT)
                    && Instant::now() < give_up => {}
            outcome => return outcome,
        }
    }
}
