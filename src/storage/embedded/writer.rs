//! The writer thread, with group commit.
//!
//! The thread takes a job, runs it and all jobs queued in the meantime in one transaction, commits
//! once, and only then returns their results. While one batch is being synced to disk, the next one
//! queues up, so the cost of a commit is shared by more writes the higher the load is. If the disk
//! is so fast that few jobs queue up, the thread briefly waits for as many writes as were in flight
//! for the previous batch ([`GroupCommitDelay`]). It doesn't wait if there was only one.

mod group_commit;
mod job;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use rusqlite::{Connection, ffi};
use tokio::sync::{mpsc, oneshot};

use super::days::erasure::Rewrites;
use super::error::EmbeddedError;
use super::open_files::OpenFiles;
use crate::storage::{GaugeGuard, OpenError, StoreError, StoreMetrics};
use group_commit::GroupCommitDelay;
use job::{PendingWrite, WriteJob};

/// The capacity of the queue. Callers wait once it is full.
const QUEUE: usize = 1024;

/// The maximum number of jobs in a commit, to bound the latency of the first one.
const BATCH: usize = 256;

/// The number of writes and commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteCounts {
    /// The number of jobs run, whether or not they succeeded.
    pub jobs: u64,
    /// The number of committed transactions, each with at most one fsync of the log.
    pub commits: u64,
}

/// A handle to the writer thread. Dropping it ends the thread once the queue is empty.
pub(super) struct Writer {
    queue: mpsc::Sender<Box<dyn WriteJob>>,
    tally: Arc<WriteStats>,
    metrics: StoreMetrics,
    // Declared after the queue: the thread ends when the queue is closed.
    _thread: JoinOnDrop,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(
        connection: Connection,
        files: Arc<OpenFiles>,
        metrics: &StoreMetrics,
    ) -> Result<Self, OpenError> {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let tally = Arc::new(WriteStats::default());
        let theirs = (Arc::clone(&tally), metrics.clone());
        let thread = thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || write_all(&connection, &files, jobs, &theirs.0, &theirs.1))
            .map_err(|cause: io::Error| OpenError::Unavailable(cause.into()))?;
        let thread = JoinOnDrop(Some(thread));
        Ok(Self { queue, tally, metrics: metrics.clone(), _thread: thread })
    }

    /// Runs `work` in a transaction and returns once it is on disk. If `work` returns an error, its
    /// changes are rolled back. It still runs if the caller is dropped while waiting.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, EmbeddedError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue(PendingWrite::new(work, answer, self.waiting()), answered).await
    }

    /// Runs `work` like [`write`](Self::write) and then removes the deleted data from the files
    /// before it returns, unless that is [postponed](Rewrites). Other jobs in the same batch don't
    /// wait for that.
    pub(super) async fn erase<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, EmbeddedError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue(PendingWrite::new(work, answer, self.waiting()).that_erases(), answered).await
    }

    /// Counts one more job in the queue.
    fn waiting(&self) -> GaugeGuard {
        GaugeGuard::new(&self.metrics.queue)
    }

    async fn queue<T>(
        &self,
        job: impl WriteJob + 'static,
        answered: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        self.queue.send(Box::new(job)).await.map_err(|_| EmbeddedError::WriterEnded)?;
        answered.await.map_err(|_| EmbeddedError::WriterEnded)?
    }

    /// Returns the number of writes and commits so far.
    pub(super) fn counts(&self) -> WriteCounts {
        WriteCounts {
            jobs: self.tally.jobs.load(Ordering::Relaxed),
            commits: self.tally.commits.load(Ordering::Relaxed),
        }
    }

    /// Returns whether the disk was full at the last attempt to write.
    pub(super) fn is_full(&self) -> bool {
        self.tally.full.load(Ordering::Relaxed)
    }

    /// Returns whether the thread still accepts jobs.
    pub(super) fn is_alive(&self) -> bool {
        !self.queue.is_closed()
    }
}

#[derive(Default)]
struct WriteStats {
    jobs: AtomicU64,
    commits: AtomicU64,
    /// Whether the disk was full when changes were last committed.
    full: AtomicBool,
}

struct JoinOnDrop(Option<thread::JoinHandle<()>>);

impl Drop for JoinOnDrop {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // The panic message was already printed, and no caller is waiting any more.
            let _ = thread.join();
        }
    }
}

fn write_all(
    connection: &Connection,
    files: &OpenFiles,
    mut jobs: mpsc::Receiver<Box<dyn WriteJob>>,
    tally: &WriteStats,
    metrics: &StoreMetrics,
) {
    let (mut crowd, mut rewrites) = (GroupCommitDelay::default(), Rewrites::default());
    while let Some(first) = jobs.blocking_recv() {
        crowd.gather(|| jobs.len() + 1);
        let mut batch = vec![first];
        let changes = connection.total_changes();
        let committed = run_batch(connection, files, &mut batch, &mut jobs).map_err(Arc::new);
        tally.jobs.fetch_add(batch.len() as u64, Ordering::Relaxed);
        match &committed {
            Ok(()) => {
                tally.commits.fetch_add(1, Ordering::Relaxed);
                // Without changes, nothing was written.
                if connection.total_changes() > changes {
                    tally.full.store(false, Ordering::Relaxed);
                }
                metrics.commits.observe(u32::try_from(batch.len()).unwrap_or(u32::MAX).into());
            }
            Err(error) => {
                metrics.commits_failed.inc();
                tally.full.fetch_or(error.is_full(), Ordering::Relaxed);
                tracing::warn!(error = %error, store.jobs = batch.len(), "a batch of writes failed");
                undo(connection);
            }
        }
        crowd.observe(batch.len() + jobs.len());
        let (erasing, others): (Vec<_>, Vec<_>) = batch.into_iter().partition(|job| job.erases());
        for job in others {
            job.settle(committed.clone());
        }
        if committed.is_ok() && !erasing.is_empty() {
            rewrites.finish(connection);
        }
        for job in erasing {
            job.settle(committed.clone());
        }
    }
}

/// Runs the batch, adding jobs that are queued in the meantime, and commits it, unless the file was
/// deleted or replaced.
fn run_batch(
    connection: &Connection,
    files: &OpenFiles,
    batch: &mut Vec<Box<dyn WriteJob>>,
    queue: &mut mpsc::Receiver<Box<dyn WriteJob>>,
) -> Result<(), EmbeddedError> {
    if let Err(error) = statement(connection, "BEGIN IMMEDIATE") {
        // The other queued jobs would each wait just as long for the same error.
        while batch.len() < BATCH
            && let Ok(job) = queue.try_recv()
        {
            batch.push(job);
        }
        return Err(error.into());
    }
    let mut done = 0;
    while let Some(job) = batch.get_mut(done) {
        job.run(connection);
        done += 1;
        // Some errors make SQLite roll back the whole transaction.
        if connection.is_autocommit() {
            let code = ffi::Error::new(ffi::SQLITE_ABORT_ROLLBACK);
            return Err(rusqlite::Error::SqliteFailure(code, None).into());
        }
        if done == batch.len()
            && done < BATCH
            && let Ok(next) = queue.try_recv()
        {
            batch.push(next);
        }
    }
    // The second check is for a file that was deleted meanwhile: nothing is acknowledged then.
    files.check()?;
    statement(connection, "COMMIT")?;
    Ok(files.check()?)
}

/// Rolls back the transaction, if there is one. If that fails, the next batch fails and tries
/// again.
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
