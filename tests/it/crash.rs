//! The program is killed while days are saved: whatever it acknowledged is there, whole.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::Client;
use worklog::domain::day::Day;
use worklog::domain::user::Username;
use worklog::storage::{self, Access, DatabaseUrl};

use crate::http::server::PASSWORD;
use crate::support::mongod::free_port;

const CRASHES: usize = 20;
const CLIENTS: u64 = 4;

/// The real program on a file of its own.
struct Program(Child);

impl Program {
    async fn start(file: &Path, port: u16) -> Self {
        let program = Command::new(env!("CARGO_BIN_EXE_worklog"))
            .env("WORKLOG_LISTEN", format!("127.0.0.1:{port}"))
            .env("WORKLOG_DATABASE_URL", file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        let give_up = Instant::now() + Duration::from_secs(20);
        while reqwest::get(format!("http://127.0.0.1:{port}/readyz")).await.is_err() {
            assert!(Instant::now() < give_up, "does not start");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Self(program)
    }

    fn kill(&mut self) {
        self.0.kill().expect("is killed");
        self.0.wait().expect("ends");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The days of the record in order, each used for one save.
fn nth_day(number: u64) -> Day {
    let first = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
    Day::from_date(first + chrono::Days::new(number)).expect("within the record")
}

/// Saves one day after another until the program is gone; gives what was acknowledged.
async fn save_until_gone(client: Client, url: String, next: Arc<AtomicU64>) -> Vec<Day> {
    let mut acknowledged = Vec::new();
    loop {
        let day = nth_day(next.fetch_add(1, Ordering::Relaxed));
        let notes = format!("saved as {day}");
        let form = [("type", "remote"), ("location", "Home"), ("notes", &notes)];
        let request = client.post(format!("{url}/day/{day}")).form(&form);
        match request.send().await {
            Ok(answer) if answer.status() == 303 => acknowledged.push(day),
            Ok(answer) => panic!("{}", answer.status()),
            Err(_) => return acknowledged,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_was_acknowledged_survives_being_killed() {
    let home = tempfile::tempdir().expect("a directory");
    let file = home.path().join("worklog.db");
    let port = free_port();
    let url = format!("http://127.0.0.1:{port}");
    let redirects = reqwest::redirect::Policy::none();
    let client =
        Client::builder().cookie_store(true).redirect(redirects).build().expect("a client");
    let mut program = Program::start(&file, port).await;
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let signup = client.post(format!("{url}/signup")).form(&form).send().await.expect("answers");
    assert_eq!(signup.status(), 303);

    let next = Arc::new(AtomicU64::new(0));
    let mut acknowledged = Vec::new();
    for _ in 0..CRASHES {
        let savers: Vec<_> = (0..CLIENTS)
            .map(|_| tokio::spawn(save_until_gone(client.clone(), url.clone(), Arc::clone(&next))))
            .collect();
        tokio::time::sleep(Duration::from_millis(rand::random_range(20..200))).await;
        program.kill();
        for saver in savers {
            acknowledged.extend(saver.await.expect("saves"));
        }
        program = Program::start(&file, port).await;
    }
    assert!(acknowledged.len() > CRASHES, "hardly anything was saved: {}", acknowledged.len());

    let address: DatabaseUrl = file.display().to_string().parse().expect("an address");
    let store = storage::open(&address, Access::Command).await.expect("opens");
    let ada: Username = "ada".parse().expect("a name");
    let ada = store.user_by_name(&ada.key()).await.expect("reads").expect("is there").id;
    for day in acknowledged {
        let log = store.month(ada, day.month()).await.expect("reads");
        let entry = log.get(day).unwrap_or_else(|| panic!("{day} is lost"));
        assert_eq!(entry.notes.as_str(), format!("saved as {day}"));
        let history = store.day_history(ada, day).await.expect("reads");
        assert_eq!(history.len(), 1, "{day}");
        assert_eq!(history[0].items[0].after.as_ref(), Some(entry), "{day}");
    }
}
