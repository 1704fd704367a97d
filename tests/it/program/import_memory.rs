//! Measures the memory that imports take at most.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use futures_util::future::join_all;

use super::{Program, TIMEOUT};
use crate::support::server::{Browser, location};
use crate::support::store::{Backend, place};

/// How many imports run at once.
const AT_ONCE: usize = 40;

/// The most memory that they may take together.
const MOST_MIB: f64 = 64.0;

#[tokio::test(flavor = "multi_thread")]
async fn forty_imports_at_once_take_little_memory() {
    for backend in Backend::ALL {
        let place = place(backend).await;
        let program = Program::serve(&place.url).await;
        let ada = Browser::at(&program.url);
        ada.sign_up("ada", "").await;
        let review = ada.import("Date,Type\n2026-11-16,Office\n").await;
        assert_eq!(ada.confirm_import(&review, &[]).await.status(), 303);
        for (name, file) in files() {
            let idle = program.settled_mib().await;
            program.reset_peak();
            let start = Instant::now();
            let sent = (0..AT_ONCE).map(|_| import(&ada, file.clone()));
            let done = join_all(sent).await;
            let (peak, took) = (program.memory_mib("VmHWM:"), start.elapsed());
            let count = |status| done.iter().filter(|done| **done == status).count();
            println!(
                "{backend:?}, {AT_ONCE} x {name}: idle {idle:.0} MiB, peak {peak:.0} MiB, {took:.1?}; \
                 {} imported, {} rejected, {} busy",
                count(200),
                count(422),
                count(503)
            );
            assert_eq!(count(200) + count(422) + count(503), AT_ONCE, "{done:?}");
            assert!(count(503) < AT_ONCE);
            assert!(peak - idle <= MOST_MIB, "{name}: from {idle:.0} to {peak:.0} MiB");
        }
    }
}

/// Uploads a file and opens its preview. Returns the last status.
async fn import(browser: &Browser, file: Vec<u8>) -> u16 {
    let response = browser.send_file("days", file).await;
    if response.status() != 303 {
        return response.status().as_u16();
    }
    browser.status(location(&response)).await
}

/// Files of almost 5 MiB: one with too many rows, and one with almost as many as are allowed, each
/// with text.
fn files() -> [(&'static str, Vec<u8>); 2] {
    let too_many = format!("Date,Type\n{}", "2026-01-01,t\n".repeat(380_000));
    let mut most = String::from("Date,Type,Location,Notes\n");
    for number in 0..49_000_u32 {
        let (year, month, day) = (2000 + number / 336 % 30, 1 + number / 28 % 12, 1 + number % 28);
        let (day_type, notes) = (number % 40, "x".repeat(66));
        writeln!(most, "{year}-{month:02}-{day:02},Type {day_type},Place {number},{notes}")
            .unwrap();
    }
    [("380,000 rows", too_many.into()), ("49,000 rows", most.into())]
}

impl Program {
    /// Returns a line of the process's status in MiB.
    fn memory_mib(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
        let kib: f64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
        kib / 1024.0
    }

    /// Returns the resident memory once it no longer shrinks: the password hasher frees its memory
    /// after a moment.
    async fn settled_mib(&self) -> f64 {
        let give_up = Instant::now() + TIMEOUT;
        let mut before = f64::INFINITY;
        loop {
            tokio::time::sleep(Duration::from_secs(3)).await;
            let now = self.memory_mib("VmRSS:");
            if now > before - 0.5 || Instant::now() > give_up {
                return now;
            }
            before = now;
        }
    }

    /// Makes `VmHWM`, the peak of the resident memory, start again (`proc_pid_clear_refs(5)`).
    fn reset_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").expect("is reset");
    }
}
