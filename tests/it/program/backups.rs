//! Backups made beside a server that is saving, brought back elsewhere; stores copied; and what is
//! refused.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use tempfile::TempDir;
use worklog::domain::day::{Day, Month};
use worklog::storage::{self, Access, Store};

use super::backups_killed::long_backup;
use super::crash::nth_day;
use super::{Program, complaint, run};
use crate::support::samples::user;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, Place, place};

/// How many save at once.
const CLIENTS: u64 = 4;

pub(super) fn succeeds(database: &str, arguments: &[&str]) -> String {
    let output = run(database, arguments, "");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

/// A name for a backup.
pub(super) fn file() -> (TempDir, String) {
    let home = tempfile::tempdir().expect("a directory");
    let file = home.path().join("worklog.backup").display().to_string();
    (home, file)
}

pub(super) async fn open(place: &Place) -> Arc<dyn Store> {
    let url = place.url.parse().expect("an address");
    storage::open(&url, Access::Command).await.expect("opens")
}

fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let redirects = reqwest::redirect::Policy::none();
    Client::builder().cookie_store(true).redirect(redirects).build().expect("a client")
}

/// A client whose person has just signed up.
async fn signed_up(program: &Program) -> Client {
    let client = client();
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    assert_eq!(post(&client, program, "/signup", &form).await, 303);
    client
}

async fn post(client: &Client, program: &Program, path: &str, form: &[(&str, &str)]) -> u16 {
    let answer = client.post(format!("{}{path}", program.url)).form(form).send().await;
    answer.expect("answers").status().as_u16()
}

/// Saves days, each once, until told to stop.
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
                    assert_eq!(request.send().await.expect("answers").status(), 303);
                    saved.lock().unwrap().push(day);
                }
            }));
        }
        savers
    }

    /// Those acknowledged by now.
    fn saved(&self) -> BTreeSet<Day> {
        self.acknowledged.lock().unwrap().iter().copied().collect()
    }

    /// Waits until so many were acknowledged.
    async fn have_saved(&self, days: usize) {
        while self.saved().len() < days {
            assert!(self.tasks.iter().all(|task| !task.is_finished()), "a saver failed");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The days that nobody has begun to save by now.
    fn none_after(&self) -> Day {
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

/// What is in the record, where every entry has its change and every change its entry.
async fn consistent_days(store: &dyn Store) -> BTreeSet<Day> {
    let ada = store.user_by_name(&user("ada").username_key).await.unwrap().expect("ada").id;
    let months = store.months(ada, Month::FIRST, Month::LAST).await.unwrap();
    let days: BTreeSet<Day> =
        months.iter().flat_map(|log| log.iter().map(|(day, _)| day)).collect();
    let last = days.last().copied().expect("days");
    // Also those behind the last: a change without its entry would be one of these.
    for number in 0.. {
        let day = nth_day(number);
        let history = store.day_history(ada, day).await.unwrap();
        assert_eq!(history.len(), usize::from(days.contains(&day)), "{day}");
        if day > last && number % 50 == 0 {
            return days;
        }
    }
    unreachable!("the days do not end")
}

async fn a_backup_beside_a_busy_server_is_one_moment(backend: Backend) {
    let (busy, (home, file)) = (place(backend).await, file());
    // A long history of another, so that reading takes a while: months first, Ada's changes last.
    let long = home.path().join("long.backup").display().to_string();
    long_backup(&long).await;
    succeeds(&busy.url, &["restore", &long]);
    let program = Program::serve(&busy.url).await;
    let ada = signed_up(&program).await;
    let savers = Savers::start(&ada, &program.url);
    savers.have_saved(40).await;
    let before = savers.saved();
    let (url, path) = (busy.url.clone(), file.clone());
    let said = tokio::task::spawn_blocking(move || succeeds(&url, &["backup", &path]));
    let said = said.await.unwrap();
    assert!(said.starts_with("Backed up 2 users, "), "{said}");
    let none_after = savers.none_after();
    savers.have_saved(before.len() + 80).await;
    let acknowledged = savers.stop().await;

    for to in Backend::ALL {
        let elsewhere = place(to).await;
        let said = succeeds(&elsewhere.url, &["restore", &file]);
        assert!(said.starts_with("Restored the state of ") && said.contains("2 users"), "{said}");
        let days = consistent_days(&*open(&elsewhere).await).await;
        assert!(before.is_subset(&days), "whatever was acknowledged is in it");
        assert!(days.iter().all(|day| *day < none_after), "nothing saved later is in it");
        assert!(days.len() < acknowledged.len(), "the server was busy all the while");

        let restored = Program::serve(&elsewhere.url).await;
        let login = [("username", "ada"), ("password", PASSWORD)];
        assert_eq!(post(&ada, &restored, "/login", &login).await, 303);
        let form = [("type", "sick")];
        assert_eq!(post(&ada, &restored, "/day/2026-11-18", &form).await, 303);
    }
    assert_eq!(consistent_days(&*open(&busy).await).await, acknowledged, "nothing was held up");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_beside_a_busy_server_on_a_file_is_one_moment() {
    a_backup_beside_a_busy_server_is_one_moment(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_beside_a_busy_server_on_mongodb_is_one_moment() {
    a_backup_beside_a_busy_server_is_one_moment(Backend::Mongo).await;
}

/// Nobody notices the move: the login holds, over and back.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_moves_to_mongodb_and_back() {
    let places = [
        place(Backend::Embedded).await,
        place(Backend::Mongo).await,
        place(Backend::Embedded).await,
    ];
    let mut program = Program::serve(&places[0].url).await;
    let ada = signed_up(&program).await;
    for (number, step) in (1..).zip(places.windows(2)) {
        let day = format!("2026-11-{number:02}");
        assert_eq!(post(&ada, &program, &format!("/day/{day}"), &[("type", "office")]).await, 303);
        program.interrupt();
        assert_eq!(program.exit_code(), Some(0));
        let [from, to] = [&step[0].url, &step[1].url].map(|url| format!("--{{}}={url}"));
        let (from, to) = (from.replace("{}", "from"), to.replace("{}", "to"));
        let said = succeeds("", &["copy", &from, &to]);
        let words = format!("Copied: 1 user, 1 month, {number} change");
        assert!(said.starts_with(&words) && said.contains("1 login"), "{said}");
        assert!(said.contains("Every document was read again and is the same."), "{said}");
        let refused = complaint(&run("", &["copy", &from, &to], ""));
        assert!(refused.contains("--replace"), "{refused}");
        succeeds("", &["copy", &from, &to, "--replace"]);
        program = program.again(&step[1].url).await;
        let page = ada.get(format!("{}/day/{day}", program.url)).send().await.unwrap();
        assert_eq!(page.status(), 200, "still signed in");
    }
    drop(program);
    assert_eq!(consistent(&*open(&places[2]).await).await, ["2026-11-01", "2026-11-02"]);
}

async fn consistent(store: &dyn Store) -> Vec<String> {
    let ada = store.user_by_name(&user("ada").username_key).await.unwrap().expect("ada").id;
    let log = store.month(ada, "2026-11".parse().unwrap()).await.unwrap();
    log.iter().map(|(day, _)| day.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_restored_or_copied_touches_nothing() {
    let (there, (home, file)) = (place(Backend::Embedded).await, file());
    succeeds(&there.url, &["migrate"]);
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    succeeds(&there.url, &["backup", &file]);
    let whole = fs::read(&file).unwrap();
    let new = home.path().join("new/worklog.db");
    let new = new.display().to_string();
    let mut altered = whole.clone();
    altered[whole.len() / 2] ^= 1;
    for damaged in [&whole[..whole.len() - 1], &whole[..whole.len() / 2], &altered, b"", b"x"] {
        fs::write(&file, damaged).unwrap();
        for database in [&there.url, &new] {
            let told = complaint(&run(database, &["restore", &file, "--replace"], ""));
            let words = ["is not whole, or was altered", "is not a Worklog backup"];
            assert!(words.iter().any(|words| told.contains(words)), "{told}");
        }
        assert!(!Path::new(&new).exists(), "not even a file is made");
        assert!(succeeds(&there.url, &["backup", "--force", &file]).contains("1 user"));
    }
    let told = complaint(&run(&there.url, &["restore", &file], ""));
    assert!(told.contains("is not empty") && told.contains("--replace"), "{told}");
    let told = complaint(&run(&there.url, &["backup", &file], ""));
    assert!(told.contains("exists already") && told.contains("--force"), "{told}");
    let told = complaint(&run(&there.url, &["restore", "/nowhere/at-all"], ""));
    assert!(told.contains("/nowhere/at-all"), "{told}");

    for database in [new.as_str(), &place(Backend::Mongo).await.url] {
        let told = complaint(&run(database, &["backup", "--force", &file], ""));
        assert!(told.contains("There is no database at"), "{told}");
        let told = complaint(&run("", &["copy", "--from", database, "--to", &there.url], ""));
        assert!(told.contains("There is no database at"), "{told}");
    }
    assert!(!Path::new(&new).exists(), "reading makes no file");
    let same = format!("file:{}", there.url);
    let told = complaint(&run("", &["copy", "--replace", "--from", &same, "--to", &there.url], ""));
    assert!(told.contains("are the same database"), "{told}");

    let program = Program::serve(&there.url).await;
    let told = complaint(&run(&there.url, &["restore", &file, "--replace"], ""));
    assert!(told.contains("is in use by another Worklog server"), "{told}");
    drop(program);
    assert!(succeeds(&there.url, &["restore", &file, "--replace"]).contains("1 user"));
}

/// Before a newer program brings it up to date: the schema stays, and what it lacks is not missed.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_an_older_schema_is_backed_up_as_it_is() {
    let (there, (_home, file)) = (place(Backend::Embedded).await, file());
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    let sqlite = rusqlite::Connection::open(&there.url).unwrap();
    let older = "DROP TABLE tokens; DROP TABLE invitations; DROP TABLE audit;
                 UPDATE meta SET value = '3' WHERE key = 'schema_version'";
    sqlite.execute_batch(older).unwrap();
    drop(sqlite);
    succeeds(&there.url, &["backup", &file]);
    assert_eq!(open(&there).await.schema_version().await.unwrap(), 3);
    let new = place(Backend::Mongo).await;
    assert!(succeeds(&new.url, &["restore", &file]).contains("1 user."));
    succeeds(&new.url, &["migrate"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_can_go_to_standard_output() {
    let (there, (_home, file)) = (place(Backend::Embedded).await, file());
    assert!(run(&there.url, &["user", "add", "ada"], PASSWORD).status.success());
    let output = run(&there.url, &["backup", "-"], "");
    assert!(output.status.success(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("Backed up 1 user"), "{output:?}");
    fs::write(&file, output.stdout).unwrap();
    let new = place(Backend::Embedded).await;
    let said = succeeds(&new.url, &["restore", &file]);
    assert!(said.contains("1 user, 1 entry of the audit log."), "{said}");
}
