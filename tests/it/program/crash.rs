//! Kills the program while it saves days, and tests that all acknowledged saves are complete.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::Client;
use worklog::domain::accounts::user::Username;
use worklog::domain::days::day::Day;
use worklog::storage::{self, Access, DatabaseUrl};

use super::Program;
use crate::support::history::WholeHistory;
use crate::support::server::PASSWORD;
use crate::support::store::{Backend, place};

const CRASHES: usize = 20;
const CLIENTS: u64 = 4;

/// Returns the n-th day to save. Each is saved once.
pub(super) fn nth_day(number: u64) -> Day {
    let first = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date");
    Day::from_date(first + chrono::Days::new(number)).expect("within the record")
}

/// Saves one day after another until the program is gone. Returns the acknowledged days.
async fn save_until_gone(client: Client, url: String, next: Arc<AtomicU64>) -> Vec<Day> {
    let mut acknowledged = Vec::new();
    loop {
        let day = nth_day(next.fetch_add(1, Ordering::Relaxed));
        let notes = format!("saved as {day}");
        let form = [("type", "remote"), ("location", "Home"), ("notes", &notes)];
        let request = client.post(format!("{url}/day/{day}")).form(&form);
        match request.send().await {
            Ok(response) if response.status() == 303 => acknowledged.push(day),
            Ok(response) => panic!("{}", response.status()),
            Err(_) => return acknowledged,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_saves_survive_a_kill() {
    let place = place(Backend::Embedded).await;
    let redirects = reqwest::redirect::Policy::none();
    let client =
        Client::builder().cookie_store(true).redirect(redirects).build().expect("a client");
    let mut program = Program::serve(&place.url).await;
    let url = program.url.clone();
    let form = [("username", "ada"), ("password", PASSWORD), ("password_confirm", PASSWORD)];
    let signup = client.post(format!("{url}/signup")).form(&form).send().await.expect("responds");
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
        program = program.again(&place.url).await;
    }
    assert!(acknowledged.len() > CRASHES, "too few saves: {}", acknowledged.len());

    let address: DatabaseUrl = place.url.parse().expect("an address");
    let store = storage::open(&address, Access::Command).await.expect("opens");
    let ada: Username = "ada".parse().expect("a name");
    let ada = store.user_by_name(&ada.key()).await.expect("reads").expect("is there").id;
    for day in acknowledged {
        let log = store.month(ada, day.month()).await.expect("reads");
        let entry = log.get(day).unwrap_or_else(|| panic!("{day} is lost"));
        assert_eq!(entry.content.notes.as_str(), format!("saved as {day}"));
        let history = store.whole_history(ada, day).await.expect("reads");
        assert_eq!(history.len(), 1, "{day}");
        assert_eq!(history[0].items[0].after.as_ref(), Some(entry), "{day}");
    }
}
