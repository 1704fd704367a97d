//! A single write, from the queue to its response.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{statement, undo};
use crate::storage::embedded::error::EmbeddedError;
use crate::storage::{GaugeGuard, StoreError};

/// A queued write, independent of its result type.
pub(super) trait WriteJob: Send {
    /// Runs the work within the transaction of the batch.
    fn run(&mut self, connection: &Connection);
    /// Returns whether the job deleted data that must be removed from the files.
    fn erases(&self) -> bool;
    /// Answers the caller once the outcome of the batch is known.
    fn settle(self: Box<Self>, batch: Result<(), Arc<EmbeddedError>>);
}

/// A write and the channel to its caller.
pub(super) struct PendingWrite<W, T> {
    work: Option<W>,
    outcome: Option<Result<T, EmbeddedError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
    erases: bool,
    /// Counts the job as queued until it starts.
    waiting: Option<GaugeGuard>,
}

impl<W, T> PendingWrite<W, T> {
    pub(super) fn new(
        work: W,
        answer: oneshot::Sender<Result<T, StoreError>>,
        waiting: GaugeGuard,
    ) -> Self {
        Self { work: Some(work), outcome: None, answer, erases: false, waiting: Some(waiting) }
    }

    /// Marks the write as one that deletes data permanently.
    pub(super) fn that_erases(self) -> Self {
        Self { erases: true, ..self }
    }
}

impl<T, W> WriteJob for PendingWrite<W, T>
where
    T: Send,
    W: FnOnce(&Connection) -> Result<T, EmbeddedError> + Send,
{
    fn run(&mut self, connection: &Connection) {
        self.waiting = None;
        self.outcome = self.work.take().map(|work| in_savepoint(connection, work));
    }

    fn erases(&self) -> bool {
        self.erases && matches!(self.outcome, Some(Ok(_)))
    }

    /// Sends the outcome. If the batch failed, so did this job, even if its outcome is a refusal
    /// such as a conflict, which may be due to another job's changes that were rolled back. Only
    /// the job's own SQLite error takes precedence.
    fn settle(self: Box<Self>, batch: Result<(), Arc<EmbeddedError>>) {
        let outcome = match (self.outcome, batch) {
            (Some(Err(own @ EmbeddedError::Sqlite(_))), Err(_)) => Err(own),
            (_, Err(error)) => Err(EmbeddedError::Transaction(error)),
            (outcome, Ok(())) => outcome.unwrap_or(Err(EmbeddedError::WriterEnded)),
        };
        // Sending fails if the caller has stopped waiting.
        let _ = self.answer.send(outcome.map_err(StoreError::from));
    }
}

/// Runs a job in a savepoint, so that an error or panic rolls back only this job.
fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, EmbeddedError>,
) -> Result<T, EmbeddedError> {
    statement(connection, "SAVEPOINT job")?;
    let outcome =
        catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or(Err(EmbeddedError::Panicked));
    if connection.is_autocommit() {
        return outcome;
    }
    if outcome.is_err() && statement(connection, "ROLLBACK TO job").is_err() {
        undo(connection);
        return outcome;
    }
    statement(connection, "RELEASE job")?;
    outcome
}
