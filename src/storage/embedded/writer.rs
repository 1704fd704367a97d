//! The one thread that writes, with group commit.
//!
//! It takes a job, runs it and whatever has queued up meanwhile in one transaction, commits once,
//! and only then answers them all. While one batch is being forced to disk the next one queues up,
//! so the more there is to write, the fewer commits a write costs. Where a disk is so quick that
//! little queues up, the thread waits a moment for the writes it saw in flight just before
//! ([`Crowd`]). A job alone does not wait.

mod crowd;
mod job;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use rusqlite::{Connection, ffi};
use tokio::sync::{mpsc, oneshot};

use super::erasure;
use super::error::Error;
use crate::storage::{Held, Meter, OpenError, StoreError};
use crowd::Crowd;
use job::{Job, Write};

/// How many jobs wait before callers wait to queue.
const QUEUE: usize = 1024;

/// The most jobs in one commit: bounds how long the first of them waits.
const BATCH: usize = 256;

/// How many writes went into how many commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteCounts {
    /// Writes carried out or refused.
    pub jobs: u64,
    /// Transactions committed, each at most one fsync of the log.
    pub commits: u64,
}

/// The handle on the thread; dropping it ends the thread once the queue is empty.
pub(super) struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
    tally: Arc<Tally>,
    meter: Meter,
    // After the queue, whose closing ends the thread.
    _thread: JoinOnDrop,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(connection: Connection, meter: &Meter) -> Result<Self, OpenError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let tally = Arc::new(Tally::default());
        let theirs = (Arc::clone(&tally), meter.clone());
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_all(&connection, jobs, &theirs.0, &theirs.1))
            .map_err(|cause: io::Error| OpenError::Unavailable(cause.into()))?;
        let thread = JoinOnDrop(Some(thread));
        Ok(Self { queue, tally, meter: meter.clone(), _thread: thread })
    }

    /// Runs `work` in a transaction and answers once that is on disk. An error from `work` undoes
    /// what it did. A caller who stops waiting does not stop the work.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue(Write::new(work, answer, self.waiting()), answered).await
    }

    /// As [`write`](Self::write), for work that removes something for good: answers once nothing
    /// of it is left in the files. The others of its batch do not wait for that.
    pub(super) async fn erase<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue(Write::new(work, answer, self.waiting()).that_erases(), answered).await
    }

    /// One more write that waits.
    fn waiting(&self) -> Held {
        Held::in_gauge(&self.meter.queue)
    }

    async fn queue<T>(
        &self,
        job: impl Job + 'static,
        answered: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.queue.send(Box::new(job)).await.map_err(|_| Error::WriterEnded)?;
        answered.await.map_err(|_| Error::WriterEnded)?
    }

    /// What the thread has done so far.
    pub(super) fn counts(&self) -> WriteCounts {
        WriteCounts {
            jobs: self.tally.jobs.load(Ordering::Relaxed),
            commits: self.tally.commits.load(Ordering::Relaxed),
        }
    }

    /// Whether it still takes jobs.
    pub(super) fn is_alive(&self) -> bool {
        !self.queue.is_closed()
    }
}

#[derive(Default)]
struct Tally {
    jobs: AtomicU64,
    commits: AtomicU64,
}

struct JoinOnDrop(Option<thread::JoinHandle<()>>);

impl Drop for JoinOnDrop {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // A panic of the thread has been printed by then, and nobody is left to answer to.
            let _ = thread.join();
        }
    }
}

fn write_all(
    connection: &Connection,
    mut jobs: mpsc::Receiver<Box<dyn Job>>,
    tally: &Tally,
    meter: &Meter,
) {
    let mut crowd = Crowd::default();
    while let Some(first) = jobs.blocking_recv() {
        crowd.gather(|| jobs.len() + 1);
        let mut batch = vec![first];
        let committed = run_batch(connection, &mut batch, &mut jobs).map_err(Arc::new);
        tally.jobs.fetch_add(batch.len() as u64, Ordering::Relaxed);
        match &committed {
            Ok(()) => {
                tally.commits.fetch_add(1, Ordering::Relaxed);
                meter.commits.observe(u32::try_from(batch.len()).unwrap_or(u32::MAX).into());
            }
            Err(error) => {
                meter.commits_failed.inc();
                tracing::warn!(error = %error, store.jobs = batch.len(), "a batch of writes failed");
                undo(connection);
            }
        }
        crowd.seen(batch.len() + jobs.len());
        let (erasing, others): (Vec<_>, Vec<_>) = batch.into_iter().partition(|job| job.erases());
        for job in others {
            job.settle(committed.clone());
        }
        if committed.is_ok() && !erasing.is_empty() {
            erasure::finish(connection);
        }
        for job in erasing {
            job.settle(committed.clone());
        }
    }
}

/// Runs the batch, which grows by what queues up meanwhile, and commits it.
fn run_batch(
    connection: &Connection,
    batch: &mut Vec<Box<dyn Job>>,
    queue: &mut mpsc::Receiver<Box<dyn Job>>,
) -> rusqlite::Result<()> {
    if let Err(error) = statement(connection, "BEGIN IMMEDIATE") {
        // The others would wait as long for the same answer, one after the other.
        while batch.len() < BATCH
            && let Ok(job) = queue.try_recv()
        {
            batch.push(job);
        }
        return Err(error);
    }
    let mut done = 0;
    while let Some(job) = batch.get_mut(done) {
        job.run(connection);
        done += 1;
        // Some errors make SQLite undo the whole transaction.
        if connection.is_autocommit() {
            let code = ffi::Error::new(ffi::SQLITE_ABORT_ROLLBACK);
            return Err(rusqlite::Error::SqliteFailure(code, None));
        }
        if done == batch.len()
            && done < BATCH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
    }
    statement(connection, "COMMIT")
}

/// Leaves the transaction, if there is one. Failing that, the next batch fails and tries again.
fn undo(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = statement(connection, "ROLLBACK")
    {
        tracing::error!(error = %error, "a failed transaction could not be undone");
    }
}

fn statement(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}

#[cfg(test)]
mod tests;
