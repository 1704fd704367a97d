//! Moving in from the databases of the earlier service, on a MongoDB that is no replica set, as that
//! one's was.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use mongodb::bson::{DateTime, Document, doc};
use mongodb::{Client, Database};
use worklog::domain::archive::Kind;
use worklog::domain::change::Act;
use worklog::domain::day::Month;
use worklog::domain::month_log::Expect;
use worklog::domain::user::User;
use worklog::storage::Store;

use super::backups::{open, succeeds};
use super::{Program, complaint, run, worklog};
use crate::http::server::PASSWORD;
use crate::support::everything::all;
use crate::support::mongod::{Mongod, free_port};
use crate::support::samples::{act, put, remove, user};
use crate::support::store::{Backend, Place, place};

/// The earlier service's server.
struct Source {
    server: Mongod,
    client: Client,
}

impl Source {
    /// One that answers, with nothing in it.
    async fn empty() -> Self {
        let server = Mongod::standalone();
        let url = format!("{}&serverSelectionTimeoutMS=30000", server.url("admin"));
        let client = Client::with_uri_str(url).await.expect("a client");
        client.database("admin").run_command(doc! { "ping": 1 }).await.expect("answers");
        Self { server, client }
    }

    async fn with(credentials: Vec<Document>, logs: Vec<Document>) -> Self {
        let source = Self::empty().await;
        source.add("credentials", credentials).await;
        source.add("log", logs).await;
        source
    }

    fn database(&self, name: &str) -> Database {
        self.client.database(name)
    }

    async fn add(&self, part: &str, documents: Vec<Document>) {
        let collection = self.database(part).collection::<Document>(part);
        collection.insert_many(documents).await.expect("inserts");
    }

    fn from(&self) -> String {
        format!("--from={}", self.server.url(""))
    }

    /// All that it holds, to see that nothing is written.
    async fn everything(&self) -> Vec<String> {
        let mut all = Vec::new();
        for name in self.client.list_database_names().await.expect("names") {
            if matches!(name.as_str(), "admin" | "config" | "local") {
                continue;
            }
            for part in self.database(&name).list_collection_names().await.expect("names") {
                let found = self.database(&name).collection::<Document>(&part);
                let mut found =
                    found.find(doc! {}).sort(doc! { "_id": 1 }).await.expect("documents");
                while found.advance().await.expect("a document") {
                    let document = found.deserialize_current().expect("a document");
                    all.push(format!("{name}.{part} {document}"));
                }
            }
        }
        all
    }
}

fn credentials(names: &[&str]) -> Vec<Document> {
    let password = "pbkdf2:sha256:50000$salt$0123456789abcdef";
    names.iter().map(|name| doc! { "username": *name, "password": password }).collect()
}

/// What Ada and Bob had.
fn logs() -> Vec<Document> {
    let midnight = DateTime::parse_rfc3339_str("2019-01-02T00:00:00Z").unwrap();
    vec![
        doc! {
            "username": "ada",
            "settings": {
                "slack": "https://hooks.slack.com/services/T0/B0/abcdefgh",
                "total": { "remote": -1, "vacation": 30, "holiday": -1_i64, "sick": 12.5 },
            },
            "years": [
                { "year": 2018, "entries": [
                    { "date": "2018-01-02", "type": "remote", "location": "New York", "notes": "" },
                    { "date": "2018-01-03", "type": "Vacation", "location": "", "notes": "Skiing" },
                    { "date": "2018-01-04", "type": "training", "location": "Oslo" },
                ] },
                { "year": 2019, "entries": [
                    { "date": midnight, "type": "sick", "notes": "" },
                    { "date": "2019-01-03", "type": "remote", "location": "new york", "notes": "" },
                ] },
            ],
        },
        doc! { "username": "bob", "settings": {}, "years": [] },
    ]
}

async fn named(store: &dyn Store, name: &str) -> User {
    let found = store.user_by_name(&user(name).username_key).await.expect("reads");
    found.unwrap_or_else(|| panic!("{name} is not there"))
}

/// The days of a user: what, where and notes.
async fn days(store: &dyn Store, name: &str) -> BTreeMap<String, String> {
    let user = named(store, name).await;
    let months = store.months(user.id, Month::FIRST, Month::LAST).await.expect("reads");
    let days = months.iter().flat_map(|log| log.iter());
    let words = days.map(|(day, entry)| {
        let part = |part: &worklog::domain::entry::Part| match &part.location {
            Some(place) => format!("{} at {place}", part.day_type),
            None => part.day_type.to_string(),
        };
        let parts: Vec<String> = entry.parts.iter().map(|(found, _)| part(found)).collect();
        (day.to_string(), format!("{} {}", parts.join(", "), entry.notes).trim().to_owned())
    });
    words.collect()
}

fn expected(days: &[(&str, &str)]) -> BTreeMap<String, String> {
    days.iter().map(|(day, words)| ((*day).to_owned(), (*words).to_owned())).collect()
}

const ALL_OF_ADA: [(&str, &str); 5] = [
    ("2018-01-02", "remote at New York"),
    ("2018-01-03", "vacation Skiing"),
    ("2018-01-04", "training at Oslo"),
    ("2019-01-02", "sick"),
    ("2019-01-03", "remote at New York"),
];

/// The links that were printed, by their users.
fn links(said: &str) -> BTreeMap<String, String> {
    let lines = said.lines().filter_map(|line| line.strip_prefix("link: "));
    let parts = lines.filter_map(|line| {
        let (name, rest) = line.split_once(": ")?;
        Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
    });
    parts.collect()
}

async fn post(program: &Program, path: &str, form: &[(&str, &str)]) -> u16 {
    let redirects = reqwest::redirect::Policy::none();
    let client = reqwest::Client::builder().redirect(redirects).build().expect("a client");
    let answer = client.post(format!("{}{path}", program.url)).form(form).send().await;
    answer.expect("answers").status().as_u16()
}

async fn everything_is_taken(backend: Backend) {
    let source = Source::with(credentials(&["ada", "bob", "eve"]), logs()).await;
    let (target, before) = (place(backend).await, source.everything().await);
    let said = succeeds(&target.url, &["import-flask", &source.from()]);
    assert!(said.contains("ada: a new account, 5 days taken."), "{said}");
    assert!(said.contains("“training” (training) is a type of their own"), "{said}");
    assert!(
        said.contains("Taken: 3 accounts and 5 days; 0 accounts and 0 days were there already."),
        "{said}"
    );
    assert!(!said.contains("look: "), "{said}");
    assert_eq!(source.everything().await, before, "the source is only read");

    let store = open(&target).await;
    assert_eq!(days(&*store, "ada").await, expected(&ALL_OF_ADA));
    for name in ["bob", "eve"] {
        assert_eq!(days(&*store, name).await, BTreeMap::new());
    }
    let ada = named(&*store, "ada").await;
    assert!(ada.password_hash.is_none(), "no password of the earlier service is taken");
    let allowed = |name: &str| {
        let allowance = ada.settings.allowances.get(&name.parse().unwrap());
        allowance.and_then(|allowance| allowance.days).map(|days| days.to_string())
    };
    let allowances = ["remote", "vacation", "holiday", "sick"].map(allowed);
    assert_eq!(allowances, [None, Some("30".to_owned()), None, Some("12.5".to_owned())]);
    assert_eq!(ada.settings.slack_webhook.as_ref().unwrap().hint(), "hooks.slack.com/…efgh");
    let history = store.day_history(ada.id, "2018-01-02".parse().unwrap()).await.unwrap();
    assert_eq!(history.iter().map(|change| change.act).collect::<Vec<_>>(), [Act::Import]);
    assert_eq!(history[0].items.len(), 3, "a year is one act");
    let told = all(&*store).await.remove(&Kind::Message).unwrap_or_default();
    assert_eq!(told, [""; 0], "what was logged long ago is no news");

    choose_a_password(&target, &links(&said)).await;
}

/// The link lets its person in, once; until then nothing does.
async fn choose_a_password(target: &Place, links: &BTreeMap<String, String>) {
    assert_eq!(links.keys().collect::<Vec<_>>(), ["ada", "bob", "eve"]);
    let program = Program::serve(&target.url).await;
    for password in ["!", "", PASSWORD] {
        let form = [("username", "ada"), ("password", password)];
        assert_eq!(post(&program, "/login", &form).await, 422, "{password}");
    }
    let token = links["ada"].split_once("/password/reset?token=").expect("a link").1;
    let form = [("token", token), ("new_password", PASSWORD), ("new_password_confirm", PASSWORD)];
    assert_eq!(post(&program, "/password/reset", &form).await, 303);
    assert_eq!(post(&program, "/password/reset", &form).await, 410);
    let form = [("username", "ada"), ("password", PASSWORD)];
    assert_eq!(post(&program, "/login", &form).await, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_taken_into_a_file() {
    everything_is_taken(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_taken_into_mongodb() {
    everything_is_taken(Backend::Mongo).await;
}

async fn what_changed_since_is_kept_at_a_second_run(backend: Backend) {
    let source = Source::with(credentials(&["ada", "bob"]), logs()).await;
    let (target, command) = (place(backend).await, ["import-flask", &source.from()]);
    succeeds(&target.url, &command);
    let store = open(&target).await;
    let first = all(&*store).await;
    let said = succeeds(&target.url, &command);
    assert!(
        said.contains(" 0 accounts and 0 days; 2 accounts and 5 days were there already."),
        "{said}"
    );
    let second = all(&*store).await;
    for kind in Kind::LASTING {
        assert_eq!(first.get(kind), second.get(kind), "the same again changes nothing");
    }

    let ada = named(&*store, "ada").await;
    let edits = [
        put("2018-01-03", "sick", "not skiing", Expect::Something),
        remove("2019-01-02", Expect::Something),
    ];
    store.edit_days(ada.id, &act(ada.id, edits)).await.unwrap();
    let log = source.database("log").collection::<Document>("log");
    let new = doc! { "date": "2019-01-04", "type": "SICK" };
    let more = doc! {
        "$push": { "years.1.entries": new },
        "$set": { "settings.total.vacation": 28 },
    };
    log.update_one(doc! { "username": "ada" }, more).await.unwrap();
    let said = succeeds(&target.url, &command);
    for line in [
        "kept: ada: vacation stays at 30 days, not 28.",
        "kept: ada: 1 day logged otherwise in Worklog: 2018-01-03.",
        "kept: ada: 1 day removed in Worklog: 2019-01-02.",
        "ada: the account was there, 1 day taken, 3 days there already.",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let mut days_of_ada = expected(&ALL_OF_ADA);
    days_of_ada.insert("2018-01-03".to_owned(), "sick not skiing".to_owned());
    days_of_ada.remove("2019-01-02");
    days_of_ada.insert("2019-01-04".to_owned(), "sick".to_owned());
    assert_eq!(days(&*store, "ada").await, days_of_ada);
    assert_eq!(links(&said).len(), 2, "whoever has no password yet gets another link");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_is_kept_at_a_second_run_on_a_file() {
    what_changed_since_is_kept_at_a_second_run(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_is_kept_at_a_second_run_on_mongodb() {
    what_changed_since_is_kept_at_a_second_run(Backend::Mongo).await;
}

async fn odd_documents_are_told_and_the_rest_is_taken(backend: Backend) {
    let mut who = credentials(&["ada", "Ada", "x", "zoe"]);
    who.push(doc! { "password": "secret" });
    let entry = |date: &str| doc! { "date": date, "type": "sick" };
    let source = Source::with(who, vec![
        doc! { "username": "ada", "settings": { "slack": "http://example.org/hook", "total": 7 },
               "years": [{ "year": 2018, "entries": [entry("2018-01-02"), entry("2018-02-30"), 7] }] },
        doc! { "username": "Ada", "years": [{ "year": 2018, "entries": [entry("2018-01-03")] }] },
        doc! { "user": "zoe", "years": [{ "year": 2018, "entries": [entry("2018-01-02")] }] },
        doc! { "_id": "sam", "years": { "2018": [entry("2018-01-02")] } },
        doc! { "years": [{ "year": 2018, "entries": [entry("2018-01-02")] }] },
    ]).await;
    let target = place(backend).await;
    // Somebody else of that name, as anybody may be.
    assert!(run(&target.url, &["user", "add", "Zoe"], PASSWORD).status.success());
    let said = succeeds(&target.url, &["import-flask", &source.from()]);
    for line in [
        "look: Ada: The name differs from ada in nothing but case",
        "look: x: A username has 3 to 64 characters.",
        "look: zoe: Worklog has an account of that name already, which was left alone.",
        "look: sam: In log alone, not in credentials; taken all the same.",
        "look: ada: settings, slack: This address begins with http://.",
        "look: ada: settings, total: It is no object.",
        "look: ada: 2018, entry 2, date: There is no day 2018-02-30.",
        "look: ada: 2018, entry 3: It is no object with date and type.",
        "look: Ada: Their log was not taken either.",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    for part in ["credentials", "log"] {
        let line = format!("look: {part}, ObjectId(");
        assert!(said.contains(&line) && said.contains("): It has no username."), "{said}");
    }
    let store = open(&target).await;
    let one = expected(&[("2018-01-02", "sick")]);
    assert_eq!(
        (days(&*store, "ada").await, days(&*store, "sam").await),
        (one.clone(), one.clone())
    );
    assert_eq!(days(&*store, "zoe").await, BTreeMap::new(), "nobody else's days");
    assert!(!links(&said).contains_key("zoe"));
    let said = succeeds(&target.url, &["import-flask", &source.from(), "--into", "zoe"]);
    assert!(said.contains("Zoe: the account was there, 1 day taken."), "{said}");
    assert_eq!(days(&*store, "zoe").await, one);
    assert!(!links(&said).contains_key("Zoe"), "they have a password");
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_documents_are_told_and_the_rest_is_taken_into_a_file() {
    odd_documents_are_told_and_the_rest_is_taken(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_documents_are_told_and_the_rest_is_taken_into_mongodb() {
    odd_documents_are_told_and_the_rest_is_taken(Backend::Mongo).await;
}

async fn a_dry_run_writes_nothing(backend: Backend) {
    let source = Source::with(credentials(&["ada", "bob"]), logs()).await;
    let (target, from) = (place(backend).await, source.from());
    let dry = ["import-flask", &from, "--dry-run"];
    let said = succeeds(&target.url, &dry);
    assert!(said.contains("ada: a new account, 5 days taken."), "{said}");
    assert!(said.contains("Nothing was written. It would take 2 accounts and 5 days;"), "{said}");
    assert!(links(&said).is_empty(), "{said}");
    let none = complaint(&run(&target.url, &["backup", "-"], ""));
    assert!(none.contains("There is no database at"), "not even a database was made: {none}");

    succeeds(&target.url, &["import-flask", &from]);
    let store = open(&target).await;
    let before = all(&*store).await;
    let said = succeeds(&target.url, &dry);
    assert!(
        said.contains(" 0 accounts and 0 days; 2 accounts and 5 days were there already."),
        "{said}"
    );
    assert_eq!(all(&*store).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_to_a_file() {
    a_dry_run_writes_nothing(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_writes_nothing_to_mongodb() {
    a_dry_run_writes_nothing(Backend::Mongo).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_source_is_told() {
    let target = place(Backend::Embedded).await;
    let told = |from: &str| complaint(&run(&target.url, &["import-flask", "--from", from], ""));
    let start = Instant::now();
    let nobody = told(&format!("mongodb://ada:secret@127.0.0.1:{}/", free_port()));
    assert!(
        nobody.contains("The MongoDB at mongodb://127.0.0.1") && nobody.contains("does not answer")
    );
    assert!(!nobody.contains("secret"), "{nobody}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(told("worklog.db").contains("is not a mongodb:// address"));
    let source = Source::empty().await;
    let nothing = told(&source.server.url("log"));
    assert!(nothing.contains("There is nothing of the earlier service at"), "{nothing}");
    assert!(!std::path::Path::new(&target.url).exists(), "no database is made for nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_written_for_their_owner_alone() {
    let source = Source::with(credentials(&["ada", "bob"]), logs()).await;
    let (target, home) = (place(Backend::Embedded).await, tempfile::tempdir().unwrap());
    let file = home.path().join("links.csv");
    let links_to = format!("--links={}", file.display());
    let public = "--public-url=https://log.example.org";
    let too_long = ["import-flask", &source.from(), "--links-last=8d"];
    let refused = run(&target.url, &too_long, "");
    assert_eq!(refused.status.code(), Some(2));
    let command = ["import-flask", &source.from(), &links_to, public, "--links-last=7d"];
    let said = succeeds(&target.url, &command);
    assert!(
        said.contains("2 links to a first password are in") && !said.contains("token="),
        "{said}"
    );
    let written = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "Username,Link,Works until"));
    assert!(lines[1].starts_with("ada,https://log.example.org/password/reset?token="), "{written}");
    let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let there = complaint(&run(&target.url, &command, ""));
    assert!(there.contains("--links"), "an older file is not written over: {there}");

    let token = lines[1].split("token=").nth(1).unwrap().split(',').next().unwrap();
    let hash = worklog::app::sessions::key_hash(token);
    let store = open(&target).await;
    let after = |days: i64| chrono::Utc::now() + chrono::TimeDelta::days(days);
    assert!(store.password_reset(&hash, after(6)).await.unwrap().is_some());
    assert!(store.password_reset(&hash, after(7)).await.unwrap().is_none());
}

/// A year for each of many, so that there is time to interrupt.
fn many() -> (Vec<Document>, Vec<Document>) {
    let names: Vec<String> = (0..120).map(|number| format!("user-{number:03}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let entry = |day: u32| {
        let date = format!("2018-{:02}-{:02}", 1 + day / 20, 1 + day % 20);
        doc! { "date": date, "type": "remote", "location": "Home", "notes": "" }
    };
    let entries: Vec<Document> = (0..240).map(entry).collect();
    let years = [doc! { "year": 2018, "entries": entries }];
    let log = |name: &&str| doc! { "username": *name, "years": years.to_vec() };
    (credentials(&names), names.iter().map(log).collect())
}

async fn an_interrupted_move_goes_on(backend: Backend) {
    let (who, logs) = many();
    let source = Source::with(who, logs).await;
    let (target, from) = (place(backend).await, source.from());
    for people in [3, 20] {
        let mut child = worklog(&target.url).args(["import-flask", &from]).spawn().expect("starts");
        let said = BufReader::new(child.stdout.take().expect("piped")).lines();
        let account = |line: &std::io::Result<String>| line.as_ref().unwrap().contains("account");
        assert_eq!(said.filter(account).take(people).count(), people);
        child.kill().expect("is killed");
        child.wait().expect("ends");
    }
    let said = succeeds(&target.url, &["import-flask", &from]);
    let last = said.lines().last().unwrap_or_default();
    assert!(!last.contains("; 0 accounts"), "the move had begun: {last}");
    assert!(last.starts_with("Taken: ") && !said.contains("look: "), "{said}");
    assert_eq!(links(&said).len(), 120);
    let store = open(&target).await;
    for name in ["user-000", "user-003", "user-020", "user-119"] {
        assert_eq!(days(&*store, name).await.len(), 240);
        let user = named(&*store, name).await;
        let history = store.day_history(user.id, "2018-03-04".parse().unwrap()).await.unwrap();
        assert_eq!(history.len(), 1, "nothing is taken twice");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_move_into_a_file_goes_on() {
    an_interrupted_move_goes_on(Backend::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_move_into_mongodb_goes_on() {
    an_interrupted_move_goes_on(Backend::Mongo).await;
}
