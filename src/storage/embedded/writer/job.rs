//! One write, from being queued to being answered.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::{statement, undo};
use crate::storage::embedded::error::Error;
use crate::storage::{Held, StoreError};

/// What the writer's thread does with a write, whatever it answers.
pub(super) trait Job: Send {
    /// Does the work within the batch's transaction.
    fn run(&mut self, connection: &Connection);
    /// Whether it removed something of which nothing may be left in the files.
    fn erases(&self) -> bool;
    /// Answers the caller, when it is known what became of the batch.
    fn settle(self: Box<Self>, batch: Result<(), Arc<rusqlite::Error>>);
}

/// A write and who waits for its answer.
pub(super) struct Write<W, T> {
    work: Option<W>,
    outcome: Option<Result<T, Error>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
    erases: bool,
    /// Until it is begun.
    waiting: Option<Held>,
}

impl<W, T> Write<W, T> {
    pub(super) fn new(
        work: W,
        answer: oneshot::Sender<Result<T, StoreError>>,
        waiting: Held,
    ) -> Self {
        Self { work: Some(work), outcome: None, answer, erases: false, waiting: Some(waiting) }
    }

    /// One that removes something for good.
    pub(super) fn that_erases(self) -> Self {
        Self { erases: true, ..self }
    }
}

impl<T, W> Job for Write<W, T>
where
    T: Send,
    W: FnOnce(&Connection) -> Result<T, Error> + Send,
{
    fn run(&mut self, connection: &Connection) {
        self.waiting = None;
        self.outcome = self.work.take().map(|work| in_savepoint(connection, work));
    }

    fn erases(&self) -> bool {
        self.erases && matches!(self.outcome, Some(Ok(_)))
    }

    /// Where the batch failed, even a refusal may rest on what another job wrote and is now gone.
    fn settle(self: Box<Self>, batch: Result<(), Arc<rusqlite::Error>>) {
        let outcome = match (self.outcome, batch) {
            (Some(Err(own @ Error::Sqlite(_))), Err(_)) => Err(own),
            (_, Err(error)) => Err(Error::Transaction(error)),
            (outcome, Ok(())) => outcome.unwrap_or(Err(Error::WriterEnded)),
        };
        // The caller may have stopped waiting.
        let _ = self.answer.send(outcome.map_err(StoreError::from));
    }
}

/// Runs one job's work so that its failure, or its panic, undoes itself and nothing else.
fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    statement(connection, "SAVEPOINT job")?;
    let outcome =
        catch_unwind(AssertUnwindSafe(|| work(connection))).unwrap_or(Err(Error::Panicked));
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
