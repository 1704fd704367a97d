//! Transactions, tried again while they fail for reasons that pass.

use std::time::{Duration, Instant};

use async_trait::async_trait;
use mongodb::ClientSession;
use mongodb::error::{TRANSIENT_TRANSACTION_ERROR, UNKNOWN_TRANSACTION_COMMIT_RESULT};

use super::Mongo;
use super::error::Error;

/// How long to try; then the store counts as away.
const PATIENCE: Duration = Duration::from_secs(5);

/// The longest pause before the next try.
const LONGEST_PAUSE_MS: u64 = 50;

/// What is done in one transaction.
#[async_trait]
pub(super) trait Work: Sync {
    /// What comes of it.
    type Outcome: Send;

    /// Does it; may be called again where it did not take effect.
    async fn run(&self, store: &Mongo, session: &mut ClientSession)
    -> Result<Self::Outcome, Error>;
}

impl Mongo {
    /// Does `work` in one transaction. It may be done several times, but takes effect once.
    pub(super) async fn transaction<W: Work>(&self, work: W) -> Result<W::Outcome, Error> {
        let give_up = Instant::now() + PATIENCE;
        let mut session = self.client.start_session().await?;
        for attempt in 0.. {
            session.start_transaction().await?;
            let outcome = match work.run(self, &mut session).await {
                Ok(value) => commit(&mut session, give_up).await.map(|()| value),
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
