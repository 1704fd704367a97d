//! Saves of single days that share a transaction (group commit).
//!
//! A commit waits for the journal of a majority of members, and costs more than all other statements
//! of a save. So the saves that arrive while transactions are running wait and share the next one.
//! If none is running, a save starts at once: nothing is delayed to wait for others.
//!
//! If a shared transaction fails, its saves run again, each in its own transaction. So the problem of
//! one never fails another, and errors are the same as without sharing.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use mongodb::error::UNKNOWN_TRANSACTION_COMMIT_RESULT;
use tokio::sync::{mpsc, oneshot};

use super::apply::DaySave;
use crate::domain::accounts::user::UserId;
use crate::domain::days::change::ChangeItem;
use crate::storage::mongo::Mongo;
use crate::storage::mongo::error::MongoError;
use crate::storage::{DayTransaction, GaugeGuard, StoreError, StoreMetrics, time_limit};

/// How many transactions run at the same time. With more, fewer saves share each.
const CONCURRENT: usize = 2;

/// The maximum number of saves in a transaction.
const BATCH: usize = 100;

/// How long to repeat a shared transaction after write conflicts and elections. Then its saves, which
/// may not all be affected, run alone.
const RETRY_LIMIT: Duration = Duration::from_millis(250);

/// The outcome of a save, or `None` if it had none and nothing was written.
type SharedOutcome = Option<Result<Vec<ChangeItem>, StoreError>>;

/// A save that waits for a transaction.
struct PendingSave {
    user: UserId,
    transaction: DayTransaction,
    answer: oneshot::Sender<SharedOutcome>,
    /// Counts the save as queued until it starts.
    queued: Option<GaugeGuard>,
}

/// A handle to the task that runs the shared transactions. The task ends when the last is dropped.
#[derive(Clone)]
pub(in crate::storage::mongo) struct SaveQueue {
    queue: mpsc::UnboundedSender<PendingSave>,
    metrics: StoreMetrics,
}

impl SaveQueue {
    /// Starts the task in the current runtime, whose connections the transactions use.
    pub(in crate::storage::mongo) fn start(store: Mongo) -> Self {
        let (queue, saves) = mpsc::unbounded_channel();
        let metrics = store.metrics.clone();
        tokio::spawn(run(store, saves));
        Self { queue, metrics }
    }

    /// Saves a day in a shared transaction. Returns `None` if the save has to run alone.
    pub(super) async fn save(&self, user: UserId, transaction: &DayTransaction) -> SharedOutcome {
        let (answer, answered) = oneshot::channel();
        let queued = Some(GaugeGuard::new(&self.metrics.queue));
        let save = PendingSave { user, transaction: transaction.clone(), answer, queued };
        self.queue.send(save).ok()?;
        let lost = |_| Some(Err(MongoError::Interrupted.into()));
        answered.await.unwrap_or_else(lost)
    }
}

/// Starts a transaction whenever saves wait and one may start. A user's saves are never in two
/// transactions at once, because those would conflict.
async fn run(store: Mongo, mut queue: mpsc::UnboundedReceiver<PendingSave>) {
    let mut running: FuturesUnordered<BoxFuture<'_, BTreeSet<UserId>>> = FuturesUnordered::new();
    let (mut waiting, mut busy) = (Vec::new(), BTreeSet::new());
    loop {
        tokio::select! {
            biased;
            received = queue.recv_many(&mut waiting, BATCH) => if received == 0 { return },
            Some(users) = running.next() => busy.retain(|user| !users.contains(user)),
        }
        if running.len() == CONCURRENT {
            continue;
        }
        let free = waiting.extract_if(.., |save: &mut PendingSave| !busy.contains(&save.user));
        let batch: Vec<_> = free.take(BATCH).collect();
        if batch.is_empty() {
            continue;
        }
        let users: BTreeSet<UserId> = batch.iter().map(|save| save.user).collect();
        busy.extend(&users);
        // If it panics, its requests fail, and the task goes on.
        let done = AssertUnwindSafe(save_together(&store, batch)).catch_unwind();
        running.push(Box::pin(done.map(|_| users)));
    }
}

/// Runs saves in one transaction and answers their requests. Requests without an answer fail.
async fn save_together(store: &Mongo, mut batch: Vec<PendingSave>) {
    // Requests are dropped if their clients leave or their time is up.
    batch.retain(|save| !save.answer.is_closed());
    if batch.is_empty() {
        return;
    }
    for save in &mut batch {
        save.queued = None;
    }
    let saves =
        batch.iter().map(|save| DaySave { user: save.user, transaction: &save.transaction });
    let saves: Vec<DaySave<'_>> = saves.collect();
    let work =
        store.transaction_within(RETRY_LIMIT, |t| Box::pin(store.apply(&mut t.session, &saves)));
    // If it hangs, the time of its requests is up, too.
    let Ok(done) = tokio::time::timeout(time_limit::TIMEOUT, work).await else { return };
    let answers: Vec<SharedOutcome> = match done {
        Ok(outcomes) => {
            store.metrics.commits.observe(u32::try_from(batch.len()).unwrap_or(u32::MAX).into());
            let outcomes = outcomes.into_iter();
            outcomes.map(|outcome| Some(outcome.map_err(StoreError::Conflict))).collect()
        }
        // The saves may be stored.
        Err(MongoError::Driver(error))
            if error.contains_label(UNKNOWN_TRANSACTION_COMMIT_RESULT) =>
        {
            batch.iter().map(|_| Some(Err(MongoError::from(error.clone()).into()))).collect()
        }
        Err(error) => {
            tracing::debug!(%error, saves = batch.len(), "saves that share a transaction run alone");
            batch.iter().map(|_| None).collect()
        }
    };
    for (save, answer) in batch.into_iter().zip(answers) {
        // Fails if the request was dropped meanwhile.
        let _ = save.answer.send(answer);
    }
}
