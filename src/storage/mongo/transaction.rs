//! Transactions that are retried after temporary failures.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use mongodb::ClientSession;
use mongodb::error::{TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT};

use super::Mongo;
use super::error::MongoError;

/// How long to retry before the store counts as unavailable. Shorter than the time limit of an
/// operation, whose error wouldn't say why.
const TIMEOUT: Duration = Duration::from_secs(4);

/// The longest pause before a retry, in milliseconds.
const MAX_PAUSE_MS: u64 = 50;

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
        let give_up = Instant::now() + TIMEOUT;
        let session = self.client.start_session().await?;
        let mut transaction = Transaction { session, borrows: PhantomData };
        for attempt in 0.. {
            transaction.session.start_transaction().await?;
            let done = work(&mut transaction).await;
            let session = &mut transaction.session;
            let outcome = match done {
                Ok(value) => commit(session, give_up).await.map(|()| value),
                Err(error) => {
                    // A failed abort can be ignored: the server aborts the transaction on its own.
                    let _ = session.abort_transaction().await;
                    Err(error)
                }
            };
            match outcome {
                Err(error) if passes(&error) && Instant::now() < give_up => {
                    let pause = rand::random_range(1..=(2 << attempt.min(5)).min(MAX_PAUSE_MS));
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                Err(error) if passes(&error) => return Err(MongoError::Contended),
                outcome => return outcome,
            }
        }
        Err(MongoError::Contended)
    }
}

/// Returns whether the same transaction may succeed later: after a write conflict, after two
/// concurrent inserts with the same key, or after an election.
fn passes(error: &MongoError) -> bool {
    error.has_label(TRANSIENT_TRANSACTION_ERROR) || error.is_duplicate()
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
