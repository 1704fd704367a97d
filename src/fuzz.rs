//! Fuzzing: gives the parsers of everything that comes from outside inputs that nobody thought of.
//!
//! Each [`Target`] is a test named `fuzz_…`, next to the parsers that it calls. `cargo test` runs
//! them briefly, `./scripts/test` for five minutes, and `./scripts/fuzz` for as long as you like:
//! first with all seeds, which are valid inputs, and then with random changes to them. The tests make
//! the same changes in each run, so that whether they pass doesn't depend on chance.

mod mutate;
mod watch;

use std::cell::Cell;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use strum::EnumCount;

use mutate::{Mutation, mutate};
use watch::Watch;

/// What is fuzzed. The targets share the time equally.
#[derive(Debug, Clone, Copy, EnumCount)]
pub(crate) enum Target {
    /// An imported table: CSV, TSV, and other text in any encoding.
    ImportTable,
    /// An imported XLSX workbook: the file, or the XML in it.
    ImportWorkbook,
    /// An imported iCalendar file.
    ImportCalendar,
    /// An imported JSON file.
    ImportJson,
    /// A log of the Flask service.
    FlaskLog,
    /// The selection of records in the form of an import.
    ImportSelection,
    /// Dates, months, years.
    Dates,
    /// Names, labels, locations, notes, searches.
    Texts,
    /// Usernames, email addresses, slugs, identifiers, secrets.
    Names,
    /// Numbers of days and dates without a year.
    Numbers,
    /// Stored documents in JSON.
    Documents,
    /// BSON from a MongoDB server, including the one of the Flask service.
    Bson,
    /// The header of a backup.
    BackupHeader,
    /// A backup of either format.
    Backup,
    /// The stored hash of a password.
    PasswordHash,
    /// The list of breached passwords.
    BreachedList,
    /// URLs of webhooks and mail servers.
    Urls,
    /// The URL of a database.
    DatabaseUrl,
    /// Single settings of the server.
    Config,
    /// All settings of the server together.
    ConfigArgs,
    /// Requests to pages: paths, queries, forms, headers, cookies.
    Pages,
    /// Calls of the API.
    Api,
    /// Uploaded files, and the form of an import.
    Uploads,
    /// Single headers, cookies, and addresses.
    Headers,
}

/// The time for all targets together, in seconds.
const DEFAULT_SECONDS: f64 = 4.0;

/// Markup that is inserted into inputs. A page that contains it unescaped has an injection.
pub(crate) const MARKUP: &str = "<fuzz a='\"&";

/// The most changes to a seed in the tests.
const MOST_CHANGES: usize = 40;

/// Calls `check` with each seed, and then with inputs derived from them until the time is up. It
/// must panic if it finds a bug. Then, the shortest input with which it did is printed.
pub(crate) fn run(target: Target, seeds: &[&[u8]], check: impl Fn(&[u8])) {
    run_for(time_for_each(), target, seeds, check);
}

fn run_for(time: Duration, target: Target, seeds: &[&[u8]], check: impl Fn(&[u8])) {
    let watch = Watch::start(target);
    let check = AssertUnwindSafe(|input: &[u8]| watch.run(input, &check));
    let check = |input: &[u8]| {
        let check = &check;
        check.0(input);
    };
    seeds.iter().copied().for_each(check);
    let count = AssertUnwindSafe(Cell::new(0_u64));
    let check = |choice: u16, mutations: &[Mutation]| {
        let count = &count;
        count.set(count.get() + 1);
        check(&mutate(seeds, usize::from(choice), mutations));
    };
    // Set by `scripts/fuzz`.
    if std::env::var_os("BOLERO_RANDOM_TEST_TIME_MS").is_some() {
        bolero::check!()
            .with_type::<(u16, Vec<Mutation>)>()
            .for_each(|(choice, mutations)| check(*choice, mutations));
    } else {
        let (mut random, start) = (StdRng::seed_from_u64(target as u64), Instant::now());
        while start.elapsed() < time {
            let (choice, length) = (random.random(), random.random_range(0..=MOST_CHANGES));
            let mutations: Vec<Mutation> = (0..length).map(|_| random.random()).collect();
            check(choice, &mutations);
        }
    }
    println!("{target:?}: {} inputs", count.get());
}

fn time_for_each() -> Duration {
    let seconds = std::env::var("WORKLOG_TEST_FUZZ_SECONDS").ok();
    let seconds = seconds.map(|seconds| seconds.parse().expect("a number of seconds"));
    Duration::from_secs_f64(seconds.unwrap_or(DEFAULT_SECONDS))
        / u32::try_from(Target::COUNT).expect("few targets")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_check_is_reported() {
        let found = std::panic::catch_unwind(|| {
            let check = |input: &[u8]| assert!(!input.contains(&b'\n'));
            run_for(Duration::from_mins(1), Target::Dates, &[b"2026-11-18"], check);
        });
        assert!(found.is_err());
    }
}
