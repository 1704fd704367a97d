//! Compares the month query among 10,000 and 1,000,000 entries, alternating in the same run.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mongodb::bson::{Document, RawDocumentBuf, doc, serialize_to_document};
use mongodb::{Client, Database};
use rusqlite::Connection;
use worklog::domain::accounts::user::UserId;
use worklog::domain::days::day::Month;
use worklog::domain::days::month_log::{MonthLog, Precondition};
use worklog::storage::{self, Access, Store, migrate};

use crate::support::mongod::Mongod;
use crate::support::samples::{noon, put};

/// The number of months that each user has logged: four years.
const MONTHS: usize = 48;

/// The days of a month, so that ten users have 10,000 entries, and a thousand have 1,000,000.
const DAYS: usize = 21;

/// The maximum ratio of the p99s.
const MAX_RATIO: f64 = 1.5;

/// The number of queries in a round, and how many run in a row on one side.
const QUERIES: usize = 300;
const TURN: usize = 20;

/// The minimum number of rounds, and how long more are run. Other processes use the machine too and
/// interrupt some rounds. So only each side's fastest round counts: if the query became slow, all
/// its rounds are slow.
const ROUNDS: usize = 20;
const TIMEOUT: Duration = Duration::from_secs(25);

fn month(number: usize) -> Month {
    format!("{}-{:02}", 2023 + number / 12, 1 + number % 12).parse().unwrap()
}

/// Returns a stored month of a user.
fn log(number: usize) -> MonthLog {
    let month = month(number);
    let mut log = MonthLog::empty(UserId::new(), month);
    for day in 1..=DAYS {
        let edit = put(&format!("{month}-{day:02}"), "office", "", Precondition::NoEntry);
        log.edit(&edit, noon()).unwrap();
    }
    log
}

/// A store full of months.
struct Full {
    store: Arc<dyn Store>,
    people: Vec<UserId>,
}

impl Full {
    async fn open(url: &str, people: usize) -> Self {
        let store = storage::open(&url.parse().unwrap(), Access::Server).await.unwrap();
        migrate(&*store, chrono::Utc::now).await.unwrap();
        Self { store, people: (0..people).map(|_| UserId::new()).collect() }
    }

    /// Returns the duration of reading one month of one user.
    async fn query(&self) -> Duration {
        let user = self.people[rand::random_range(0..self.people.len())];
        let month = month(rand::random_range(0..MONTHS));
        let start = Instant::now();
        let actual = self.store.month(user, month).await.unwrap();
        let elapsed = start.elapsed();
        assert_eq!(actual.days.len(), DAYS);
        elapsed
    }
}

fn p99(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() * 99 / 100]
}

/// Returns the p99 of one round with few and with many entries.
async fn round(few: &Full, many: &Full, queries: usize) -> [Duration; 2] {
    let (mut of_few, mut of_many) = (Vec::new(), Vec::new());
    while of_few.len() < queries {
        for (full, times) in [(few, &mut of_few), (many, &mut of_many)] {
            for _ in 0..TURN.min(queries) {
                times.push(full.query().await);
            }
        }
    }
    [p99(&mut of_few), p99(&mut of_many)]
}

/// Returns the p99 with many entries as a multiple of that with few, from each side's fastest
/// round.
async fn ratio(few: &Full, many: &Full) -> f64 {
    let (mut quietest, mut rounds) = ([Duration::MAX; 2], 0);
    let start = Instant::now();
    loop {
        let actual = round(few, many, QUERIES).await;
        quietest = std::array::from_fn(|side| quietest[side].min(actual[side]));
        rounds += 1;
        let [few, many] = quietest.map(|time| time.as_secs_f64());
        let is_met = many <= MAX_RATIO * few;
        if rounds >= ROUNDS && (is_met || start.elapsed() > TIMEOUT) {
            println!("p99 among few and many in {rounds} rounds: {quietest:?}, {:.2}", many / few);
            return many / few;
        }
    }
}

/// Returns the same ratio without an index, from one short round.
async fn ratio_without_index(few: &Full, many: &Full) -> f64 {
    let [few, many] = round(few, many, TURN).await.map(|time| time.as_secs_f64());
    println!("without an index {:.2}", many / few);
    many / few
}

/// Fills a file with SQL: rows that differ only in their owner are copied from one month.
fn fill_file(path: &Path, people: &[UserId]) {
    let mut file = Connection::open(path).unwrap();
    file.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF").unwrap();
    let filling = file.transaction().unwrap();
    let mut insert =
        filling.prepare("INSERT INTO months (user_id, month, doc) VALUES (?1, ?2, ?3)").unwrap();
    let logs: Vec<(String, String)> = (0..MONTHS)
        .map(|number| {
            let log = log(number);
            let text = serde_json::to_string(&log).unwrap();
            (log.month.to_string(), text.replace(&log.user_id.to_string(), "WHOSE"))
        })
        .collect();
    for user in people {
        let user = user.to_string();
        for (month, text) in &logs {
            insert.execute((&user, month, text.replace("WHOSE", &user))).unwrap();
        }
    }
    drop(insert);
    filling.commit().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_a_month_from_a_file_scales_to_a_million_entries() {
    let home = tempfile::tempdir().unwrap();
    let mut both = Vec::new();
    for people in [10, 1000] {
        let path = home.path().join(format!("{people}.db"));
        let full = Full::open(path.to_str().unwrap(), people).await;
        fill_file(&path, &full.people);
        both.push((full, path));
    }
    let [(few, _), (many, path)] = &both[..] else { unreachable!("two") };
    let actual = ratio(few, many).await;
    assert!(actual <= MAX_RATIO, "{actual:.2} times as long");

    // Shows that the test detects a missing index, even with a tenth of the entries.
    let file = Connection::open(path).unwrap();
    file.execute_batch(
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE bare AS SELECT * FROM months ORDER BY rowid LIMIT 4800;
         DROP TABLE months; ALTER TABLE bare RENAME TO months",
    )
    .unwrap();
    let hundred = many.people[..100].to_vec();
    let bare = Full { store: Arc::clone(&many.store), people: hundred };
    let actual = ratio_without_index(few, &bare).await;
    assert!(actual > 2.0 * MAX_RATIO, "only {actual:.2} times as long without an index");
}

async fn fill_database(database: &Database, people: &[UserId]) {
    let logs: Vec<Document> =
        (0..MONTHS).map(|number| serialize_to_document(&log(number)).unwrap()).collect();
    let months = database.collection::<RawDocumentBuf>("months");
    for people in people.chunks(20) {
        let mut documents = Vec::new();
        for user in people {
            for log in &logs {
                let mut log = log.clone();
                log.insert("user_id", user.to_string());
                documents.push(RawDocumentBuf::try_from(&log).unwrap());
            }
        }
        months.insert_many(documents).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reading_a_month_from_mongodb_scales_to_a_million_entries() {
    let server = Mongod::replica_set();
    let mut both = Vec::new();
    for people in [10, 1000] {
        let url = server.url(&format!("of_{people}"));
        let full = Full::open(&url, people).await;
        let database = Client::with_uri_str(&url).await.unwrap().default_database().unwrap();
        fill_database(&database, &full.people).await;
        both.push((full, database));
    }
    let [(few, _), (many, database)] = &both[..] else { unreachable!("two") };
    let actual = ratio(few, many).await;
    assert!(actual <= MAX_RATIO, "{actual:.2} times as long");

    // Shows that the test detects a missing index.
    let drop = doc! { "dropIndexes": "months", "index": "user_month" };
    database.run_command(drop).await.unwrap();
    let actual = ratio_without_index(few, many).await;
    assert!(actual > 2.0 * MAX_RATIO, "only {actual:.2} times as long without an index");
}
