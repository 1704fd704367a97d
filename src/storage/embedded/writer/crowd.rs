//! How many write at the same time, and waiting for them.

use std::thread;
use std::time::{Duration, Instant};

/// The longest wait. Measured with 16 clients who take 5 ms from an answer to their next write, on
/// a disk that syncs in 0.1 ms: 0.3 commits a write without waiting, 0.14 with.
const LONGEST: Duration = Duration::from_millis(2);

/// How often the thread looks whether they are there.
const STEP: Duration = Duration::from_micros(150);

/// For how long those who wrote together are expected back.
const MEMORY: Duration = Duration::from_millis(10);

/// The writes that were in flight when the last batch was committed: as many may be on their way
/// again.
#[derive(Default)]
pub(super) struct Crowd(Option<(usize, Instant)>);

impl Crowd {
    /// Notes how many writes are in flight just before they are answered.
    pub(super) fn seen(&mut self, in_flight: usize) {
        self.0 = (in_flight > 1).then(|| (in_flight, Instant::now()));
    }

    /// Waits until as many have arrived as were seen, but not for long; not at all for one that
    /// comes alone or after a while.
    pub(super) fn gather(&self, arrived: impl Fn() -> usize) {
        let Some((expected, seen)) = self.0 else { return };
        let begun = Instant::now();
        if begun.duration_since(seen) > MEMORY {
            return;
        }
        while arrived() < expected && begun.elapsed() < LONGEST {
            thread::sleep(STEP);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// How often the crowd looks for arrivals, one arriving each time.
    fn looks(crowd: &Crowd) -> usize {
        let arrived = Cell::new(0);
        crowd.gather(|| {
            arrived.set(arrived.get() + 1);
            arrived.get()
        });
        arrived.get()
    }

    #[test]
    fn a_write_alone_is_not_held_up() {
        let mut crowd = Crowd::default();
        assert_eq!(looks(&crowd), 0);
        crowd.seen(1);
        assert_eq!(looks(&crowd), 0);
    }

    #[test]
    fn as_many_as_were_seen_are_waited_for() {
        let mut crowd = Crowd::default();
        crowd.seen(3);
        assert!((1..=3).contains(&looks(&crowd)));
    }

    #[test]
    fn a_crowd_is_forgotten() {
        let long_ago = Instant::now().checked_sub(MEMORY * 2).unwrap();
        assert_eq!(looks(&Crowd(Some((3, long_ago)))), 0);
    }

    #[test]
    fn the_wait_ends() {
        let mut crowd = Crowd::default();
        crowd.seen(3);
        let begun = Instant::now();
        crowd.gather(|| 1);
        assert!(begun.elapsed() >= LONGEST);
    }
}
