//! Limits how many imports run at once, so that they can't exhaust the memory of the server.
//!
//! Files are received in one lane and processed in another. A slow connection never delays the imports
//! whose files have arrived. It only delays other uploads while the files being received would take too
//! much memory together, and never small ones. In each lane, a user gets a share, and their other
//! requests wait until it is their turn.
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
use crate::app::client_turns::ClientTurns;
use crate::domain::accounts::user::UserId;
use crate::domain::exchange::import::MAX_BYTES;

/// How much memory the files that are received at once take, in KiB: that of three of the largest.
const RECEIVING: usize = 3 * MAX_BYTES / KIB;

/// The maximum length of a request with a file that is received without entering the lane, in bytes.
/// Other forms may be larger.
pub(crate) const SMALL: usize = 64 * KIB;

const KIB: usize = 1024;

/// How many files are processed at once. Each takes up to about 40 MiB of memory.
const PROCESSING: usize = 1;

/// How many jobs may wait for the thread. There are more than [`PROCESSING`] only if requests were
/// canceled.
const MAX_QUEUED: usize = 4;

/// How many requests may run or wait in each lane.
const PLACES: usize = 34;

/// How many of them may be of the same user. Two of the largest files leave memory for a third.
const PLACES_OF_USER: usize = 2;

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
pub(crate) struct ImportPermit(#[expect(dead_code, reason = "held")] [OwnedSemaphorePermit; 3]);

impl ImportQueue {
    /// Starts the thread.
    ///
    /// # Errors
    /// Fails if the system can't create a thread.
    pub fn start() -> io::Result<Self> {
        let (jobs, queue) = sync_channel(MAX_QUEUED);
        let work = |queue: Receiver<ImportJob>| queue.into_iter().for_each(|job| job());
        thread::Builder::new().name("import".into()).spawn(move || work(queue))?;
        let receiving = Lane::new(RECEIVING, PLACES, MAX_WAIT);
        let processing = Lane::new(PROCESSING, PLACES, MAX_WAIT);
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

    /// Waits until there is memory for a user's request with a file. `size` is its length in bytes, if
    /// it is known. Small files need no permit. Fails with [`AppError::ImportsBusy`] if too many
    /// requests wait already, or after [`MAX_WAIT`].
    pub(crate) async fn receive(
        &self,
        user: UserId,
        size: Option<usize>,
    ) -> Result<Option<ImportPermit>, AppError> {
        let size = size.unwrap_or(MAX_BYTES).min(MAX_BYTES);
        if size <= SMALL {
            return Ok(None);
        }
        self.receiving.enter(user, size.div_ceil(KIB)).await.map(Some)
    }

    /// Waits until a user's file may be processed: parsed, reviewed, or imported. Fails like
    /// [`ImportQueue::receive`].
    pub(crate) async fn process(&self, user: UserId) -> Result<ImportPermit, AppError> {
        self.processing.enter(user, 1).await
    }
}

/// Semaphores that limit the resources that running requests share, and how many run or wait.
#[derive(Debug, Clone)]
struct Lane {
    resources: Arc<Semaphore>,
    places: Arc<Semaphore>,
    turns: ClientTurns,
    max_wait: Duration,
}

impl Lane {
    fn new(resources: usize, places: usize, max_wait: Duration) -> Self {
        let turns = ClientTurns::new(PLACES_OF_USER, places);
        let [resources, places] = [resources, places].map(|count| Arc::new(Semaphore::new(count)));
        Self { resources, places, turns, max_wait }
    }

    /// Waits for a part of the resources.
    async fn enter(&self, user: UserId, part: usize) -> Result<ImportPermit, AppError> {
        let entered = timeout(self.max_wait, self.acquire(user, part)).await;
        entered.ok().flatten().ok_or(AppError::ImportsBusy)
    }

    async fn acquire(&self, user: UserId, part: usize) -> Option<ImportPermit> {
        let turn = self.turns.wait(&user.to_string()).await?;
        let place = self.places.clone().try_acquire_owned().ok()?;
        let part = u32::try_from(part).unwrap_or(u32::MAX);
        let resources = self.resources.clone().acquire_many_owned(part).await.ok()?;
        Some(ImportPermit([resources, place, turn]))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

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
        let lane = Lane::new(1, 2, Duration::from_millis(20));
        let [ada, bob, eve] = [(); 3].map(|()| UserId::new());
        let running = lane.enter(ada, 1).await.unwrap();
        let (second, third) = tokio::join!(lane.enter(bob, 1), lane.enter(eve, 1));
        assert!(matches!(third, Err(AppError::ImportsBusy)), "no place to wait");
        assert!(matches!(second, Err(AppError::ImportsBusy)), "waited too long");
        let (next, ()) = tokio::join!(lane.enter(bob, 1), async { drop(running) });
        drop(next.unwrap());
        lane.enter(eve, 1).await.unwrap();
    }

    #[tokio::test]
    async fn a_user_leaves_places_for_others() {
        let lane = Lane::new(PLACES, PLACES, Duration::from_millis(20));
        let [ada, eve] = [(); 2].map(|()| UserId::new());
        let eves = join_all((0..PLACES).map(|_| lane.enter(eve, 1))).await;
        assert_eq!(eves.iter().filter(|entered| entered.is_ok()).count(), PLACES_OF_USER);
        lane.enter(ada, 1).await.unwrap();
    }

    #[tokio::test]
    async fn slow_uploads_leave_room_for_others() {
        let queue = ImportQueue::start().unwrap();
        let [ada, bob, eve] = [(); 3].map(|()| UserId::new());
        let soon =
            async |user, size| timeout(Duration::from_millis(20), queue.receive(user, size)).await;
        let _slow = [
            soon(eve, None).await.unwrap().unwrap(),
            soon(eve, Some(MAX_BYTES)).await.unwrap().unwrap(),
        ];
        assert!(soon(eve, Some(MAX_BYTES)).await.is_err(), "it is the turn of others");
        let third = soon(bob, Some(usize::MAX)).await.unwrap().unwrap();
        let waits = queue.receive(ada, Some(MAX_BYTES));
        let (waiting, ()) = tokio::join!(waits, async {
            assert!(soon(bob, Some(SMALL + 1)).await.is_err(), "there is no more memory");
            assert!(soon(eve, Some(SMALL)).await.unwrap().unwrap().is_none());
            drop(third);
        });
        drop(waiting.unwrap());
    }
}
