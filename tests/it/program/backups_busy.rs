//! Tests backups of a server that is saving.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use worklog::domain::days::day::{Day, Month};
use worklog::storage::Store;

use super::Program;
use super::backups::{file, open, post, signed_up, succeeds};
use super::backups_killed::long_backup;
use super::crash::nth_day;
use crate::support::history::WholeHistory;
use crate::support::samples::user;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, place};

/// The number of concurrent clients.
const CLIENTS: u64 = 4;

/// Saves days, each once, until stopped.
struct Savers {
    next: Arc<AtomicU64>,
    acknowledged: Arc<Mutex<Vec<Day>>>,
    stop: Arc<AtomicBool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Savers {
    fn start(client: &Client, url: &str) -> Self {
        let mut savers = Self {
            next: Arc::default(),
            acknowledged: Arc::default(),
            stop: Arc::default(),
            tasks: Vec::new(),
        };
        for _ in 0..CLIENTS {
            let (client, url) = (client.clone(), url.to_owned());
            let next = Arc::clone(&savers.next);
            let (saved, stop) = (Arc::clone(&savers.acknowledged), Arc::clone(&savers.stop));
            savers.tasks.push(tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) {
                    let day = nth_day(next.fetch_add(1, Ordering::Relaxed));
                    let form = [("type", "remote"), ("location", "Home"), ("notes", "in time?")];
                    let request = client.post(format!("{url}/day/{day}")).form(&form);
                    assert_eq!(request.send().await.expect("responds").status(), 303);
                    saved.lock().unwrap().push(day);
                }
            }));
        }
        savers
    }

    /// Returns the days acknowledged so far.
    fn saved(&self) -> BTreeSet<Day> {
        self.acknowledged.lock().unwrap().iter().copied().collect()
    }

    /// Waits until this number of days is acknowledged.
    async fn wait_until_saved(&self, days: usize) {
        while self.saved().len() < days {
            assert!(self.tasks.iter().all(|task| !task.is_finished()), "a saver failed");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Returns the first day that no client has started to save.
    fn first_unsaved(&self) -> Day {
        nth_day(self.next.load(Ordering::Relaxed))
    }

    async fn stop(self) -> BTreeSet<Day> {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.expect("saves");
        }
        self.acknowledged.lock().unwrap().iter().copied().collect()
    }
}

/// Returns the logged days, and asserts that each entry has one change and each change one entry.
async fn consistent_days(store: &dyn Store) -> BTreeSet<Day> {
    let ada = store.user_by_name(&user("ada").username_key).await.unwrap().expect("ada").id;
    let months = store.months(ada, Month::FIRST, Month::LAST).await.unwrap();
    let days: BTreeSet<Day> =
        months.iter().flat_map(|log| log.iter().map(|(day, _)| day)).collect();
    let last = days.last().copied().expect("days");
    // Includes days after the last: a change without its entry could be one of them.
    for number in 0.. {
        let day = nth_day(number);
        let history = store.whole_history(ada, day).await.unwrap();
        assert_eq!(history.len(), usize::from(days.contains(&day)), "{day}");
        if day > last && number % 50 == 0 {
            return days;
        }
    }
    unreachable!("the days are infinite")
}

async fn backups_of_a_busy_server_are_consistent(backend: Backend) {
    let (busy, (home, file)) = (place(backend).await, file());
    // Another user's long history slows down reading. Months are read first, Ada's changes last.
    let long = home.path().join("long.backup").display().to_string();
    long_backup(&long).await;
    succeeds(&busy.url, &["restore", &long]);
    let program = Program::serve(&busy.url).await;
    let ada = signed_up(&program).await;
    let savers = Savers::start(&ada, &program.url);
    savers.wait_until_saved(40).await;
    let before = savers.saved();
    let (url, path) = (busy.url.clone(), file.clone());
    let stdout = tokio::task::spawn_blocking(move || succeeds(&url, &["backup", &path]));
    let stdout = stdout.await.unwrap();
    assert!(stdout.starts_with("Backed up 2 users, "), "{stdout}");
    let first_unsaved = savers.first_unsaved();
    savers.wait_until_saved(before.len() + 80).await;
    let acknowledged = savers.stop().await;

    for to in Backend::ALL {
        let elsewhere = place(to).await;
        let stdout = succeeds(&elsewhere.url, &["restore", &file]);
        assert!(
            stdout.starts_with("Restored the state of ") && stdout.contains("2 users"),
            "{stdout}"
        );
        let days = consistent_days(&*open(&elsewhere).await).await;
        assert!(before.is_subset(&days), "it contains all days acknowledged before");
        assert!(days.iter().all(|day| *day < first_unsaved), "it contains no days saved later");
        assert!(days.len() < acknowledged.len(), "the server was busy throughout");

        let restored = Program::serve(&elsewhere.url).await;
        let login = [("username", "ada"), ("password", PASSWORD)];
        assert_eq!(post(&ada, &restored, "/login", &login).await, 303);
        let form = [("type", "sick")];
        assert_eq!(post(&ada, &restored, "/day/2026-11-18", &form).await, 303);
    }
    assert_eq!(consistent_days(&*open(&busy).await).await, acknowledged, "saves weren't blocked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_of_a_busy_embedded_store_are_consistent() {
    backups_of_a_busy_server_are_consistent(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backups_of_a_busy_mongodb_are_consistent() {
    backups_of_a_busy_server_are_consistent(Backend::Mongo).await;
}
