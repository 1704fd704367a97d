//! Limits how many imports run at once, so that they can't exhaust the memory of the server.
//!
//! Files are received in one lane and processed in another. A slow connection only delays other
//! uploads, not the imports whose files have arrived.
//!
//! One thread processes all files. With several threads, each would keep memory of its own, because
//! the allocator returns it to the thread's arena, not to the system.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;
use std::{io, thread};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::time::timeout;

use crate::app::AppError;

/// How many files are received at once. Each takes up to 5 MiB of memory.
const RECEIVING: usize = 2;

/// How many files are processed at once. Each takes up to about 40 MiB of memory.
const PROCESSING: usize = 1;

/// How many jobs may wait for the thread. There are more than [`PROCESSING`] only if requests were
/// canceled.
const MAX_QUEUED: usize = 4;

/// How many requests may wait in each lane.
const WAITING: usize = 32;

/// The longest time that a request waits.
const MAX_WAIT: Duration = Duration::from_secs(20);

/// Work on a file.
type ImportJob = Box<dyn FnOnce() + Send>;

/// The queue of imports. Clones share it and its thread, which ends when the last one is dropped.
#[derive(Debug, Clone)]
pub struct ImportQueue {
    receiving: Lane,
    processing: Lane,
    jobs: SyncSender<ImportJob>,
}

/// A place in the queue. Dropping it lets the next request continue.
#[derive(Debug)]
pub(crate) struct ImportPermit(#[expect(dead_code, reason = "held")] [OwnedSemaphorePermit; 2]);

impl ImportQueue {
    /// Starts the thread.
    ///
    /// # Errors
    /// Fails if the system can't create a thread.
    pub fn start() -> io::Result<Self> {
        let (jobs, queue) = sync_channel(MAX_QUEUED);
        let work = |queue: Receiver<ImportJob>| queue.into_iter().for_each(|job| job());
        thread::Builder::new().name("import".into()).spawn(move || work(queue))?;
        let receiving = Lane::new(RECEIVING, WAITING, MAX_WAIT);
        let processing = Lane::new(PROCESSING, WAITING, MAX_WAIT);
        Ok(Self { receiving, processing, jobs })
    }

    /// Runs work on the thread of the queue instead of the threads that serve requests, because a
    /// large file takes a while.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let (reply, answer) = oneshot::channel();
        let job: ImportJob = Box::new(move || {
            // A request that was canceled has left its job, but not its permit.
            if reply.is_closed() {
                return;
            }
            // If a job panics, its caller gets an error, and the thread goes on.
            if let Ok(done) = catch_unwind(AssertUnwindSafe(work)) {
                drop(reply.send(done));
            }
        });
        self.jobs.try_send(job).map_err(|_| AppError::ImportsBusy)?;
        answer.await.map_err(|_| AppError::ParserPanicked)
    }

    /// Waits until a file may be received. Fails with [`AppError::ImportsBusy`] if too many requests
    /// wait already, or after [`MAX_WAIT`].
    pub(crate) async fn receive(&self) -> Result<ImportPermit, AppError> {
        self.receiving.enter().await
    }

    /// Waits until a file may be processed: parsed, reviewed, or imported. Fails like
    /// [`ImportQueue::receive`].
    pub(crate) async fn process(&self) -> Result<ImportPermit, AppError> {
        self.processing.enter().await
    }
}

/// Semaphores that limit how many requests run, and how many run or wait.
#[derive(Debug, Clone)]
struct Lane {
    running: Arc<Semaphore>,
    places: Arc<Semaphore>,
    max_wait: Duration,
}

impl Lane {
    fn new(running: usize, waiting: usize, max_wait: Duration) -> Self {
        let places = Arc::new(Semaphore::new(running + waiting));
        Self { running: Arc::new(Semaphore::new(running)), places, max_wait }
    }

    async fn enter(&self) -> Result<ImportPermit, AppError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| AppError::ImportsBusy)?;
        let turn = timeout(self.max_wait, self.running.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| AppError::ImportsBusy)?.map_err(|_| AppError::ImportsBusy)?;
        Ok(ImportPermit([turn, place]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_while_parsing_is_an_internal_error() {
        let queue = ImportQueue::start().unwrap();
        let failed = queue.run(|| panic!("on purpose")).await;
        let failed: Result<(), _> = failed;
        assert_eq!(failed.unwrap_err().to_string(), "reading a file failed");
        assert_eq!(queue.run(|| 1).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_lane_limits_who_runs_and_who_waits() {
        let lane = Lane::new(1, 1, Duration::from_millis(20));
        let running = lane.enter().await.unwrap();
        let (second, third) = tokio::join!(lane.enter(), lane.enter());
        assert!(matches!(third, Err(AppError::ImportsBusy)), "no place to wait");
        assert!(matches!(second, Err(AppError::ImportsBusy)), "waited too long");
        let (next, ()) = tokio::join!(lane.enter(), async { drop(running) });
        drop(next.unwrap());
        lane.enter().await.unwrap();
    }
}
