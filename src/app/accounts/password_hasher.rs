//! Hashes and verifies passwords on a dedicated thread, so that logins don't slow down pages.
//!
//! The thread has a low priority, a bounded queue, and one block of memory that it reuses for each
//! hash. With an allocation per hash, spread over the allocator's many arenas, a burst of logins
//! left gigabytes of memory resident. The block is returned to the system once there have been no
//! logins for a moment.

#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use thread_priority::{
    NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy,
    set_thread_priority_and_policy, thread_native_id,
};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use crate::app::client_turns::ClientTurns;
use crate::app::{AppError, AppMetrics};
use crate::domain::accounts::password::{Password, PasswordHash};
use crate::domain::accounts::site_names::SiteNames;
use crate::domain::accounts::user::Username;
use crate::storage::GaugeGuard;

/// Memory per hash in KiB, number of passes, and lanes: OWASP's first recommendation for Argon2id
/// in its Password Storage Cheat Sheet.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;
const OUTPUT_BYTES: usize = 32;

/// The maximum queue length. At about 20 ms per hash, the last job waits a few seconds.
const QUEUE: usize = 128;

/// How many jobs of one client are in the queue. Two keep the thread busy.
const CLIENT_JOBS: usize = 4;

/// How long the memory is kept for the next login.
const KEEP_MEMORY: Duration = Duration::from_secs(2);

/// The capacity to allocate, in blocks of 1 KiB; a hash uses [`MEMORY_KIB`] of them. glibc always
/// maps allocations over 32 MiB separately and unmaps them when freed, while it may keep smaller
/// ones (`M_MMAP_THRESHOLD` in mallopt(3)).
const STACK_SIZE: usize = 33 * 1024;

/// The longest pause after a hash. The thread pauses for as long as the hash had to wait for a
/// processor. When pages need all processors, the thread is therefore idle half of the time, since
/// a page that wakes up on the same processor may have to wait for a kernel tick.
const MAX_PAUSE: Duration = Duration::from_millis(100);

/// A job that can use the thread's memory.
type HashJob = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// Sends passwords to the hashing thread. Clones share the thread, which ends when the last one is
/// dropped.
#[derive(Clone)]
pub struct Hasher {
    queue: SyncSender<HashJob>,
    turns: ClientTurns,
    metrics: AppMetrics,
}

impl Hasher {
    /// Starts the thread and reports to this [`AppMetrics`].
    ///
    /// # Errors
    /// Fails if the system can't create a thread.
    pub fn start(metrics: &AppMetrics) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let theirs = metrics.clone();
        thread::Builder::new().name("argon2".into()).spawn(move || run_worker(&jobs, &theirs))?;
        let turns = ClientTurns::new(CLIENT_JOBS, QUEUE);
        Ok(Self { queue, turns, metrics: metrics.clone() })
    }

    /// Waits until a client may add a job to the queue, so that one client can't fill it. The turn
    /// lasts until it is dropped. Fails if too many of the client's jobs wait already.
    pub(super) async fn turn(&self, client: &str) -> Result<OwnedSemaphorePermit, AppError> {
        let _waiting = GaugeGuard::new(&self.metrics.passwords_waiting);
        self.turns.wait(client).await.ok_or_else(|| self.refuse())
    }

    fn refuse(&self) -> AppError {
        self.metrics.passwords_refused.inc();
        AppError::HasherBusy
    }

    /// Fails with [`AppError::WeakPassword`] if a new password is easy to guess. Estimating the
    /// strength takes tens of milliseconds, plus the time to build lookup tables on first use.
    pub(super) async fn check_strength(
        &self,
        password: Password,
        username: Username,
        site: SiteNames,
    ) -> Result<(), AppError> {
        Ok(self.run(move |_| password.check_strength(&username, &site)).await??)
    }

    /// Hashes a password with a random salt.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, AppError> {
        let salt: [u8; SALT_BYTES] = rand::random();
        let hashed = self.run(move |memory| argon2id(&password, &salt, params(), memory)).await?;
        hashed.map(|output| to_phc(&salt, &output)).ok_or(AppError::HasherBusy)
    }

    /// Returns whether the password matches the hash. Without a hash, it does the same work and
    /// returns `false`, so that the response time doesn't reveal whether a user exists.
    pub async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, AppError> {
        self.run(move |memory| verify(&password, hash.as_ref(), memory)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let (reply, answer) = oneshot::channel();
        let waiting = GaugeGuard::new(&self.metrics.passwords_waiting);
        let job: HashJob = Box::new(move |memory| {
            drop(waiting);
            // If the request was abandoned, no one would receive the result: don't compute it.
            if !reply.is_closed() {
                drop(reply.send(work(memory)));
            }
        });
        self.queue.try_send(job).map_err(|_| self.refuse())?;
        answer.await.map_err(|_| AppError::HasherBusy)
    }
}

fn run_worker(queue: &Receiver<HashJob>, metrics: &AppMetrics) {
    lower_priority();
    let mut memory = Vec::new();
    while let Some(job) = next_job(queue, &mut memory) {
        let _running = GaugeGuard::new(&metrics.passwords_running);
        let (start, worked) = (Instant::now(), time_worked());
        // If a job panics, only its caller gets an error. Reusing the memory is safe, since a hash
        // writes every block before reading it.
        let done = catch_unwind(AssertUnwindSafe(|| job(&mut memory)));
        metrics.password_seconds.observe(start.elapsed().as_secs_f64());
        if done.is_err() {
            tracing::error!("checking a password failed");
        }
        let waited = start.elapsed().saturating_sub(time_worked().saturating_sub(worked));
        thread::sleep(waited.min(MAX_PAUSE));
    }
}

/// Waits for the next job, and frees the memory if that takes longer than [`KEEP_MEMORY`]. Returns
/// `None` once all senders are dropped.
fn next_job(queue: &Receiver<HashJob>, memory: &mut Vec<Block>) -> Option<HashJob> {
    if memory.capacity() > 0 {
        match queue.recv_timeout(KEEP_MEMORY) {
            Err(RecvTimeoutError::Timeout) => *memory = Vec::new(),
            received => return received.ok(),
        }
    }
    queue.recv().ok()
}

/// Switches the thread to the idle scheduling policy, so that it only gets the time that pages
/// don't need. With a high `nice` value alone, it would still delay a page by a full time slice now
/// and then. A failure only costs speed and is ignored.
fn lower_priority() {
    let policy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    let stepped_back =
        set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, policy);
    if let Err(error) = stepped_back {
        tracing::debug!(?error, "the hashing thread keeps its priority");
    }
}

/// Returns the processor time that this thread has used.
fn time_worked() -> Duration {
    let worked = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(worked).unwrap_or_default()
}

fn verify(password: &Password, hash: Option<&PasswordHash>, memory: &mut Vec<Block>) -> bool {
    let stored = hash.and_then(|hash| parse_phc(hash.as_phc()));
    let Some((params, salt, expected)) = stored else {
        argon2id(password, &[0; SALT_BYTES], params(), memory);
        return false;
    };
    argon2id(password, &salt, params, memory).is_some_and(|output| {
        // Compares in constant time.
        output.len() == expected.len()
            && output.iter().zip(&expected).fold(0, |seen, (a, b)| seen | (a ^ b)) == 0
    })
}

fn argon2id(
    password: &Password,
    salt: &[u8],
    params: Params,
    memory: &mut Vec<Block>,
) -> Option<[u8; OUTPUT_BYTES]> {
    memory.reserve(STACK_SIZE.saturating_sub(memory.len()));
    memory.resize(memory.len().max(params.block_count()), Block::default());
    let blocks = memory.get_mut(..params.block_count())?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut output = [0; OUTPUT_BYTES];
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut output, blocks).ok()?;
    Some(output)
}

fn params() -> Params {
    Params::new(MEMORY_KIB, PASSES, LANES, Some(OUTPUT_BYTES)).unwrap_or_default()
}

/// Returns the hash in the PHC string format, which other programs can read.
fn to_phc(salt: &[u8], output: &[u8]) -> PasswordHash {
    let (salt, output) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(output));
    PasswordHash::from_phc(format!(
        "$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${salt}${output}"
    ))
}

/// Parses a stored hash into its parameters, salt, and output. Returns `None` if it isn't a valid
/// PHC string.
fn parse_phc(phc: &str) -> Option<(Params, Vec<u8>, Vec<u8>)> {
    let hash = argon2::PasswordHash::new(phc).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let (salt, output) = (hash.salt?, hash.hash?);
    Some((params, salt.to_vec(), output.as_bytes().to_vec()))
}
