//! Transactions, tried again while they fail for reasons that pass.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use mongodb::ClientSession;
use mongodb::error::{TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT};

use super::Mongo;
use super::error::Error;

/// How long to try; then the store counts as away.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest pause before the next try.
const LONGEST_PAUSE_MS: u64 = 50;

/// A transaction that is open.
pub(super) struct Transaction<'a> {
    /// What every operation in it is given.
    pub(super) session: ClientSession,
    /// What the work of the transaction borrows lives longer than the transaction.
    borrows: PhantomData<&'a ()>,
}

impl Mongo {
    /// Does `work` in one transaction. It may be done several times, but takes effect once.
    ///
    /// The driver's own `and_run2` can't do this: it tries for two minutes, doesn't count a duplicate key as a
    /// reason to try again, and its futures aren't `Send` once a closure borrows (rust-lang/rust#96865).
    pub(super) async fn transaction<'a, R>(
        &'a self,
        work: impl for<'t> Fn(&'t mut Transaction<'a>) -> BoxFuture<'t, Result<R, Error>>,
    ) -> Result<R, Error> {
        let give_up = Instant::now() + PATIENCE;
        let session = self.client.start_session().await?;
        let mut transaction = Transaction { session, borrows: PhantomData };
        for attempt in 0.. {
            transaction.session.start_transaction().await?;
            let done = work(&mut transaction).await;
            let session = &mut transaction.session;
            let outcome = match done {
                Ok(value) => commit(session, give_up).await.map(|()| value),
                Err(error) => {
                    // Nothing to be done about an abort that fails: the server aborts by itself.
                    let _ = session.abort_transaction().await;
                    Err(error)
                }
            };
            match outcome {
                Err(error) if passes(&error) && Instant::now() < give_up => {
                    let pause = rand::random_range(1..=(2 << attempt.min(5)).min(LONGEST_PAUSE_MS));
                    tokio::time::sleep(Duration::from_millis(pause)).await;
                }
                Err(error) if passes(&error) => return Err(Error::Contended),
                outcome => return outcome,
            }
        }
        Err(Error::Contended)
    }
}

/// Whether the same transaction may succeed: a conflict of writers, two first documents of one key,
/// or a change of primaries.
fn passes(error: &Error) -> bool {
    error.has_label(TRANSIENT_TRANSACTION_ERROR) || error.is_duplicate()
}

async fn commit(session: &mut ClientSession, give_up: Instant) -> Result<(), Error> {
    loop {
        match session.commit_transaction().await.map_err(Error::from) {
            Err(error)
                if error.has_label(UNKNOWN_TRANSACTION_COMMIT_RESULT)
                    && Instant::now() < give_up => {}
            outcome => return outcome,
        }
    }
}
