//! Watches the inputs of a target: prints those that fail, and limits the time for each.

use std::cell::RefCell;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};

use super::Target;

/// The CPU time that one input may take, without optimizations. Unlike the elapsed time, it doesn't
/// depend on what else the machine does.
const MAX_CPU_TIME: Duration = Duration::from_secs(5);

/// The elapsed time after which an input counts as endless.
const MAX_TIME: Duration = Duration::from_mins(3);

/// The input that is being checked, and since when.
type Current = Arc<Mutex<Option<(Instant, Vec<u8>)>>>;

/// Watches the inputs of a target until it is dropped.
pub(super) struct Watch {
    target: Target,
    current: Current,
    shortest_failed: RefCell<Option<Vec<u8>>>,
    /// Ends the thread that looks for an endless input.
    _done: Sender<()>,
}

impl Watch {
    pub(super) fn start(target: Target) -> Self {
        let (current, (done, ended)) = (Current::default(), mpsc::channel::<()>());
        let watched = Arc::clone(&current);
        thread::spawn(move || {
            while ended.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                if let Some((since, input)) = &*lock(&watched)
                    && since.elapsed() > MAX_TIME
                {
                    eprintln!("{}", report(target, input));
                    std::process::abort();
                }
            }
        });
        Self { target, current, shortest_failed: RefCell::default(), _done: done }
    }

    /// Checks an input. Panics if `check` does, or if it takes too long.
    pub(super) fn run(&self, input: &[u8], check: impl Fn(&[u8])) {
        *lock(&self.current) = Some((Instant::now(), input.to_vec()));
        let running = Running { watch: self, input };
        let started = cpu_time();
        check(input);
        let spent = cpu_time().saturating_sub(started);
        assert!(spent < MAX_CPU_TIME, "took {spent:?} of CPU time");
        drop(running);
    }
}

/// Prints how to repeat a failure.
impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(input) = self.shortest_failed.get_mut() {
            eprintln!("{}", report(self.target, input));
        }
    }
}

/// An input that is being checked. A panic drops it.
struct Running<'a> {
    watch: &'a Watch,
    input: &'a [u8],
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *lock(&self.watch.current) = None;
        let mut shortest = self.watch.shortest_failed.borrow_mut();
        let is_shorter = shortest.as_ref().is_none_or(|shortest| self.input.len() < shortest.len());
        if thread::panicking() && is_shorter {
            *shortest = Some(self.input.to_vec());
        }
    }
}

/// Formats an input as a seed.
fn report(target: Target, input: &[u8]) -> String {
    let input = input.escape_ascii();
    format!("{target:?} failed. To repeat this, add the input to its seeds:\nb\"{input}\"")
}

fn lock(current: &Current) -> MutexGuard<'_, Option<(Instant, Vec<u8>)>> {
    current.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cpu_time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn the_shortest_failed_input_is_kept_as_a_seed() {
        let mut watch = Watch::start(Target::Dates);
        for input in ["2026\n\"", "2026-11-18", "\n\"", "26\n\""] {
            let check = |input: &[u8]| assert!(!input.contains(&b'\n'));
            let result = catch_unwind(AssertUnwindSafe(|| watch.run(input.as_bytes(), check)));
            assert_eq!(result.is_err(), input.contains('\n'));
        }
        let shortest = watch.shortest_failed.get_mut().take().unwrap();
        assert!(report(Target::Dates, &shortest).ends_with("\nb\"\\n\\\"\""));
    }
}
